/* twilio_sign - is a webhook really Twilio's? */
#ifndef MESSAGES_WIRE_TWILIO_SIGN_H
#define MESSAGES_WIRE_TWILIO_SIGN_H

#include "messages/wire.h"

/* The slot `verify` of the wire. X-Twilio-Signature is base64(HMAC-SHA1(auth token, text)), text being the URL as
 * Twilio has it, then for a form every parameter, sorted by name, name and value without anything between them.
 *
 *   URL         public_url + path + '?' + query, byte for byte as sent. Twilio is not of one mind about the port, so
 *               (like its libraries) the URL is tried without any port, and with the one written or the default one.
 *   form        names in byte order; of a repeated name its different values in byte order, each after the name.
 *   JSON        no parameters; the query carries bodySHA256, which must be the hash of the body's bytes.
 *
 * Everything else is denied with one and the same text: another method or type, no or two signatures, a channel
 * without a secret. At most 4 HMACs: two URLs by two secrets; none when the signature has not the right length. */
int twilio_verify(const struct channel *channel, const struct http_request *request, struct error *why);

/* The slot `knock`: an event of another product, which is none of ours. */
int twilio_knock(const struct channel *channel, const char *public_url, struct http_call *ret, struct error *why);

#endif
