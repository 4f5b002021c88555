/* form_test - a form is decoded exactly, or refused. */
#include "messages/form.h"

#include <criterion/criterion.h>
#include <string.h>

static void expect_form(const char *body, size_t count, const char *const *pairs) {
    own_form struct form form = {0};
    struct error why = ERROR_INIT;
    cr_assert(form_parse(body, strlen(body), &form, &why) == 0, "%s: %s", body, why.text);
    cr_assert(form.count == count, "%s: %zu fields", body, form.count);
    for (size_t i = 0; i < count; i++) {
        cr_expect_str_eq(form.fields[i].name, pairs[2 * i]);
        cr_expect_str_eq(form.fields[i].value, pairs[2 * i + 1]);
        cr_expect(form.fields[i].name_len == strlen(pairs[2 * i]));
        cr_expect(form.fields[i].value_len == strlen(pairs[2 * i + 1]));
    }
}
#define FORM(body, ...)                                                                                                \
    expect_form(body, sizeof((const char *[]){__VA_ARGS__}) / (2 * sizeof(char *)), (const char *[]){__VA_ARGS__})

Test(form, decodes_plus_as_blank_and_percent_as_bytes) {
    FORM("a=1&b=two+words&c=%C3%A9%2B%26%3D%25", "a", "1", "b", "two words", "c", "é+&=%");
    FORM("From=%2B56911111111", "From", "+56911111111");
    FORM("%41%42=x", "AB", "x");
}

Test(form, keeps_empty_names_values_and_repeated_fields) {
    FORM("a", "a", "");
    FORM("a=", "a", "");
    FORM("=b", "", "b");
    FORM("a=1&a=2&a=1", "a", "1", "a", "2", "a", "1");
    FORM("a=b=c", "a", "b=c");
    FORM("x&y", "x", "", "y", "");
    FORM("%41&b=1", "A", "", "b", "1");
}

Test(form, skips_what_stands_between_two_ampersands) {
    FORM("&&a=1&&b=2&", "a", "1", "b", "2");
    expect_form("", 0, NULL);
    expect_form("&&&", 0, NULL);
}

static void expect_refused(const char *body, size_t len) {
    struct form form;
    struct error why = ERROR_INIT;
    cr_expect(form_parse(body, len, &form, &why) == -1, "%s was taken", body);
    cr_expect(why.kind == ERROR_INPUT && form.bytes == NULL && form.count == 0);
    cr_expect(!strstr(why.text, "569"), "the error text tells the content");
}

Test(form, with_a_broken_escape_or_a_nul_is_refused) {
    static const char *const broken[] = {"a=%",   "a=%5",  "a=%zz", "a=569%5z", "a=%5&b=1", "%=1",    "a=%%41",
                                         "a=%-1", "a=%+1", "a=% 1", "a=%00",    "%00=1",    "a=1&b=%"};
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) expect_refused(broken[i], strlen(broken[i]));
    expect_refused("a=\0b", 4);
}

Test(form, has_at_most_a_hundred_fields) {
    own_text struct text body = TEXT_INIT(200000);
    for (int i = 0; i < FORM_FIELDS_MAX; i++) form_add(&body, "n", "v");
    own_form struct form form = {0};
    cr_assert(form_parse(text_get(&body), body.len, &form, NULL) == 0);
    cr_expect(form.count == FORM_FIELDS_MAX);
    form_add(&body, "n", "v");
    expect_refused(text_get(&body), body.len);
    while (body.len < 40000) form_add(&body, "n", "v");
    expect_refused(text_get(&body), body.len); /* 10,000 fields */
}

Test(form, takes_one_field_of_64_kib) {
    static char body[65536];
    memset(body, 'x', sizeof body);
    body[1] = '=';
    own_form struct form form = {0};
    cr_assert(form_parse(body, sizeof body, &form, NULL) == 0);
    cr_expect(form.count == 1 && form.fields[0].value_len == sizeof body - 2);
}

Test(form, find_gives_the_first_value_and_how_often_there_is_one) {
    own_form struct form form = {0};
    cr_assert(form_parse("To=1&to=2&To=3", 14, &form, NULL) == 0);
    size_t count;
    cr_expect_str_eq(form_find(&form, "To", &count), "1");
    cr_expect(count == 2);
    cr_expect(form_find(&form, "TO", &count) == NULL && count == 0);
    cr_expect_str_eq(form_find(&form, "to", NULL), "2");
}

Test(form, written_is_read_back_the_same) {
    static const char *const strings[] = {"", "a b", "é🙏", "&=+%#?/:", "\x01\x7F\xFF", "-._~aZ9"};
    own_text struct text body = TEXT_INIT(4096);
    for (size_t i = 0; i < 6; i++) form_add(&body, strings[i], strings[5 - i]);
    own_form struct form form = {0};
    cr_assert(form_parse(text_get(&body), body.len, &form, NULL) == 0);
    cr_assert(form.count == 6);
    for (size_t i = 0; i < 6; i++) {
        cr_expect_str_eq(form.fields[i].name, strings[i]);
        cr_expect_str_eq(form.fields[i].value, strings[5 - i]);
    }
}

Test(form, is_written_with_percent_20_as_the_provider_libraries_do) {
    own_text struct text body = TEXT_INIT(4096);
    form_add(&body, "To", "+56 9");
    form_add(&body, "Body", "é~*'");
    cr_expect_str_eq(text_get(&body), "To=%2B56%209&Body=%C3%A9~%2A%27");
}
