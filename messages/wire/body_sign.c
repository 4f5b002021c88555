/* body_sign - a webhook whose raw body is signed. */
#include "messages/wire/body_sign.h"

#include "messages/sign.h"

#include <string.h>

#define SCHEME     "sha256="
#define SCHEME_LEN (sizeof SCHEME - 1)

static int is_signed_with(const char *secret, const struct http_request *request, const char *given) {
    if (!*secret) return 0;
    unsigned char hash[SIGN_SHA256_LEN];
    char expected[2 * SIGN_SHA256_LEN + 1];
    sign_hmac_sha256(secret, request->body, request->body_len, hash);
    sign_hex(hash, sizeof hash, expected);
    return sign_equal(expected, given);
}

static int is_signed(const struct channel *channel, const struct http_request *request, const char *header) {
    size_t count;
    const char *given = http_header_find(request, header, &count);
    if (count != 1 || strlen(given) != SCHEME_LEN + 2 * SIGN_SHA256_LEN) return 0;
    if (strncmp(given, SCHEME, SCHEME_LEN) != 0) return 0;
    if (strcmp(request->method, "POST") != 0 || !http_is_type(request, "application/json")) return 0;
    return is_signed_with(channel->secret, request, given + SCHEME_LEN) ||
           is_signed_with(channel->secret_next, request, given + SCHEME_LEN);
}

int body_sign_verify(const struct channel *channel, const struct http_request *request, const char *header,
                     struct error *why) {
    if (is_signed(channel, request, header)) return 0;
    return error_set(why, ERROR_DENIED, "the signature is not valid");
}
