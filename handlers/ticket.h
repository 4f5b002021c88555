/* ticket - what a person needs from a person: opening one, and adding to the one that is open. Pure. */
#ifndef HANDLERS_TICKET_H
#define HANDLERS_TICKET_H

#include "handlers/turn.h"

/* "K7M-42", derived from the event's id so that a second try tells the same code. No vowels (no words arise) and no
 * 0 O 1 I. ret holds 12 bytes. */
void ticket_code(const char *event_id, char *ret);

int ticket_is_open(const struct event *event);

/* Opens a ticket about a topic; when one is open already the event is noted there instead, and an urgent one makes it
 * urgent. priority: 0 normal, 1 urgent. The effect's ticket_code is what the person may be told, in both cases. NULL
 * when the turn is full. */
struct effect *ticket_open(const struct event *event, struct turn *turn, const char *topic, int priority);

/* Shows the event on the open ticket, once a turn. Nothing when none is open. */
void ticket_note(const struct event *event, struct turn *turn);

/* Says a phrase that may hold {codigo}. */
void ticket_say(struct turn *turn, const char *phrase, const char *code);

#endif
