/* receipt - a text to an address behind which there is nobody (any more): a person with a key of their own, who exists
 * until it has been sent (queue/lua/59_erase.lua, receipt_send). Nothing leads from them to whoever was there before.
 */
#ifndef QUEUE_RECEIPT_H
#define QUEUE_RECEIPT_H

#include "queue/args.h"

#define RECEIPT_USELESS_MS INT64_C(86400000)

struct receipt {
    const struct channel *channel; /* NULL: nobody can be told */
    const char *address, *text;
    int64_t now_ms;
    int stopped; /* the provider blocks us: it ends as skipped */
};

/* Adds the ten arguments of receipt_send. */
void receipt_add(struct office *office, const struct receipt *receipt, struct args *args);

/* "2026-11-25" in the office's zone; ret has RECEIPT_DAY_MAX. */
#define RECEIPT_DAY_MAX 16
void receipt_day(int64_t now_ms, char ret[RECEIPT_DAY_MAX]);

/* How a person's id stands in the ledger of the erased, and in the audit log: a keyed hash. */
void receipt_hash(const struct office *office, const char *person, char ret[VAULT_INDEX_MAX + 1]);

#endif
