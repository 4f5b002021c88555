/* profile_record - several people on one telephone. */
#include "queue/profile_record.h"

#include "config/own.h"

/* The newcomer: an id, a key, and the address sealed with it. */
static void add_candidate(const struct turn_commit *commit, const char *address, struct args *args) {
    const struct vault *vault = office_vault(commit->office);
    char person[VAULT_ID_MAX + 1], bound[PERSON_BOUND_MAX];
    unsigned char wrapped[VAULT_WRAPPED_LEN];
    struct vault_key key;
    vault_random_id(person);
    vault_new_key(vault, person, &key, wrapped);
    args_text(args, person);
    args_bytes(args, wrapped, sizeof wrapped);
    args_seal_text(args, &key, person_bound("to", person, NULL, bound), address);
    vault_key_clear(&key);
}

int profile_record_new(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    char realm[PERSON_REALM_MAX];
    own_mem char *address = turn_written_address(commit, commit->channel);
    (void)index;
    if (!address) return error_set(why, ERROR_SYSTEM, "another person came from nowhere");
    person_realm(commit->channel, realm);
    args_text(args, "profile_new");
    args_text(args, realm);
    add_candidate(commit, address, args);
    args_text(args, language_code(turn_language(commit->event, commit->turn)));
    return 0;
}

int profile_record_go(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    (void)why;
    args_text(args, "profile_go");
    args_text(args, commit->turn->effects[index].ref);
    return 0;
}
