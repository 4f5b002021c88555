/* opening_test - when the office is open: lunch, week-ends, holidays, nights in which the clock changes. */
#include "handlers/opening.h"

#include "config/clock.h"
#include "tests/handlers/handlers_help.h"

static int64_t at(int year, int month, int day, int hour, int minute) {
    int64_t ms = 0;
    clock_set_zone("America/Santiago", NULL);
    cr_assert_eq(clock_from_local(year, month, day, hour * 60 + minute, &ms, NULL), 0);
    return ms;
}

static void expect_next(int64_t now_ms, int64_t expected_ms) {
    int64_t next_ms = 0;
    cr_assert_eq(opening_next(help_pack(), now_ms, &next_ms), 0);
    cr_expect_eq(next_ms, expected_ms, "%+ld minutes off", (long)((next_ms - expected_ms) / 60000));
    cr_expect_eq(opening_is_open(help_pack(), now_ms), next_ms == now_ms);
}

/* 24 November 2026 is a Tuesday. The sample office: 9-13 and 14-17. */
Test(opening, it_opens_in_the_morning_and_after_lunch_and_not_at_the_week_end) {
    expect_next(at(2026, 11, 24, 8, 59), at(2026, 11, 24, 9, 0));
    expect_next(at(2026, 11, 24, 9, 0), at(2026, 11, 24, 9, 0));
    expect_next(at(2026, 11, 24, 13, 0), at(2026, 11, 24, 14, 0));
    expect_next(at(2026, 11, 24, 14, 30), at(2026, 11, 24, 14, 30));
    expect_next(at(2026, 11, 24, 17, 0), at(2026, 11, 25, 9, 0));
    expect_next(at(2026, 11, 27, 17, 0), at(2026, 11, 30, 9, 0));
}

Test(opening, holidays_are_passed_over) {
    expect_next(at(2026, 12, 7, 18, 0), at(2026, 12, 9, 9, 0));   /* 8 December */
    expect_next(at(2027, 6, 25, 19, 0), at(2027, 6, 29, 9, 0));   /* San Pedro, moved to Monday 28 June */
    expect_next(at(2027, 9, 16, 18, 0), at(2027, 9, 20, 9, 0));   /* 17 September 2027 is a Friday */
    expect_next(at(2028, 10, 26, 18, 0), at(2028, 10, 30, 9, 0)); /* 31 October 2028, moved to Friday 27 */
    expect_next(at(2028, 4, 13, 18, 0), at(2028, 4, 17, 9, 0));   /* Easter */
}

/* In Santiago the clock goes forward at midnight on the first Sunday of September, and back in April. */
Test(opening, nights_in_which_the_clock_changes_move_nothing) {
    expect_next(at(2026, 9, 4, 18, 0), at(2026, 9, 7, 9, 0));
    expect_next(at(2026, 9, 6, 1, 30), at(2026, 9, 7, 9, 0));
    expect_next(at(2027, 4, 3, 23, 30), at(2027, 4, 5, 9, 0));
}

static const char *only_sunday_night(void) {
    return "values: {comuna: X}\nhours:\n  sun: [\"00:00-06:00\"]\nholidays: []\n";
}

Test(opening, an_hour_that_does_not_exist_is_the_one_behind_it) {
    const struct pack *pack = help_pack_with("office.yaml", only_sunday_night());
    int64_t next_ms = 0;
    cr_assert_eq(opening_next(pack, at(2026, 9, 5, 12, 0), &next_ms), 0);
    cr_expect_eq(next_ms, at(2026, 9, 6, 1, 0));
    cr_expect_eq(opening_minutes(pack, at(2026, 9, 5, 12, 0), at(2026, 9, 6, 12, 0)), 5 * 60);
    cr_expect_eq(opening_minutes(pack, at(2026, 4, 4, 12, 0), at(2026, 4, 5, 12, 0)), 6 * 60);
}

Test(opening, an_office_without_hours_never_opens) {
    const struct pack *pack = help_pack_with("office.yaml", "values: {comuna: X}\nhours: {}\nholidays: []\n");
    int64_t next_ms = 0;
    cr_expect_eq(opening_next(pack, at(2026, 11, 24, 10, 0), &next_ms), -1);
    cr_expect_eq(opening_after(pack, at(2026, 11, 24, 10, 0), 5, &next_ms), -1);
    cr_expect_eq(opening_day_end(pack, at(2026, 11, 24, 10, 0), 1, &next_ms), -1);
    cr_expect_not(opening_is_open(pack, at(2026, 11, 24, 10, 0)));
}

Test(opening, minutes_are_counted_only_while_it_is_open) {
    int64_t then_ms = 0;
    cr_expect_eq(opening_minutes(help_pack(), at(2026, 11, 24, 12, 30), at(2026, 11, 24, 14, 30)), 60);
    cr_expect_eq(opening_minutes(help_pack(), at(2026, 11, 24, 20, 0), at(2026, 11, 25, 9, 10)), 10);
    cr_assert_eq(opening_after(help_pack(), at(2026, 11, 24, 12, 30), 60, &then_ms), 0);
    cr_expect_eq(then_ms, at(2026, 11, 24, 14, 30));
    cr_assert_eq(opening_after(help_pack(), at(2026, 11, 27, 16, 30), 120, &then_ms), 0);
    cr_expect_eq(then_ms, at(2026, 11, 30, 10, 30));
}

Test(opening, working_days_end_in_the_evening_of_a_working_day) {
    int64_t end_ms = 0;
    cr_assert_eq(opening_day_end(help_pack(), at(2026, 11, 24, 10, 0), 0, &end_ms), 0);
    cr_expect_eq(end_ms, at(2026, 11, 24, 17, 0));
    cr_assert_eq(opening_day_end(help_pack(), at(2026, 11, 24, 10, 0), 1, &end_ms), 0);
    cr_expect_eq(end_ms, at(2026, 11, 25, 17, 0));
    cr_assert_eq(opening_day_end(help_pack(), at(2026, 11, 27, 19, 0), 1, &end_ms), 0);
    cr_expect_eq(end_ms, at(2026, 12, 1, 17, 0));
    cr_assert_eq(opening_day_end(help_pack(), at(2026, 12, 7, 10, 0), 1, &end_ms), 0);
    cr_expect_eq(end_ms, at(2026, 12, 9, 17, 0));
}
