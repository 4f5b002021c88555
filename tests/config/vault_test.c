/* vault_test - what the vault hides stays hidden, and what was altered does not open. */
#include "config/vault.h"

#include "config/clock.h"
#include "config/own.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];
static char path[128];

static void make_folder(void) {
    snprintf(folder, sizeof folder, "/tmp/vault_test.XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/master.key", folder);
}

static void remove_folder(void) {
    unlink(path);
    cr_expect_eq(rmdir(folder), 0, "nothing but the key file is left behind");
}

TestSuite(vault, .init = make_folder, .fini = remove_folder);

static struct vault *open_new(void) {
    struct vault *vault = NULL;
    struct error why = ERROR_INIT;

    cr_assert_eq(vault_open(path, 1, &vault, &why), 0, "%s", why.text);
    return vault;
}

static void write_key(const void *bytes, size_t len, mode_t mode) {
    FILE *file = fopen(path, "w");

    cr_assert_not_null(file);
    fwrite(bytes, 1, len, file);
    fclose(file);
    chmod(path, mode);
}

static void expect_refused(const char *because) {
    struct error why = ERROR_INIT;
    struct vault *vault = NULL;

    cr_assert_eq(vault_open(path, 1, &vault, &why), -1);
    cr_assert_null(vault);
    cr_assert_eq(why.kind, ERROR_INPUT);
    cr_assert_not_null(strstr(why.text, because), "%s", why.text);
}

Test(vault, a_new_key_file_is_private_and_has_32_bytes) {
    struct stat about;

    umask(0);
    vault_close(open_new());
    cr_assert_eq(stat(path, &about), 0);
    cr_assert_eq(about.st_mode & 0777, 0600);
    cr_assert_eq(about.st_size, 32);
}

Test(vault, the_same_key_file_opens_what_was_sealed_before) {
    unsigned char sealed[64];
    own_mem char *plain = NULL;
    struct vault *vault = open_new();
    size_t len = vault_seal(vault_office_key(vault), "spool", (struct vault_bytes){"hola", 4}, sealed);

    vault_close(vault);
    vault = open_new();
    cr_assert_eq(vault_unseal(vault_office_key(vault), "spool", (struct vault_bytes){sealed, len}, &plain, &len, NULL),
                 0);
    cr_assert_str_eq(plain, "hola");
    cr_assert_eq(len, 4);
    vault_close(vault);
}

Test(vault, a_missing_key_file_is_made_only_when_that_is_wanted) {
    struct error why = ERROR_INIT;
    struct vault *vault = NULL;

    cr_assert_eq(vault_open(path, 0, &vault, &why), -1);
    cr_assert_eq(why.kind, ERROR_INPUT);
    cr_assert_neq(access(path, F_OK), 0);
}

Test(vault, a_folder_that_does_not_exist_is_said) {
    struct error why = ERROR_INIT;
    struct vault *vault = NULL;

    cr_assert_eq(vault_open("/nonexistent/master.key", 1, &vault, &why), -1);
    cr_assert_eq(why.kind, ERROR_SYSTEM);
    cr_assert_not_null(strstr(why.text, "No such file"));
}

Test(vault, keys_that_others_can_read_are_refused) {
    write_key("0123456789abcdef0123456789abcdef", 32, 0640);
    expect_refused("other users");
    chmod(path, 0604);
    expect_refused("other users");
}

Test(vault, keys_of_wrong_length_or_of_zeros_are_refused) {
    write_key("0123456789abcdef0123456789abcde", 31, 0600);
    expect_refused("31 bytes");
    write_key("0123456789abcdef0123456789abcdef\n", 33, 0600);
    expect_refused("33 bytes");
    write_key("", 0, 0600);
    expect_refused("0 bytes");
    write_key((char[32]){0}, 32, 0600);
    expect_refused("zeros");
}

Test(vault, a_folder_is_no_key_file) {
    struct error why = ERROR_INIT;
    struct vault *vault = NULL;

    cr_assert_eq(vault_open(folder, 1, &vault, &why), -1);
    cr_assert_eq(why.kind, ERROR_INPUT);
}

Test(vault, an_index_depends_on_key_domain_and_text) {
    char a[VAULT_INDEX_MAX + 1], b[VAULT_INDEX_MAX + 1];
    struct vault *vault = open_new();

    vault_index(vault, "sms", "+56911111111", a);
    vault_index(vault, "sms", "+56911111111", b);
    cr_assert_str_eq(a, b);
    cr_assert_eq(strlen(a), VAULT_INDEX_MAX);
    vault_index(vault, "whatsapp", "+56911111111", b);
    cr_assert_str_neq(a, b);
    vault_index(vault, "sms+5", "6911111111", b);
    cr_assert_str_neq(a, b, "the border between domain and text counts");
    vault_close(vault);
    unlink(path);
    vault = open_new();
    vault_index(vault, "sms", "+56911111111", b);
    cr_assert_str_neq(a, b, "without the key nobody can try out all numbers");
    vault_close(vault);
}

/* Indexes and wrapped keys live as long as an office does: they must not change with the program. */
Test(vault, the_derivation_of_keys_is_fixed_for_ever) {
    char index[VAULT_INDEX_MAX + 1];
    struct vault *vault;

    write_key("0123456789abcdef0123456789abcdef", 32, 0600);
    vault = open_new();
    vault_index(vault, "sms", "+56911111111", index);
    cr_assert_str_eq(index, "FfhJDcRkdw67CJzi");
    vault_close(vault);
}

Test(vault, random_ids_have_sixteen_letters_and_do_not_meet) {
    char ids[500][VAULT_ID_MAX + 1];
    struct vault *vault = open_new();

    for (size_t i = 0; i < 500; i++) {
        vault_random_id(ids[i]);
        cr_assert_eq(strspn(ids[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), VAULT_ID_MAX);
        for (size_t k = 0; k < i; k++) cr_assert_str_neq(ids[i], ids[k]);
    }
    vault_close(vault);
}

Test(vault, a_data_key_opens_only_for_its_person_and_its_office) {
    unsigned char wrapped[VAULT_WRAPPED_LEN];
    struct error why = ERROR_INIT;
    struct vault_key key, again;
    struct vault *vault = open_new();

    vault_new_key(vault, "person-1", &key, wrapped);
    cr_assert_eq(vault_unwrap(vault, "person-1", (struct vault_bytes){wrapped, sizeof wrapped}, &again, &why), 0);
    cr_assert_arr_eq(key.bytes, again.bytes, 32);
    cr_assert_eq(vault_unwrap(vault, "person-2", (struct vault_bytes){wrapped, sizeof wrapped}, &again, &why), -1);
    cr_assert_eq(why.kind, ERROR_INPUT);
    cr_assert_eq(vault_unwrap(vault, "person-1", (struct vault_bytes){wrapped, sizeof wrapped - 1}, &again, &why), -1);
    cr_assert_eq(vault_unwrap(vault, "person-1", (struct vault_bytes){NULL, 0}, &again, &why), -1);
    vault_close(vault);
    unlink(path);
    vault = open_new();
    cr_assert_eq(vault_unwrap(vault, "person-1", (struct vault_bytes){wrapped, sizeof wrapped}, &again, &why), -1);
    vault_key_clear(&key);
    for (size_t i = 0; i < sizeof key.bytes; i++) cr_assert_eq(key.bytes[i], 0);
    vault_close(vault);
}

Test(vault, every_altered_byte_is_noticed) {
    static const char text[] = "Necesito hora en el CESFAM";
    unsigned char sealed[sizeof text + VAULT_OVERHEAD], wrapped[VAULT_WRAPPED_LEN];
    struct vault_key key;
    struct vault *vault = open_new();
    size_t len, plain_len;
    char *plain = NULL;

    vault_new_key(vault, "p", &key, wrapped);
    len = vault_seal(&key, "log:p", (struct vault_bytes){text, sizeof text - 1}, sealed);
    cr_assert_eq(len, sizeof text - 1 + VAULT_OVERHEAD);
    for (size_t i = 0; i < len; i++) {
        struct error why = ERROR_INIT;
        sealed[i] ^= 1;
        cr_assert_eq(vault_unseal(&key, "log:p", (struct vault_bytes){sealed, len}, &plain, &plain_len, &why), -1);
        cr_assert_eq(why.kind, ERROR_INPUT);
        sealed[i] ^= 1;
    }
    for (size_t cut = 1; cut <= len; cut++)
        cr_assert_eq(vault_unseal(&key, "log:p", (struct vault_bytes){sealed, len - cut}, &plain, &plain_len, NULL),
                     -1);
    cr_assert_null(plain);
    cr_assert_eq(vault_unseal(&key, "log:q", (struct vault_bytes){sealed, len}, &plain, &plain_len, NULL), -1,
                 "a sealed value cannot be moved to another record");
    cr_assert_eq(
        vault_unseal(vault_office_key(vault), "log:p", (struct vault_bytes){sealed, len}, &plain, &plain_len, NULL),
        -1);
    cr_assert_eq(vault_unseal(&key, "log:p", (struct vault_bytes){sealed, len}, &plain, &plain_len, NULL), 0);
    cr_assert_str_eq(plain, text);
    free(plain);
    vault_close(vault);
}

Test(vault, nothing_can_be_sealed_too_and_two_seals_of_one_text_differ) {
    unsigned char one[VAULT_OVERHEAD + 3], two[VAULT_OVERHEAD + 3];
    struct vault *vault = open_new();
    const struct vault_key *key = vault_office_key(vault);
    own_mem char *plain = NULL;
    size_t len = 9;

    cr_assert_eq(vault_seal(key, "", (struct vault_bytes){NULL, 0}, one), VAULT_OVERHEAD);
    cr_assert_eq(vault_unseal(key, "", (struct vault_bytes){one, VAULT_OVERHEAD}, &plain, &len, NULL), 0);
    cr_assert_eq(len, 0);
    cr_assert_str_eq(plain, "");
    vault_seal(key, "", (struct vault_bytes){"a\0b", 3}, one);
    vault_seal(key, "", (struct vault_bytes){"a\0b", 3}, two);
    cr_assert_arr_neq(one, two, sizeof one);
    cr_assert_arr_neq(one + 25, two + 25, sizeof one - 25);
    vault_close(vault);
}

Test(vault, closing_nothing_is_fine) {
    vault_close(NULL);
    vault_key_clear(NULL);
}
