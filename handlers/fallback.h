/* fallback - what was not understood: says so, then the menu, then offers a person, then is quiet. Never loops. Pure.
 */
#ifndef HANDLERS_FALLBACK_H
#define HANDLERS_FALLBACK_H

#include "handlers/turn.h"

/* Counts the misses in a row in turn->next.misses. With an open ticket the words go there as well; in a form the
 * question is said again. */
int fallback_step(const struct event *event, struct turn *turn, struct error *why);

extern const struct handler fallback_handler; /* "offer": yes or no to a person */

#endif
