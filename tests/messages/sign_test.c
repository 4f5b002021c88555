/* sign_test - signatures against published vectors, and a compare that is strict. */
#include "messages/sign.h"

#include <criterion/criterion.h>
#include <string.h>

static const char what[] = "what do ya want for nothing?"; /* RFC 2202 and RFC 4231, case 2, key "Jefe" */

Test(sign, hmac_sha1_is_that_of_rfc_2202) {
    unsigned char hash[SIGN_SHA1_LEN];
    char hex[2 * SIGN_SHA1_LEN + 1];
    sign_hmac_sha1("Jefe", what, strlen(what), hash);
    sign_hex(hash, sizeof hash, hex);
    cr_expect_str_eq(hex, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

Test(sign, hmac_sha256_is_that_of_rfc_4231) {
    unsigned char hash[SIGN_SHA256_LEN];
    char hex[2 * SIGN_SHA256_LEN + 1];
    sign_hmac_sha256("Jefe", what, strlen(what), hash);
    sign_hex(hash, sizeof hash, hex);
    cr_expect_str_eq(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

Test(sign, sha256_is_that_of_fips_180) {
    unsigned char hash[SIGN_SHA256_LEN];
    char hex[2 * SIGN_SHA256_LEN + 1];
    sign_sha256("abc", 3, hash);
    sign_hex(hash, sizeof hash, hex);
    cr_expect_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sign_sha256("", 0, hash);
    sign_hex(hash, sizeof hash, hex);
    cr_expect_str_eq(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

Test(sign, base64_is_that_of_rfc_4648) {
    static const char *const pairs[][2] = {{"", ""},
                                           {"f", "Zg=="},
                                           {"fo", "Zm8="},
                                           {"foo", "Zm9v"},
                                           {"foob", "Zm9vYg=="},
                                           {"fooba", "Zm9vYmE="},
                                           {"foobar", "Zm9vYmFy"}};
    char base64[16];
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        sign_base64((const unsigned char *)pairs[i][0], strlen(pairs[i][0]), base64);
        cr_expect_str_eq(base64, pairs[i][1]);
    }
    sign_base64((const unsigned char *)"\xFB\xFF", 2, base64);
    cr_expect_str_eq(base64, "+/8=");
}

Test(sign, base64url_is_read_without_padding_and_nothing_else) {
    static const char *const bad[] = {"Z", "Zg=", "Zg==", "Zm9vY", "+/8", "Z g", "Zm9v\n"};
    unsigned char bytes[16];
    cr_assert_eq(sign_base64url_decode("-_8", 3, bytes), 2);
    cr_expect(memcmp(bytes, "\xFB\xFF", 2) == 0);
    cr_assert_eq(sign_base64url_decode("Zm9vYmFy", 8, bytes), 6);
    cr_expect(memcmp(bytes, "foobar", 6) == 0);
    cr_expect_eq(sign_base64url_decode("", 0, bytes), 0);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        cr_expect_eq(sign_base64url_decode(bad[i], strlen(bad[i]), bytes), -1, "%s", bad[i]);
}

Test(sign, equal_means_every_byte_and_the_same_length) {
    cr_expect(sign_equal("abc", "abc"));
    cr_expect(!sign_equal("abc", "abd"));
    cr_expect(!sign_equal("abc", "ab"));
    cr_expect(!sign_equal("abc", "abcd"));
    cr_expect(!sign_equal("abc", ""));
    cr_expect(!sign_equal("", "a"));
    cr_expect(!sign_equal("abc", "ABC"));
    cr_expect(!sign_equal("aaaa", "aaa"));
}
