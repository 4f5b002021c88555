/* board - what the office offers to everybody now. */
#include "handlers/board.h"

#include "config/clock.h"

#include <string.h>

#define HOUR_MS     INT64_C(3600000)
#define DAY_MS      (24 * HOUR_MS)
#define MORNING_MIN (10 * 60)

const struct board_activity *board_activity(const struct board *board, const char *id) {
    for (size_t i = 0; board && i < board->activity_count; i++)
        if (strcmp(board->activities[i].id, id) == 0) return &board->activities[i];
    return NULL;
}

const char *board_title(const struct board_activity *activity, enum language language) {
    int has = language >= 0 && language < LANGUAGE_COUNT && activity->title[language][0];
    return activity->title[has ? language : LANGUAGE_ES];
}

const char *board_place(const struct board_activity *activity, enum language language) {
    int has = language >= 0 && language < LANGUAGE_COUNT && activity->place[language][0];
    return activity->place[has ? language : LANGUAGE_ES];
}

const struct board_session *board_next(const struct board_activity *activity, int64_t now_ms) {
    for (size_t i = 0; i < activity->session_count; i++)
        if (activity->sessions[i].until_ms > now_ms) return &activity->sessions[i];
    return NULL;
}

size_t board_session_spoken(const struct board_activity *activity, int64_t now_ms) {
    const struct board_session *next = board_next(activity, now_ms);
    if (next) return (size_t)(next - activity->sessions);
    return activity->session_count ? activity->session_count - 1 : 0;
}

int board_takes_code(const struct board_session *session, int64_t now_ms) {
    return now_ms >= session->from_ms - BOARD_CODE_MARGIN_MS && now_ms <= session->until_ms + BOARD_CODE_MARGIN_MS;
}

int64_t board_room(const struct board_activity *activity) {
    return activity->capacity > activity->taken ? activity->capacity - activity->taken : 0;
}

const char *board_time_name(enum board_time_kind kind) {
    static const char *const names[] = {"2d", "1d", "3h", "after"};
    return names[kind];
}

size_t board_times(const struct board_activity *activity, struct board_time ret[BOARD_TIMES_MAX]) {
    size_t count = 0;
    for (size_t i = 0; i < activity->session_count && i < BOARD_SESSIONS_MAX; i++) {
        const struct board_session *session = &activity->sessions[i];
        if (activity->kind == BOARD_WORKSHOP) {
            ret[count++] = (struct board_time){BOARD_BEFORE_1D, i, session->from_ms - DAY_MS};
            ret[count++] = (struct board_time){BOARD_AFTER, i, session->after_ms};
        } else if (i == 0) {
            ret[count++] = (struct board_time){BOARD_BEFORE_2D, i, session->from_ms - 2 * DAY_MS};
            ret[count++] = (struct board_time){BOARD_BEFORE_3H, i, session->from_ms - 3 * HOUR_MS};
            ret[count++] = (struct board_time){BOARD_AFTER, i, session->after_ms};
        }
    }
    return count;
}

int64_t board_after_ms(int64_t until_ms) {
    struct tm day;
    int64_t at_ms = until_ms + DAY_MS;
    clock_local(at_ms, &day);
    clock_from_local(day.tm_year + 1900, day.tm_mon + 1, day.tm_mday, MORNING_MIN, &at_ms, NULL);
    return at_ms;
}
