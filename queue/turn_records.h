/* turn_records - EFFECT_RECORD as operations of the script COMMIT: one writer a kind, one row in a table.
 *
 * A writer adds one or more operations (OPS of queue/lua, each with its fixed number of arguments). What is of a person
 * is sealed before: with the person's key where it belongs to them, with the office's key where it must outlive them,
 * and without any link where it must not be theirs (surveys). */
#ifndef QUEUE_TURN_RECORDS_H
#define QUEUE_TURN_RECORDS_H

#include "queue/turn_written.h"

/* Adds the operations of effect `index` of the turn. -1 ERROR_SYSTEM when nobody writes that kind. */
int turn_records_add(const struct turn_commit *commit, size_t index, struct args *args, struct error *why);

#endif
