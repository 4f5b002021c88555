/* erase_record - the record "erase" of a turn: the person goes as its last act, and the text that says so leaves. */
#ifndef QUEUE_ERASE_RECORD_H
#define QUEUE_ERASE_RECORD_H

#include "queue/turn_written.h"

/* A writer of queue/turn_records.c. The text is what the turn said just before. */
int erase_record_add(const struct turn_commit *commit, size_t index, struct args *args, struct error *why);

#endif
