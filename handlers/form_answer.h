/* form_answer - what a person wrote, as the answer to a question of a form. Pure. */
#ifndef HANDLERS_FORM_ANSWER_H
#define HANDLERS_FORM_ANSWER_H

#include "handlers/turn.h"

/* The answer as it is kept (messages/pack.h): a choice's id, si or no, digits, a number as E.164, the text. -1 when it
 * is none: of another kind, out of range, too short for a phone number. */
int form_answer_take(const struct event *event, const struct turn *turn, const struct pack_question *question,
                     char ret[STATE_ANSWER_MAX]);

/* 1 when the question is optional and the whole text is the number or one of the words of "prefer not to say". */
int form_answer_is_not_said(const struct event *event, const struct turn *turn, const struct pack_question *question);

/* 1 when 0 or 9 alone, which elsewhere are the menu and a person, answer this question: a number in its range. */
int form_answer_is_number(const struct event *event, const struct pack_question *question);

/* Says what kind of answer is wanted, after one that is none. */
void form_answer_hint(struct turn *turn, const struct pack_question *question);

#endif
