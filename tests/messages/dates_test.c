/* dates_test - days and hours as people read them. */
#include "messages/dates.h"

#include "config/clock.h"

#include <criterion/criterion.h>

static void expect_day(struct tm local, enum language language, const char *expected) {
    own_text struct text text = TEXT_INIT(100);
    dates_add_day(&text, &local, language);
    cr_expect_str_eq(text_get(&text), expected);
}

Test(dates, a_day_is_written_as_each_language_writes_it) {
    struct tm day = {.tm_wday = 2, .tm_mday = 24, .tm_mon = 10, .tm_year = 126};
    expect_day(day, LANGUAGE_ES, "martes 24 de noviembre");
    expect_day(day, LANGUAGE_HT, "madi 24 novanm");
    expect_day(day, LANGUAGE_FR, "mardi 24 novembre");
    expect_day(day, LANGUAGE_EN, "Tuesday 24 November");
    expect_day(day, LANGUAGE_PT, "terça-feira 24 de novembro");
}

Test(dates, the_first_of_a_month_is_an_ordinal_in_french_only) {
    struct tm day = {.tm_wday = 5, .tm_mday = 1, .tm_mon = 4};
    expect_day(day, LANGUAGE_FR, "vendredi 1er mai");
    expect_day(day, LANGUAGE_ES, "viernes 1 de mayo");
}

Test(dates, an_unknown_language_is_spanish) {
    struct tm day = {.tm_wday = 0, .tm_mday = 31, .tm_mon = 11};
    expect_day(day, LANGUAGE_NONE, "domingo 31 de diciembre");
}

Test(dates, hours_have_two_digits_and_twenty_four_hours) {
    own_text struct text text = TEXT_INIT(100);
    struct tm early = {.tm_hour = 9, .tm_min = 5}, late = {.tm_hour = 15, .tm_min = 30};
    dates_add_hour(&text, &early);
    text_add(&text, " ");
    dates_add_hour(&text, &late);
    cr_expect_str_eq(text_get(&text), "09:05 15:30");
}

/* 24 November 2026 is a Tuesday. */
static void expect_when(int day, int hour, enum language language, const char *when, const char *by) {
    own_text struct text first = TEXT_INIT(200), second = TEXT_INIT(200);
    int64_t now_ms, at_ms;
    clock_set_zone("America/Santiago", NULL);
    cr_assert_eq(clock_from_local(2026, 11, 24, 10 * 60, &now_ms, NULL), 0);
    cr_assert_eq(clock_from_local(2026, day > 30 ? 12 : 11, day > 30 ? day - 30 : day, hour * 60, &at_ms, NULL), 0);
    dates_add_when(&first, at_ms, now_ms, language);
    dates_add_by(&second, at_ms, now_ms, language);
    cr_expect_str_eq(text_get(&first), when);
    cr_expect_str_eq(text_get(&second), by);
}

Test(dates, a_near_day_is_named_as_people_name_it) {
    expect_when(24, 14, LANGUAGE_ES, "hoy a las 14:00", "hoy antes de las 14:00");
    expect_when(25, 9, LANGUAGE_ES, "mañana miércoles a las 09:00", "a más tardar mañana miércoles");
    expect_when(31, 9, LANGUAGE_ES, "el martes 1 de diciembre a las 09:00", "a más tardar el martes 1 de diciembre");
    expect_when(24, 14, LANGUAGE_HT, "jodi a a 14:00", "jodi a anvan 14:00");
    expect_when(25, 9, LANGUAGE_HT, "demen mèkredi a 09:00", "pi ta demen mèkredi");
    expect_when(31, 9, LANGUAGE_HT, "madi 1 desanm a 09:00", "pi ta madi 1 desanm");
    expect_when(31, 9, LANGUAGE_FR, "le mardi 1er décembre à 09:00", "au plus tard le mardi 1er décembre");
    expect_when(25, 9, LANGUAGE_FR, "demain mercredi à 09:00", "au plus tard demain mercredi");
    expect_when(25, 9, LANGUAGE_EN, "tomorrow Wednesday at 09:00", "by tomorrow Wednesday");
    expect_when(31, 9, LANGUAGE_EN, "on Tuesday 1 December at 09:00", "by Tuesday 1 December");
    expect_when(28, 9, LANGUAGE_PT, "no sábado 28 de novembro às 09:00", "até sábado 28 de novembro");
    expect_when(31, 9, LANGUAGE_PT, "na terça-feira 1 de dezembro às 09:00", "até terça-feira 1 de dezembro");
}
