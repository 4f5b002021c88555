/* media - what came without words: a picture, a voice note, a place, a contact, a reaction. Pure. */
#ifndef HANDLERS_MEDIA_H
#define HANDLERS_MEDIA_H

#include "handlers/turn.h"

/* TURN_PASS when it has words: they are worked as any text. */
int media_step(const struct event *event, struct turn *turn, struct error *why);

#endif
