/* vonage_send - a message as a call of Vonage's Messages API, and what Vonage's reply means. */
#ifndef MESSAGES_WIRE_VONAGE_SEND_H
#define MESSAGES_WIRE_VONAGE_SEND_H

#include "messages/wire.h"

#define VONAGE_API "https://api.nexmo.com"

/* The slots `build` and `read_reply` of the wire. A refusal is told by its code first, then by the HTTP status; a
 * success is one only with a message id; any 5xx is unknown, whatever its code says. */
int vonage_build(const struct channel *channel, const struct message_out *out, struct http_call *ret,
                 struct error *why);
void vonage_read_reply(const struct channel *channel, const struct http_reply *reply, struct outcome *ret);

/* The slot `fetch`: the address that the webhook told, with our credentials when it is Vonage's; from there on
 * fetch_follow. */
int vonage_fetch(const struct channel *channel, const char *reference, struct http_call *ret, struct error *why);

#endif
