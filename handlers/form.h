/* form - the one form engine: choice, text and yes/no questions, one at a time. Pure.
 *
 * The person may answer by number, by label or in other words of the pack. What is no answer may interrupt: a control
 * word, danger, or a question that has one answer; the open question is then said again. Three misses in a row hand
 * over. Without an answer for expires_min the form lapses with a kind word (timer "form"). */
#ifndef HANDLERS_FORM_H
#define HANDLERS_FORM_H

#include "handlers/turn.h"

#define FORM_STATE "form"

/* Begins a form about a subject ("" = none; a topic id): asks its first question. -1 ERROR_SYSTEM: no such form. */
int form_begin(const struct event *event, struct turn *turn, const char *id, const char *subject, struct error *why);

/* Says the open question again, after an interruption. Nothing when no form is open. */
void form_repeat(const struct event *event, struct turn *turn);

/* What came was no answer: says so and asks again, or hands over after the third time in a row. */
int form_again(const struct event *event, struct turn *turn, struct error *why);

/* 1 when a question that takes any text is open: nothing but control and danger words interrupts it. */
int form_takes_text(const struct event *event, const struct turn *turn);

/* The form is over without an end: its timer is dropped and the state is idle. Nothing when no form is open. */
void form_leave(const struct event *event, struct turn *turn);

/* EVENT_TIMER "form". */
int form_timer(const struct event *event, struct turn *turn, struct error *why);

extern const struct handler form_handler; /* "form" */

#endif
