/* control_test - STOP, START, HELP, MY DATA and danger: they beat every state, and only as the whole message. */
#include "tests/handlers/handlers_help.h"

#include <string.h>

static const enum language all[] = {LANGUAGE_ES, LANGUAGE_HT, LANGUAGE_FR, LANGUAGE_EN, LANGUAGE_PT};
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void expect_stopped(const struct person *person) {
    cr_assert(person_did(person, "consent reminders no"), "%s", person->done);
    cr_assert(person_did(person, "consent events no"));
    cr_assert(person_did(person, "consent surveys no"));
}

Test(stop, works_in_every_language_whatever_the_persons_is_and_confirms_once_in_theirs) {
    static const char *const words[] = {"ALTO", "kite", "ARRÊT", "Stop.", "parar", "unsubscribe", "no más", "KANPE!"};
    for (size_t i = 0; i < COUNT(words); i++)
        for (size_t l = 0; l < COUNT(all); l++) {
            struct person person;
            person_known(&person, all[l]);
            cr_assert_str_eq(person_writes(&person, words[i]), help_phrase("optout_confirm", all[l]), "%s", words[i]);
            expect_stopped(&person);
            cr_assert_str_eq(person_writes(&person, words[i]), "", "a second %s", words[i]);
            cr_assert_str_eq(person.done, "");
            person_ends(&person);
        }
}

Test(stop, as_the_first_word_is_confirmed_without_a_welcome) {
    struct person person;
    person_new(&person);
    cr_assert_str_eq(person_writes(&person, "kite"), help_phrase("optout_confirm", LANGUAGE_HT));
    expect_stopped(&person);
    cr_assert_not(person_did(&person, "greeted"));
    person_ends(&person);
}

Test(stop, ends_an_open_form_and_its_timer) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person_writes(&person, "9");
    person_writes(&person, "2");
    person_writes(&person, "kanpe");
    expect_stopped(&person);
    cr_assert(person_did(&person, "no timer form"));
    cr_assert(person_is_in(&person, "idle"));
    cr_assert_str_eq(person_waits(&person, "3d"), "");
    person_ends(&person);
}

Test(stop, no_word_inside_a_sentence_unsubscribes) {
    static const char *const texts[] = {"quiero parar el desalojo",
                                        "cancelar la multa",
                                        "cancelar",
                                        "no",
                                        "para",
                                        "fin",
                                        "cancel",
                                        "alto hospicio",
                                        "dar de alta a mi hijo",
                                        "kote ou rete",
                                        "parada de bus",
                                        "stop al abuso",
                                        "PARA MI HIJO",
                                        "me dieron de baja del trabajo"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct person person;
        person_known(&person, LANGUAGE_ES);
        person_writes(&person, texts[i]);
        cr_assert_not(person_did(&person, "consent"), "%s", texts[i]);
        person_ends(&person);
    }
}

Test(stop, is_not_undone_by_a_question) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person_writes(&person, "alto");
    assert_has(person_writes(&person, "cesfam"), "CESFAM");
    cr_assert_not(person_did(&person, "consent"));
    cr_assert_eq(person.rehearsal.known.consent[PURPOSE_EVENTS], CONSENT_NO);
    person_ends(&person);
}

Test(stop, at_the_provider_is_a_no_without_a_word) {
    struct person person;
    struct rehearsal_event event = {.kind = EVENT_STATUS};
    person_known(&person, LANGUAGE_ES);
    cr_assert_str_eq(person_event(&person, &event), "");
    expect_stopped(&person);
    person_ends(&person);
}

Test(start, switches_reminders_and_events_on_but_no_surveys) {
    static const char *const words[] = {"alta", "ENSKRI", "reprendre", "start", "iniciar"};
    for (size_t i = 0; i < COUNT(words); i++) {
        struct person person;
        person_known(&person, all[i]);
        person_writes(&person, "stop");
        cr_assert_str_eq(person_writes(&person, words[i]), help_phrase("optin_confirm", all[i]));
        cr_assert(person_did(&person, "consent reminders yes"));
        cr_assert(person_did(&person, "consent events yes"));
        cr_assert_not(person_did(&person, "consent surveys"));
        person_ends(&person);
    }
}

Test(help, says_what_the_line_is_and_what_it_keeps) {
    static const char *const words[] = {"ayuda", "èd", "aide", "help", "ajuda"};
    for (size_t i = 0; i < COUNT(words); i++) {
        struct person person;
        person_known(&person, all[i]);
        person_writes(&person, words[i]);
        cr_assert_eq(person.turn.said_count, 2);
        assert_has(person.turn.said[0], "Quilicura");
        cr_assert_str_eq(person.turn.said[1], help_phrase("privacy_short", all[i]));
        person_ends(&person);
    }
}

Test(help, in_a_form_says_the_question_again) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person_writes(&person, "9");
    person_writes(&person, "ayuda");
    assert_has(person.turn.said[2], "¿Sobre qué tema?");
    cr_assert(person_is_in(&person, "form"));
    person_ends(&person);
}

Test(my_data, is_told_at_once_and_corrected_by_a_person) {
    static const char *const words[] = {"mis datos", "DONE MWEN", "mes données", "my data", "meus dados"};
    static const char *const correct[] = {"corregir", "korije", "corriger", "correct", "corrigir"};
    for (size_t i = 0; i < COUNT(words); i++) {
        struct person person;
        person_known(&person, all[i]);
        person_writes(&person, words[i]);
        cr_assert_eq(person.turn.said_count, 2, "%s", words[i]);
        assert_has(person.turn.said[0], "2026");
        cr_assert_str_eq(person.done, "", "looking changes nothing");
        person_writes(&person, correct[i]);
        cr_assert(person_did(&person, "ticket "), "%s", correct[i]);
        assert_has(person.done, " datos: pedido=");
        assert_has(person.heard, person.rehearsal.known.ticket_code);
        person_ends(&person);
    }
}

Test(erase, needs_a_second_word_and_then_nobody_is_known) {
    static const char *const words[] = {"borrar", "efase", "supprimer", "delete", "apagar"};
    static const char *const yes[] = {"Sí, borrar", "wi efase", "oui effacer", "yes delete", "sim apagar"};
    for (size_t i = 0; i < COUNT(words); i++) {
        struct person person;
        person_known(&person, all[i]);
        person_writes(&person, words[i]);
        cr_assert(!person_did(&person, "record"), "%s", words[i]);
        cr_assert(person_is_in(&person, "erase"));
        person_writes(&person, yes[i]);
        cr_assert(person_did(&person, "record erase"), "%s", yes[i]);
        cr_assert_eq(person.turn.said_count, 1, "one receipt");
        cr_assert_eq(person.rehearsal.known.greeted, 0);
        person_ends(&person);
    }
}

Test(urgent, gets_numbers_and_a_ticket_at_once_in_every_state) {
    static const char *const before[] = {"", "menu", "9", "idioma", "residencia", "asdf qwer"};
    for (size_t i = 0; i < COUNT(before); i++) {
        struct person person;
        person_known(&person, LANGUAGE_ES);
        if (*before[i]) person_writes(&person, before[i]);
        person_writes(&person, "mi marido me pega");
        assert_has(person.heard, "133");
        cr_assert_eq(person.turn.said_count, 1);
        cr_assert(person_did(&person, "ticket "), "after '%s'", before[i]);
        assert_has(person.done, "violencia-mujer urgent");
        cr_assert(person_is_in(&person, "urgent"));
        cr_assert_str_eq(person_waits(&person, "1d"), ""); /* the form's timer is gone */
        person_ends(&person);
    }
}

Test(urgent, a_second_cry_is_noted_on_the_ticket_and_answered_again) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person_writes(&person, "mi marido me pega");
    person_writes(&person, "me va a matar");
    assert_has(person.heard, "133");
    cr_assert(person_did(&person, "note"));
    cr_assert_not(person_did(&person, "ticket "));
    person_ends(&person);
}

Test(urgent, a_bare_emergency_number_is_a_cry_for_help) {
    static const char *const numbers[] = {"131", "133", "149", " 133 ", "133!"};
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct person person;
        person_known(&person, LANGUAGE_ES);
        person_writes(&person, numbers[i]);
        cr_assert_str_eq(person.turn.kind, "urgent", "%s", numbers[i]);
        cr_assert(person_did(&person, "ticket "));
        person_ends(&person);
    }
}

Test(urgent, no_to_is_it_safe_is_answered_by_one_neutral_word) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person_writes(&person, "mi marido me pega");
    cr_assert_str_eq(person_writes(&person, "NO"), help_phrase("urgent_no", LANGUAGE_ES));
    cr_assert(person_did(&person, "note"));
    assert_has(person_writes(&person, "si"), "133");
    cr_assert(person_did(&person, "note"));
    person_ends(&person);
}

Test(urgent, in_live_mode_an_answer_nobody_approved_is_replaced_by_the_numbers) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person.rehearsal.live = 1;
    cr_assert_str_eq(person_writes(&person, "mi marido me pega"), help_phrase("urgent_numbers", LANGUAGE_ES));
    cr_assert(person_did(&person, "ticket "));
    person_ends(&person);
}

Test(urgent, the_first_message_of_a_stranger_is_not_delayed_by_a_welcome) {
    struct person person;
    person_new(&person);
    person_writes(&person, "mwen vle mouri");
    assert_has(person.turn.said[0], "*4141");
    cr_assert(person_did(&person, "language ht"));
    cr_assert_eq(person.turn.said_count, 1);
    person_ends(&person);
}
