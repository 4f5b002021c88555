/* eraser - what follows an erasure: the ledger outside Redis gets its line, and Redis rewrites its log, so that nothing
 * of the person, not even sealed, is left on the disk.
 *
 * The script that erases leaves the keyed hash in {t}:erased; from there it goes into the ledger (fsync on the pool),
 * and only then out of Redis: a kill -9 in between loses none. One process or several may do it. */
#ifndef QUEUE_ERASER_H
#define QUEUE_ERASER_H

#include "queue/office.h"

struct eraser;
int eraser_start(struct office *office, struct eraser **ret, struct error *why);
void eraser_free(struct eraser *eraser); /* NULL-safe; what is under way ends by itself */

#endif
