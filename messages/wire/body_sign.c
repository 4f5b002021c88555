/* body_sign - a webhook whose raw body is signed. */
#include "messages/wire/body_sign.h"

#include "messages/sign.h"

#include <string.h>

#define SCHEME     "sha256="
#define SCHEME_LEN (sizeof SCHEME - 1)
#define SIGNED_LEN (SCHEME_LEN + 2 * SIGN_SHA256_LEN)

static void sign_body(const char *secret, const char *body, size_t len, char ret[SIGNED_LEN + 1]) {
    unsigned char hash[SIGN_SHA256_LEN];
    sign_hmac_sha256(secret, body, len, hash);
    memcpy(ret, SCHEME, SCHEME_LEN);
    sign_hex(hash, sizeof hash, ret + SCHEME_LEN);
}

static int is_signed_with(const char *secret, const struct http_request *request, const char *given) {
    char expected[SIGNED_LEN + 1];
    if (!*secret) return 0;
    sign_body(secret, request->body, request->body_len, expected);
    return sign_equal(expected, given);
}

static int is_signed(const struct channel *channel, const struct http_request *request, const char *header) {
    size_t count;
    const char *given = http_header_find(request, header, &count);
    if (count != 1 || strlen(given) != SIGNED_LEN) return 0;
    if (strcmp(request->method, "POST") != 0 || !http_is_type(request, "application/json")) return 0;
    return is_signed_with(channel->secret, request, given) || is_signed_with(channel->secret_next, request, given);
}

int body_sign_verify(const struct channel *channel, const struct http_request *request, const char *header,
                     struct error *why) {
    if (is_signed(channel, request, header)) return 0;
    return error_set(why, ERROR_DENIED, "the signature is not valid");
}

int body_sign_add(const struct channel *channel, const char *header, struct http_call *ret, struct error *why) {
    char signature[SIGNED_LEN + 1];
    sign_body(channel->secret, text_get(&ret->body), ret->body.len, signature);
    return http_call_header(ret, header, signature, why);
}
