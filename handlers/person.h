/* person - the control word PERSON, or 9: the callback form, or the ticket that is open already. Pure. */
#ifndef HANDLERS_PERSON_H
#define HANDLERS_PERSON_H

#include "handlers/turn.h"

int person_control(const struct event *event, struct turn *turn, struct error *why);

#endif
