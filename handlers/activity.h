/* activity - events and workshops: the question whether somebody comes, and the answer. Pure.
 *
 * The board (handlers/board.h) decides between a seat and the waiting list; COMMIT guards it, and a turn that was
 * beaten to the last seat is worked again. What the answers are called stands in the pack's form `activity` (one
 * choice: coming, guests, leaving), of which only the words are used here. */
#ifndef HANDLERS_ACTIVITY_H
#define HANDLERS_ACTIVITY_H

#include "handlers/board.h"
#include "handlers/turn.h"

#define ACTIVITY_STATE     "activity"         /* subject is its id */
#define ACTIVITY_ANSWER_MS INT64_C(259200000) /* so long "1" is an answer to the question or the invitation */

/* Asks whether the person comes, or says what they have already. */
void activity_ask(const struct event *event, struct turn *turn, const struct board_activity *activity);

/* The answers. size: seats, the person and the guests; when not all of them fit, all of them wait. */
void activity_come(const struct event *event, struct turn *turn, const struct board_activity *activity, int64_t size);
void activity_leave(const struct event *event, struct turn *turn, const struct board_activity *activity);

/* 1 when somebody may still sign up for it, or wait. */
int activity_is_open(const struct board_activity *activity, int64_t now_ms);

/* The id of the choice of the form `activity` whose words the whole message is; NULL. */
const char *activity_choice(const struct event *event, const struct turn *turn);

/* 1 when what is open may give way to a question of ours: nothing, a list that is easily shown again, or an answered
 * reminder. Danger, forms, a caseworker and questions of other flows keep their numbers. */
int activity_may_ask(const struct turn *turn);

/* A digit, yes or no after an invitation that is younger than what is open, where that gives way. TURN_PASS. */
int activity_invited_words(const struct event *event, struct turn *turn, struct error *why);

extern const struct handler activity_handler;        /* "activity" */
extern const struct handler activity_guests_handler; /* "activity-guests": how many come along? subject likewise */

#endif
