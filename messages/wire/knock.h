/* knock - what the slots `knock` of the wires share: a request to our own webhook, signed as the provider signs, that
 * carries nothing which is acted on. `acogida doctor` sends it under the public URL: where it is taken, the provider's
 * requests are taken too. */
#ifndef MESSAGES_WIRE_KNOCK_H
#define MESSAGES_WIRE_KNOCK_H

#include "messages/wire.h"

/* Sets ret from nothing: method and the URL public_url/hook/<channel>. */
void knock_begin(const struct channel *channel, const char *public_url, const char *method, struct http_call *ret);
/* Ends it: Content-Type (NULL = none), and did all fit? Releases ret when not; failed: 1 when that is known already. */
int knock_end(struct http_call *ret, const char *type, int failed, struct error *why);

#endif
