/* jwt - JSON Web Tokens signed with HS256 (RFC 7519, RFC 7515).
 *
 * Only what the caller expects is believed: the algorithm is HS256 whatever the token says (a token that names another
 * one, or none, is refused), and the signature is compared in constant time over the bytes as they came. Debian's
 * libjwt (1.10) compares with strcmp (CVE-2024-25189), so this small part is our own. */
#ifndef MESSAGES_JWT_H
#define MESSAGES_JWT_H

#include "messages/text.h"

#include <jansson.h>

#define JWT_MAX 4096 /* bytes of a token */

/* The claims of a token of this secret, a new reference; NULL when it is not valid: too long, not three parts, not
 * HS256, "crit" that we do not know, a wrong signature, an empty secret, claims that are no object. Times (iat, exp)
 * are the caller's business: this has no clock. */
json_t *jwt_claims(const char *token, const char *secret);

/* Appends the token of these claims; what is too long, or no UTF-8, becomes a token that nobody takes. */
void jwt_add(struct text *ret, const json_t *claims, const char *secret);

#endif
