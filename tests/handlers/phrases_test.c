/* phrases_test - what the machine says: in five languages, short, polite. */
#include "messages/segments.h"
#include "messages/segments_smart.h"
#include "tests/handlers/handlers_help.h"

#include <string.h>

static const char *const ids[] = {
    "welcome",
    "language_menu",
    "language_hint",
    "language_set",
    "help",
    "privacy_short",
    "main_menu",
    "section_menu",
    "more",
    "did_you_mean",
    "choose_answer",
    "tell_more",
    "at_your_service",
    "thanks_reply",
    "bye_reply",
    "fallback_1",
    "fallback_person",
    "fallback_short",
    "media",
    "location",
    "contact",
    "reaction",
    "handoff",
    "handoff_discreet",
    "ticket_already",
    "ticket_noted",
    "unsure",
    "staff_closed",
    "urgent_numbers",
    "urgent_noted",
    "urgent_no",
    "optout_confirm",
    "optin_confirm",
    "my_data_how",
    "my_data_correct",
    "erase_ask",
    "erase_ask_urgent",
    "erase_again",
    "erase_kept",
    "erase_late",
    "erase_receipt",
    "form_again",
    "form_lapsed",
    "appt_reminder",
    "appt_note",
    "appt_again",
    "appt_confirmed",
    "appt_moving",
    "appt_cancelled",
    "appt_gone",
};
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static size_t cost(const char *template, enum language language) {
    static const struct pack_param params[] = {{"codigo", "K7M-42"},
                                               {"fecha", "miércoles 30 de septiembre"},
                                               {"hora", "15:30"},
                                               {"lugar", "Oficina de Migrantes, piso 2"}};
    struct text said = TEXT_INIT(4096), lowered = TEXT_INIT(4096);
    struct pack_fill_args with = {help_pack(), language, params, COUNT(params)};
    pack_fill(&with, template, &said);
    segments_smart(text_get(&said), &lowered);
    size_t segments = segments_count(text_get(&lowered)).segments;
    text_release(&said);
    text_release(&lowered);
    return segments;
}

Test(phrases, each_is_written_in_every_language_in_at_most_two_sms) {
    for (size_t i = 0; i < COUNT(ids); i++)
        for (int language = 0; language < LANGUAGE_BUILT_IN; language++) {
            const char *phrase = pack_phrase(help_pack(), ids[i], (enum language)language);
            cr_assert_not_null(phrase, "%s", ids[i]);
            cr_assert_leq(cost(phrase, (enum language)language), 2, "%s in %s", ids[i],
                          language_code((enum language)language));
            if (language == LANGUAGE_ES || strcmp(ids[i], "language_menu") == 0) continue;
            cr_assert_str_neq(phrase, pack_phrase(help_pack(), ids[i], LANGUAGE_ES), "%s in %s is Spanish", ids[i],
                              language_code((enum language)language));
        }
}

/* The longest that it can be: a ticket, an appointment on the longest day, nothing decided. */
Test(phrases, what_is_kept_of_a_person_fits_two_sms) {
    static const char *const words[] = {"mis datos", "done mwen", "mes données", "my data", "meus dados"};
    for (int language = 0; language < LANGUAGE_BUILT_IN; language++) {
        struct person person;
        struct error why = ERROR_INIT;
        int len;
        person_known(&person, (enum language)language);
        cr_assert_eq(rehearsal_time("2026-09-30 10:00", &person.rehearsal.now_ms, &len, &why), 0);
        cr_assert_eq(rehearsal_appoint(&person.rehearsal, "a1 2026-09-30 15:30 x | y", &why), 0);
        snprintf(person.rehearsal.known.ticket_code, sizeof person.rehearsal.known.ticket_code, "K7M-42");
        snprintf(person.rehearsal.known.ticket_id, sizeof person.rehearsal.known.ticket_id, "t");
        person.rehearsal.known.message_count = 498;
        person_writes(&person, words[language]);
        cr_assert_leq(cost(person.turn.said[0], (enum language)language), 2, "%s", person.turn.said[0]);
        cr_assert_leq(cost(person.turn.said[1], (enum language)language), 2, "%s", person.turn.said[1]);
        person_ends(&person);
    }
}

Test(phrases, the_questions_of_the_callback_form_fit_two_sms_and_speak_all_languages) {
    const struct pack_form *form = pack_form(help_pack(), "callback");
    for (size_t i = 0; i < form->question_count; i++)
        for (int language = 0; language < LANGUAGE_BUILT_IN; language++) {
            cr_assert_not_null(form->questions[i].text[language]);
            cr_assert_leq(cost(form->questions[i].text[language], (enum language)language), 2, "%s in %s",
                          form->questions[i].id, language_code((enum language)language));
        }
}

Test(phrases, the_callback_form_offers_the_sections_of_the_menu) {
    const struct pack_question *question = &pack_form(help_pack(), "callback")->questions[0];
    cr_assert_eq(question->choice_count, pack_section_count(help_pack()) + 1);
    for (size_t i = 0; i < pack_section_count(help_pack()); i++)
        cr_assert_str_eq(question->choices[i].id, pack_section_at(help_pack(), i)->id);
}

Test(phrases, menus_of_every_section_and_language_fit_two_sms) {
    for (int language = 0; language < LANGUAGE_BUILT_IN; language++)
        for (size_t i = 0; i <= pack_section_count(help_pack()); i++) {
            struct person person;
            char number[24];
            person_known(&person, (enum language)language);
            snprintf(number, sizeof number, "%zu", i);
            person_writes(&person, "0");
            if (i) person_writes(&person, number);
            cr_assert_leq(cost(person.heard, (enum language)language), 2, "%s", person.heard);
            person_ends(&person);
        }
}
