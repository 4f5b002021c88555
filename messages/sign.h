/* sign - HMAC, base64, hex and constant-time compare for webhooks (OpenSSL libcrypto).
 *
 * The process ends when libcrypto cannot compute (no memory): a signature that is not computed must never be compared.
 * Callers refuse an empty key themselves: its HMAC is no secret. */
#ifndef MESSAGES_SIGN_H
#define MESSAGES_SIGN_H

#include <stddef.h>

#define SIGN_SHA1_LEN   20
#define SIGN_SHA256_LEN 32

void sign_hmac_sha1(const char *key, const void *bytes, size_t len, unsigned char ret[SIGN_SHA1_LEN]);
void sign_hmac_sha256(const char *key, const void *bytes, size_t len, unsigned char ret[SIGN_SHA256_LEN]);
void sign_sha256(const void *bytes, size_t len, unsigned char ret[SIGN_SHA256_LEN]);
void sign_base64(const unsigned char *bytes, size_t len, char *ret); /* ret: 4*((len+2)/3)+1 bytes */
/* The bytes of base64url without padding (RFC 4648 section 5) into ret, 3*((text_len+3)/4) bytes of room; -1 when it is
 * none. */
long sign_base64url_decode(const char *text, size_t text_len, unsigned char *ret);
void sign_hex(const unsigned char *bytes, size_t len, char *ret); /* lower case; ret: 2*len+1 bytes */
/* 1 when equal. Time depends on the length of `expected` only. */
int sign_equal(const char *expected, const char *given);

#endif
