/* language_test - which of the five languages is it? The sentences are ours; the table never saw them. */
#include "messages/language.h"

#include <criterion/criterion.h>

static void expect_language(const char *text, enum language expected) {
    struct language_guess guess = language_guess_text(text);
    cr_expect_eq(guess.language, expected, "'%s' is '%s', not '%s'", text, language_code(guess.language),
                 language_code(expected));
}

Test(language, codes_and_names_go_both_ways) {
    for (int i = 0; i < LANGUAGE_BUILT_IN; i++)
        cr_expect_eq(language_of_code(language_code((enum language)i)), (enum language)i);
    cr_expect_str_eq(language_own_name(LANGUAGE_HT), "Kreyòl");
    cr_expect_eq(language_of_code("de"), LANGUAGE_NONE);
    cr_expect_eq(language_of_code(NULL), LANGUAGE_NONE);
    cr_expect_str_eq(language_code(LANGUAGE_NONE), "");
}

Test(language, whole_sentences_are_recognised) {
    expect_language("Necesito ayuda para inscribir a mi hija en el jardín", LANGUAGE_ES);
    expect_language("Mwen bezwen konnen kijan pou m fè kat idantite a", LANGUAGE_HT);
    expect_language("Je voudrais savoir comment renouveler mon titre de séjour", LANGUAGE_FR);
    expect_language("My employer has not paid me for two months", LANGUAGE_EN);
    expect_language("Gostaria de saber como matricular meu filho na escola", LANGUAGE_PT);
}

Test(language, people_type_without_accents) {
    expect_language("como saco la cedula de mi hijo", LANGUAGE_ES);
    expect_language("ki le biwo a louvri", LANGUAGE_HT);
    expect_language("ou est le bureau svp", LANGUAGE_FR);
    expect_language("nao tenho trabalho e preciso de ajuda", LANGUAGE_PT);
}

Test(language, haitians_spell_freely) {
    expect_language("moin bezoin travay tanpri", LANGUAGE_HT);
    expect_language("mbezwen yon randevou", LANGUAGE_HT);
}

Test(language, a_text_without_letters_has_none) {
    expect_language("", LANGUAGE_NONE);
    expect_language("1234 !? 5", LANGUAGE_NONE);
    expect_language("\xF0\x9F\x91\x8D", LANGUAGE_NONE);
}

Test(language, a_sentence_is_surer_than_a_syllable) {
    double sure = language_guess_text("mwen pa gen papye epi mwen bezwen travay").margin;
    double weak = language_guess_text("ok").margin;
    cr_expect_gt(sure, 10);
    cr_expect_lt(weak, 10);
}

Test(language, broken_bytes_and_long_words_do_no_harm) {
    char text[5000];
    for (size_t i = 0; i < sizeof text - 1; i++) text[i] = (char)(i % 255 + 1);
    text[sizeof text - 1] = 0;
    cr_expect_geq(language_guess_text(text).margin, 0);
}
