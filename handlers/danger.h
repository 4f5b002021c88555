/* danger - a text that may tell of danger, or not: one calm question first. Pure. */
#ifndef HANDLERS_DANGER_H
#define HANDLERS_DANGER_H

#include "handlers/turn.h"
#include "messages/match.h"

/* 1 when the first thing that a "did you mean" would offer is a danger. */
int danger_is_likely(const struct match *match);

/* Asks "are you in danger now?"; yes is urgent, no goes on with what the text may have meant. */
int danger_ask(const struct event *event, struct turn *turn, const struct match *match);

extern const struct handler danger_handler; /* "danger" */

#endif
