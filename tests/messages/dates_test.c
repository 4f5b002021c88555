/* dates_test - days and hours as people read them. */
#include "messages/dates.h"

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
