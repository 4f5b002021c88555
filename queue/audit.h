/* audit - who looked at whom and who did what: the stream {t}:audit.
 *
 * A line is user ("-" for the program itself), act (one word: look, claim, release, reply, close, reopen, login,
 * logout, join, invite ...) and ref (the id of a record, or ""). Never a name, number or text of a person. Lines are
 * kept for two years. The scripts of queue/lua/ that change records write their line themselves, in the same step;
 * audit_note() is for acts that are no script. */
#ifndef QUEUE_AUDIT_H
#define QUEUE_AUDIT_H

#include "queue/office.h"

/* Appends a line; one that could not be written is logged. */
void audit_note(struct office *office, const char *user, const char *act, const char *ref);

/* The newest lines first, at most limit (1..1000): {"lines":[{"at_ms","user","act","ref"}]}. */
void audit_list(struct office *office, size_t limit, office_done done, void *arg);

#endif
