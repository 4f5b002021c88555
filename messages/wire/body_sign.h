/* body_sign - a webhook whose raw body is signed: header "sha256=<hex of HMAC-SHA256(secret, body)>". */
#ifndef MESSAGES_WIRE_BODY_SIGN_H
#define MESSAGES_WIRE_BODY_SIGN_H

#include "messages/wire.h"

/* The slot `verify` of such a wire: a POST of JSON with exactly one header of this name, signed with one of the
 * channel's secrets over the bytes as they came. At most one HMAC a secret; none when the header has not the right
 * form. */
int body_sign_verify(const struct channel *channel, const struct http_request *request, const char *header,
                     struct error *why);

/* Adds such a header to a call that has its body. */
int body_sign_add(const struct channel *channel, const char *header, struct http_call *ret, struct error *why);

#endif
