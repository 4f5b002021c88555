/* person - what is sealed with a person's own key, and the cache of unwrapped keys. */
#include "queue/person.h"

#include "config/own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void person_realm(const struct channel *channel, char ret[PERSON_REALM_MAX]) {
    int simulated = strcmp(channel->wire, "phone") == 0;
    snprintf(ret, PERSON_REALM_MAX, "%s%s", simulated ? "phone/" : "", channel->kind);
}

#define WAYS 4 /* places that one person's key can be in */
#define SETS (PERSON_KEYS_MAX / WAYS)

struct held_key {
    char person[VAULT_ID_MAX + 1];
    unsigned char wrapped[VAULT_WRAPPED_LEN];
    struct vault_key key;
    uint64_t used; /* 0 = empty */
};

struct person_keys {
    struct vault *vault;
    uint64_t clock;
    struct held_key at[SETS][WAYS];
};

int person_keys_new(struct vault *vault, struct person_keys **ret, struct error *why) {
    struct person_keys *keys = calloc(1, sizeof *keys);
    if (!keys) return error_set(why, ERROR_SYSTEM, "no memory for keys");
    keys->vault = vault;
    *ret = keys;
    return 0;
}

void person_keys_free(struct person_keys *keys) {
    if (!keys) return;
    for (size_t i = 0; i < SETS; i++)
        for (size_t j = 0; j < WAYS; j++) vault_key_clear(&keys->at[i][j].key);
    free(keys);
}

static size_t key_set(const char *person) {
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (; *person; person++) hash = (hash ^ (unsigned char)*person) * 16777619u;
    return hash % SETS;
}

int person_key(struct person_keys *keys, const char *person, struct vault_bytes wrapped, const struct vault_key **ret,
               struct error *why) {
    if (wrapped.len != VAULT_WRAPPED_LEN || strlen(person) > VAULT_ID_MAX)
        return error_set(why, ERROR_INPUT, "a person's key has a wrong length");
    struct held_key *set = keys->at[key_set(person)], *oldest = &set[0];
    for (size_t i = 0; i < WAYS; i++) {
        struct held_key *held = &set[i];
        if (held->used && strcmp(held->person, person) == 0 && memcmp(held->wrapped, wrapped.at, wrapped.len) == 0) {
            held->used = ++keys->clock;
            *ret = &held->key;
            return 0;
        }
        if (held->used < oldest->used) oldest = held;
    }
    struct vault_key key;
    if (vault_unwrap(keys->vault, person, wrapped, &key, why) < 0) return -1;
    snprintf(oldest->person, sizeof oldest->person, "%s", person);
    memcpy(oldest->wrapped, wrapped.at, wrapped.len);
    oldest->key = key;
    oldest->used = ++keys->clock;
    vault_key_clear(&key);
    *ret = &oldest->key;
    return 0;
}

void person_key_forget(struct person_keys *keys, const char *person) {
    struct held_key *set = keys->at[key_set(person)];
    for (size_t i = 0; i < WAYS; i++) {
        if (strcmp(set[i].person, person) != 0) continue;
        vault_key_clear(&set[i].key);
        set[i] = (struct held_key){.used = 0};
    }
}

const char *person_bound(const char *what, const char *id, const char *part, char ret[PERSON_BOUND_MAX]) {
    snprintf(ret, PERSON_BOUND_MAX, "%s:%s%s%s", what, id, part ? ":" : "", part ? part : "");
    return ret;
}

void person_seal(const struct vault_key *key, const char *bound_to, struct vault_bytes plain, struct text *ret) {
    if (plain.len > PERSON_SEAL_MAX) {
        ret->broken = 1;
        return;
    }
    own_mem unsigned char *sealed = malloc(plain.len + VAULT_OVERHEAD);
    if (!sealed) {
        ret->broken = 1;
        return;
    }
    text_add_bytes(ret, sealed, vault_seal(key, bound_to, plain, sealed));
}
