/* start - the control word START: reminders and events are welcome again. Pure. */
#ifndef HANDLERS_START_H
#define HANDLERS_START_H

#include "handlers/turn.h"

/* Surveys are not switched on: they are asked for each time. */
int start_control(const struct event *event, struct turn *turn, struct error *why);

#endif
