/* form_test - the one form engine: answers, interruptions, misses, expiry; the callback ticket at its end. */
#include "tests/handlers/handlers_help.h"

#include <string.h>

static const char text_form[] = "id: callback\n"
                                "expires_min: 60\n"
                                "questions:\n"
                                "  - {id: cuenta, type: text, max: 20, text: {es: \"Cuente\", ht: \"Di nou\"}}\n"
                                "  - {id: seguro, type: yes_no, text: {es: \"Seguro?\", ht: \"San danje?\"}}\n";

/* The last word of the form `callback`, in Creole. */
static const char *help_callback_lapsed(void) {
    return pack_form(help_pack(), "callback")->lapsed[LANGUAGE_HT];
}

static void begin(struct person *person, enum language language) {
    person_known(person, language);
    person_writes(person, "9");
}

static void begin_text(struct person *person) {
    person_known(person, LANGUAGE_ES);
    person->rehearsal.pack = help_pack_with("forms/callback.yaml", text_form);
    cr_assert_str_eq(person_writes(person, "9"), "Cuente");
}

Test(callback, the_answers_make_a_ticket_whose_fields_the_staff_read_in_spanish) {
    struct person person;
    begin(&person, LANGUAGE_HT);
    person_writes(&person, "2");
    person_writes(&person, "apremidi");
    person_writes(&person, "wi");
    person_writes(&person, "yon fi");
    assert_has(person.done,
               "salud: tema=Salud, cuando=En la tarde, numero=Este, seguro, deseos=Que le atienda una mujer");
    cr_assert(person_did(&person, "no timer form"));
    assert_has(person.heard, person.rehearsal.known.ticket_code);
    assert_has(person.heard, "pi ta demen mèkredi");
    cr_assert(person_is_in(&person, "idle"));
    person_ends(&person);
}

Test(callback, answers_may_be_numbers_words_labels_or_any_script_of_digits) {
    static const char *const first[] = {"2",     "2.",    "(2)", "02", "opción 2", "dos",
                                        "Salud", "sante", "２",  "٢",  "2️⃣",  "2 gracias"};
    for (size_t i = 0; i < sizeof first / sizeof first[0]; i++) {
        struct person person;
        begin(&person, LANGUAGE_ES);
        assert_has(person_writes(&person, first[i]), "¿Cuándo");
        cr_assert_str_eq(person.rehearsal.state.answers[0].answer, "salud", "%s", first[i]);
        person_ends(&person);
    }
}

Test(callback, who_is_not_safe_gets_a_neutral_text) {
    struct person person;
    begin(&person, LANGUAGE_ES);
    person_writes(&person, "6");
    person_writes(&person, "4");
    person_writes(&person, "no");
    person_writes(&person, "nada");
    assert_has(person.done, "numero=NO SEGURO");
    cr_assert(person_did(&person, "mark unsafe 1"));
    assert_lacks(person.heard, "equipo");
    assert_lacks(person.heard, "peligro");
    person_ends(&person);
}

Test(callback, nine_with_an_open_ticket_tells_its_code_and_opens_none) {
    struct person person;
    begin(&person, LANGUAGE_ES);
    for (int i = 0; i < 4; i++) person_writes(&person, "1");
    char code[12];
    memcpy(code, person.rehearsal.known.ticket_code, sizeof code);
    assert_has(person_writes(&person, "9"), code);
    cr_assert(person_did(&person, "note"));
    cr_assert_not(person_did(&person, "ticket "));
    person_ends(&person);
}

Test(callback, words_not_understood_go_to_the_open_ticket_and_are_acknowledged_once) {
    struct person person;
    begin(&person, LANGUAGE_ES);
    for (int i = 0; i < 4; i++) person_writes(&person, "1");
    assert_has(person_writes(&person, "zzkl prwt"), person.rehearsal.known.ticket_code);
    cr_assert(person_did(&person, "note"));
    cr_assert_str_eq(person_writes(&person, "zzkl prwt dos"), "");
    cr_assert(person_did(&person, "note"));
    person_ends(&person);
}

Test(form, a_question_with_one_answer_interrupts_and_the_form_goes_on) {
    struct person person;
    begin(&person, LANGUAGE_ES);
    person_writes(&person, "1");
    person_writes(&person, "quiero ir al cesfam");
    cr_assert_eq(person.turn.said_count, 2);
    assert_has(person.turn.said[0], "CESFAM");
    assert_has(person.turn.said[1], "¿Cuándo podemos llamarle?");
    assert_has(person_writes(&person, "1"), "¿A qué número?");
    person_ends(&person);
}

Test(form, the_third_answer_that_is_none_hands_over_with_what_there_is) {
    struct person person;
    begin(&person, LANGUAGE_ES);
    person_writes(&person, "2");
    assert_has(person_writes(&person, "zzkl prwt"), "¿Cuándo");
    assert_has(person_writes(&person, "99"), "¿Cuándo");
    person_writes(&person, "zzkl prwt");
    cr_assert(person_did(&person, "ticket "));
    assert_has(person.done, "tema=Salud");
    cr_assert(person_is_in(&person, "idle"));
    person_ends(&person);
}

Test(form, menu_leaves_it) {
    struct person person;
    begin(&person, LANGUAGE_ES);
    person_writes(&person, "0");
    cr_assert(person_did(&person, "no timer form"));
    cr_assert(person_is_in(&person, "menu"));
    person_ends(&person);
}

Test(form, nine_in_the_callback_form_asks_the_open_question_again) {
    struct person person;
    begin(&person, LANGUAGE_ES);
    person_writes(&person, "1");
    assert_has(person_writes(&person, "9"), "¿Cuándo");
    cr_assert_eq(person.rehearsal.state.answer_count, 1);
    person_ends(&person);
}

Test(form, lapses_with_a_kind_word_when_nobody_answers) {
    struct person person;
    begin(&person, LANGUAGE_HT);
    cr_assert_str_eq(person_waits(&person, "119m"), "");
    cr_assert_str_eq(person_waits(&person, "2m"), help_callback_lapsed());
    cr_assert(person_is_in(&person, "idle"));
    cr_assert_str_eq(person_waits(&person, "9d"), "");
    person_ends(&person);
}

Test(form, each_answer_puts_the_end_off) {
    struct person person;
    begin(&person, LANGUAGE_ES);
    person_waits(&person, "110m");
    person_writes(&person, "1");
    cr_assert_str_eq(person_waits(&person, "110m"), "");
    cr_assert(person_is_in(&person, "form"));
    person_ends(&person);
}

Test(form, a_timer_of_a_form_that_is_over_says_nothing) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    cr_assert_str_eq(person_timer(&person, "form"), "");
    begin(&person, LANGUAGE_ES);
    cr_assert_str_eq(person_timer(&person, "form"), ""); /* too early: an old one of an earlier form */
    cr_assert(person_is_in(&person, "form"));
    person_ends(&person);
}

Test(form, an_answer_after_the_end_is_taken_as_a_new_text) {
    struct person person;
    begin(&person, LANGUAGE_ES);
    person.rehearsal.due_count = 0; /* the timer was lost */
    person_waits(&person, "1d");
    assert_has(person_writes(&person, "quiero ir al cesfam"), "CESFAM");
    cr_assert_eq(person.turn.said_count, 1);
    person_ends(&person);
}

Test(form, a_form_that_left_the_pack_is_an_idle_state) {
    struct person person;
    person_known(&person, LANGUAGE_ES);
    snprintf(person.rehearsal.state.name, STATE_NAME_MAX, "form");
    snprintf(person.rehearsal.state.form, PACK_ID_MAX, "gone");
    assert_has(person_writes(&person, "cesfam"), "CESFAM");
    cr_assert(person_is_in(&person, "idle"));
    person_ends(&person);
}

Test(free_answer, takes_any_text_as_it_is_even_a_topic_or_a_placeholder) {
    static const char *const texts[] = {"cesfam",   "{comuna}", "%s%n", "'; DROP TABLE x",
                                        "<script>", "=cmd|x",   "123",  "si"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct person person;
        char field[100];
        begin_text(&person);
        cr_assert_str_eq(person_writes(&person, texts[i]), "Seguro?", "%s", texts[i]);
        person_writes(&person, "1");
        snprintf(field, sizeof field, "cuenta=%s,", texts[i]);
        assert_has(person.done, field);
        person_ends(&person);
    }
}

Test(free_answer, is_cut_at_its_maximum_in_whole_letters) {
    struct person person;
    begin_text(&person);
    person_writes(&person, "ññññññññññññññññññññññññññññññ");
    cr_assert_str_eq(person.rehearsal.state.answers[0].answer, "ññññññññññññññññññññ");
    person_ends(&person);
}

Test(free_answer, blanks_are_no_answer) {
    struct person person;
    begin_text(&person);
    assert_has(person_writes(&person, " \n "), "Cuente");
    cr_assert_eq(person.rehearsal.state.answer_count, 0);
    person_ends(&person);
}

Test(free_answer, control_and_danger_words_still_beat_it) {
    struct person person;
    begin_text(&person);
    person_writes(&person, "ALTO");
    cr_assert(person_did(&person, "consent"));
    person_writes(&person, "9");
    person_writes(&person, "me quiero matar");
    assert_has(person.done, "salud-mental urgent");
    person_ends(&person);
}

Test(free_answer, does_not_change_the_language) {
    struct person person;
    begin_text(&person);
    person.rehearsal.known.language_chosen = 0;
    person_writes(&person, "Mwen rele Jean epi mwen rete Quilicura");
    cr_assert_eq(person.rehearsal.known.language, LANGUAGE_ES);
    person_ends(&person);
}

/* All types of questions, the optional ones, and those that are skipped. */
static const char all_types[] =
    "id: callback\n"
    "expires_min: 60\n"
    "intro: {es: \"Son unas preguntas de {comuna}.\", ht: \"Kèk kesyon.\"}\n"
    "questions:\n"
    "  - id: viene\n"
    "    type: choice\n"
    "    optional: yes\n"
    "    text: {es: \"Viene?\\n1 Vengo\\n2 Tal vez\", ht: \"Vini?\"}\n"
    "    choices:\n"
    "      - {id: viene, label: {es: Vengo, ht: Vini}}\n"
    "      - {id: quizas, label: {es: Tal vez, ht: Petèt}}\n"
    "  - {id: cuantos, type: number, min: 0, max: 12, only_if: {viene: [viene, quizas]}, text: {es: Cuantos, ht: "
    "Konbyen}}\n"
    "  - {id: fono, type: phone, same: yes, optional: yes, text: {es: Fono, ht: Fon}}\n"
    "  - {id: nota, type: text, optional: yes, only_if: {viene: [viene]}, text: {es: Nota, ht: Nòt}}\n"
    "  - {id: seguro, type: yes_no, optional: yes, text: {es: \"Seguro?\\n1 Si\\n2 No\", ht: \"San danje?\"}}\n";

static void begin_all(struct person *person, enum language language) {
    person_known(person, language);
    static const struct pack *pack;
    if (!pack) pack = help_pack_with("forms/callback.yaml", all_types);
    person->rehearsal.pack = pack;
    person_writes(person, "9");
}

static const char *kept(const struct person *person, const char *question) {
    for (size_t i = 0; i < person->rehearsal.state.answer_count; i++)
        if (strcmp(person->rehearsal.state.answers[i].question, question) == 0)
            return person->rehearsal.state.answers[i].answer;
    return "(none)";
}

Test(form, says_its_intro_and_numbers_the_way_out_of_a_question) {
    struct person person;
    begin_all(&person, LANGUAGE_ES);
    cr_assert_eq(person.turn.said_count, 2);
    cr_assert_str_eq(person.turn.said[0], "Son unas preguntas de Quilicura.");
    cr_assert_str_eq(person.turn.said[1], "Viene?\n1 Vengo\n2 Tal vez\n3 Prefiero no decir");
    person_ends(&person);
}

Test(form, prefer_not_to_say_is_a_number_or_words_and_skips_what_hangs_on_it) {
    static const char *const words[] = {
        "3", "3.", "Prefiero no decir", "saltar", "SOTE", "m pito pa di", "skip", "passer", "pular", "tres", "３"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        struct person person;
        begin_all(&person, LANGUAGE_ES);
        assert_has(person_writes(&person, words[i]), "Fono");
        cr_assert_str_eq(kept(&person, "viene"), "-", "%s", words[i]);
        person_ends(&person);
    }
}

Test(form, a_question_is_asked_only_when_all_its_conditions_hold) {
    struct person person;
    begin_all(&person, LANGUAGE_ES);
    person_writes(&person, "2");
    person_writes(&person, "2");
    cr_assert_str_eq(person_writes(&person, "saltar"), "Seguro?\n1 Si\n2 No\n3 Prefiero no decir"); /* no nota */
    person_writes(&person, "3");
    assert_has(person.done, "viene=Tal vez, cuantos=2, fono=Prefiere no decir, seguro=Prefiere no decir");
    person_ends(&person);
}

Test(number, is_understood_in_words_and_sentences_and_zero_and_nine_are_numbers_too) {
    static const struct {
        const char *said, *kept;
    } cases[] = {{"0", "0"}, {"9", "9"}, {"12", "12"}, {"04", "4"}, {"cuatro", "4"}, {"somos 4 personas", "4"},
                 {"٣", "3"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct person person;
        begin_all(&person, LANGUAGE_ES);
        person_writes(&person, "1");
        assert_has(person_writes(&person, cases[i].said), "Fono");
        cr_assert_str_eq(kept(&person, "cuantos"), cases[i].kept, "%s", cases[i].said);
        person_ends(&person);
    }
}

Test(number, out_of_range_or_none_is_asked_again_with_the_range) {
    static const char *const said[] = {"13", "-3", "3 o 4", "2,5", "muchos", "99999999999999999999", "🙂"};
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        struct person person;
        begin_all(&person, LANGUAGE_ES);
        person_writes(&person, "1");
        assert_has(person_writes(&person, said[i]), "un número de 0 a 12");
        assert_has(person.heard, "Cuantos");
        cr_assert_str_eq(kept(&person, "cuantos"), "(none)", "%s", said[i]);
        person_ends(&person);
    }
}

Test(number, the_word_for_a_person_still_leaves) {
    struct person person;
    begin_all(&person, LANGUAGE_ES);
    person_writes(&person, "1");
    person_writes(&person, "menu");
    cr_assert(person_is_in(&person, "menu"));
    person_ends(&person);
}

Test(phone, is_kept_with_its_country_or_as_the_same) {
    static const struct {
        const char *said, *kept;
    } cases[] = {{"9 1111 1111", "+56911111111"},
                 {"+56 9 1111-1111", "+56911111111"},
                 {"+509 31 23 45 67", "+50931234567"},
                 {"este mismo", "same"},
                 {"this one", "same"},
                 {"menm nan", "same"},
                 {"Este número", "same"},
                 {"celui-ci", "same"},
                 {"saltar", "-"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct person person;
        begin_all(&person, LANGUAGE_ES);
        person_writes(&person, "2");
        person_writes(&person, "1");
        assert_has(person_writes(&person, cases[i].said), "Seguro?");
        cr_assert_str_eq(kept(&person, "fono"), cases[i].kept, "%s", cases[i].said);
        person_ends(&person);
    }
}

Test(phone, what_is_none_is_asked_again_with_an_example) {
    struct person person;
    begin_all(&person, LANGUAGE_HT);
    person_writes(&person, "2");
    person_writes(&person, "1");
    assert_has(person_writes(&person, "91"), "nimewo telefòn");
    assert_has(person.heard, "Fon\nSi ou pito pa di: SOTE");
    cr_assert_str_eq(kept(&person, "fono"), "(none)");
    person_ends(&person);
}

Test(form, stands_still_for_three_hours_when_it_may_and_goes_on) {
    struct person person;
    begin_all(&person, LANGUAGE_ES);
    person_writes(&person, "1");
    person_writes(&person, "quiero ir al cesfam");
    assert_has(person.heard, "Cuantos");
    person_waits(&person, "50m");
    assert_has(person_writes(&person, "ayuda"), "Cuantos");
    person_waits(&person, "50m");
    assert_has(person_writes(&person, "3"), "Fono");
    person_ends(&person);
}
