/* activity_list - which activities there are, and which one is meant. Pure. */
#ifndef HANDLERS_ACTIVITY_LIST_H
#define HANDLERS_ACTIVITY_LIST_H

#include "handlers/board.h"
#include "handlers/turn.h"

/* Service `activities` of a topic: the open ones, with day and place, by number. TURN_PASS when there is none. */
int activity_service(const struct event *event, struct turn *turn, struct error *why);

/* At any time but where a free answer is awaited: the title or the word of an activity, "I sign up", "I am not coming".
 * TURN_PASS when it is none of them, or when they could mean nothing. */
int activity_words(const struct event *event, struct turn *turn, struct error *why);

/* How many activities that are not over the person has a seat in, or waits for; ret_next is the soonest. */
size_t activity_mine(const struct event *event, const struct board_activity **ret_next);

extern const struct handler activity_list_handler; /* "activity-list": one by number; subject "leave": to leave it */

#endif
