/* board - what the office offers to everybody now: activities to sign up for. A value, the same for all turns.
 *
 * The store keeps it (queue/board.h) and gives it to every event. It is a moment old: a seat is decided with it, and
 * COMMIT guards what was decided; a turn whose guard fails is worked again with a fresh board. What one person has to
 * do with an activity is no part of it: known.seats[] of turn.h. Another kind of offer is another array here, its row
 * in queue/board.c and its function in queue/lua (BOARD). */
#ifndef HANDLERS_BOARD_H
#define HANDLERS_BOARD_H

#include "messages/language.h"

#include <stddef.h>
#include <stdint.h>

#define BOARD_ACTIVITIES_MAX 20
#define BOARD_SESSIONS_MAX   12
#define BOARD_TITLE_MAX      120 /* bytes, the NUL counted */
#define BOARD_PLACE_MAX      160
#define BOARD_CODE_MAX       8 /* of the code of a session, the NUL counted */
#define BOARD_GUESTS_MAX     5

/* A code is said from so long before a session until so long after it. */
#define BOARD_CODE_MARGIN_MS INT64_C(1800000)
/* An activity stays here for so long after its last session: its thanks and its question are still to come. */
#define BOARD_KEEP_MS INT64_C(259200000)

enum board_kind { BOARD_EVENT, BOARD_WORKSHOP };
enum board_state { BOARD_OPEN, BOARD_CLOSED, BOARD_CANCELLED }; /* closed: goes on, takes nobody any more */

struct board_session {
    int64_t from_ms, until_ms;
    int64_t after_ms; /* when those who missed it are written to, and after the last one all are thanked */
    char code[BOARD_CODE_MAX];
    int64_t came; /* people who sent the code: with none of them, it was not used, and nobody is missed */
};

struct board_activity {
    char id[20];
    enum board_kind kind;
    enum board_state state;
    char word[32]; /* whoever texts it, folded, means this activity; "" = none */
    char title[LANGUAGE_COUNT][BOARD_TITLE_MAX], place[LANGUAGE_COUNT][BOARD_PLACE_MAX]; /* "" = the Spanish one */
    struct board_session sessions[BOARD_SESSIONS_MAX];
    size_t session_count;
    int64_t capacity, taken; /* seats; a person with guests takes several */
    int64_t waiting;         /* people in the waiting list */
    int64_t version;         /* goes up when day, place or title change */
};

/* What the office decided about a survey of the content (messages/pack.h), and who asks it of others. */
#define BOARD_SURVEYS_MAX    8
#define BOARD_VOLUNTEERS_MAX 40
#define BOARD_VOLUNTEER_MAX  8 /* bytes of a volunteer's code, the NUL counted */
enum board_survey_state { BOARD_SURVEY_AS_WRITTEN, BOARD_SURVEY_OPEN, BOARD_SURVEY_CLOSED };

struct board_volunteer {
    char code[BOARD_VOLUNTEER_MAX]; /* folded: small letters and digits */
    char point[8];                  /* where they ask, "P07"; "" = nowhere in particular */
};

struct board_survey {
    char id[20];
    enum board_survey_state state;
    struct board_volunteer volunteers[BOARD_VOLUNTEERS_MAX];
    size_t volunteer_count;
};

struct board {
    struct board_activity activities[BOARD_ACTIVITIES_MAX]; /* soonest first */
    size_t activity_count;
    struct board_survey surveys[BOARD_SURVEYS_MAX];
    size_t survey_count;
};

/* The activity of this id; NULL when it is not on the board, or there is no board. */
const struct board_activity *board_activity(const struct board *board, const char *id);

/* What is known of a survey; NULL when nothing is. */
const struct board_survey *board_survey(const struct board *board, const char *id);
/* The volunteer with this code, and of which survey; NULL when there is none. */
const struct board_volunteer *board_volunteer(const struct board *board, const char *code,
                                              const struct board_survey **ret_survey);

const char *board_title(const struct board_activity *activity, enum language language);
const char *board_place(const struct board_activity *activity, enum language language);

/* The session that comes next or is under way; NULL when all are over. */
const struct board_session *board_next(const struct board_activity *activity, int64_t now_ms);

/* The session that comes next, or the last one; for what is said of the day of an activity. */
size_t board_session_spoken(const struct board_activity *activity, int64_t now_ms);

/* 1 while the code of a session counts. */
int board_takes_code(const struct board_session *session, int64_t now_ms);

/* Seats that are free, and never less than 0. */
int64_t board_room(const struct board_activity *activity);

/* When people of an activity are to be written to, as the store makes timers of it: before an event two days and three
 * hours, before each session of a workshop one day, and the morning after each session of a workshop and the event. */
enum board_time_kind { BOARD_BEFORE_2D, BOARD_BEFORE_1D, BOARD_BEFORE_3H, BOARD_AFTER };
struct board_time {
    enum board_time_kind kind;
    size_t session;
    int64_t at_ms;
};
#define BOARD_TIMES_MAX (2 * BOARD_SESSIONS_MAX + 1)
const char *board_time_name(enum board_time_kind kind); /* "2d", "1d", "3h", "after" */
size_t board_times(const struct board_activity *activity, struct board_time ret[BOARD_TIMES_MAX]);

/* The morning after, in the office's local time: when a session is looked back at. */
int64_t board_after_ms(int64_t until_ms);

#endif
