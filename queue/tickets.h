/* tickets - what the bot could not answer, for the staff's eyes. JSON as the desk serves it.
 *
 * ticket: {"id","code","state":"open|claimed|closed","topic","priority","language","channel","created_ms",
 * "updated_ms","claimed_by":{"id","name"}|null,"unread","version","outcome"}; tickets_get adds "fields":[{"question",
 * "answer"}], "person":{"id","name","number" (masked)}, and "thread":[{"id","direction":"in|out","by","text","at_ms",
 * "delivery","reason"}]. Every look and every act is written to the audit log with the user. */
#ifndef QUEUE_TICKETS_H
#define QUEUE_TICKETS_H

#include "queue/office.h"

/* {"tickets":[...],"total"}; state "open" (open and claimed, urgent first, oldest first) or "closed" (newest first). */
struct tickets_query {
    const char *state;
    size_t offset, limit; /* limit at most 100 */
};
void tickets_list(struct office *office, const struct tickets_query *query, office_done done, void *arg);

/* One ticket with its conversation; clears unread. ERROR_MISSING. */
void tickets_get(struct office *office, const char *user, const char *ticket, office_done done, void *arg);

/* ERROR_CONFLICT "<name> has it" when another holds it. Result: the ticket. */
void tickets_claim(struct office *office, const char *user, const char *ticket, office_done done, void *arg);
void tickets_release(struct office *office, const char *user, const char *ticket, office_done done, void *arg);

/* A caseworker's text into the person's thread: a STAFF event in their mailbox. `key` is the page's own id of this
 * press of the button: the same key twice writes once. The ticket must be claimed by user (ERROR_CONFLICT). */
struct tickets_reply {
    const char *user, *ticket, *key, *text;
};
void tickets_reply(struct office *office, const struct tickets_reply *reply, office_done done, void *arg);

/* outcome is one of answered, referred, appointment, no_contact, other. The person is told by a STAFF event. */
void tickets_close(struct office *office, const char *user, const char *ticket, const char *outcome, office_done done,
                   void *arg);
/* Back to open. */
void tickets_reopen(struct office *office, const char *user, const char *ticket, office_done done, void *arg);

#endif
