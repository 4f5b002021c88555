/* vonage_balance - what is left on Vonage's account: GET /account/get-balance, where "value" is in euros
 * (developer.vonage.com/en/account/code-snippets/account-balance). Asked at rest.nexmo.com, or at api_base when that is
 * no address of Vonage's. */
#ifndef MESSAGES_WIRE_VONAGE_BALANCE_H
#define MESSAGES_WIRE_VONAGE_BALANCE_H

#include "messages/wire.h"

/* The slots `balance` and `balanced` of the wire; balance is its `probe` as well. */
int vonage_balance(const struct channel *channel, struct http_call *ret, struct error *why);
int vonage_balanced(const struct http_reply *reply, struct wire_balance *ret, struct error *why);

#endif
