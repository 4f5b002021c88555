/* shared_secret - webhooks of gateways that sign nothing: a long word of ours in each request, and reports of delivery
 * that carry a proof made from it. */
#ifndef MESSAGES_WIRE_SHARED_SECRET_H
#define MESSAGES_WIRE_SHARED_SECRET_H

#include "messages/wire.h"

/* Is the word there, exactly once, as the query's field of this name or (when headers_too) as a header? Or, for a
 * report of delivery, a right `sig` beside `out`? Both secrets of a rotation; compared in constant time. -1
 * ERROR_DENIED. */
int shared_secret_verify(const struct channel *channel, const struct http_request *request, const char *name,
                         int headers_too, struct error *why);

/* Appends status_url with the proof that we gave it out: "...?out=ID&sig=<32 hex of HMAC-SHA256(secret, ID)>". The
 * secret itself stays out of URLs that a gateway logs; who reads one can forge reports of that one message only. */
void shared_secret_status_url(const struct channel *channel, const struct message_out *out, struct text *ret);

#endif
