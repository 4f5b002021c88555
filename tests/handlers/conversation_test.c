/* conversation_test - first contact, language, menu, questions, misses. */
#include "tests/handlers/handlers_help.h"

#include <string.h>

Test(first_contact, a_question_that_is_understood_is_answered_at_once_with_the_welcome_before_it) {
    struct person person;
    person_new(&person);
    person_writes(&person, "hola, quiero inscribirme en el cesfam, ¿qué documentos necesito llevar?");
    cr_assert_eq(person.turn.said_count, 2);
    cr_assert_str_eq(person.turn.said[0], help_phrase("welcome", LANGUAGE_ES));
    assert_has(person.turn.said[1], "CESFAM");
    cr_assert(person_did(&person, "language es guessed"));
    cr_assert(person_did(&person, "greeted"));
    person_writes(&person, "fonasa");
    assert_lacks(person.heard, "asistente");
    person_ends(&person);
}

Test(first_contact, a_weak_guess_gets_spanish_and_the_language_line) {
    struct person person;
    person_new(&person);
    person_writes(&person, "afp");
    cr_assert_str_eq(person.turn.said[0], help_phrase("welcome", LANGUAGE_ES));
    cr_assert_str_eq(person.turn.said[person.turn.said_count - 1], help_phrase("language_menu", LANGUAGE_ES));
    cr_assert(person_is_in(&person, "language"));
    cr_assert_not(person_did(&person, "language"));
    person_writes(&person, "2");
    cr_assert_str_eq(person.turn.said[0], help_phrase("language_set", LANGUAGE_HT));
    cr_assert_eq(person.turn.said_count, 2); /* what was answered in Spanish is said again */
    cr_assert(person_did(&person, "language ht chosen"));
    person_ends(&person);
}

Test(first_contact, other_numbers_on_the_screen_leave_the_languages_to_their_names) {
    struct person person;
    person_new(&person);
    person_writes(&person, "fonasa");
    cr_assert(person_is_in(&person, "several"));
    cr_assert_str_eq(person.turn.said[person.turn.said_count - 1], help_phrase("language_hint", LANGUAGE_ES));
    person_writes(&person, "creole");
    assert_has(person.heard, "kisa ou bezwen konnen");
    person_ends(&person);
}

Test(first_contact, a_greeting_of_one_language_settles_it) {
    struct person person;
    person_new(&person);
    person_writes(&person, "BONJOU");
    cr_assert_str_eq(person.turn.said[0], help_phrase("welcome", LANGUAGE_HT));
    cr_assert(person_is_in(&person, "menu"));
    assert_has(person.turn.said[1], "2 Sante");
    person_ends(&person);
}

Test(first_contact, when_the_language_is_unknown_the_menus_numbers_wait) {
    struct person person;
    person_new(&person);
    person_writes(&person, "menu");
    cr_assert_eq(person.turn.said_count, 2);
    cr_assert_str_eq(person.turn.said[1], help_phrase("language_menu", LANGUAGE_ES));
    person_writes(&person, "3");
    assert_has(person.heard, "2 Santé");
    cr_assert(person_is_in(&person, "menu"));
    person_ends(&person);
}

Test(language, a_guess_follows_the_person_until_they_choose) {
    struct person person;
    person_new(&person);
    person_writes(&person, "bonjou, mwen bezwen èd pou mwen jwenn yon lekòl pou pitit mwen");
    cr_assert_eq(person.rehearsal.known.language, LANGUAGE_HT);
    person_writes(&person, "buenos días, necesito saber dónde queda la oficina por favor");
    cr_assert_eq(person.rehearsal.known.language, LANGUAGE_ES);
    person_writes(&person, "KREYÒL");
    cr_assert_eq(person.rehearsal.known.language_chosen, 1);
    person_writes(&person, "buenos días, necesito saber dónde queda la oficina por favor");
    cr_assert_eq(person.rehearsal.known.language, LANGUAGE_HT);
    person_ends(&person);
}

Test(language, a_word_changes_it_at_any_time_and_what_is_open_is_said_again) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person_writes(&person, "9");
    person_writes(&person, "1");
    person_writes(&person, "english");
    assert_has(person.heard, "When can we call you?");
    cr_assert(person_is_in(&person, "form"));
    person_ends(&person);
}

Test(menu, zero_and_nine_mean_the_same_everywhere) {
    static const char *const before[] = {"hola", "2", "salud", "9", "idioma", "asdf"};
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
        struct person person;
        person_known(&person, LANGUAGE_ES);
        person_writes(&person, before[i]);
        person_writes(&person, "0");
        cr_assert(person_is_in(&person, "menu"), "0 after %s", before[i]);
        person_writes(&person, before[i]);
        person_writes(&person, "9");
        cr_assert(person_is_in(&person, "form"), "9 after %s", before[i]);
        person_ends(&person);
    }
}

Test(menu, a_number_to_an_old_menu_shows_the_menu_again) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person_writes(&person, "menu");
    person_waits(&person, "25h");
    person_writes(&person, "2");
    assert_has(person.heard, "9 Una persona");
    cr_assert(person_is_in(&person, "menu"));
    person_writes(&person, "2");
    assert_has(person.heard, "Salud:");
    person_ends(&person);
}

Test(menu, a_number_of_an_old_section_shows_the_menu) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person_writes(&person, "menu");
    person_writes(&person, "2");
    person_waits(&person, "2d");
    person_writes(&person, "1");
    cr_assert(person_is_in(&person, "menu"));
    person_ends(&person);
}

Test(menu, free_text_is_always_taken) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person_writes(&person, "menu");
    person_writes(&person, "no me pagan el sueldo");
    cr_assert_str_eq(person.turn.kind, "topic");
    cr_assert_str_eq(person.turn.id, "no-pagan");
    person_ends(&person);
}

Test(menu, a_section_title_works_like_its_number_in_any_language) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person_writes(&person, "menu");
    person_writes(&person, "SANTÉ");
    assert_has(person.heard, "Salud:");
    person_ends(&person);
}

Test(menu, no_list_uses_zero_or_nine_as_an_answer) {
    for (size_t i = 0; i < pack_section_count(help_pack()); i++) {
        struct person person;
        char number[24];
        person_known(&person, LANGUAGE_FR);
        person_writes(&person, "menu");
        snprintf(number, sizeof number, "%zu", i + 1);
        person_writes(&person, number);
        cr_assert_leq(person.rehearsal.state.option_count, 8);
        assert_lacks(person.heard, "\n9 "); /* it stands in the last line only, behind the menu's 0 */
        person_ends(&person);
    }
}

Test(questions, several_answers_are_offered_and_more_than_one_may_be_read) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person_writes(&person, "residencia");
    cr_assert(person_is_in(&person, "several"));
    char first[2000];
    snprintf(first, sizeof first, "%s", person_writes(&person, "1"));
    cr_assert_str_neq(person_writes(&person, "2"), first);
    cr_assert(person_is_in(&person, "several"));
    person_writes(&person, "8");
    assert_has(person.heard, "1 ");
    person_ends(&person);
}

Test(questions, a_person_asked_for_after_a_topic_is_not_asked_the_topic_again) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person_writes(&person, "residencia");
    person_writes(&person, "9");
    assert_has(person.heard, "¿Cuándo podemos llamarle?");
    person_ends(&person);
}

Test(misses, say_so_then_show_the_menu_then_offer_a_person_then_are_quiet) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    cr_assert_str_eq(person_writes(&person, "qwrtp zxcv"), help_phrase("fallback_1", LANGUAGE_ES));
    assert_has(person_writes(&person, "plof blif"), "9 Una persona");
    cr_assert_str_eq(person_writes(&person, "grumf trakt"), help_phrase("fallback_person", LANGUAGE_ES));
    cr_assert_str_eq(person_writes(&person, "blurb snork"), help_phrase("fallback_short", LANGUAGE_ES));
    for (int i = 0; i < 20; i++) cr_assert_str_eq(person_writes(&person, "plof blif"), "");
    person_waits(&person, "2h");
    cr_assert_str_eq(person_writes(&person, "plof blif"), help_phrase("fallback_short", LANGUAGE_ES));
    assert_has(person_writes(&person, "cesfam"), "CESFAM");
    cr_assert_str_eq(person_writes(&person, "plof blif"), help_phrase("fallback_1", LANGUAGE_ES));
    person_ends(&person);
}

Test(misses, yes_to_the_offer_opens_the_form_and_no_does_not) {
    struct person person;
    person_known(&person, LANGUAGE_HT);
    for (int i = 0; i < 3; i++) person_writes(&person, "qwrtp zxcv");
    person_writes(&person, "wi");
    cr_assert(person_is_in(&person, "form"));
    person_writes(&person, "0");
    for (int i = 0; i < 3; i++) person_writes(&person, "qwrtp zxcv");
    cr_assert_str_eq(person_writes(&person, "non"), help_phrase("at_your_service", LANGUAGE_HT));
    cr_assert(person_is_in(&person, "idle"));
    person_ends(&person);
}

Test(misses, yes_and_no_mean_nothing_where_nobody_asked) {
    static const char *const words[] = {"si", "no", "ok", "wi", "non", "sim", "vale"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        struct person person;
        person_known(&person, LANGUAGE_ES);
        cr_assert_str_eq(person_writes(&person, words[i]), help_phrase("at_your_service", LANGUAGE_ES), "%s", words[i]);
        cr_assert_str_eq(person.done, "");
        person_ends(&person);
    }
}

Test(courtesy, thanks_and_goodbyes_get_a_friendly_word_and_are_no_miss) {
    struct person person;
    person_known(&person, LANGUAGE_HT);
    person_writes(&person, "cesfam");
    cr_assert_str_eq(person_writes(&person, "Mèsi anpil!"), help_phrase("thanks_reply", LANGUAGE_HT));
    cr_assert_str_eq(person_writes(&person, "orevwa"), help_phrase("bye_reply", LANGUAGE_HT));
    person_ends(&person);
}

Test(courtesy, two_polite_machines_come_to_an_end) {
    struct person person;
    int answered = 0;
    person_known(&person, LANGUAGE_ES);
    for (int i = 0; i < 30; i++) answered += *person_writes(&person, "gracias") != '\0';
    cr_assert_leq(answered, 3);
    person_ends(&person);
}

Test(live_mode, an_answer_that_nobody_approved_is_not_spoken_but_leads_to_a_person) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person.rehearsal.live = 1;
    person_writes(&person, "cesfam");
    assert_has(person.heard, "No estamos seguros");
    cr_assert(person_did(&person, "ticket "));
    assert_has(person.done, "cesfam");
    person_writes(&person, "cesfam");
    cr_assert(person_did(&person, "note"));
    cr_assert_not(person_did(&person, "ticket "));
    person_ends(&person);
}

Test(live_mode, an_approved_answer_is_spoken) {
    static char bytes[8192];
    const char *sample = help_sample("answers/cesfam.yaml"), *at = strstr(sample, "status: proposed");
    cr_assert_not_null(at);
    snprintf(bytes, sizeof bytes, "%.*sstatus: approved\n", (int)(at - sample), sample);
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person.rehearsal.pack = help_pack_with("answers/cesfam.yaml", bytes);
    person.rehearsal.live = 1;
    assert_has(person_writes(&person, "cesfam"), "CESFAM");
    cr_assert_str_eq(person.done, "");
    person_ends(&person);
}
