/* jwt - JSON Web Tokens signed with HS256. */
#include "messages/jwt.h"

#include "config/own.h"
#include "messages/sign.h"

#include <string.h>

#define BASE64URL "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

struct part {
    const char *at;
    size_t len;
};

/* Header, claims, signature; 0 when there are other than three parts or one holds a letter that is not base64url. */
static int cut(const char *token, struct part ret[3]) {
    for (size_t i = 0; i < 3; i++) {
        ret[i] = (struct part){token, strspn(token, BASE64URL)};
        token += ret[i].len;
        if (!ret[i].len || *token != (i < 2 ? '.' : '\0')) return 0;
        token++;
    }
    return 1;
}

/* The JSON object in a part; NULL when it is none. */
static json_t *object_of(struct part part) {
    unsigned char bytes[JWT_MAX];
    long len = sign_base64url_decode(part.at, part.len, bytes);
    if (len < 0) return NULL;
    json_t *json = json_loadb((const char *)bytes, (size_t)len, JSON_REJECT_DUPLICATES, NULL);
    if (json_is_object(json)) return json;
    json_decref(json);
    return NULL;
}

static int is_hs256(struct part header) {
    json_auto_t *json = object_of(header);
    const char *algorithm = json_string_value(json_object_get(json, "alg"));
    return algorithm && strcmp(algorithm, "HS256") == 0 && !json_object_get(json, "crit");
}

#define ENCODED_MAX (4 * ((SIGN_SHA256_LEN + 2) / 3) + 1)

/* base64url without padding, in place of base64. */
static void to_url(char *base64) {
    base64[strcspn(base64, "=")] = 0;
    for (char *at = base64; *at; at++) *at = (char)(*at == '+' ? '-' : *at == '/' ? '_' : *at);
}

static void sign_parts(const char *parts, size_t len, const char *secret, char ret[ENCODED_MAX]) {
    unsigned char hash[SIGN_SHA256_LEN];
    sign_hmac_sha256(secret, parts, len, hash);
    sign_base64(hash, sizeof hash, ret);
    to_url(ret);
}

static int is_signed(const struct part parts[3], const char *secret) {
    char expected[ENCODED_MAX], given[ENCODED_MAX];
    sign_parts(parts[0].at, parts[0].len + 1 + parts[1].len, secret, expected);
    if (parts[2].len != strlen(expected)) return 0;
    memcpy(given, parts[2].at, parts[2].len);
    given[parts[2].len] = 0;
    return sign_equal(expected, given);
}

json_t *jwt_claims(const char *token, const char *secret) {
    struct part parts[3];
    if (!*secret || strlen(token) >= JWT_MAX || !cut(token, parts)) return NULL;
    if (!is_signed(parts, secret) || !is_hs256(parts[0])) return NULL;
    return object_of(parts[1]);
}

static void add_part(struct text *ret, const char *json) {
    char encoded[JWT_MAX];
    size_t len = strlen(json);
    if (4 * ((len + 2) / 3) + 1 > sizeof encoded) len = 0; /* no token, and no one takes it */
    sign_base64((const unsigned char *)json, len, encoded);
    to_url(encoded);
    text_add(ret, encoded);
}

void jwt_add(struct text *ret, const json_t *claims, const char *secret) {
    own_mem char *json = json_dumps(claims, JSON_COMPACT);
    own_text struct text parts = TEXT_INIT(JWT_MAX);
    char signature[ENCODED_MAX];
    add_part(&parts, "{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
    text_add_char(&parts, '.');
    add_part(&parts, json ? json : "");
    sign_parts(text_get(&parts), parts.len, secret, signature);
    text_addf(ret, "%s.%s", text_get(&parts), signature);
}
