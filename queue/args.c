/* args - the arguments of one script call in one growing buffer. */
#include "queue/args.h"

#include <inttypes.h>

void args_release(struct args *args) {
    text_release(&args->bytes);
    args->count = 0;
    args->broken = 0;
}

static void args_end(struct args *args) {
    if (args->count == ARGS_MAX || !text_ok(&args->bytes)) {
        args->broken = 1;
        return;
    }
    args->ends[args->count++] = (uint32_t)args->bytes.len;
}

void args_text(struct args *args, const char *string) {
    text_add(&args->bytes, string);
    args_end(args);
}

void args_bytes(struct args *args, const void *at, size_t len) {
    text_add_bytes(&args->bytes, at, len);
    args_end(args);
}

void args_number(struct args *args, int64_t number) {
    text_addf(&args->bytes, "%" PRId64, number);
    args_end(args);
}

void args_seal(struct args *args, const struct vault_key *key, const char *bound_to, struct vault_bytes plain) {
    person_seal(key, bound_to, plain, &args->bytes);
    args_end(args);
}

void args_seal_text(struct args *args, const struct vault_key *key, const char *bound_to, const char *string) {
    struct vault_bytes plain = {string, strlen(string)};
    args_seal(args, key, bound_to, plain);
}

void args_newcomer(struct args *args, const struct vault *vault, const char *address) {
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

void args_call(const struct args *args, struct office *office, const char *script, redis_done done, void *arg) {
    struct error why = ERROR_INIT;
    if (args->broken || !text_ok(&args->bytes)) {
        error_set(&why, ERROR_SYSTEM, "arguments of script %s are too many or too long", script);
        if (done) done(arg, NULL, &why);
        return;
    }
    struct redis_arg at[ARGS_MAX];
    const char *bytes = text_get(&args->bytes);
    size_t start = 0;
    for (size_t i = 0; i < args->count; i++) {
        at[i] = redis_bytes(bytes + start, args->ends[i] - start);
        start = args->ends[i];
    }
    office_call(office, script, at, args->count, done, arg);
}
