/* staff - a caseworker has the word: their texts go out as they are, the person's go to the ticket. Pure. */
#ifndef HANDLERS_STAFF_H
#define HANDLERS_STAFF_H

#include "handlers/turn.h"

#define STAFF_STATE "with-person"

/* EVENT_STAFF: "reply" says the text as it is and hands the word to the caseworker; "closed" gives it back to the
 * machine. ERROR_INPUT: another name, or an empty reply. */
int staff_event(const struct event *event, struct turn *turn, struct error *why);

extern const struct handler staff_handler; /* "with-person": silent but for a word that is exactly a topic's keyword */

#endif
