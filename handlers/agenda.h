/* agenda - "when is my appointment?": the next ones, a cancelled or past one, or how to get one. Pure.
 *
 * The question is known by the words of the choice `when` of the pack's form `appointment`; in other words it leads to
 * the topic of appointments, whose service is `cita`. What the appointment is about is not said: the phone may be in
 * other hands. */
#ifndef HANDLERS_AGENDA_H
#define HANDLERS_AGENDA_H

#include "handlers/turn.h"

#define AGENDA_PAST_MS INT64_C(1209600000) /* so long a past appointment is spoken of: 14 days */

/* Words like "cuando es mi hora", at any time but where a free answer is awaited. Always answered: none is an answer
 * too. */
int agenda_words(const struct event *event, struct turn *turn, struct error *why);

/* Service `cita` of a topic: tells what stands in the diary. TURN_PASS when nothing is to come: then the topic's form
 * asks for an appointment. */
int agenda_service(const struct event *event, struct turn *turn, struct error *why);

extern const struct handler agenda_handler; /* "agenda": which of several, by number */

#endif
