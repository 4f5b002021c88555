/* shared_secret - webhooks of gateways that sign nothing. */
#include "messages/wire/shared_secret.h"

#include "messages/form.h"
#include "messages/sign.h"
#include "messages/wire/fields.h"

#include <string.h>

#define PROOF_LEN 32

static void proof_of(const char *secret, const char *out_id, char ret[PROOF_LEN + 1]) {
    unsigned char hash[SIGN_SHA256_LEN];
    char hex[2 * SIGN_SHA256_LEN + 1];
    sign_hmac_sha256(secret, out_id, strlen(out_id), hash);
    sign_hex(hash, sizeof hash, hex);
    memcpy(ret, hex, PROOF_LEN);
    ret[PROOF_LEN] = 0;
}

static int is_proof_with(const char *secret, const char *out_id, const char *given) {
    char expected[PROOF_LEN + 1];
    if (!*secret) return 0;
    proof_of(secret, out_id, expected);
    return sign_equal(expected, given);
}

static const char *only(const struct form *form, const char *name) {
    size_t count;
    const char *value = form_find(form, name, &count);
    return count == 1 ? value : NULL;
}

static int is_proven(const struct channel *channel, const struct form *query) {
    const char *out_id = only(query, "out"), *given = only(query, "sig");
    if (!out_id || !given || !fields_is_out_id(out_id)) return 0;
    return is_proof_with(channel->secret, out_id, given) || is_proof_with(channel->secret_next, out_id, given);
}

static int is_secret(const struct channel *channel, const char *given) {
    if (!given || !*given) return 0;
    if (*channel->secret && sign_equal(channel->secret, given)) return 1;
    return *channel->secret_next && sign_equal(channel->secret_next, given);
}

int shared_secret_verify(const struct channel *channel, const struct http_request *request, const char *name,
                         int headers_too, struct error *why) {
    own_form struct form query = {0};
    size_t count;
    const char *header = headers_too ? http_header_find(request, name, &count) : NULL;
    int has_method = strcmp(request->method, "GET") == 0 || strcmp(request->method, "POST") == 0;
    if (has_method && form_parse(request->query, strlen(request->query), &query, NULL) == 0 &&
        (is_secret(channel, only(&query, name)) || is_proven(channel, &query) ||
         (header && count == 1 && is_secret(channel, header))))
        return 0;
    return error_set(why, ERROR_DENIED, "the secret is not valid");
}

void shared_secret_status_url(const struct channel *channel, const struct message_out *out, struct text *ret) {
    char proof[PROOF_LEN + 1];
    if (!out->status_url || !*out->status_url) return;
    proof_of(channel->secret, out->out_id, proof);
    text_addf(ret, "%s&sig=%s", out->status_url, proof);
}
