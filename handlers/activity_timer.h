/* activity_timer - what an activity makes the office say by itself: reminders, a seat that got free, a change, and the
 * morning after. Pure.
 *
 * Each is said only while it is so: a RECORD "board-is" lets COMMIT refuse what was said of an old version. */
#ifndef HANDLERS_ACTIVITY_TIMER_H
#define HANDLERS_ACTIVITY_TIMER_H

#include "handlers/turn.h"

/* EVENT_TIMER "session", ref "<activity>.<version>.<session>.<2d|1d|3h|after>": the reminder before a session; the
 * morning after, who missed a session of a workshop is asked back, and after the end all are thanked and asked one
 * thing. Nothing against a NO to reminders. */
int activity_session_timer(const struct event *event, struct turn *turn, struct error *why);
/* EVENT_TIMER "seat", ref "<activity>": the person has moved up from the waiting list. */
int activity_seat_timer(const struct event *event, struct turn *turn, struct error *why);
/* EVENT_TIMER "notice", ref "<activity>.<version>": it has changed, or is cancelled. */
int activity_notice_timer(const struct event *event, struct turn *turn, struct error *why);

extern const struct handler activity_thanks_handler; /* "activity-thanks": 1, 2 or 3, counted without the person */

#endif
