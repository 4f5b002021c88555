/* appointment - a reminder is said, and answered: confirmed, to be moved, cancelled. Pure.
 *
 * What the answers are called stands in the pack's form `appointment` (one choice: confirm, move, cancel), of which
 * only the words are used here. */
#ifndef HANDLERS_APPOINTMENT_H
#define HANDLERS_APPOINTMENT_H

#include "handlers/turn.h"

#define APPOINTMENT_ANSWER_MS INT64_C(259200000) /* so long "1" is an answer to the reminder */

/* EVENT_TIMER "reminder". Nothing for an appointment that is cancelled or past, or against a NO to reminders. While a
 * form or a caseworker has the word, the reminder asks nothing: 1, 2 and 3 mean something else there. ERROR_INPUT when
 * the event has no appointment. */
int appointment_reminder(const struct event *event, struct turn *turn, struct error *why);

/* Words like "cancelar hora", at any time, are about the next appointment. TURN_PASS when there is none, when it is no
 * such word, or while a free answer is awaited. */
int appointment_words(const struct event *event, struct turn *turn, struct error *why);

/* Says a phrase with fecha, hora and lugar of an appointment. */
void appointment_say(const struct event *event, struct turn *turn, const char *phrase,
                     const struct known_appointment *appointment);

/* From now on 1, 2 and 3 are answers about this one. */
void appointment_open(const struct event *event, struct turn *turn, const struct known_appointment *appointment);

extern const struct handler appointment_handler; /* "appointment"; subject is its id */

#endif
