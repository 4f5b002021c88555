/* text_test - a text is bounded, and what a person sees of a foreign text is clean. */
#include "messages/text.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

Test(text, grows_to_its_maximum_and_not_one_byte_further) {
    own_text struct text text = TEXT_INIT(5);
    text_add(&text, "abc");
    text_addf(&text, "%d", 42);
    cr_expect(text_ok(&text));
    cr_expect_str_eq(text_get(&text), "abc42");
    text_add_char(&text, '!');
    cr_expect(!text_ok(&text));
}

Test(text, that_broke_is_empty_and_stays_so_until_cleared) {
    own_text struct text text = TEXT_INIT(3);
    text_add(&text, "abcd");
    text_add(&text, "a");
    text_addf(&text, "%s", "b");
    text_add_rune(&text, 'c');
    cr_expect(!text_ok(&text) && text.len == 0);
    cr_expect_str_eq(text_get(&text), "");
    text_clear(&text);
    text_add(&text, "ok");
    cr_expect_str_eq(text_get(&text), "ok");
}

Test(text, check_names_what_was_too_long) {
    own_text struct text text = TEXT_INIT(1);
    struct error why = ERROR_INIT;
    cr_expect(text_check(&text, "the body", &why) == 0 && why.kind == ERROR_NONE);
    text_add(&text, "abc");
    cr_expect(text_check(&text, "the body", &why) == -1);
    cr_expect(why.kind == ERROR_INPUT);
    cr_expect_str_eq(why.text, "the body is too long");
}

Test(text, of_all_zero_is_an_empty_text_of_maximum_0) {
    struct text text = {0};
    cr_expect(text_ok(&text));
    cr_expect_str_eq(text_get(&text), "");
    text_add(&text, "");
    cr_expect(text_ok(&text));
    text_add(&text, "x");
    cr_expect(!text_ok(&text));
    text_release(&text);
    text_init(&text, 4);
    text_add(&text, "xyz");
    cr_expect_str_eq(text_get(&text), "xyz");
    text_release(&text);
    cr_expect(text.at == NULL && text.len == 0 && text.max == 4);
    text_release(&text);
}

Test(text, take_hands_the_string_over_and_leaves_an_empty_text) {
    own_text struct text text = TEXT_INIT(100);
    text_add(&text, "mine");
    char *taken = text_take(&text);
    cr_expect_str_eq(taken, "mine");
    free(taken);
    text_add(&text, "again");
    cr_expect_str_eq(text_get(&text), "again");
    text_clear(&text);
    own_text struct text never = TEXT_INIT(100);
    taken = text_take(&never);
    cr_expect_str_eq(taken, "");
    free(taken);
}

Test(text, appended_long_format_is_whole_or_not_at_all) {
    char long_word[5000];
    memset(long_word, 'a', sizeof long_word - 1);
    long_word[sizeof long_word - 1] = 0;
    own_text struct text text = TEXT_INIT(10000);
    text_addf(&text, "<%s>", long_word);
    cr_expect(text.len == sizeof long_word + 1 && text_get(&text)[text.len - 1] == '>');
    text_addf(&text, "<%s>", long_word);
    cr_expect(!text_ok(&text));
}

static void expect_runes(const char *string, size_t len, const uint32_t *runes, size_t count) {
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t rune = text_next_rune(string, len, &at);
        cr_expect(rune == runes[i], "rune %zu is U+%04X, expected U+%04X", i, rune, runes[i]);
    }
    cr_expect(text_next_rune(string, len, &at) == 0 && at == len);
}
#define RUNES(string, ...)                                                                                             \
    expect_runes(string, sizeof string - 1, (uint32_t[]){__VA_ARGS__}, sizeof((uint32_t[]){__VA_ARGS__}) / 4)

Test(text, walks_utf8_by_code_points) {
    RUNES("aé€🙏", 'a', 0xE9, 0x20AC, 0x1F64F);
    RUNES("\xF4\x8F\xBF\xBF\xEE\x80\x80\xED\x9F\xBF", 0x10FFFF, 0xE000, 0xD7FF);
}

Test(text, every_bad_byte_of_utf8_is_one_replacement_character) {
    RUNES("a\xFFz", 'a', 0xFFFD, 'z');
    RUNES("\xC0\xAF", 0xFFFD, 0xFFFD);                         /* overlong slash */
    RUNES("\xE0\x80\xAF", 0xFFFD, 0xFFFD, 0xFFFD);             /* the same in three */
    RUNES("\xF0\x80\x80\xAF", 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD); /* and in four */
    RUNES("\xED\xA0\xBD", 0xFFFD, 0xFFFD, 0xFFFD);             /* a surrogate */
    RUNES("\xF4\x90\x80\x80", 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD); /* beyond U+10FFFF */
    RUNES("\xE2\x82", 0xFFFD, 0xFFFD);                         /* cut off */
    RUNES("\xE2\x28\xA1", 0xFFFD, '(', 0xFFFD);                /* a letter where a continuation should be */
    RUNES("\x80z", 0xFFFD, 'z');                               /* a continuation without a start */
    RUNES("a\0b", 'a', 0xFFFD, 'b');                           /* a NUL is no end */
}

Test(text, written_rune_by_rune_reads_back_the_same) {
    static const uint32_t runes[] = {1, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x10FFFF};
    for (size_t i = 0; i < sizeof runes / sizeof runes[0]; i++) {
        own_text struct text text = TEXT_INIT(4);
        text_add_rune(&text, runes[i]);
        size_t at = 0;
        cr_expect(text_next_rune(text_get(&text), text.len, &at) == runes[i] && at == text.len);
    }
    own_text struct text bad = TEXT_INIT(20);
    text_add_rune(&bad, 0xD800);
    text_add_rune(&bad, 0x110000);
    cr_expect_str_eq(text_get(&bad), "\xEF\xBF\xBD\xEF\xBF\xBD");
}

static void expect_clean(const char *string, size_t len, size_t max, const char *expected) {
    own_text struct text text = TEXT_INIT(4096);
    text_add_clean(&text, string, len, max);
    cr_expect_str_eq(text_get(&text), expected);
}
#define CLEAN(string, expected) expect_clean(string, sizeof string - 1, 1000, expected)

Test(clean, keeps_what_people_write) {
    CLEAN("", "");
    CLEAN("   ", "   ");
    CLEAN("¿Dónde está? Kote? 🙏👨‍👩‍👧", "¿Dónde está? Kote? 🙏👨‍👩‍👧");
    CLEAN("a\tb\nc", "a\tb\nc");
    CLEAN("{comuna} %s%n '; DROP <script> =cmd| +56", "{comuna} %s%n '; DROP <script> =cmd| +56");
    CLEAN("\u200f\u0645\u0631\u062d\u0628\u0627\u200e \u0663 \uff11 \u00a0",
          "\u200f\u0645\u0631\u062d\u0628\u0627\u200e \u0663 \uff11 \u00a0");
}

Test(clean, drops_controls_and_what_turns_the_reading_direction) {
    CLEAN("a\0b", "ab");
    CLEAN("a\x01\x07\x1B[31mb\x7F", "a[31mb");
    CLEAN("a\xC2\x80\xC2\x85\xC2\x9F"
          "b",
          "ab");
    CLEAN("\u202aa\u202eb\u2066c\u2069d", "abcd");
}

Test(clean, makes_one_newline_of_every_kind_of_line_end) {
    CLEAN("a\r\nb\rc\nd\r\r\n", "a\nb\nc\nd\n\n");
}

Test(clean, replaces_bad_bytes_so_that_the_result_is_valid) {
    CLEAN("a\xFF\xC0\xAF\xED\xA0\x80z", "a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDz");
}

Test(clean, cuts_after_so_many_letters_and_never_within_one) {
    expect_clean("🙏🙏🙏", 12, 2, "🙏🙏");
    expect_clean("\x01\x02"
                 "abc",
                 5, 3, "abc"); /* what is dropped does not count */
    expect_clean("abc", 3, 0, "");
}

Test(clean, of_65536_letters_keeps_4096) {
    static char storm[65536];
    memset(storm, 'x', sizeof storm);
    own_text struct text text = TEXT_INIT(4 * 4096);
    text_add_clean(&text, storm, sizeof storm, 4096);
    cr_expect(text_ok(&text) && text.len == 4096);
}

Test(clean, keeps_a_storm_of_combining_marks_within_its_bound) {
    static char storm[60000];
    for (size_t i = 0; i < sizeof storm; i += 2) memcpy(storm + i, "\u0301", 2);
    own_text struct text text = TEXT_INIT(4 * 4096);
    text_add_clean(&text, storm, sizeof storm, 4096);
    cr_expect(text_ok(&text) && text.len == 2 * 4096);
}
