/* discreet_record - the person's word as the store keeps it: a keyed hash; and what was held, read. */
#ifndef QUEUE_DISCREET_RECORD_H
#define QUEUE_DISCREET_RECORD_H

#include "queue/turn_written.h"

/* Writers of queue/turn_records.c. */
int discreet_record_word(const struct turn_commit *commit, size_t index, struct args *args, struct error *why);
int discreet_record_read(const struct turn_commit *commit, size_t index, struct args *args, struct error *why);

/* 1 when the whole text is the word of the person of this claim, as the matcher sees it. */
int discreet_record_is(const struct office *office, const struct claim *claim, const char *text);

#endif
