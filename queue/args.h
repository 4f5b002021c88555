/* args - the arguments of one script call, built piece by piece; bytes are copied, so what was added may go away.
 *
 *     own_args struct args args = ARGS_INIT;
 *     args_text(&args, person); args_number(&args, now_ms); args_seal(&args, key, bound, plain);
 *     args_call(&args, office, "commit", done, arg);
 *
 * Failed adds (no memory, over ARGS_BYTES_MAX or ARGS_MAX) mark it broken; the call then ends with ERROR_SYSTEM. */
#ifndef QUEUE_ARGS_H
#define QUEUE_ARGS_H

#include "messages/text.h"
#include "queue/office.h"

#define ARGS_MAX       (REDIS_ARGS_MAX - 4)
#define ARGS_BYTES_MAX (1024UL * 1024)

struct args {
    struct text bytes;
    uint32_t ends[ARGS_MAX]; /* where each argument ends within bytes */
    size_t count;
    int broken;
};
#define ARGS_INIT                                                                                                      \
    { .bytes = TEXT_INIT(ARGS_BYTES_MAX), .count = 0, .broken = 0 }
void args_release(struct args *args);
#define own_args __attribute__((cleanup(args_release)))

void args_text(struct args *args, const char *string);
void args_bytes(struct args *args, const void *at, size_t len);
void args_number(struct args *args, int64_t number);
void args_seal(struct args *args, const struct vault_key *key, const char *bound_to, struct vault_bytes plain);
void args_seal_text(struct args *args, const struct vault_key *key, const char *bound_to, const char *string);

/* Someone who writes for the first time: an id, a key of their own (wrapped), and the address sealed with it, three
 * arguments. A script uses them only when the address leads to nobody yet. */
void args_newcomer(struct args *args, const struct vault *vault, const char *address);

/* FCALL script 1 {tag} args...; done is called exactly once, maybe before this returns. The args may be released. */
void args_call(const struct args *args, struct office *office, const char *script, redis_done done, void *arg);

#endif
