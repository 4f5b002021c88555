/* spool - where accepted requests wait while Redis is away: sealed lines in a file, fsync before we say yes.
 *
 * <data>/spool/ holds numbered files; each record is length, sealed bytes (office key, bound to "spool") of the
 * channel's name and the inbox as JSON. Replayed in order when the office is open again; a record is given up only
 * after ACCEPT said yes, so a crash in between replays it again and dedupe absorbs it. A torn last record (power cut)
 * and one that cannot be unsealed are left out and logged; their file is kept as <number>.bad. At most SPOOL_BYTES_MAX;
 * beyond, and on any write error, ERROR_BUSY (the door answers 503). A file is held by one process; what a dead one
 * left is taken over. While spool_waiting() is not 0 the door appends too, also when the office is open: so order is
 * kept. */
#ifndef QUEUE_SPOOL_H
#define QUEUE_SPOOL_H

#include "messages/message.h"
#include "queue/office.h"

#define SPOOL_BYTES_MAX (256L * 1024 * 1024)

struct spool;
int spool_open(struct office *office, struct spool **ret, struct error *why);
void spool_close(struct spool *spool); /* NULL-safe; what waits stays on disk */

/* Appends and fsyncs. 0 = on disk. Blocks for one fsync. ERROR_BUSY. */
int spool_append(struct spool *spool, const struct channel *channel, const struct inbox *inbox, struct error *why);
size_t spool_waiting(const struct spool *spool); /* records not yet replayed */

#endif
