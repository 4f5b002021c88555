/* danger_test - a doubtful cry for help: one calm question, in every language; and neutral texts when it is not safe.
 */
#include "tests/handlers/handlers_help.h"

#include <string.h>

/* A word that may tell of danger or of work, so that what the matcher has learnt does not matter here. */
static const char two_meanings[] = "words:\n  - words: [zumbado]\n    topics: [violencia-mujer, trabajo]\n";
static const char one_meaning[] = "words:\n  - words: [zumbado]\n    topics: [urgencia, cesfam]\n";

static void begin(struct person *person, enum language language, const char *ambiguous) {
    person_known(person, language);
    person->rehearsal.pack = help_pack_with("ambiguous.yaml", ambiguous);
}

Test(danger, is_asked_about_before_anything_else_in_every_language) {
    static const char *const questions[LANGUAGE_BUILT_IN] = {[LANGUAGE_ES] = "¿Está en peligro ahora?",
                                                             [LANGUAGE_HT] = "Èske ou an danje kounye a?",
                                                             [LANGUAGE_FR] = "Êtes-vous en danger maintenant ?",
                                                             [LANGUAGE_EN] = "Are you in danger now?",
                                                             [LANGUAGE_PT] = "Você está em perigo agora?"};
    for (int language = 0; language < LANGUAGE_BUILT_IN; language++) {
        struct person person;
        begin(&person, (enum language)language, two_meanings);
        assert_has(person_writes(&person, "zumbado"), questions[language]);
        cr_assert(person_is_in(&person, "danger"));
        cr_assert_not(person_did(&person, "ticket "));
        person_ends(&person);
    }
}

Test(danger, yes_is_urgent_by_number_and_by_word) {
    static const char *const yes[] = {"1", "si", "wi", "1."};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        struct person person;
        begin(&person, LANGUAGE_ES, two_meanings);
        person_writes(&person, "zumbado");
        assert_has(person_writes(&person, yes[i]), "133");
        cr_assert(person_did(&person, "ticket "), "%s", person.done);
        assert_has(person.done, "violencia-mujer urgent");
        person_ends(&person);
    }
}

Test(danger, no_goes_on_with_what_else_it_may_have_meant) {
    struct person person;
    begin(&person, LANGUAGE_ES, one_meaning);
    person_writes(&person, "zumbado");
    person_writes(&person, "no");
    assert_has(person.heard, "1 ");
    assert_lacks(person.heard, "131");
    cr_assert(person_is_in(&person, "ask"));
    cr_assert_not(person_did(&person, "ticket "));
    person_ends(&person);
}

Test(danger, who_was_told_the_numbers_a_moment_ago_is_not_asked_again) {
    struct person person;
    begin(&person, LANGUAGE_ES, two_meanings);
    person_writes(&person, "me quiero matar");
    cr_assert(person_is_in(&person, "urgent"));
    assert_has(person_writes(&person, "zumbado"), "Una persona del equipo lo leerá");
    cr_expect(person_is_in(&person, "urgent"));
    cr_expect(person_did(&person, "note"), "%s", person.done);
    person_ends(&person);
}

/* "They will send him back" may tell of tomorrow's plane, or ask how to appeal. */
Test(danger, no_offers_the_same_topic_where_it_answers_plain_questions) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    struct state *state = &person.rehearsal.state;
    snprintf(state->name, sizeof state->name, "danger");
    snprintf(state->options[0], sizeof state->options[0], "expulsion");
    snprintf(state->options[1], sizeof state->options[1], "abogado");
    state->option_count = 2;
    state->since_ms = person.rehearsal.now_ms;
    assert_has(person_writes(&person, "no"), "1 Expulsión\n2 Abogado");
    cr_assert_not(person_did(&person, "ticket "));
    person_ends(&person);
}

Test(danger, another_text_is_heard_as_such) {
    struct person person;
    begin(&person, LANGUAGE_ES, two_meanings);
    person_writes(&person, "zumbado");
    assert_has(person_writes(&person, "me quiero matar"), "*4141");
    assert_has(person.done, "salud-mental urgent");
    person_ends(&person);
}

Test(danger, somebody_to_whom_it_is_not_safe_to_write_is_not_asked_openly) {
    struct person person;
    begin(&person, LANGUAGE_ES, two_meanings);
    person_writes(&person, "mi marido me pega");
    person_writes(&person, "no");
    cr_assert(person_did(&person, "mark unsafe 1"), "%s", person.done);
    person_writes(&person, "zumbado");
    assert_lacks(person.heard, "peligro");
    assert_has(person.heard, "149");
    person_ends(&person);
}

Test(unsafe, a_caseworkers_text_goes_as_it_is_written) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person_writes(&person, "mi marido me pega");
    person_writes(&person, "no");
    assert_has(person_staff(&person, "La esperamos el jueves."), "La esperamos el jueves.");
    person_ends(&person);
}

Test(unsafe, the_number_of_a_menu_gives_the_answer_and_alarms_nobody) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person_writes(&person, "menu");
    person_writes(&person, "6");
    assert_has(person_writes(&person, "1"), "133");
    cr_assert(person_did(&person, "ticket "));
    assert_lacks(person.done, "urgent");
    person_ends(&person);
}
