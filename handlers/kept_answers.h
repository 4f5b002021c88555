/* kept_answers - how the answers of a form stand in a state: for the form engine, and for what follows a form. Pure. */
#ifndef HANDLERS_KEPT_ANSWERS_H
#define HANDLERS_KEPT_ANSWERS_H

#include "handlers/state.h"

/* See PACK_NOT_SAID and its neighbours in messages/pack.h for what an answer is kept as. */
#define KEPT_YES     PACK_YES
#define KEPT_NO      PACK_NO
#define KEPT_SUBJECT "tema" /* is not asked when the form is begun about a known topic */

/* The answer to a question, "" when it has none. Borrowed from the state. */
const char *kept_answer(const struct state *state, const char *question);

/* Keeps an answer; left out beyond STATE_ANSWERS_MAX, cut at STATE_ANSWER_MAX. */
void kept_answer_add(struct state *state, const char *question, const char *answer);

/* 1 when the question is to be asked: all its conditions hold for the answers so far. */
int kept_answers_ask(const struct state *state, const struct pack_question *question);

/* Index of the first question from the beginning that is to be asked and has no answer; question_count when all have.
 */
size_t kept_answers_next(const struct state *state, const struct pack_form *form);

#endif
