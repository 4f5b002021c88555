/* answer - one answer of the pack is spoken, or, when the office has not approved it, a person takes over. Pure. */
#ifndef HANDLERS_ANSWER_H
#define HANDLERS_ANSWER_H

#include "handlers/turn.h"

/* 1 when the machine may speak it: trial mode speaks proposed answers, live mode only approved ones. NULL-safe. */
int answer_is_spoken(const struct event *event, const struct pack_answer *answer);

/* Says the answer. When it is not spoken, or NULL: says that a person will check, and opens a ticket about topic. */
void answer_say(const struct event *event, struct turn *turn, const struct pack_answer *answer, const char *topic);

#endif
