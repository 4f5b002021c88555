/* fetch - what the slots `fetch` and `fetched` of the wires share: calls for media, and to whom credentials go. */
#ifndef MESSAGES_WIRE_FETCH_H
#define MESSAGES_WIRE_FETCH_H

#include "messages/wire.h"

/* A GET without credentials. ERROR_INPUT: no http or https address, too long. Sets ret from nothing; empty on -1. */
int fetch_begin(const char *url, struct http_call *ret, struct error *why);

/* 1 when the address lies beneath this base, that of a channel's API: credentials may go there. */
int fetch_is_own(const char *base, const char *url);
/* 1 when the address is https, without a port or a user, of a host that ends with the suffix, ".fbsbx.com". */
int fetch_is_of(const char *url, const char *suffix);

/* What any provider's reply means, as the slot `fetched`: 200 is the medium; 301, 302, 303, 307 and 308 are followed
 * without credentials. */
int fetch_follow(const struct channel *channel, int step, const struct http_reply *reply, struct http_call *ret,
                 struct error *why);

/* Adds "Authorization: Bearer <token>", Basic credentials; releases ret when they do not fit. */
int fetch_bearer(struct http_call *ret, const char *token, struct error *why);
int fetch_basic(struct http_call *ret, const char *user, const char *password, struct error *why);

#endif
