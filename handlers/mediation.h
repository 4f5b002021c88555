/* mediation - two neighbours and a mediator, each neighbour in a conversation of their own. Pure.
 *
 * Party A asks: the form `mediacion` (consent first) ends in a ticket and a RECORD "case". Fear, family and words of
 * violence anywhere in it end the form with the answer to violence: nobody is brought to a table with who hurts them.
 * Party B is invited by the desk in words that say neither who asked nor why, and answers 1, 2 or 3 (RECORD
 * "case-answer"). Nothing here ever has both parties in hand: an event is of one person, and so is what is said. */
#ifndef HANDLERS_MEDIATION_H
#define HANDLERS_MEDIATION_H

#include "handlers/turn.h"

#define MEDIATION_FORM      "mediacion"
#define MEDIATION_TOPIC     "mediacion"
#define MEDIATION_ANSWER_MS INT64_C(1209600000) /* so long 1, 2 and 3 are answers to the invitation: 14 days */

/* Service `mediacion` of a topic: its answer, then the form. TURN_PASS when the answer may not be spoken. */
int mediation_service(const struct event *event, struct turn *turn, struct error *why);
/* Words of violence while the form is open. */
int mediation_words(const struct event *event, struct turn *turn, struct error *why);
/* The form is complete. */
int mediation_complete(const struct event *event, struct turn *turn, struct error *why);

/* EVENT_STAFF; ref is the case: "mediation-invite" to B; "mediation-meeting" (ref is the appointment, text
 * "<at_ms> <place>") and "mediation-closed" to each. */
int mediation_staff_invite(const struct event *event, struct turn *turn, struct error *why);
int mediation_staff_meeting(const struct event *event, struct turn *turn, struct error *why);
int mediation_staff_closed(const struct event *event, struct turn *turn, struct error *why);

/* The invitation again, in a language that was chosen now. Nothing in another state. */
void mediation_repeat(const struct event *event, struct turn *turn);

extern const struct handler mediation_handler; /* "mediation": the invitation is open; subject is the case */

#endif
