/* number - a new telephone: a code that is got on the old number and written from the new one. Pure.
 *
 * NEW NUMBER tells the person's code, and makes one when there is none; MY DATA shows it. A code written from another
 * number is looked up by the store (record "claim"), which answers by a timer: number-wrong (ref: tries left),
 * number-own, or number-move and then number-here with the owner of the code. */
#ifndef HANDLERS_NUMBER_H
#define HANDLERS_NUMBER_H

#include "handlers/turn.h"

#define NUMBER_CODE_MAX 10                        /* "K7M4-R2T8" and a NUL */
#define NUMBER_CODE_MS  (INT64_C(365) * 86400000) /* so long a code is good */
#define NUMBER_RECORD   "claim-code"              /* ref: the code; at_ms: until when */
#define NUMBER_CLAIM    "claim"                   /* ref: the code that was written */
#define NUMBER_MOVE     "number-move"

/* A code of 640 million, from a seed that nobody can guess (an event's id is a keyed hash). ret: NUMBER_CODE_MAX. */
void number_code(const char *seed, char ret[NUMBER_CODE_MAX]);

int number_control(const struct event *event, struct turn *turn, struct error *why);
int number_words(const struct event *event, struct turn *turn, struct error *why);
int number_timer(const struct event *event, struct turn *turn, struct error *why); /* all four, by event->name */

#endif
