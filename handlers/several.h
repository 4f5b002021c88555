/* several - a topic with several answers: they are offered by number. Pure. */
#ifndef HANDLERS_SEVERAL_H
#define HANDLERS_SEVERAL_H

#include "handlers/turn.h"

/* Shows the titles of a topic's answers and enters the state "several". */
int several_show(const struct event *event, struct turn *turn, const struct pack_topic *topic);

/* Shows them again, in the turn's language. Nothing when the state is another. */
void several_repeat(const struct event *event, struct turn *turn);

extern const struct handler several_handler; /* "several" */

#endif
