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

#define BASE64URL_TEXT_MAX 4096

long sign_base64url_decode(const char *text, size_t text_len, unsigned char *ret) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned char base64[BASE64URL_TEXT_MAX + 4];
    size_t pad = (4 - text_len % 4) % 4;
    if (pad == 3 || text_len > BASE64URL_TEXT_MAX) return -1;
    for (size_t i = 0; i < text_len; i++) {
        if (!memchr(letters, text[i], sizeof letters - 1)) return -1;
        base64[i] = (unsigned char)(text[i] == '-' ? '+' : text[i] == '_' ? '/' : text[i]);
    }
    memset(base64 + text_len, '=', pad);
    int len = EVP_DecodeBlock(ret, base64, (int)(text_len + pad));
    return len < (int)pad ? -1 : len - (long)pad;
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
