/* unsafe - it is not safe to write to this person: somebody else may read along. Pure.
 *
 * Mark "unsafe", set when they answer so (after danger, or in the callback form); the desk shows it to the staff, and
 * what was written before it and waits stays with us (queue/lua/50_send.lua). Until they say otherwise (SEGUIR) only
 * the phrases of a list in unsafe.c are said as they are. Whatever else a flow says is one neutral line: no answer on a
 * topic, no list that names one, no reminder with a day or a place; numbers are given without saying what for, a code
 * without what it is about; the way to a person stays open. What was held back is not told later: who opens the
 * conversation again may not be who closed it. */
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

/* At the end of every turn: what could give something away is said neutrally, and a question that was held back waits
 * for no answer. What a caseworker writes (EVENT_STAFF "reply") stays. was: the state before the turn. */
void unsafe_end(const struct state *was, const struct event *event, struct turn *turn);

#endif
