/* board_test - when people of an activity are written to, and which codes there are. */
#include "config/clock.h"
#include "handlers/attendance.h"
#include "handlers/board.h"

#include <criterion/criterion.h>
#include <string.h>

#define HOUR INT64_C(3600000)

static void set_zone(void) {
    struct error why = ERROR_INIT;
    cr_assert(clock_set_zone("America/Santiago", &why) == 0, "%s", why.text);
}
TestSuite(board, .init = set_zone);

static int64_t local(int month, int day, int hour) {
    int64_t ret = 0;
    struct error why = ERROR_INIT;
    cr_assert(clock_from_local(2026, month, day, hour * 60, &ret, &why) == 0, "%s", why.text);
    return ret;
}

static struct board_activity activity_of(enum board_kind kind, size_t sessions) {
    struct board_activity activity = {.kind = kind, .session_count = sessions};
    for (size_t i = 0; i < sessions; i++) {
        activity.sessions[i].from_ms = local(12, 1 + (int)i, 18);
        activity.sessions[i].until_ms = local(12, 1 + (int)i, 20);
        activity.sessions[i].after_ms = board_after_ms(activity.sessions[i].until_ms);
    }
    return activity;
}

Test(board, an_event_is_reminded_twice_and_thanked_the_morning_after) {
    struct board_activity activity = activity_of(BOARD_EVENT, 1);
    struct board_time times[BOARD_TIMES_MAX];
    cr_assert_eq(board_times(&activity, times), 3);
    cr_assert_eq(times[0].at_ms, local(11, 29, 18));
    cr_assert_eq(times[1].at_ms, local(12, 1, 15));
    cr_assert_eq(times[2].at_ms, local(12, 2, 10));
    cr_assert_str_eq(board_time_name(times[2].kind), "after");
}

Test(board, a_workshop_is_reminded_once_a_session) {
    struct board_activity activity = activity_of(BOARD_WORKSHOP, BOARD_SESSIONS_MAX);
    struct board_time times[BOARD_TIMES_MAX];
    size_t before = 0, count = board_times(&activity, times);
    cr_assert_eq(count, 2 * BOARD_SESSIONS_MAX);
    for (size_t i = 0; i < count; i++) before += times[i].kind == BOARD_BEFORE_1D;
    cr_assert_eq(before, BOARD_SESSIONS_MAX);
}

Test(board, the_morning_after_keeps_its_hour_when_the_clocks_change) {
    cr_assert_eq(board_after_ms(local(9, 5, 20)), local(9, 6, 10), "the night in which an hour is missing");
    cr_assert_eq(board_after_ms(local(4, 4, 20)), local(4, 5, 10), "the night that has one more");
}

Test(board, a_code_counts_from_half_an_hour_before_until_half_an_hour_after) {
    struct board_session session = {.from_ms = 10 * HOUR, .until_ms = 12 * HOUR};
    cr_assert(!board_takes_code(&session, session.from_ms - BOARD_CODE_MARGIN_MS - 1));
    cr_assert(board_takes_code(&session, session.from_ms - BOARD_CODE_MARGIN_MS));
    cr_assert(board_takes_code(&session, session.until_ms + BOARD_CODE_MARGIN_MS));
    cr_assert(!board_takes_code(&session, session.until_ms + BOARD_CODE_MARGIN_MS + 1));
}

Test(board, codes_have_a_shape_of_their_own) {
    static const char *const no[] = {"", "T4K", "T4K2X", "4T2K", "A4K2", "T0K2", "T1K2", "TTKK", "hola", "T4 2"};
    for (uint64_t seed = 0; seed < 20000; seed++) {
        char code[ATTENDANCE_CODE_LEN + 1];
        attendance_code(seed, code);
        cr_assert(attendance_is_code(code), "%s", code);
    }
    cr_assert(attendance_is_code("t4k2"));
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++) cr_assert(!attendance_is_code(no[i]), "%s", no[i]);
}

Test(board, room_is_never_less_than_nothing) {
    struct board_activity activity = {.capacity = 5, .taken = 7};
    cr_assert_eq(board_room(&activity), 0);
    activity.taken = 2;
    cr_assert_eq(board_room(&activity), 3);
}
