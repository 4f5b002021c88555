/* people - all that is kept of a person, for the staff: found, handed out as a file, erased. JSON as the desk serves
 * it.
 *
 * Each is in the audit log, with a keyed hash in the place of the person's id (queue/receipt.h). */
#ifndef QUEUE_PEOPLE_H
#define QUEUE_PEOPLE_H

#include "queue/office.h"

/* {"id", "number" (masked), "language", "since_ms"} of the person of a ticket's code ("K7M-42"), or of a number in any
 * channel of the settings; exactly one of the two is given, the other NULL. ERROR_MISSING; ERROR_INPUT: not a number.
 */
struct people_find {
    const char *code, *number;
};
void people_find(struct office *office, const struct people_find *find, office_done done, void *arg);

/* Everything, unsealed: {"person": {..., "consents", "notes"}, "proofs", "conversation", "tickets", "appointments",
 * "activities", "referrals", "mediations", "files" (what they sent; the bytes: queue/media.h), "exported_ms"}. Of a
 * mediation only the person's own side; of a survey only the note that they took part ("notes"): the answers are
 * nobody's. What cannot be unsealed is null. user: who asks. ERROR_MISSING. */
void people_export(struct office *office, const char *user, const char *person, office_done done, void *arg);

/* Everything goes, and one text says so, in the person's language. {} ERROR_MISSING. user: "-" for the terminal. */
void people_erase(struct office *office, const char *user, const char *person, office_done done, void *arg);

/* A code with which the person moves to a new telephone (handlers/number.h), for the staff to give after they have made
 * sure who asks: {"code"}. An older one is worth nothing any more. ERROR_MISSING. */
void people_number_code(struct office *office, const char *user, const char *person, office_done done, void *arg);

/* Whoever forgot their word of discreet mode: it stays on, and the pack's word (LEER) opens it from now on. {}
 * ERROR_MISSING, ERROR_CONFLICT: not in discreet mode. */
void people_word_reset(struct office *office, const char *user, const char *person, office_done done, void *arg);

#endif
