/* cases - mediations, as the desk does and sees them. JSON without a number, a name or a word of either party.
 *
 * A case is "id", "state" (asked, invited, accepted, declined, meeting, closed), "permission" (who asked allows that
 * the other is invited), "answer" (of the other: "", yes, no, person), "mediator" ({"id","name"} or null), "meeting"
 * ({"at_ms","place"} or null), "outcome" ("erased" when one of the two was), "created_ms", "updated_ms", "version" and
 * "parties": one or two of {"party" (A: asked, B: invited), "ticket" (its id: the conversation of that party), "code",
 * "language", "appointment" (status of the meeting for that party, "")}. Who does something must hold the ticket of
 * party A (ERROR_CONFLICT). */
#ifndef QUEUE_CASES_H
#define QUEUE_CASES_H

#include "queue/office.h"

#define CASES_LIST_MAX  100
#define CASES_PLACE_MAX 120 /* bytes */

/* {"cases":[...],"total"}; state "open" or "closed". */
struct cases_query {
    const char *state;
    size_t offset, limit;
};
void cases_list(struct office *office, const struct cases_query *query, office_done done, void *arg);

void cases_get(struct office *office, const char *user, const char *id, office_done done, void *arg);

/* {"case": case or null, "party": "A", "B" or ""}: which party the person of this ticket is. */
void cases_of_ticket(struct office *office, const char *ticket, office_done done, void *arg);

/* Who asked has said in the conversation that the other may be invited. Result {}; likewise below. */
void cases_allow(struct office *office, const char *user, const char *id, office_done done, void *arg);

/* Invites the other party at a number typed at the desk, in their language (Spanish when "" and not known).
 * ERROR_INPUT: no number, no language, no SMS channel. ERROR_CONFLICT: not allowed, invited already, the number of
 * party A. */
struct case_invitation {
    const char *user, *id, *number, *language;
};
void cases_invite(struct office *office, const struct case_invitation *invitation, office_done done, void *arg);

/* The meeting, for both: two appointments with their reminders; again moves it. date "2026-12-01", time "18:00", local.
 * ERROR_INPUT: no such day, in the past, no place. ERROR_CONFLICT: the other party has not said yes. */
struct case_meeting {
    const char *user, *id, *date, *time, *place;
};
void cases_meet(struct office *office, const struct case_meeting *meeting, office_done done, void *arg);

/* outcome is agreement, no_agreement, declined, referred or withdrawn. Both are told, a meeting to come is cancelled,
 * both tickets are closed. */
void cases_close(struct office *office, const char *user, const char *id, const char *outcome, office_done done,
                 void *arg);

#endif
