/* stop - the control word STOP, and a stop at the provider: nothing is sent unasked any more. Pure. */
#ifndef HANDLERS_STOP_H
#define HANDLERS_STOP_H

#include "handlers/turn.h"

#define STOP_AT_PROVIDER "provider" /* in a proof: what the provider asked and was told is known to it alone */

/* Reminders, events and surveys get a NO; one confirmation. A second STOP is answered by silence. Ends an open form. */
int stop_control(const struct event *event, struct turn *turn, struct error *why);

/* EVENT_STATUS: the same NO, and no word: the provider would refuse it. */
int stop_at_provider(const struct event *event, struct turn *turn, struct error *why);

#endif
