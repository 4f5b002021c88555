/* welcome - the first contact: who we are, once, and which languages we speak. Pure. */
#ifndef HANDLERS_WELCOME_H
#define HANDLERS_WELCOME_H

#include "handlers/turn.h"

/* Welcomes a person who was never welcomed; once, and not while a ticket of theirs is open. */
void welcome_say(const struct event *event, struct turn *turn);

/* 1 when this turn welcomes a person whose language is not certain. */
int welcome_asks_language(const struct event *event, const struct turn *turn);

/* Ends such a turn with the language line. Its numbers count (state "language") only when no other numbers are open;
 * otherwise the languages are named by words. */
void welcome_end(const struct event *event, struct turn *turn);

/* 1 when this turn has welcomed the person. */
int welcome_was_said(const struct turn *turn);

#endif
