/* courtesy - thanks, good-byes, and a yes or no that nobody asked for: a friendly word, not a miss. Pure.
 *
 * The words stand in the pack's form `courtesy` (choices thanks and bye), of which only the words are used. */
#ifndef HANDLERS_COURTESY_H
#define HANDLERS_COURTESY_H

#include "handlers/turn.h"
#include "messages/match.h"

/* TURN_PASS in a form, and when it is no such word. The same word is not answered twice in a row: two polite machines
 * would never come to an end. */
int courtesy_step(const struct event *event, struct turn *turn, const struct match *match);

#endif
