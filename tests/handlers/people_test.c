/* people_test - appointments and their reminders; caseworkers in the thread; what comes without words. */
#include "tests/handlers/handlers_help.h"

#include <string.h>

static void begin(struct person *person, enum language language) {
    person_known(person, language);
    person_appointment(person, "a1 2026-11-26 15:30 asistente social | Oficina, piso 2");
}

Test(appointment, a_reminder_tells_day_hour_and_place_in_the_persons_language) {
    struct person person;
    begin(&person, LANGUAGE_ES);
    person_timer(&person, "reminder");
    assert_has(person.heard, "el jueves 26 de noviembre a las 15:30, Oficina, piso 2.");
    cr_assert(person_is_in(&person, "appointment"));
    person_ends(&person);
    begin(&person, LANGUAGE_HT);
    assert_has(person_timer(&person, "reminder"), "15:30");
    assert_has(person.heard, "Sonje");
    person_ends(&person);
}

Test(appointment, one_two_and_three_confirm_move_and_cancel) {
    static const char *const effects[] = {"appointment a1 confirmed", "appointment a1 moving",
                                          "appointment a1 cancelled"};
    static const char *const words[3][4] = {{"1", "Confirmo", "si", "konfime"},
                                            {"2", "cambiar hora", "otro día", "chanje randevou"},
                                            {"3", "no puedo ir", "NO", "annuler"}};
    for (int answer = 0; answer < 3; answer++)
        for (int i = 0; i < 4; i++) {
            struct person person;
            begin(&person, LANGUAGE_ES);
            person_timer(&person, "reminder");
            person_writes(&person, words[answer][i]);
            cr_assert(person_did(&person, effects[answer]), "%s: %s", words[answer][i], person.done);
            cr_assert_eq(person_did(&person, "ticket "), answer == 1);
            cr_assert_eq(person.turn.said_count, answer == 0 ? 2 : 1, "the first yes asks about reminders");
            person_ends(&person);
        }
}

Test(appointment, numbers_are_about_it_for_three_days_also_after_another_question) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person_appointment(&person, "a1 2026-11-30 15:30 x | y");
    person_timer(&person, "reminder");
    person_waits(&person, "70h");
    person_writes(&person, "cesfam");
    person_writes(&person, "1");
    cr_assert(person_did(&person, "appointment a1 confirmed"));
    person_waits(&person, "3h");
    person_writes(&person, "3");
    cr_assert_not(person_did(&person, "appointment"));
    cr_assert(person_is_in(&person, "menu"));
    person_ends(&person);
}

Test(appointment, its_words_work_without_a_reminder_but_not_without_an_appointment) {
    struct person person;
    begin(&person, LANGUAGE_ES);
    person_writes(&person, "cancelar hora");
    cr_assert(person_did(&person, "appointment a1 cancelled"));
    person_ends(&person);
    person_known(&person, LANGUAGE_ES);
    person_writes(&person, "cancelar hora");
    cr_assert_not(person_did(&person, "appointment"));
    person_ends(&person);
}

Test(appointment, no_reminder_against_a_no_of_a_cancelled_or_of_a_past_one) {
    struct person person;
    begin(&person, LANGUAGE_ES);
    person.rehearsal.known.consent[PURPOSE_REMINDERS] = CONSENT_NO;
    cr_assert_str_eq(person_timer(&person, "reminder"), "");
    person_ends(&person);
    begin(&person, LANGUAGE_ES);
    person_writes(&person, "cancelar hora");
    cr_assert_str_eq(person_timer(&person, "reminder"), "");
    person_ends(&person);
}

Test(appointment, an_answer_to_one_that_is_gone_says_so) {
    struct person person;
    begin(&person, LANGUAGE_ES);
    person_timer(&person, "reminder");
    person.rehearsal.known.appointment_count = 0;
    cr_assert_str_eq(person_writes(&person, "1"), help_phrase("appt_gone", LANGUAGE_ES));
    cr_assert_str_eq(person.done, "");
    person_ends(&person);
}

Test(appointment, a_reminder_does_not_break_into_a_form) {
    struct person person;
    begin(&person, LANGUAGE_ES);
    person_writes(&person, "9");
    person_timer(&person, "reminder");
    assert_lacks(person.heard, "Responda 1");
    person_writes(&person, "2");
    assert_has(person.heard, "¿Cuándo podemos llamarle?");
    person_writes(&person, "cancelar hora");
    cr_assert(person_did(&person, "appointment a1 cancelled"));
    assert_has(person.heard, "¿Cuándo podemos llamarle?");
    person_ends(&person);
}

Test(appointment, without_a_place_the_offices_address_is_told) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person_appointment(&person, "a1 2026-11-26 15:30 x");
    assert_has(person_timer(&person, "reminder"), pack_value(help_pack(), "direccion", LANGUAGE_ES));
    person_ends(&person);
}

static void with_ticket(struct person *person) {
    person_known(person, LANGUAGE_ES);
    snprintf(person->rehearsal.known.ticket_id, 24, "t1");
    snprintf(person->rehearsal.known.ticket_code, 12, "K7M-42");
}

Test(staff, their_text_reaches_the_person_as_it_is) {
    struct person person;
    with_ticket(&person);
    cr_assert_str_eq(person_staff(&person, "Hola {comuna} %s, venga mañana"), "Hola {comuna} %s, venga mañana");
    cr_assert(person_is_in(&person, "with-person"));
    person_ends(&person);
}

Test(staff, while_they_have_the_word_the_person_is_noted_and_the_bot_is_silent) {
    static const char *const texts[] = {"gracias señora", "1", "si", "no entiendo la visa de mi hijo y el colegio",
                                        "qwrt",           ""};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct person person;
        with_ticket(&person);
        person_staff(&person, "Hola");
        cr_assert_str_eq(person_writes(&person, texts[i]), "", "%s", texts[i]);
        cr_assert_str_eq(person.done, "note", "%s", texts[i]);
        cr_assert(person_is_in(&person, "with-person"));
        person_ends(&person);
    }
}

Test(staff, an_exact_keyword_a_control_word_and_danger_are_still_answered) {
    struct person person;
    with_ticket(&person);
    person_staff(&person, "Hola");
    assert_has(person_writes(&person, "cesfam"), "CESFAM");
    cr_assert(person_did(&person, "note"));
    cr_assert(person_is_in(&person, "with-person"));
    assert_has(person_writes(&person, "ayuda"), "Quilicura");
    cr_assert(person_did(&person, "note"));
    assert_has(person_writes(&person, "mi marido me pega"), "133");
    cr_assert(person_did(&person, "note"));
    person_ends(&person);
}

Test(staff, closing_gives_the_word_back) {
    struct person person;
    struct rehearsal_event closed = {.kind = EVENT_STAFF, .name = "closed"};
    with_ticket(&person);
    person_staff(&person, "Hola");
    cr_assert_str_eq(person_event(&person, &closed), help_phrase("staff_closed", LANGUAGE_ES));
    cr_assert(person_is_in(&person, "idle"));
    cr_assert_str_eq(person_writes(&person, "gracias"), help_phrase("thanks_reply", LANGUAGE_ES));
    cr_assert_str_eq(person.done, "");
    person_ends(&person);
}

Test(staff, a_thread_without_an_open_ticket_is_the_bots_again) {
    struct person person;
    with_ticket(&person);
    person_staff(&person, "Hola");
    person.rehearsal.known.ticket_id[0] = '\0';
    cr_assert_str_eq(person_writes(&person, "qwrtp zxcv"), help_phrase("fallback_1", LANGUAGE_ES));
    person_ends(&person);
}

Test(staff, a_reply_ends_a_form_under_way) {
    struct person person;
    with_ticket(&person);
    person.rehearsal.known.ticket_id[0] = '\0';
    person_writes(&person, "9");
    snprintf(person.rehearsal.known.ticket_id, 24, "t1");
    person_staff(&person, "Hola");
    cr_assert(person_did(&person, "no timer form"));
    cr_assert_str_eq(person_waits(&person, "1d"), "");
    person_ends(&person);
}

static const char *sends(struct person *person, enum message_kind kind, const char *text) {
    struct rehearsal_event event = {
        .kind = EVENT_MESSAGE, .message_kind = kind, .channel_kind = "whatsapp", .text = text};
    return person_event(person, &event);
}

Test(media, each_kind_has_its_own_kind_word) {
    static const struct {
        enum message_kind kind;
        const char *phrase;
    } cases[] = {{MESSAGE_MEDIA, "media"},
                 {MESSAGE_LOCATION, "location"},
                 {MESSAGE_CONTACT, "contact"},
                 {MESSAGE_REACTION, "reaction"},
                 {MESSAGE_UNSUPPORTED, "media"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct person person;
        person_known(&person, LANGUAGE_HT);
        cr_assert_str_eq(sends(&person, cases[i].kind, ""), help_phrase(cases[i].phrase, LANGUAGE_HT));
        person_ends(&person);
    }
}

Test(media, words_beside_a_picture_are_worked_as_words) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    assert_has(sends(&person, MESSAGE_MEDIA, "quiero ir al cesfam"), "CESFAM");
    person_ends(&person);
}

Test(media, in_a_form_the_question_is_said_again) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    person_writes(&person, "9");
    sends(&person, MESSAGE_MEDIA, "");
    assert_has(person.turn.said[1], "¿Sobre qué tema?");
    person_ends(&person);
}

Test(media, a_robot_that_sends_pictures_for_ever_is_not_answered_for_ever) {
    struct person person;
    int answered = 0;
    person_known(&person, LANGUAGE_ES);
    for (int i = 0; i < 50; i++) answered += *sends(&person, MESSAGE_MEDIA, "") != '\0';
    cr_assert_leq(answered, 3);
    person_ends(&person);
}
