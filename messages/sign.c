/* sign - HMAC, base64, hex and constant-time compare for webhooks. */
#include "messages/sign.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <string.h>

static void hmac(const EVP_MD *hash, const char *key, const void *bytes, size_t len, unsigned char *ret) {
    if (!HMAC(hash, key, (int)strlen(key), bytes, len, ret, NULL)) abort();
}

void sign_hmac_sha1(const char *key, const void *bytes, size_t len, unsigned char ret[SIGN_SHA1_LEN]) {
    hmac(EVP_sha1(), key, bytes, len, ret);
}

void sign_hmac_sha256(const char *key, const void *bytes, size_t len, unsigned char ret[SIGN_SHA256_LEN]) {
    hmac(EVP_sha256(), key, bytes, len, ret);
}

void sign_sha256(const void *bytes, size_t len, unsigned char ret[SIGN_SHA256_LEN]) {
    if (!EVP_Digest(bytes, len, ret, NULL, EVP_sha256(), NULL)) abort();
}

void sign_base64(const unsigned char *bytes, size_t len, char *ret) {
    ret[0] = 0;
    if (len) EVP_EncodeBlock((unsigned char *)ret, bytes, (int)len);
}

void sign_hex(const unsigned char *bytes, size_t len, char *ret) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        *ret++ = digits[bytes[i] >> 4];
        *ret++ = digits[bytes[i] & 15];
    }
    *ret = 0;
}

int sign_equal(const char *expected, const char *given) {
    volatile unsigned char differs = 0;
    size_t len = strlen(expected);
    for (size_t i = 0; i < len; i++) {
        differs |= (unsigned char)(expected[i] ^ *given);
        given += *given != 0; /* a short one stays at its NUL, which no byte of expected equals */
    }
    differs |= (unsigned char)*given;
    return !differs;
}
