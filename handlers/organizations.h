/* organizations - who else helps: the directory of the pack, by line of the menu, one organisation at a time. Pure. */
#ifndef HANDLERS_ORGANIZATIONS_H
#define HANDLERS_ORGANIZATIONS_H

#include "handlers/turn.h"
#include "messages/pack_directory.h"

/* Service `organizaciones` of a topic: asks what it is about, then lists who helps with that, those who speak the
 * person's language first. TURN_PASS when the directory has nobody that may be spoken of (live mode: approved only). */
int organizations_service(const struct event *event, struct turn *turn, struct error *why);

/* The list again, in a language that was chosen now. Nothing in another state. */
void organizations_repeat(const struct event *event, struct turn *turn);

/* 1 when it may be spoken of: approved, or not in live mode. NULL-safe. */
int organizations_is_spoken(const struct event *event, const struct pack_organisation *organisation);

/* How to reach it, in one text: what it helps with, phone, web, place, hours, languages. Appended to ret. */
void organizations_contact(const struct pack *pack, const struct pack_organisation *organisation,
                           enum language language, struct text *ret);

/* Faults of a directory that only a rendered text shows: more than two SMS. Returns how many were added. */
size_t organizations_check(const struct pack *pack, struct pack_faults *faults);

extern const struct handler organizations_handler; /* "organizations"; subject is the line of the menu, "" before */

#endif
