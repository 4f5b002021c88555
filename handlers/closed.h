/* closed - out of hours: who waits for a person hears when the office opens, and what can be done now. Pure. */
#ifndef HANDLERS_CLOSED_H
#define HANDLERS_CLOSED_H

#include "handlers/turn.h"

/* At the end of a person's message: when it left something to a person of the office and the office is closed, says
 * so, once for each time that it is closed (an evening, a weekend, a lunch). Mark "closed-told". */
void closed_end(const struct event *event, struct turn *turn);

#endif
