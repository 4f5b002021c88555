/* twilio_send - a message as a call of Twilio's Messages API, and what Twilio's reply means. */
#ifndef MESSAGES_WIRE_TWILIO_SEND_H
#define MESSAGES_WIRE_TWILIO_SEND_H

#include "messages/wire.h"

#define TWILIO_API "https://api.twilio.com"

/* Addresses of WhatsApp are written "whatsapp:+56..." on this wire; a plain number is SMS. "" for other kinds. */
const char *twilio_prefix(const struct channel *channel);

/* "whatsapp:+56..." or "+56..." as a bare address; NULL when it is not of this channel's kind. Borrowed. */
const char *twilio_bare_address(const struct channel *channel, const char *address);

/* The slots `build` and `read_reply` of the wire. A refusal is told by its code first, then by the HTTP status; a
 * success is one only with a message id; any 5xx is unknown, whatever its code says. */
int twilio_build(const struct channel *channel, const struct message_out *out, struct http_call *ret,
                 struct error *why);
void twilio_read_reply(const struct channel *channel, const struct http_reply *reply, struct outcome *ret);

/* The slot `probe`: our own account, 200. */
int twilio_probe(const struct channel *channel, struct http_call *ret, struct error *why);

/* The slot `fetch`: MediaUrl0, with our credentials when it is Twilio's API; from there on fetch_follow. */
int twilio_fetch(const struct channel *channel, const char *reference, struct http_call *ret, struct error *why);

#endif
