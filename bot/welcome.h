/* welcome - what `acogida run` prints when the office is open: where to go, and the first staff user's link. */
#ifndef BOT_WELCOME_H
#define BOT_WELCOME_H

#include "queue/office.h"

/* Prints to stdout. When there is no staff user yet, a fresh one-time link is made and printed with it. */
void welcome_print(struct office *office, int port, int has_simulator);

#endif
