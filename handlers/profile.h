/* profile - several people on one telephone: each has a number, an own language, own consents, appointments and state.
 * Pure.
 *
 * ANOTHER PERSON (or PERSON 2) asks once and makes the next profile; I AM 2 goes to it. Both are control words, so
 * danger comes first. Whom an address leads to is the store's (queue/lua/62_profile.lua): the profile that is gone to
 * says so itself, in its own language, by the timer "profile-here" (ref "new" when it has just been made). A form of
 * the profile that is left stays open for it.
 *
 * What comes by itself for a profile that is not the active one begins "For person 2:" and names nobody. When it asks
 * something, that profile becomes the active one, so that the answer "1" to the reminder of person 2 is hers; not
 * within PROFILE_BUSY_MS of the last text with the active one, whose answer it would take: "I AM 2" is told then. */
#ifndef HANDLERS_PROFILE_H
#define HANDLERS_PROFILE_H

#include "handlers/turn.h"

#define PROFILE_STATE   "profile"
#define PROFILE_NEW     "profile-new" /* record: the next profile is made, and is the active one */
#define PROFILE_GO      "profile-go"  /* record: ref is the number of the profile that is the active one from now on */
#define PROFILE_BUSY_MS INT64_C(600000)

int profile_control(const struct event *event, struct turn *turn, struct error *why);
int profile_timer(const struct event *event, struct turn *turn, struct error *why); /* "profile-here" */

/* At the end of a turn that no message began: says whom it is for, and who is the active one. */
void profile_end(const struct event *event, struct turn *turn);

extern const struct handler profile_handler; /* "profile": does more than one person use this telephone? */

#endif
