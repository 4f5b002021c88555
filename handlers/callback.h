/* callback - what happens when the form `callback` is complete: a ticket, and an honest word about the wait. Pure. */
#ifndef HANDLERS_CALLBACK_H
#define HANDLERS_CALLBACK_H

#include "handlers/turn.h"

#define CALLBACK_FORM          "callback"
#define CALLBACK_SAFE_QUESTION "seguro" /* yes/no: may we call or write openly? */

/* Opens the ticket with the answers of turn->next as its fields (labels in Spanish, for the staff) and says the code.
 * Also when some answers are missing: a person who got lost in the questions is handed over with what there is. */
int callback_complete(const struct event *event, struct turn *turn, struct error *why);

/* The answers of the form in state as fields of a ticket, as the staff read them: in Spanish, free words as typed. */
void callback_fields(const struct event *event, const struct state *state, struct effect *ticket);

#endif
