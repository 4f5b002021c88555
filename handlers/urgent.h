/* urgent - danger words: numbers at once, a ticket of the first priority. Beats every state. Pure. */
#ifndef HANDLERS_URGENT_H
#define HANDLERS_URGENT_H

#include "handlers/turn.h"

/* The answer of an urgent topic (NULL: the emergency numbers alone), and a ticket when none is open. The person is then
 * in the state "urgent". In live mode too nobody in danger is left without a number. */
int urgent_topic(const struct event *event, struct turn *turn, const struct pack_topic *topic);

/* 1 after a person in danger said no: what is said to them now gives nothing away to whoever reads along. */
int urgent_is_discreet(const struct turn *turn);

extern const struct handler urgent_handler; /* "urgent": the answer to "is it safe?", "are you in danger?" */

#endif
