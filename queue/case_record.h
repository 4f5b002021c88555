/* case_record - RECORD "case": somebody asks for a mediation. RECORD "case-answer": what the invited party answered. */
#ifndef QUEUE_CASE_RECORD_H
#define QUEUE_CASE_RECORD_H

#include "queue/turn_written.h"

/* values: permission (yes, no). The case is of the ticket that the turn opens, or of the one that is open. */
int case_record_add(const struct turn_commit *commit, size_t index, struct args *args, struct error *why);

/* ref is the case; values: answer (yes, no, person). */
int case_record_answer(const struct turn_commit *commit, size_t index, struct args *args, struct error *why);

#endif
