/* number_record - the records of a new telephone: "claim-code", "claim" and "number-move" (queue/lua/73_number.lua). */
#ifndef QUEUE_NUMBER_RECORD_H
#define QUEUE_NUMBER_RECORD_H

#include "queue/turn_written.h"

/* Writers of queue/turn_records.c. */
int number_record_code(const struct turn_commit *commit, size_t index, struct args *args, struct error *why);
int number_record_claim(const struct turn_commit *commit, size_t index, struct args *args, struct error *why);
int number_record_move(const struct turn_commit *commit, size_t index, struct args *args, struct error *why);

/* What {t}:claim:<ix> is called for a code. */
void number_record_index(const struct office *office, const char *code, char ret[VAULT_INDEX_MAX + 1]);

#endif
