/* promise - by when a person of the office will have answered, honestly: said with the code, and kept an eye on. Pure.
 *
 * The office's own term (office.yaml, plazo_dias: working days, 1 unless it says) from the next opening on, as a day;
 * or, once PROMISE_MEASURED first answers are known, the time within which four of five were given, in hours of open
 * office, when that is sooner. When it has passed and nobody has taken the ticket, the person is told before giving up
 * (timer "promise", once a ticket). */
#ifndef HANDLERS_PROMISE_H
#define HANDLERS_PROMISE_H

#include "handlers/turn.h"

#define PROMISE_MEASURED 5

/* The latest moment at which somebody who asked at asked_ms is answered; from now on when that has passed. */
int64_t promise_by(const struct event *event, int64_t asked_ms);

/* Says a phrase with {codigo} and {cuando}. */
void promise_say(const struct event *event, struct turn *turn, const char *phrase, const char *code);

/* The value {cuando} of an effect that lacks it. */
void promise_add(const struct event *event, const struct turn *turn, struct effect *effect);

/* Sets the timer for the ticket of this code. */
void promise_watch(const struct event *event, struct turn *turn, const char *code);

/* EVENT_TIMER "promise", ref is the code. */
int promise_timer(const struct event *event, struct turn *turn, struct error *why);

#endif
