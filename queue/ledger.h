/* ledger - the file of the erased: `erased.log` in the data folder, outside Redis and kept apart from its backups, so
 * that an older copy of the data cannot bring anybody back.
 *
 * A line is "<keyed hash of the person's id> <YYYY-MM-DD>\n", of one fixed length: without the key it names nobody, and
 * a line that a power cut left half is seen and cut off. Appended and fsynced, never rewritten. */
#ifndef QUEUE_LEDGER_H
#define QUEUE_LEDGER_H

#include "config/error.h"
#include "config/vault.h"

#define LEDGER_PATH_MAX 1100
#define LEDGER_LINE     28

const char *ledger_path(const char *dir, char ret[LEDGER_PATH_MAX]); /* "<dir>/erased.log" */

/* Bytes of whole lines; 0 when there is no ledger. */
long long ledger_size(const char *path);

/* All hashes, in order; free with ledger_free(). An absent file is an empty one. ERROR_INPUT: a line that is none. */
struct ledger {
    char (*at)[VAULT_INDEX_MAX + 1];
    size_t count;
};
int ledger_read(const char *path, struct ledger *ret, struct error *why);
int ledger_has(const struct ledger *ledger, const char *hash);
void ledger_free(struct ledger *ledger);

/* Appends lines and waits for the disk; blocking, for the pool. Holds the file while it writes, so that two processes
 * do not mix their lines. *ret_size: bytes afterwards. ERROR_BUSY: the disk is full or the file is held. */
struct ledger_line {
    char hash[VAULT_INDEX_MAX + 1], day[12];
};
int ledger_append(const char *path, const struct ledger_line *lines, size_t count, long long *ret_size,
                  struct error *why);

#endif
