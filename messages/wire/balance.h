/* balance - what the slots `balanced` of the wires share. */
#ifndef MESSAGES_WIRE_BALANCE_SHARED_H
#define MESSAGES_WIRE_BALANCE_SHARED_H

#include "config/error.h"
#include "messages/http.h"
#include "messages/wire_balance.h"

#include <jansson.h>

/* The object of a reply, a new reference. -1 ERROR_BUSY not answered, ERROR_DENIED refused, ERROR_INPUT no JSON object.
 */
int balance_begin(const struct http_reply *reply, json_t **ret_root, struct error *why);

/* Takes an amount and its unit, which is left out when it is no word of capitals. ERROR_INPUT: NAN, or more than can
 * be. */
int balance_take(double amount, const char *currency, struct wire_balance *ret, struct error *why);

#endif
