/* phone_test - numbers as people write them, and numbers that are none. */
#include "messages/phone.h"

#include <criterion/criterion.h>
#include <string.h>

static void expect(const char *text, const char *prefix, const char *wanted) {
    char number[MESSAGE_ADDRESS_MAX + 1] = "";
    struct error why = ERROR_INIT;

    cr_expect_eq(phone_normalise(text, prefix, number, &why), 0, "'%s': %s", text, why.text);
    cr_expect_str_eq(number, wanted, "'%s' gave %s", text, number);
}

static void expect_refused(const char *text, const char *prefix, const char *words) {
    char number[MESSAGE_ADDRESS_MAX + 1] = "untouched";
    struct error why = ERROR_INIT;

    cr_expect_eq(phone_normalise(text, prefix, number, &why), -1, "'%s' gave %s", text, number);
    cr_expect_eq(why.kind, ERROR_INPUT);
    cr_expect_not_null(strstr(why.text, words), "'%s': %s", text, why.text);
    cr_expect_str_eq(number, "untouched");
}

Test(phone, one_number_in_the_ways_people_write_it) {
    static const char *const same[] = {"+56911111111",      "+56 9 1111 1111", "+56 9 1111-1111", "(+56) 9.1111.1111",
                                       "0056 9 1111 1111",  "56911111111",     "56 9 1111 1111",  "9 1111 1111",
                                       "911111111",         "09 1111 1111",    "  911111111\r\n", "+56/9/11111111",
                                       "+56 (0)9 1111 1111"};

    for (size_t i = 0; i < sizeof same / sizeof *same; i++) expect(same[i], "+56", "+56911111111");
}

Test(phone, digits_of_other_scripts_are_understood) {
    expect("＋５６９１１１１１１１１", "+56", "+56911111111");
    expect("+٥٦٩١١١١١١١١", "+56", "+56911111111");
    expect("+۵۶۹۱۱۱۱۱۱۱۱", "+56", "+56911111111");
}

Test(phone, invisible_marks_of_a_copied_contact_are_dropped) {
    expect("\xE2\x80\xAA+56\xC2\xA0"
           "9\xE2\x80\x91"
           "1111\xE2\x80\x8B"
           "1111\xE2\x80\xAC",
           "+56", "+56911111111");
}

Test(phone, a_number_with_its_country_is_left_to_that_country) {
    expect("+509 3411 1111", "+56", "+50934111111");
    expect("+1 (809) 555-0100", "+56", "+18095550100");
    expect("+44 (0)20 7946 0000", "+56", "+442079460000");
    expect("+39 06 1234 5678", "+56", "+390612345678");
}

Test(phone, a_local_number_is_of_the_country_of_the_prefix) {
    expect("34111111", "+509", "+50934111111");
    expect("(55) 91234-5678", "+55", "+5555912345678"); /* 55 is an area of Brazil, too */
    expect("5555912345678", "+55", "+5555912345678");
    expect("06 1234 5678", "+39", "+390612345678"); /* in Italy the zero belongs to the number */
    expect("8095550100", "1", "+18095550100");
}

Test(phone, a_digit_too_few_or_too_many_is_noticed_where_the_plan_is_known) {
    expect_refused("1111 1111", "+56", "has 8 digits, in this country it has 9");
    expect_refused("9 1111 11111", "+56", "has 10 digits");
    expect_refused("5691111111", "+56", "digits");
}

Test(phone, what_is_no_number_is_refused) {
    expect_refused("", "+56", "empty");
    expect_refused("+", "+56", "empty");
    expect_refused("no tiene", "+56", "only digits");
    expect_refused("911111111 x2", "+56", "only digits");
    expect_refused("9+11111111", "+56", "only digits");
    expect_refused("++56911111111", "+56", "only digits");
    expect_refused("911111111,922222222", "+56", "only digits");
    expect_refused("+5691111", "+56", "has 7 digits");
    expect_refused("+1234567890123456", "+56", "digits");
    expect_refused("123456789012345678901234567890", "+56", "at most 15 digits");
    expect_refused("+0911111111", "+56", "begins with 0");
    expect_refused("000911111111", "+56", "begins with 0");
    expect_refused("+56\xFF"
                   "911111111",
                   "+56", "only digits");
}

Test(phone, an_error_does_not_hold_the_number) {
    static const char *const bad[] = {"98765", "9876543210", "+98765", "98765x4321", "+9876543210123456"};
    char number[MESSAGE_ADDRESS_MAX + 1];

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct error why = ERROR_INIT;
        cr_assert_eq(phone_normalise(bad[i], "+56", number, &why), -1);
        cr_assert_null(strstr(why.text, "987"), "%s", why.text);
    }
}

Test(phone, a_mask_shows_enough_to_tell_two_people_apart) {
    char masked[MESSAGE_ADDRESS_MAX + 1], huge[400];

    phone_mask("+56911111111", masked);
    cr_assert_str_eq(masked, "+569*****111");
    phone_mask("12345", masked);
    cr_assert_str_eq(masked, "***45");
    phone_mask("4321", masked);
    cr_assert_str_eq(masked, "****");
    phone_mask("", masked);
    cr_assert_str_eq(masked, "");
    phone_mask("CL.1234567890", masked);
    cr_assert_str_eq(masked, "CL.1******890");
    memset(huge, '7', sizeof huge - 1);
    huge[sizeof huge - 1] = '\0';
    phone_mask(huge, masked);
    cr_assert_eq(strlen(masked), MESSAGE_ADDRESS_MAX);
}
