/* form - the one form engine: the questions of a form of the pack, one at a time. Pure.
 *
 * What a form looks like stands in messages/pack.h; how an answer is taken in form_answer.h; how answers are kept, and
 * which question is next (only_if), in kept_answers.h. The intro is said before the first question. What is no answer
 * may interrupt: a control word, danger, or a question that has one answer; the open question is then said again. Three
 * misses in a row, each with a hint about what is wanted, hand over (a survey rests, and may go on later). Without an
 * answer for expires_min the form lapses with a kind word (timer "form"). At the end the machine calls what follows
 * (handlers.h, form_ends) with the answers in turn->next; some may be missing when the person got lost, and questions
 * that were not asked have none.
 *
 * A survey is more careful: what is asked and answered leaves no trace in the conversation, leaving it parks it
 * (state.h), also for another form, so that it can go on until it lapses, and what was answered is kept without the
 * person (kept_survey.h), whatever way it ends. */
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

/* 1 when the text is digits that answer the open question, though 0 or 9 alone mean the menu or a person elsewhere. */
int form_takes_digits(const struct event *event, const struct turn *turn);

/* 1 when the text names a choice of the open question: "Kreyol" then is an answer and changes no language. */
int form_takes_word(const struct event *event, const struct turn *turn);

/* 1 when the whole text is one of the pack's words for "prefer not to say" and the open question takes them: "m pito pa
 * di" then is no danger, though the guesser may think of "m pito mouri". */
int form_is_declined(const struct event *event, const struct turn *turn);

/* The survey that is parked goes on: asks its open question. 0 when none is, or when another form is open. */
int form_resume(const struct event *event, struct turn *turn, struct error *why);

/* The open form when it is a survey; NULL. */
const struct pack_form *form_survey(const struct event *event, const struct turn *turn);

/* The survey that is parked; NULL. */
const struct pack_form *form_parked(const struct event *event, const struct turn *turn);

/* The survey that is open or parked is over: what was answered is kept. The state is idle when it was open. Nothing
 * when there is none. */
void form_end_survey(const struct event *event, struct turn *turn);

/* The form is over without an end, or a survey is parked: its timer is dropped and the state is idle. Nothing when no
 * form is open. */
void form_leave(const struct event *event, struct turn *turn);

/* EVENT_TIMER "form" and "form-parked". */
int form_timer(const struct event *event, struct turn *turn, struct error *why);

extern const struct handler form_handler; /* "form" */

#endif
