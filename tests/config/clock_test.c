/* clock_test - local hours of Chile, with the nights on which its clocks are changed. */
#include "config/clock.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define HOUR_MS 3600000LL

static void in_chile(void) {
    cr_assert_eq(clock_set_zone("America/Santiago", NULL), 0);
}

static int64_t moment(int month, int day, int hour) {
    struct error why = ERROR_INIT;
    int64_t at = 0;

    cr_assert_eq(clock_from_local(2026, month, day, hour * 60, &at, &why), 0, "%s", why.text);
    return at;
}

Test(clock, winter_is_four_and_summer_three_hours_behind_utc, .init = in_chile) {
    cr_assert_eq(moment(7, 1, 12), 1782921600000); /* 2026-07-01T16:00Z */
    cr_assert_eq(moment(1, 1, 12), 1767279600000); /* 2026-01-01T15:00Z */
}

Test(clock, local_and_back_is_the_same_moment, .init = in_chile) {
    struct tm local;

    for (int64_t at = 1767225600000; at < 1798761600000; at += 7 * HOUR_MS) {
        int64_t back = 0;
        clock_local(at, &local);
        cr_assert_eq(clock_from_local(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday,
                                      local.tm_hour * 60 + local.tm_min, &back, NULL),
                     0);
        /* of the hour that exists twice the first is taken */
        cr_assert(back == at || back == at - HOUR_MS);
    }
}

Test(clock, the_hour_that_the_forward_night_skips_is_refused, .init = in_chile) {
    struct error why = ERROR_INIT;
    int64_t at = 7;

    /* on 6 September 2026 the day begins at 01:00 */
    cr_assert_eq(clock_from_local(2026, 9, 6, 0, &at, &why), -1);
    cr_assert_eq(clock_from_local(2026, 9, 6, 59, &at, &why), -1);
    cr_assert_eq(why.kind, ERROR_INPUT);
    cr_assert_eq(at, 7, "nothing is written on failure");
    cr_assert_eq(moment(9, 6, 1) - moment(9, 5, 23), HOUR_MS);
}

Test(clock, of_an_hour_that_exists_twice_the_first_is_taken, .init = in_chile) {
    /* on 4 April 2026 the hour from 23:00 is lived twice */
    cr_assert_eq(moment(4, 4, 23) - moment(4, 4, 22), HOUR_MS);
    cr_assert_eq(moment(4, 5, 0) - moment(4, 4, 23), 2 * HOUR_MS);
}

Test(clock, dates_that_do_not_exist_are_refused, .init = in_chile) {
    static const int bad[][4] = {{2026, 2, 30, 0},  {2027, 2, 29, 0},      {2026, 4, 31, 0}, {2026, 13, 1, 0},
                                 {2026, 0, 1, 0},   {2026, 1, 0, 0},       {2026, 1, 32, 0}, {2026, 1, 1, 1440},
                                 {2026, 1, 1, -1},  {1969, 1, 1, 0},       {10000, 1, 1, 0}, {2026, 2147483647, 1, 0},
                                 {2026, 1, -40, 0}, {-2147483647, 1, 1, 0}};
    int64_t at;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct error why = ERROR_INIT;
        cr_expect_eq(clock_from_local(bad[i][0], bad[i][1], bad[i][2], bad[i][3], &at, &why), -1, "row %zu", i);
        cr_expect_eq(why.kind, ERROR_INPUT);
    }
    cr_assert_eq(clock_from_local(2028, 2, 29, 1439, &at, NULL), 0, "a leap day exists");
}

Test(clock, a_zone_must_be_a_zone_file_of_this_machine) {
    static const char *const bad[] = {"",        "Mars/Olympus", "../../../etc/passwd", "/etc/localtime",
                                      "America", "zone.tab",     "America/../UTC",      ":UTC",
                                      "UTC0"};
    struct error why = ERROR_INIT;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_expect_eq(clock_set_zone(bad[i], &why), -1, "'%s'", bad[i]);
    cr_assert_eq(why.kind, ERROR_INPUT);
    cr_assert_eq(clock_set_zone("UTC", NULL), 0);
    cr_assert_str_eq(getenv("TZ"), "UTC");
}

Test(clock, moments_before_1970_are_rounded_down) {
    struct tm local;

    clock_set_zone("UTC", NULL);
    clock_local(-1, &local);
    cr_assert_eq(local.tm_year, 69);
    cr_assert_eq(local.tm_sec, 59);
}

Test(clock, wall_and_monotonic_time_run_in_milliseconds) {
    int64_t wall = clock_wall_ms(), mono = clock_mono_ms();

    cr_assert_geq(wall / 1000, (int64_t)time(NULL) - 1);
    cr_assert_leq(wall / 1000, (int64_t)time(NULL) + 1);
    while (clock_mono_ms() == mono) continue;
    cr_assert_leq(clock_mono_ms() - mono, 1000);
}
