/* segments_smart_test - accents go only where they cost a segment; what is lowered can still be read. */
#include "messages/segments_smart.h"

#include "messages/segments.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_ROOM 4096

static struct text sent;

static void set_up(void) {
    text_init(&sent, TEXT_ROOM);
}
static void tear_down(void) {
    text_release(&sent);
}
TestSuite(segments_smart, .init = set_up, .fini = tear_down);

static const char *smart(const char *text) {
    text_clear(&sent);
    segments_smart(text, &sent);
    cr_assert(text_ok(&sent));
    return text_get(&sent);
}

/* 80 letters, so that what stands behind decides the encoding and a lowering saves a segment. */
#define LONG "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhhhhhhh"

Test(segments_smart, accents_go_where_that_saves_a_segment) {
    cr_expect_str_eq(smart(LONG "Extranjería, así, atención, último"), LONG "Extranjeria, asi, atencion, ultimo");
    cr_expect_str_eq(smart(LONG "coração, você, português, à noite"), LONG "coracao, voce, portugues, à noite");
    cr_expect_str_eq(smart(LONG "À bientôt, ça va, août, maïs, cœur"), LONG "A bientot, ca va, aout, mais, coeur");
    cr_expect_str_eq(smart(LONG "ÈSKE ou bezwen? Òganizasyon"), LONG "ESKE ou bezwen? Oganizasyon");
}

Test(segments_smart, signs_of_typography_become_those_of_a_keyboard) {
    cr_expect_str_eq(smart(LONG "“a” ‘b’ «c» – d… e\u00A0f\u202F! 1.º ½\u200B"),
                     LONG "\"a\" 'b' \"c\" - d... e f ! 1.o 1/2");
    cr_expect_str_eq(smart(LONG "a\tb`"), LONG "a b'");
}

Test(segments_smart, what_the_alphabet_holds_is_kept_beside_what_it_lacks) {
    static const char kept[] = LONG "ñÑ éÉ ü Ü è ò à ì ù ¿ ¡ Ç ä ö å ß § £ € [ ] { } \n";
    char with[sizeof kept + 8];

    snprintf(with, sizeof with, "%sá", kept);
    cr_expect_eq(strncmp(smart(with), kept, strlen(kept)), 0, "%s", smart(with));
    cr_expect_str_eq(smart(with) + strlen(kept), "a");
}

Test(segments_smart, a_letter_of_two_code_points_is_the_letter_that_it_looks_like) {
    cr_expect_str_eq(smart(LONG "man\u0303ana, cafe\u0301, asi\u0301, g\u0303uahe"), LONG "mañana, café, asi, guahe");
}

Test(segments_smart, a_text_that_needs_no_saving_stays_as_it_is) {
    static const char *const texts[] = {
        "",
        "Sí",
        "Atención: mañana a las 9:00 en la Oficina, ¿podrá venir?",
        LONG "nothing here is dear: ñ é ü",
        "áááááááááááááááááááááááááááááááááááááááááááááááááááááááááááááááááááááá", /* 70: one segment */
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) cr_expect_str_eq(smart(texts[i]), texts[i]);
}

Test(segments_smart, a_text_that_would_not_become_cheap_stays_as_it_is) {
    static const char *const texts[] = {
        LONG "atención 👍",
        LONG "atención السلام عليكم",
        LONG "atención Привет",
        LONG "atención 你好",
        LONG "á ™",
        /* fewer marks would save a segment, yet it would stay dear */
        "👍 g\u0303g\u0303g\u0303g\u0303g\u0303g\u0303g\u0303g\u0303g\u0303g\u0303g\u0303g\u0303g\u0303g\u0303g\u0303"
        "g\u0303g\u0303g\u0303g\u0303g\u0303g\u0303g\u0303g\u0303g\u0303g\u0303g\u0303g\u0303g\u0303g\u0303g\u0303"
        "g\u0303g\u0303g\u0303g\u0303g\u0303",
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) cr_expect_str_eq(smart(texts[i]), texts[i]);
}

Test(segments_smart, a_spelling_that_grows_is_not_taken_when_it_saves_nothing) {
    char text[TEXT_ROOM] = "";

    /* 71 ellipses are two segments of UCS-2, and 213 septets */
    for (int i = 0; i < 71; i++) memcpy(text + 3 * i, "…", 4);
    cr_expect_str_eq(smart(text), text);
}

Test(segments_smart, bad_utf8_stays_as_it_is) {
    cr_expect_str_eq(smart(LONG "as\xC3\xAD \xFF\xC3"), LONG "as\xC3\xAD \xFF\xC3");
}

Test(segments_smart, it_appends) {
    text_add(&sent, "> ");
    segments_smart(LONG "así", &sent);
    cr_expect_str_eq(text_get(&sent), "> " LONG "asi");
}

/* --- what holds of every text --- */

static size_t count_of(const char *text, const char *letter) {
    size_t count = 0;

    for (; (text = strstr(text, letter)); text += strlen(letter)) count++;
    return count;
}

static void holds_for(const char *text) {
    static const char *const kept[] = {"ñ", "Ñ", "é", "É", "ü", "è", "ò", "à", "¿", "¡", "€"};
    char once[TEXT_ROOM];
    struct segments before = segments_count(text), after;

    snprintf(once, sizeof once, "%s", smart(text));
    after = segments_count(once);
    cr_assert_leq(after.segments, before.segments, "dearer: %s", text);
    if (strcmp(once, text) != 0) {
        cr_assert_lt(after.segments, before.segments, "changed for nothing: %s", text);
        cr_assert_not(after.ucs2, "changed and still dear: %s", text);
    }
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        cr_assert_geq(count_of(once, kept[i]), count_of(text, kept[i]), "%s was lost: %s", kept[i], text);
    cr_assert_str_eq(smart(once), once, "twice is not once: %s", text);
}

Test(segments_smart, never_dearer_never_for_nothing_and_twice_is_once) {
    static const char *const parts[] = {"a",  "e", " ", "ñ", "Ñ", "é", "É", "ü", "è", "ò", "à",      "¿",      "¡", "€",
                                        "\n", "á", "í", "ó", "ú", "ç", "ã", "È", "À", "…", "\u00A0", "\u0301", "“"};
    static const char *const dear[] = {"👍🏽", "ش", "Ж", "\u200D"};
    size_t kinds = sizeof parts / sizeof *parts;

    srand(7);
    for (int round = 0; round < 3000; round++) {
        char text[TEXT_ROOM] = "";
        size_t len = 0, count = (size_t)(rand() % 400), some = 1 + (size_t)(round % (int)kinds);
        for (size_t i = 0; i < count; i++) {
            const char *part = rand() % 3 ? "x" : parts[(size_t)rand() % some];
            if (round % 10 == 0 && rand() % 100 == 0) part = dear[rand() % 4];
            len += (size_t)snprintf(text + len, sizeof text - len, "%s", part);
        }
        holds_for(text);
    }
}

/* --- by channel --- */

static size_t on(const char *kind, const char *encoding, const char *text) {
    struct channel channel = {.rate_per_s = 1};

    snprintf(channel.kind, sizeof channel.kind, "%s", kind);
    snprintf(channel.encoding, sizeof channel.encoding, "%s", encoding);
    text_clear(&sent);
    return segments_on_channel(&channel, text, &sent);
}

Test(segments_smart, a_channel_sends_and_counts_its_own_spelling) {
    cr_expect_eq(on("sms", "smart", LONG "así"), 1);
    cr_expect_str_eq(text_get(&sent), LONG "asi");
    cr_expect_eq(on("sms", "full", LONG "así"), 2);
    cr_expect_str_eq(text_get(&sent), LONG "así");
    cr_expect_eq(on("whatsapp", "smart", LONG "así"), 1);
    cr_expect_str_eq(text_get(&sent), LONG "así");
    cr_expect_eq(on("sms", "smart", LONG "así 👍"), 2);
    cr_expect_eq(on("sms", "smart", ""), 1);
}
