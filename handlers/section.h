/* section - one line of the main menu: its topics by number, in pages. Pure. */
#ifndef HANDLERS_SECTION_H
#define HANDLERS_SECTION_H

#include "handlers/turn.h"

/* Shows a section and enters the state "section"; a section of one topic is that topic. */
int section_show(const struct event *event, struct turn *turn, const struct pack_section *section, struct error *why);

/* Shows the open section again, in the turn's language. Nothing when none is open. */
void section_repeat(const struct event *event, struct turn *turn);

extern const struct handler section_handler; /* "section" */

#endif
