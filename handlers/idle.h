/* idle - nothing is open: a text is a question, looked up in the topics of the pack. Pure. */
#ifndef HANDLERS_IDLE_H
#define HANDLERS_IDLE_H

#include "handlers/turn.h"
#include "messages/match.h"

/* Speaks about what the text was matched to: a topic, or "did you mean". In a form only a topic of one answer is
 * spoken. TURN_PASS when nothing was understood, or when the text is our own answer sent back. */
int idle_match(const struct event *event, struct turn *turn, const struct match *match, struct error *why);

/* A number that nobody asked for, or too late: shows the menu. TURN_PASS when it is none, or in a form. */
int idle_number(const struct event *event, struct turn *turn);

extern const struct handler idle_handler; /* "idle" */

#endif
