/* helped - "did this help?", now and then, after an answer. Pure.
 *
 * A question of its own costs one more SMS, but in the same text as the answer it would be read before the answer, and
 * would make two SMS three. So it comes two minutes later by the timer "helped", and not at all when the person has
 * written again by then: they go on by themselves. One answer in event->asks_helped is followed by it (by a hash of the
 * event's id), a person is asked once a week at most, never in danger, never while a ticket is open, and not about
 * an answer of risk black. Counted by topic and language, without the person; a 2 offers other topics that the
 * text might have meant, and a person. */
#ifndef HANDLERS_HELPED_H
#define HANDLERS_HELPED_H

#include "handlers/turn.h"
#include "messages/match.h"

#define HELPED_WAIT_MS  INT64_C(120000)
#define HELPED_EVERY_MS INT64_C(604800000)

/* After a message was worked: sets the timer, or drops the one of an answer before. */
void helped_after(const struct event *event, struct turn *turn, const struct match *match);

int helped_timer(const struct event *event, struct turn *turn, struct error *why); /* "helped" */

extern const struct handler helped_handler; /* "helped"; subject is the topic, options what else it might have been */

#endif
