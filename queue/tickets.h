/* tickets - what the bot could not answer, for the staff's eyes. JSON as the desk serves it.
 *
 * A ticket is "id", "code", "state" (open, claimed, closed), "topic" and "topic_title" (in Spanish), "priority" (1:
 * urgent), "language", "channel" (sms, whatsapp or ""), "created_ms", "updated_ms", "closed_ms", "claimed_by"
 * ({"id","name"} or null), "unread", "version", "outcome". tickets_get adds "fields" ([{"question","answer"}]),
 * "person" ({"id","name", "number" (masked),"stopped", "neutral_only" (it is not safe to write of what it is about)})
 * and "thread", the last 200 lines: "id", "direction" (in, out), "by" (person, bot, staff), "name" (of the caseworker),
 * "text" (null: cannot be unsealed), "at_ms", "delivery" (state of the outbound record, "" when it is gone), "reason"
 * (the provider's code), "why" (null, or {"es","en","next_es","next_en"}: messages/outcome_words.h),
 * "channel" (kind of the line by which it left, ""), "as_template" (it left in an approved
 * template), "media" (null, or what came with it: "state" (due, kept, refused, failed), "reason" (one word), "type",
 * "size"; the bytes: queue/media.h, by the line's id). "reach" tells by which way a text would leave now:
 * queue/reach.h.
 *
 * Every look and every act is written to the audit log with the user, in the same step (queue/audit.h). */
#ifndef QUEUE_TICKETS_H
#define QUEUE_TICKETS_H

#include "queue/office.h"

#define TICKETS_LIST_MAX  100
#define TICKETS_REPLY_MAX 1500 /* letters of a caseworker's text: 10 segments of an SMS */
#define TICKETS_KEY_MAX   64

/* {"tickets":[...],"total"}; state "open" (open and claimed, urgent first, oldest first) or "closed" (newest first).
 * ERROR_INPUT: another state, a limit of 0 or over TICKETS_LIST_MAX. */
struct tickets_query {
    const char *state;
    size_t offset, limit; /* limit at most 100 */
};
void tickets_list(struct office *office, const struct tickets_query *query, office_done done, void *arg);

/* One ticket with its conversation; clears unread. ERROR_MISSING. */
void tickets_get(struct office *office, const char *user, const char *ticket, office_done done, void *arg);

/* ERROR_CONFLICT "<name> has it" when another holds it. Result: the ticket. Both may be repeated. */
void tickets_claim(struct office *office, const char *user, const char *ticket, office_done done, void *arg);
void tickets_release(struct office *office, const char *user, const char *ticket, office_done done, void *arg);

/* A caseworker's text into the person's thread: a STAFF event in their mailbox. `key` is the page's own id of this
 * press of the button: the same key twice writes once. The ticket must be claimed by user (ERROR_CONFLICT). Result: the
 * ticket and "event", with which the ids of the lines that come of it begin ("<event>.0"). */
struct tickets_reply {
    const char *user, *ticket, *key, *text;
};
void tickets_reply(struct office *office, const struct tickets_reply *reply, office_done done, void *arg);

/* outcome is one of answered, referred, appointment, no_contact, other. The person is told by a STAFF event. The ticket
 * must be claimed by user (ERROR_CONFLICT). */
void tickets_close(struct office *office, const char *user, const char *ticket, const char *outcome, office_done done,
                   void *arg);
/* Back to open. A ticket that is not closed is left as it is. */
void tickets_reopen(struct office *office, const char *user, const char *ticket, office_done done, void *arg);

#endif
