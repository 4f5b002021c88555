/* meta_send - a message as a call of the WhatsApp Cloud API, and what Meta's reply means. */
#ifndef MESSAGES_WIRE_META_SEND_H
#define MESSAGES_WIRE_META_SEND_H

#include "messages/wire.h"

#define META_API "https://graph.facebook.com/v23.0"

/* The slots `build`, `read_reply` and `mark_read` of the wire. A refusal is told by its code first, then by the HTTP
 * status; a success is one only with a message id; any 5xx is unknown, whatever its code says. */
int meta_build(const struct channel *channel, const struct message_out *out, struct http_call *ret, struct error *why);
void meta_read_reply(const struct channel *channel, const struct http_reply *reply, struct outcome *ret);
int meta_mark_read(const struct channel *channel, const char *message_id, struct http_call *ret, struct error *why);

/* The slot `probe`: our own number, 200. */
int meta_probe(const struct channel *channel, struct http_call *ret, struct error *why);

/* The slots `fetch` and `fetched`: the id of a medium is asked for its address (valid for 5 minutes), which wants the
 * token too when it is Meta's (lookaside.fbsbx.com). */
int meta_fetch(const struct channel *channel, const char *reference, struct http_call *ret, struct error *why);
int meta_fetched(const struct channel *channel, int step, const struct http_reply *reply, struct http_call *ret,
                 struct error *why);

#endif
