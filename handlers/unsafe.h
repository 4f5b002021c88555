/* unsafe - it is not safe to write to this person: somebody else may read along. Pure.
 *
 * Mark "unsafe", set when they answer so (after danger, or in the callback form); the desk shows it to the staff. Until
 * they say otherwise every text is neutral: no answer on a topic, no list that names one, the code without what it is
 * about; numbers are given without saying what for. What was held back is not told later: who opens the conversation
 * again may not be who closed it. */
#ifndef HANDLERS_UNSAFE_H
#define HANDLERS_UNSAFE_H

#include "handlers/turn.h"

#define UNSAFE_MARK "unsafe"

/* 1 when it is on after this turn so far. */
int unsafe_is_on(const struct event *event, const struct turn *turn);
void unsafe_set(const struct event *event, struct turn *turn);
void unsafe_drop(const struct event *event, struct turn *turn);

/* Words row: "SEGUIR" and its like, while it is on. */
int unsafe_words(const struct event *event, struct turn *turn, struct error *why);

/* At the end of a turn that is not the staff's: what would give something away is said neutrally. */
void unsafe_end(const struct event *event, struct turn *turn);

#endif
