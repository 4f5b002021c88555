/* generic_send - a message as the call that settings describe, and what the reply means by their rules. */
#ifndef MESSAGES_WIRE_GENERIC_SEND_H
#define MESSAGES_WIRE_GENERIC_SEND_H

#include "messages/wire.h"

#include <jansson.h>

/* The slots `build` and `read_reply` of the wire.
 *
 * A 2xx is a success when it holds http_ok and http_ok_field says so (those that are set); one that does not is STOPPED
 * by http_stopped, else REFUSED, and UNKNOWN when there is nothing in it that could be asked. Other statuses as
 * outcome_of_http(), and a 4xx with http_stopped is STOPPED. */
int generic_build(const struct channel *channel, const struct message_out *out, struct http_call *ret,
                  struct error *why);
void generic_read_reply(const struct channel *channel, const struct http_reply *reply, struct outcome *ret);

/* The value at "messages.0.id" of JSON as text; "" when there is none or it is an object or list. Numbers and booleans
 * are written into room. */
#define GENERIC_NUMBER_MAX 40
const char *generic_value(const json_t *root, const char *path, char room[GENERIC_NUMBER_MAX]);

#endif
