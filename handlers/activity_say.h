/* activity_say - texts about an activity: its title, day, hour and place in the language of whoever reads them. Pure.
 */
#ifndef HANDLERS_ACTIVITY_SAY_H
#define HANDLERS_ACTIVITY_SAY_H

#include "handlers/board.h"
#include "handlers/turn.h"

/* What is spoken of: one session of an activity. */
struct activity_about {
    const struct board_activity *activity;
    size_t session;
    int64_t n; /* the {n} of the phrase; 0 = how many sessions there are */
};

/* The activity on its next day (or its last). */
struct activity_about activity_about(const struct board_activity *activity, int64_t now_ms);

/* Says a phrase with {titulo}, {fecha}, {hora}, {lugar} and {n}, in the turn's language. NULL when the turn is full. */
struct effect *activity_say(const struct event *event, struct turn *turn, const char *phrase,
                            const struct activity_about *about);
/* Likewise, for reasons of the office and not of the person's words just now: dropped when not sent by useless_ms. */
void activity_tell(const struct event *event, struct turn *turn, const char *phrase, const struct activity_about *about,
                   int64_t useless_ms);

/* The same text outside of a turn: an invitation in one language. Appended to ret. */
void activity_text(const struct pack_fill_args *with, const char *phrase, const struct activity_about *about,
                   struct text *ret);

/* "martes 24 de noviembre a las 18:00" is no phrase of its own: day and hour of a session, appended to ret. */
void activity_day_hour(const struct board_session *session, enum language language, struct text *ret);

#endif
