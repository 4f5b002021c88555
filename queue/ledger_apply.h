/* ledger_apply - who is in the ledger of the erased and in Redis all the same (an older copy came back) goes again,
 * before anything is worked or sent.
 *
 * Redis keeps how much of the ledger it has applied ({tag}:meta ledger, in bytes); only when that differs are all
 * persons looked at. A data folder without a ledger (a process on another machine) changes nothing. */
#ifndef QUEUE_LEDGER_APPLY_H
#define QUEUE_LEDGER_APPLY_H

#include "config/vault.h"
#include "queue/redis.h"

struct ledger_apply {
    struct redis *redis;
    const char *tag; /* "{office}" */
    const struct vault *vault;
    const char *dir; /* the data folder */
};

/* All of it is copied or outlives the call. done is called once, maybe before this returns; why as of redis_command, or
 * ERROR_INPUT when the ledger is malformed. */
void ledger_apply(const struct ledger_apply *what, void (*done)(void *arg, const struct error *why), void *arg);

#endif
