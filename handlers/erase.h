/* erase - the control word ERASE: asked back once, then everything of the person goes. Pure.
 *
 * ERASE says what goes and what follows; the words of the form "erase-words" (or 1, or yes) within ERASE_CONFIRM_MS
 * make it so: a record "erase", which the store works as the last act of the turn, and one text that says so, which is
 * the only one that still leaves. Anything else erases nothing. */
#ifndef HANDLERS_ERASE_H
#define HANDLERS_ERASE_H

#include "handlers/turn.h"

#define ERASE_CONFIRM_MS INT64_C(900000)
#define ERASE_RECORD     "erase" /* kind of the record; stands behind the text that says so */

int erase_control(const struct event *event, struct turn *turn, struct error *why);

extern const struct handler erase_handler; /* "erase" */

#endif
