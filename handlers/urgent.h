/* urgent - danger words: numbers at once, a ticket of the first priority. Beats every state. Pure. */
#ifndef HANDLERS_URGENT_H
#define HANDLERS_URGENT_H

#include "handlers/turn.h"

/* The answer of an urgent topic (NULL: the emergency numbers alone), and a ticket of the first priority; the one that
 * is open becomes that. The person is then in the state "urgent". In live mode too nobody in danger is left without a
 * number. */
int urgent_topic(const struct event *event, struct turn *turn, const struct pack_topic *topic);

/* The same for who chose the topic by its number in a menu: an ordinary ticket, and those on duty are not alarmed. */
int urgent_looked_up(const struct event *event, struct turn *turn, const struct pack_topic *topic);

/* What may tell of danger again, from who was told the numbers a moment ago: noted, and said that a person reads it;
 * nobody who is asked where she is held hears "are you in danger?". TURN_PASS in any other state. */
int urgent_goes_on(const struct event *event, struct turn *turn);

extern const struct handler urgent_handler; /* "urgent": the answer to "is it safe?", "are you in danger?" */

#endif
