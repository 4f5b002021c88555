/* kannel_send - a message as a call of Kannel's sendsms, and what smsbox's reply means. */
#ifndef MESSAGES_WIRE_KANNEL_SEND_H
#define MESSAGES_WIRE_KANNEL_SEND_H

#include "messages/wire.h"

#define KANNEL_API "http://127.0.0.1:13013"

/* The slots `build` and `read_reply` of the wire. Kannel gives no id: a message is known by ours alone. */
int kannel_build(const struct channel *channel, const struct message_out *out, struct http_call *ret,
                 struct error *why);
void kannel_read_reply(const struct channel *channel, const struct http_reply *reply, struct outcome *ret);

/* The slot `probe`: a message to nobody. 400 ("Missing receiver number") says that the user is known, else it is 403.
 */
int kannel_probe(const struct channel *channel, struct http_call *ret, struct error *why);

#endif
