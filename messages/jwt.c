/* jwt - JSON Web Tokens signed with HS256, checked only. */
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

static int is_signed(const struct part parts[3], const char *secret) {
    unsigned char hash[SIGN_SHA256_LEN];
    char expected[4 * ((SIGN_SHA256_LEN + 2) / 3) + 1], given[sizeof expected];
    sign_hmac_sha256(secret, parts[0].at, parts[0].len + 1 + parts[1].len, hash);
    sign_base64(hash, sizeof hash, expected);
    expected[strcspn(expected, "=")] = 0;
    for (char *at = expected; *at; at++) *at = (char)(*at == '+' ? '-' : *at == '/' ? '_' : *at);
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
