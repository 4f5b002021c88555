/* bad_text_test - the texts of promises.md section 3: each is answered or quietly taken, none breaks anything. */
#include "tests/handlers/handlers_help.h"

#include <stdlib.h>
#include <string.h>

static void expect_fallback(const char *text) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    cr_assert_str_eq(person_writes(&person, text), help_phrase("fallback_1", LANGUAGE_ES), "%.40s", text);
    cr_assert_str_eq(person.done, "");
    person_ends(&person);
}

static void expect_topic(const char *text, const char *topic) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person_writes(&person, text);
    cr_assert_str_eq(person.turn.kind, "topic", "%s", text);
    cr_assert_str_eq(person.turn.id, topic, "%s", text);
    person_ends(&person);
}

Test(bad_text, nothing_blanks_and_emoji_get_a_gentle_word) {
    expect_fallback("");
    expect_fallback("   \t\n ");
    expect_fallback("\xC2\xA0\xC2\xA0");
    expect_fallback("😀😀🙏🏽");
    expect_fallback("\xE2\x80\x8F\xE2\x80\x8E\xE2\x80\x8D");
    expect_fallback("...!!!");
}

static char *repeat(const char *unit, size_t bytes) {
    size_t len = strlen(unit), count = bytes / len;
    char *text = malloc(count * len + 1);
    cr_assert_not_null(text);
    for (size_t i = 0; i < count; i++) memcpy(text + i * len, unit, len);
    text[count * len] = '\0';
    return text;
}

Test(bad_text, long_texts_are_answered) {
    static const size_t sizes[] = {1600, 65536, 1000000};
    static const char *const units[] = {"a", "zzkl ", "ñ", "e\xCC\x81", "\xEF\xB7\xBA", "😀"};
    for (size_t s = 0; s < 3; s++)
        for (size_t u = 0; u < 6; u++) {
            struct person person;
            char *text = repeat(units[u], sizes[s]);
            person_known(&person, LANGUAGE_ES);
            cr_assert_str_neq(person_writes(&person, text), "");
            person_ends(&person);
            free(text);
        }
}

Test(bad_text, a_long_text_with_a_topic_in_it_is_understood) {
    char *text = repeat("zzkl prwt ", 600);
    struct person person;
    char *long_text = malloc(strlen(text) + 100);
    snprintf(long_text, strlen(text) + 100, "no me pagan el sueldo %s", text);
    person_known(&person, LANGUAGE_ES);
    cr_assert_str_neq(person_writes(&person, long_text), "");
    person_ends(&person);
    free(long_text);
    free(text);
}

Test(bad_text, marks_that_nobody_sees_change_nothing) {
    expect_topic("ces\xE2\x80\x8B"
                 "fam",
                 "cesfam");
    expect_topic("\xE2\x80\xAE"
                 "cesfam"
                 "\xE2\x80\xAC",
                 "cesfam");
    expect_topic("\xE2\x80\x8F"
                 "CESFAM\xC2\xA0",
                 "cesfam");
    expect_topic("ｃｅｓｆａｍ", "cesfam");
    expect_topic("c\xCC\x81\xCC\x82\xCC\x83"
                 "esfam",
                 "cesfam");
}

Test(bad_text, digits_of_other_scripts_choose_from_a_menu) {
    static const char *const twos[] = {"２",
                                       "٢",
                                       "۲",
                                       "2️⃣",
                                       " 2 ",
                                       ("\xC2\xA0"
                                        "2")};
    for (size_t i = 0; i < sizeof twos / sizeof twos[0]; i++) {
        struct person person;
        person_known(&person, LANGUAGE_ES);
        person_writes(&person, "menu");
        assert_has(person_writes(&person, twos[i]), "Salud:");
        person_ends(&person);
    }
}

Test(bad_text, homoglyphs_never_lead_to_a_wrong_control) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person_writes(&person, "\xD0\xA1TOP"); /* a Cyrillic es */
    cr_assert_not(person_did(&person, "consent"));
    cr_assert_str_neq(person.heard, "");
    person_ends(&person);
}

Test(bad_text, control_characters_are_no_words) {
    expect_fallback("\x01\x02\x03\x7F");
    expect_topic("cesfam\x01", "cesfam");
}

Test(bad_text, what_would_be_code_elsewhere_is_only_text) {
    static const char *const texts[] = {"{comuna}",
                                        "%s%n%x",
                                        "'; DROP TABLE people; --",
                                        "<script>alert(1)</script>",
                                        "=cmd|' /C calc'!A0",
                                        "${jndi:ldap://x}",
                                        "\\u0000",
                                        "{{7*7}}"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct person person;
        person_known(&person, LANGUAGE_ES);
        person_writes(&person, texts[i]);
        cr_assert_str_neq(person.heard, "", "%s", texts[i]);
        assert_lacks(person.heard, "Quilicura"); /* {comuna} typed by a person stays as typed */
        person_ends(&person);
    }
}

Test(bad_text, a_phone_number_is_no_number_of_a_menu) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person_writes(&person, "menu");
    person_writes(&person, "+56 9 1111 1111");
    assert_lacks(person.heard, ":\n1 ");
    cr_assert_str_neq(person.turn.kind, "section");
    person_ends(&person);
}

Test(bad_text, a_keyword_inside_a_word_means_nothing) {
    expect_fallback("prefonasado");
    expect_fallback("xcesfamx");
}

Test(bad_text, stop_with_a_full_stop_is_stop) {
    static const char *const stops[] = {"STOP.", "¡ALTO!", "  stop  ", "\"kite\"", "Stop\n", "ＳＴＯＰ"};
    for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++) {
        struct person person;
        person_known(&person, LANGUAGE_ES);
        person_writes(&person, stops[i]);
        cr_assert(person_did(&person, "consent"), "%s", stops[i]);
        person_ends(&person);
    }
}

Test(bad_text, three_languages_in_one_text_are_answered) {
    struct person person;
    person_new(&person);
    person_writes(&person, "hola mwen bezwen lekòl for my child s'il vous plaît");
    cr_assert_str_neq(person.heard, "");
    person_ends(&person);
}

Test(bad_text, invalid_utf8_is_answered) {
    expect_fallback("\xFF\xFE\xC0\x80");
    expect_fallback("\xF8\x88\x80\x80\x80");
    expect_topic("cesfam \xC3", "cesfam");
}

/* Whatever we said comes back for ever: the two machines must fall silent. */
static int answers_to_echo(const char *first) {
    struct person person;
    char said[8192];
    int answered = 0;
    person_known(&person, LANGUAGE_ES);
    snprintf(said, sizeof said, "%s", person_writes(&person, first));
    for (int i = 0; i < 60 && *said; i++) {
        const char *last = person.turn.said_count ? person.turn.said[person.turn.said_count - 1] : "";
        char back[8192];
        snprintf(back, sizeof back, "%s", last);
        person_writes(&person, back);
        if (!person.turn.said_count) break;
        answered++;
    }
    person_ends(&person);
    return answered;
}

Test(bad_text, our_own_last_text_sent_back_makes_no_loop) {
    static const char *const firsts[] = {"hola",      "cesfam",      "residencia",        "9",    "2",    "asdf qwer",
                                         "ayuda",     "idioma",      "mi marido me pega", "alto", "alta", "ok",
                                         "mis datos", "visa trabajo"};
    for (size_t i = 0; i < sizeof firsts / sizeof firsts[0]; i++) {
        int answered = answers_to_echo(firsts[i]);
        cr_assert_leq(answered, 6, "%d answers after '%s'", answered, firsts[i]);
    }
}
