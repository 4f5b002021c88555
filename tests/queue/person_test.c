/* person_test - realms, bounds and the cache of keys. */
#include "queue/person.h"

#include "tests/queue/queue_help.h"

#include <criterion/criterion.h>

static struct vault *open_vault(char path[64]) {
    struct vault *vault = NULL;
    struct error why = ERROR_INIT;
    snprintf(path, 64, "%s/acogida-key-XXXXXX", P_tmpdir);
    cr_assert(mkdtemp(path) != NULL);
    char file[80];
    snprintf(file, sizeof file, "%s/key", path);
    cr_assert(vault_open(file, 1, &vault, &why) == 0, "%s", why.text);
    return vault;
}

static void drop_vault(struct vault *vault, const char *path) {
    char file[80];
    snprintf(file, sizeof file, "%s/key", path);
    vault_close(vault);
    remove(file);
    remove(path);
}

static struct vault_bytes bytes(const unsigned char wrapped[VAULT_WRAPPED_LEN]) {
    return (struct vault_bytes){wrapped, VAULT_WRAPPED_LEN};
}

Test(person, a_simulated_number_is_never_a_real_one) {
    struct channel real = {.wire = "twilio", .kind = "sms"}, simulated = {.wire = "phone", .kind = "sms"};
    char realm[PERSON_REALM_MAX];
    person_realm(&real, realm);
    cr_assert_str_eq(realm, "sms");
    person_realm(&simulated, realm);
    cr_assert_str_eq(realm, "phone/sms");
}

Test(person, a_value_is_bound_to_its_record_and_part) {
    char bound[PERSON_BOUND_MAX];
    cr_assert_str_eq(person_bound("to", "p1", NULL, bound), "to:p1");
    cr_assert_str_eq(person_bound("appt", "a1", "what", bound), "appt:a1:what");
}

Test(person, the_cache_gives_the_right_key_also_when_it_is_full) {
    static unsigned char wrapped[3 * PERSON_KEYS_MAX][VAULT_WRAPPED_LEN];
    static struct vault_key keys[3 * PERSON_KEYS_MAX];
    struct person_keys *cache;
    struct error why = ERROR_INIT;
    char path[64], person[32];
    struct vault *vault = open_vault(path);
    cr_assert(person_keys_new(vault, &cache, &why) == 0);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 3 * PERSON_KEYS_MAX; i++) {
            const struct vault_key *found;
            snprintf(person, sizeof person, "person-%d", i);
            if (round == 0) vault_new_key(vault, person, &keys[i], wrapped[i]);
            cr_assert(person_key(cache, person, bytes(wrapped[i]), &found, &why) == 0, "%s", why.text);
            cr_assert_eq(memcmp(found, &keys[i], sizeof keys[i]), 0);
        }
    person_keys_free(cache);
    drop_vault(vault, path);
}

Test(person, a_key_that_was_destroyed_or_swapped_is_not_found_in_the_cache) {
    unsigned char wrapped[VAULT_WRAPPED_LEN], other[VAULT_WRAPPED_LEN];
    struct person_keys *cache;
    struct vault_key key;
    const struct vault_key *found;
    struct error why = ERROR_INIT;
    char path[64];
    struct vault *vault = open_vault(path);
    cr_assert(person_keys_new(vault, &cache, &why) == 0);
    vault_new_key(vault, "p1", &key, wrapped);
    vault_new_key(vault, "p2", &key, other);
    cr_assert(person_key(cache, "p1", bytes(wrapped), &found, &why) == 0);
    cr_assert(person_key(cache, "p1", (struct vault_bytes){"", 0}, &found, &why) < 0);
    cr_assert(person_key(cache, "p1", bytes(other), &found, &why) < 0);
    cr_assert_eq(why.kind, ERROR_INPUT);
    person_keys_free(cache);
    drop_vault(vault, path);
}

Test(person, a_value_over_its_maximum_is_refused) {
    static char big[PERSON_SEAL_MAX + 1];
    struct vault_key key = {{0}};
    own_text struct text sealed = TEXT_INIT(2 * PERSON_SEAL_MAX);
    person_seal(&key, "x", (struct vault_bytes){big, sizeof big - 1}, &sealed);
    cr_assert(text_ok(&sealed));
    person_seal(&key, "x", (struct vault_bytes){big, sizeof big}, &sealed);
    cr_assert_not(text_ok(&sealed));
}
