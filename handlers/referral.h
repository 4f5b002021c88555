/* referral - a caseworker sends a person to an organisation, and a week later we ask whether they were seen. Pure.
 *
 * The desk's event "referral" tells the contact; "referral-share" first asks whether the office may pass on the
 * person's number, with their words as proof; without an answer within two days the contact is told and nothing is
 * passed on. Seven days after the contact: "did they see you?" 1 is counted, 2 opens the ticket again, no answer within
 * seven more days counts as unknown. The ref of events and timers is "<referral id>.<organisation>", of timers with
 * ".<step>" behind; each step leaves a RECORD "referral" (queue/referral_record.c). */
#ifndef HANDLERS_REFERRAL_H
#define HANDLERS_REFERRAL_H

#include "handlers/turn.h"

#define REFERRAL_CONSENT_MS INT64_C(172800000) /* so long the question about sharing is waited for */
#define REFERRAL_ASK_MS     INT64_C(604800000) /* from the contact to the question, and from the question to "unknown" */

int referral_staff(const struct event *event, struct turn *turn, struct error *why);       /* EVENT_STAFF "referral" */
int referral_staff_share(const struct event *event, struct turn *turn, struct error *why); /* "referral-share" */
int referral_timer(const struct event *event, struct turn *turn, struct error *why);       /* "referral:<id>" */

/* The open question again, in a language that was chosen now. Nothing in another state. */
void referral_repeat(const struct event *event, struct turn *turn);

/* "referral-share": yes or no to passing on; "referral-seen": 1 or 2. subject is "<referral id>.<organisation>". */
extern const struct handler referral_share_handler, referral_seen_handler;

#endif
