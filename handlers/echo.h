/* echo - our own last texts, should they come back: two machines are talking, or somebody quotes us. Pure. */
#ifndef HANDLERS_ECHO_H
#define HANDLERS_ECHO_H

#include "handlers/turn.h"

/* Keeps hashes of what the turn says in its next state. A turn that says nothing keeps those of the one before. */
void echo_remember(const struct event *event, struct turn *turn);

/* 1 when the person's text is one of our last texts, accents and case aside: it means nothing then. Texts under 20
 * bytes are words that a person may say as well. */
int echo_is(const struct event *event, const struct turn *turn);

/* 1 when this phrase (one without values of its own) was among the last that we said to the person. */
int echo_was_said(const struct event *event, const struct turn *turn, const char *phrase);

#endif
