/* segments_test - what a text costs, at the borders where one letter costs a segment. */
#include "messages/segments.h"

#include <criterion/criterion.h>
#include <string.h>

/* count times letters, then rest. */
static const char *repeated(const char *letters, size_t count, const char *rest) {
    static char text[16384];
    size_t len = strlen(letters);

    cr_assert_lt(len * count + strlen(rest), sizeof text);
    for (size_t i = 0; i < count; i++) memcpy(text + i * len, letters, len);
    memcpy(text + len * count, rest, strlen(rest) + 1);
    return text;
}

static void expect(const char *text, int ucs2, size_t units, size_t segments) {
    struct segments cost = segments_count(text);

    cr_expect_eq(cost.ucs2, ucs2, "encoding of %.40s", text);
    cr_expect_eq(cost.units, units, "%zu units, wanted %zu: %.40s", cost.units, units, text);
    cr_expect_eq(cost.segments, segments, "%zu segments, wanted %zu: %.40s", cost.segments, segments, text);
}

Test(segments, an_empty_text_is_billed_as_one) {
    expect("", 0, 0, 1);
}

Test(segments, letters_of_the_default_alphabet_cost_one_septet) {
    expect("Hola! @£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ ¤¡ÄÖÑÜ§¿äöñüà", 0, 51, 1);
}

Test(segments, letters_of_the_extension_table_cost_two) {
    expect("^{}\\[~]|€\f", 0, 20, 1);
}

Test(segments, one_letter_outside_makes_the_whole_text_ucs2) {
    expect("Extranjería", 1, 11, 1);
    expect("`", 1, 1, 1);
    expect("a\tb", 1, 3, 1);
    expect("¿Qué \xC2\xA0?", 1, 7, 1);
    expect("“a”", 1, 3, 1);
    expect("ç", 1, 1, 1); /* only the capital is in the alphabet */
}

Test(segments, gsm_borders) {
    expect(repeated("a", 160, ""), 0, 160, 1);
    expect(repeated("a", 161, ""), 0, 161, 2);
    expect(repeated("a", 306, ""), 0, 306, 2);
    expect(repeated("a", 307, ""), 0, 307, 3);
    expect(repeated("a", 158, "€"), 0, 160, 1);
    expect(repeated("a", 159, "€"), 0, 161, 2);
}

Test(segments, an_extension_letter_is_not_split_between_two_segments) {
    expect(repeated("a", 152, "€aaaaaaaaaa"), 0, 164, 2);
    /* 152 + a hole, then 2 + 151 */
    expect(repeated("€", 153, ""), 0, 306, 3);
    expect(repeated("€", 152, "aa"), 0, 306, 2 + 1);
    expect(repeated("€", 80, ""), 0, 160, 1);
}

Test(segments, ucs2_borders) {
    expect(repeated("á", 70, ""), 1, 70, 1);
    expect(repeated("á", 71, ""), 1, 71, 2);
    expect(repeated("á", 134, ""), 1, 134, 2);
    expect(repeated("á", 135, ""), 1, 135, 3);
}

Test(segments, an_emoji_and_its_companions_are_not_split) {
    expect("😀", 1, 2, 1);
    expect(repeated("😀", 35, ""), 1, 70, 1);
    expect(repeated("😀", 67, ""), 1, 134, 3); /* 33 fit into 67 units */
    expect(repeated("á", 66, "👨‍👩‍👧‍👦"), 1, 77, 2);
    expect(repeated("á", 134 - 3, "👍🏽"), 1, 135, 3);
    expect(repeated("🇨🇱", 33, "áá"), 1, 134, 3); /* 16 flags fit into 67 units */
    expect(repeated("á", 66, "e\xCC\x81"), 1, 68, 1);
    expect(repeated("á", 66, "e\xCC\x81zzz"), 1, 71, 2);
}

Test(segments, carriage_return_and_line_feed_are_counted_and_split_apart) {
    expect(repeated("a", 159, "\r\n"), 0, 161, 2);
    expect(repeated("a", 152, "\r\naaaaaaa"), 0, 161, 2);
    expect(repeated("á", 66, "\r\náá"), 1, 70, 1);
    /* 66 and CR fill the first segment, LF and 66 the second: no hole */
    expect(repeated("á", 66,
                    "\r\n"
                    "áááááááááááááááááááááááááááááááááááááááááááááááááááááááááááááááááá"),
           1, 134, 2);
}

Test(segments, a_pile_of_marks_that_no_segment_holds_is_cut) {
    expect(repeated("\xCC\x81", 500, ""), 1, 500, 8);
    expect(repeated("\xCC\x81", 68, ""), 1, 68, 1);
}

Test(segments, bad_utf8_is_counted_as_replacement_letters) {
    expect("a\xFFz\xC3", 1, 4, 1);
    expect("\xED\xA0\x80", 1, 3, 1);
}
