/* ask - "did you mean": a few topics by number. Pure. */
#ifndef HANDLERS_ASK_H
#define HANDLERS_ASK_H

#include "handlers/turn.h"
#include "messages/match.h"

/* Asks which of the match's topics was meant; the last number is "something else". Enters the state "ask". */
int ask_topics(const struct event *event, struct turn *turn, const struct match *match);

/* Asks again, in the turn's language. Nothing when the state is another. */
void ask_repeat(const struct event *event, struct turn *turn);

extern const struct handler ask_handler; /* "ask" */

#endif
