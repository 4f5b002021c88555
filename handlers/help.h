/* help - the control word HELP: what this line is, and what it keeps. Pure. */
#ifndef HANDLERS_HELP_H
#define HANDLERS_HELP_H

#include "handlers/turn.h"

int help_control(const struct event *event, struct turn *turn, struct error *why);

#endif
