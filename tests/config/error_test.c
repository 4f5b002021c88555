/* error_test - one text and one kind, whatever is put in front. */
#include "config/error.h"

#include <criterion/criterion.h>
#include <string.h>

Test(error, set_returns_minus_one_so_that_a_caller_can_return_it) {
    struct error why = ERROR_INIT;

    cr_assert_eq(error_set(&why, ERROR_BUSY, "redis is %s", "away"), -1);
    cr_assert_eq(why.kind, ERROR_BUSY);
    cr_assert_str_eq(why.text, "redis is away");
}

Test(error, each_level_puts_its_operation_in_front_and_keeps_the_kind) {
    struct error why = ERROR_INIT;

    error_set(&why, ERROR_INPUT, "field '%s' is missing", "From");
    cr_assert_eq(error_wrap(&why, "channel '%s'", "line-1"), -1);
    error_wrap(&why, "webhook");
    cr_assert_str_eq(why.text, "webhook: channel 'line-1': field 'From' is missing");
    cr_assert_eq(why.kind, ERROR_INPUT);
}

Test(error, nobody_has_to_listen) {
    cr_assert_eq(error_set(NULL, ERROR_INPUT, "x"), -1);
    cr_assert_eq(error_wrap(NULL, "x"), -1);
}

Test(error, a_text_may_be_made_from_itself) {
    struct error why = ERROR_INIT;

    error_set(&why, ERROR_INPUT, "inner");
    error_set(&why, ERROR_SYSTEM, "outer (%s)", why.text);
    cr_assert_str_eq(why.text, "outer (inner)");
}

Test(error, a_long_text_is_cut_with_dots_and_never_inside_a_letter) {
    char noon[1200] = "";
    struct error why = ERROR_INIT;

    for (size_t shift = 0; shift < 3; shift++) {
        memset(noon, 'a', shift);
        for (size_t i = shift; i + 3 < sizeof noon; i += 3) memcpy(noon + i, "€", 4);
        error_set(&why, ERROR_INPUT, "%s", noon);
        size_t len = strlen(why.text);
        cr_assert_lt(len, (size_t)ERROR_TEXT_MAX);
        cr_assert_str_eq(why.text + len - 3, "...");
        cr_assert_eq((len - 3 - shift) % 3, 0, "half a letter stands before the dots");
    }
    error_set(&why, ERROR_INPUT, "%s", noon + 3);
    error_wrap(&why, "reading");
    cr_assert_eq(strncmp(why.text, "reading: ", 9), 0);
    cr_assert_str_eq(why.text + strlen(why.text) - 3, "...");
}

Test(error, the_kind_decides_the_http_status) {
    static const int statuses[][2] = {{ERROR_INPUT, 400},    {ERROR_DENIED, 403}, {ERROR_MISSING, 404},
                                      {ERROR_CONFLICT, 409}, {ERROR_BUSY, 503},   {ERROR_SYSTEM, 500},
                                      {ERROR_NONE, 500}};

    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        cr_assert_eq(error_http_status((enum error_kind)statuses[i][0]), statuses[i][1]);
}
