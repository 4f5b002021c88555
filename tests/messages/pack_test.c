/* pack_test - content packs: what is let in, what is refused and where, and what is read out of them. */
#include "tests/messages/pack_help.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ANSWER                                                                                                         \
    "id: uno\ntitle: {es: Uno, ht: En}\ntext: {es: \"Hola {comuna}\", ht: \"Bonjou {comuna}\"}\nrisk: green\n"         \
    "source: prueba\nchecked_on: 2026-11-23\nreview_by: 2027-05-23\nchecked_by: \"\"\nstatus: proposed\n"
#define TOPIC "id: tema\ntitle: {es: Tema, ht: Tem}\nkeywords: {es: [palabra, frase larga]}\nanswers: [uno]\n"
#define OFFICE                                                                                                         \
    "values: {comuna: Lago, plazo: {es: \"un dia\", ht: \"yon jou\"}}\nhours: {mon: [\"09:00-14:00\", "                \
    "\"15:00-17:30\"]}\nholidays: [2026-12-25]\n"

static struct pack_faults faults;

static void expect_fault(const char *name, const char *text, const char *fault) {
    struct pack *pack = pack_of(&faults, name, text, NULL);
    cr_expect_null(pack, "%s was accepted", text);
    cr_expect(pack_faults_hold(&faults, fault), "'%s' is not among the faults; first: %s", fault,
              faults.count ? faults.text[0] : "none");
    pack_free(pack);
}

Test(pack, a_topic_has_its_answers_and_folded_keywords) {
    struct pack *pack = pack_of(&faults, "topics/tema.yaml", TOPIC, "answers/uno.yaml", ANSWER, NULL);
    cr_assert_not_null(pack);
    const struct pack_topic *topic = pack_topic(pack, "tema");
    cr_assert_not_null(topic);
    cr_expect_eq(topic->answers[0], pack_answer(pack, "uno"));
    cr_expect_eq(topic->keywords[LANGUAGE_ES].count, 2);
    cr_expect_str_eq(topic->keywords[LANGUAGE_ES].at[1], "frase larga");
    cr_expect_null(pack_topic(pack, "otro"));
    cr_expect_null(pack_topic_at(pack, 1));
    pack_free(pack);
}

Test(pack, every_fault_of_every_file_is_reported_at_once) {
    struct pack *pack = pack_of(&faults, "answers/uno.yaml", "id: dos\nrisk: pink\ncolour: blue\n", "office.yaml",
                                "values: {}\nhours: {mon: [\"14:00-09:00\"]}\n", NULL);
    cr_assert_null(pack);
    cr_expect(pack_faults_hold(&faults, "answers/uno.yaml:3: unknown key 'colour'"));
    cr_expect(pack_faults_hold(&faults, "answers/uno.yaml:1: id 'dos' is not the file's name"));
    cr_expect(pack_faults_hold(&faults, "office.yaml:2: '14:00-09:00' are no hours"));
}

Test(pack, faults_name_file_and_line) {
    expect_fault("topics/tema.yaml", "id: tema\ntitle: {es: T}\nkeywords:\n  xx: [a]\nanswers: [uno]\n",
                 "topics/tema.yaml:4: unknown language 'xx'");
    expect_fault("topics/tema.yaml", "id: tema\ntitle: {es: T}\nanswers: [nada]\n",
                 "topics/tema.yaml:3: there is no answer 'nada'");
    expect_fault("menu.yaml", "- id: a\n  title: {es: A}\n  topics: [nada]\n", "menu.yaml:3: there is no topic 'nada'");
}

Test(pack, yaml_that_could_be_abused_is_refused) {
    expect_fault("phrases.yaml", "a: &x {es: hola}\nb: *x\n", "phrases.yaml:1: anchors and tags are not allowed");
    expect_fault("phrases.yaml", "a: {es: hola}\nb: *x\n", "phrases.yaml:2: aliases are not allowed");
    expect_fault("phrases.yaml", "a: !!str {es: hola}\n", "phrases.yaml:1: anchors and tags");
    expect_fault("phrases.yaml", "a: {es: hola}\na: {es: chao}\n",
                 "phrases.yaml:2: 'a' is given twice, first in line 1");
    expect_fault("phrases.yaml", "a:\n\tes: hola\n", "phrases.yaml:2: holds a tab");
    expect_fault("phrases.yaml", "a: {es: ho\xffla}\n", "phrases.yaml:1: is not UTF-8");
    expect_fault("phrases.yaml", "a: {es: hola}\n---\nb: {es: hola}\n", "phrases.yaml:2: holds a second document");
    expect_fault("phrases.yaml", "a: {es: \"a\\u202Eb\"}\n", "phrases.yaml:1: holds an invisible control character");
    expect_fault("phrases.yaml", "a: {es: \"a\\0b\"}\n", "phrases.yaml:1: holds an invisible control character");
    expect_fault("phrases.yaml", "a: [[[[[[[[[[x]]]]]]]]]]\n", "phrases.yaml:1: is nested more than");
    expect_fault("phrases.yaml", "a: {es: hola\n", "phrases.yaml:");
    expect_fault("phrases.yaml", "", "phrases.yaml:1: is empty");
    expect_fault("readme.yaml", "a: b\n", "readme.yaml:1: is no file of a content pack");
}

Test(pack, a_file_too_large_is_refused) {
    char *text = malloc(PACK_FILE_MAX + 10);
    memset(text, '#', PACK_FILE_MAX + 9);
    text[PACK_FILE_MAX + 9] = 0;
    expect_fault("phrases.yaml", text, "phrases.yaml:1: is larger than");
    free(text);
}

Test(pack, a_date_that_is_none_is_refused) {
    expect_fault("office.yaml", "values: {}\nhours: {}\nholidays: [2026-02-30]\n",
                 "office.yaml:3: '2026-02-30' is no day");
}

Test(pack, spanish_must_be_there_and_other_languages_fall_back_to_it) {
    expect_fault("phrases.yaml", "hola: {ht: bonjou}\n", "phrases.yaml:1: phrase 'hola' has no Spanish");
    struct pack *pack = pack_of(&faults, "phrases.yaml", "hola: {es: hola, ht: bonjou}\n", NULL);
    cr_assert_not_null(pack);
    cr_expect_str_eq(pack_phrase(pack, "hola", LANGUAGE_HT), "bonjou");
    cr_expect_str_eq(pack_phrase(pack, "hola", LANGUAGE_FR), "hola");
    cr_expect_str_eq(pack_phrase(pack, "hola", LANGUAGE_NONE), "hola");
    cr_expect_null(pack_phrase(pack, "adios", LANGUAGE_ES));
    pack_free(pack);
}

static void expect_filled(const struct pack *pack, enum language language, const char *template, const char *expected) {
    const struct pack_param params[] = {{"nombre", "{comuna}"}, {"n", "3"}};
    own_text struct text text = TEXT_INIT(1000);
    pack_fill(&(struct pack_fill_args){pack, language, params, 2}, template, &text);
    cr_expect_str_eq(text_get(&text), expected);
}

Test(pack, placeholders_are_filled_from_parameters_office_and_emergency_numbers) {
    struct pack *pack = pack_of(&faults, "office.yaml", OFFICE, "emergency.yaml",
                                "- {id: samu, number: \"131\", service: {es: x}, source: y, mark: seen}\n", NULL);
    cr_assert_not_null(pack);
    expect_filled(pack, LANGUAGE_ES, "{comuna} {n} {n-samu} {plazo}", "Lago 3 131 un dia");
    expect_filled(pack, LANGUAGE_HT, "{plazo}", "yon jou");
    expect_filled(pack, LANGUAGE_PT, "{plazo}", "un dia");
    expect_filled(pack, LANGUAGE_ES, "a{nada}b {", "ab {");
    pack_free(pack);
}

Test(pack, a_value_is_never_looked_into_for_placeholders) {
    struct pack *pack = pack_of(&faults, "office.yaml", OFFICE, NULL);
    expect_filled(pack, LANGUAGE_ES, "Hola {nombre}", "Hola {comuna}");
    pack_free(pack);
}

Test(pack, hours_and_holidays_are_read) {
    struct pack *pack = pack_of(&faults, "office.yaml", OFFICE, NULL);
    const struct pack_hours *hours = NULL;
    cr_assert_eq(pack_hours(pack, 1, &hours), 2);
    cr_expect_eq(hours[0].from_min, 540);
    cr_expect_eq(hours[1].until_min, 1050);
    cr_expect_eq(pack_hours(pack, 0, &hours), 0);
    cr_expect_eq(pack_hours(pack, 7, &hours), 0);
    cr_expect(pack_is_holiday(pack, 2026, 12, 25));
    cr_expect_not(pack_is_holiday(pack, 2026, 12, 24));
    pack_free(pack);
}

#define CONTROLS                                                                                                       \
    "words: {stop: {es: [alto], pt: [parar, alto]}, menu: {es: [menu]}, \"no\": {es: [\"no\"]}}\n"                     \
    "languages: {ht: [kreyol], es: [castellano]}\n"                                                                    \
    "numbers: {es: [[cero], [uno, una], [dos]], ht: [[zewo], [youn, en], [de]]}\n"                                     \
    "number_prefixes: [opcion, la]\nnumber_suffixes: [gracias, por favor]\n"

Test(pack, a_control_word_is_the_whole_message_and_exact) {
    struct pack *pack = pack_of(&faults, "controls.yaml", CONTROLS, NULL);
    enum language language;
    cr_assert_not_null(pack);
    cr_expect_eq(pack_control_word(pack, "menu", &language), CONTROL_MENU);
    cr_expect_eq(language, LANGUAGE_ES);
    cr_expect_eq(pack_control_word(pack, "alto", &language), CONTROL_STOP);
    cr_expect_eq(language, LANGUAGE_NONE, "two languages have this word");
    cr_expect_eq(pack_control_word(pack, "alta", &language), CONTROL_NONE);
    cr_expect_eq(pack_control_word(pack, "el alto", &language), CONTROL_NONE);
    cr_expect_eq(pack_control_word(pack, "menu?", NULL), CONTROL_MENU);
    cr_expect_eq(pack_control_word(pack, "alto?", NULL), CONTROL_NONE, "a question is no order to stop");
    cr_expect_eq(pack_control_word(NULL, "alto", &language), CONTROL_NONE);
    cr_expect_eq(pack_language_word(pack, "kreyol"), LANGUAGE_HT);
    cr_expect_eq(pack_language_word(pack, "idioma"), LANGUAGE_NONE);
    pack_free(pack);
}

Test(pack, numbers_are_read_as_people_type_them) {
    struct pack *pack = pack_of(&faults, "controls.yaml", CONTROLS, NULL);
    static const struct {
        const char *text;
        enum language language;
        int number;
    } cases[] = {{"2", LANGUAGE_NONE, 2},
                 {"02", LANGUAGE_ES, 2},
                 {"opcion 2", LANGUAGE_ES, 2},
                 {"la opcion 2", LANGUAGE_ES, 2},
                 {"2 gracias", LANGUAGE_ES, 2},
                 {"2 por favor gracias", LANGUAGE_ES, 2},
                 {"dos", LANGUAGE_ES, 2},
                 {"dos", LANGUAGE_HT, -1},
                 {"de", LANGUAGE_HT, 2},
                 {"de", LANGUAGE_ES, -1},
                 {"dos", LANGUAGE_NONE, -1},
                 {"l", LANGUAGE_ES, 1},
                 {"1 2", LANGUAGE_ES, -1},
                 {"2 5", LANGUAGE_ES, -1},
                 {"", LANGUAGE_ES, -1},
                 {"56911111111", LANGUAGE_ES, -1},
                 {"gracias", LANGUAGE_ES, -1},
                 {"la", LANGUAGE_ES, -1},
                 {"opcion dos gracias", LANGUAGE_ES, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_eq(pack_number_word(pack, cases[i].text, cases[i].language), cases[i].number, "'%s'", cases[i].text);
    pack_free(pack);
}

Test(pack, the_version_is_that_of_the_content_not_of_its_order) {
    struct pack *one = pack_of(&faults, "topics/tema.yaml", TOPIC, "answers/uno.yaml", ANSWER, NULL);
    struct pack *two = pack_of(&faults, "answers/uno.yaml", ANSWER, "topics/tema.yaml", TOPIC, NULL);
    struct pack *other = pack_of(&faults, "answers/uno.yaml", ANSWER "#\n", "topics/tema.yaml", TOPIC, NULL);
    cr_expect_eq(strlen(pack_version(one)), 12);
    cr_expect_str_eq(pack_version(one), pack_version(two));
    cr_expect_str_neq(pack_version(one), pack_version(other));
    pack_free(one);
    pack_free(two);
    pack_free(other);
}

static size_t check(const char *answer, const char *topic) {
    struct pack *pack =
        pack_of(&faults, "topics/tema.yaml", topic, "answers/uno.yaml", answer, "office.yaml", OFFICE, "emergency.yaml",
                "- {id: samu, number: \"131\", service: {es: x}, source: y, mark: seen}\n", NULL);
    cr_assert_not_null(pack, "%s", faults.count ? faults.text[0] : "");
    size_t count = pack_check(pack, &faults);
    pack_free(pack);
    return count;
}

Test(pack, the_check_finds_what_a_person_would_run_into) {
    check("id: uno\ntitle: {es: U}\ntext:\n  es: \"llame {nada} o 131, http://x.cl\"\nrisk: green\nsource: s\n"
          "checked_on: 2026-11-23\nreview_by: 2027-05-23\nstatus: proposed\n",
          "id: tema\ntitle: {es: T, ht: T}\nanswers: [uno]\n");
    cr_expect(pack_faults_hold(&faults, "answers/uno.yaml:4: unknown placeholder {nada}"));
    cr_expect(pack_faults_hold(&faults, "answers/uno.yaml:4: holds a number of emergency.yaml: write {n-samu}"));
    cr_expect(pack_faults_hold(&faults, "answers/uno.yaml:4: holds a bad address"));
    cr_expect(pack_faults_hold(&faults, "topics/tema.yaml:1: nothing leads here"));
    cr_expect(pack_faults_hold(&faults, "phrases.yaml:1: is missing"));
}

Test(pack, a_year_or_an_amount_is_no_emergency_number) {
    check("id: uno\ntitle: {es: U}\ntext:\n  es: \"son $539.131 y 11315 o 1310\"\nrisk: green\nsource: s\n"
          "checked_on: 2026-11-23\nreview_by: 2027-05-23\nstatus: proposed\n",
          TOPIC);
    cr_expect_not(pack_faults_hold(&faults, "answers/uno.yaml:4"));
}

Test(pack, an_approved_answer_needs_every_language_and_a_name) {
    check("id: uno\ntitle: {es: U}\ntext:\n  es: hola\n  ht: bonjou\nrisk: green\nsource: s\nchecked_on: 2026-11-23\n"
          "review_by: 2027-05-23\nchecked_by: \"\"\nstatus: approved\n",
          TOPIC);
    cr_expect(pack_faults_hold(&faults, "answers/uno.yaml:4: is approved, but not in fr"));
    cr_expect(pack_faults_hold(&faults, "answers/uno.yaml:11: is approved, but nobody stands in checked_by"));
}

/* An answer of n letters, one of them an accent that makes it dear unless it is lowered. */
static void check_answer_of(int letters, const char *last) {
    char answer[3000];
    snprintf(answer, sizeof answer,
             "id: uno\ntitle: {es: U}\ntext:\n  es: \"%0*d%s\"\nrisk: green\nsource: s\nchecked_on: 2026-11-23\n"
             "review_by: 2027-05-23\nstatus: proposed\n",
             letters - 1, 0, last);
    check(answer, TOPIC);
}

Test(pack, an_answer_over_two_sms_is_found_when_lowered_accents_do_not_save_it) {
    check_answer_of(306, "á");
    cr_expect_not(pack_faults_hold(&faults, "answers/uno.yaml:4: takes"), "306 letters are two SMS");
    check_answer_of(307, "á");
    cr_expect(pack_faults_hold(&faults, "answers/uno.yaml:4: takes 3 SMS, at most 2 are read"));
    check_answer_of(135, "ж");
    cr_expect(pack_faults_hold(&faults, "answers/uno.yaml:4: takes 3 SMS"), "no lower spelling: 134 letters are two");
}

Test(pack, the_offices_values_count_in_every_language) {
    char office[800];
    snprintf(office, sizeof office, "values: {comuna: {es: Lago, ht: \"%0310d\"}}\nhours: {mon: [\"09:00-14:00\"]}\n",
             0);
    struct pack *pack = pack_of(&faults, "office.yaml", office, "answers/uno.yaml", ANSWER, NULL);
    pack_check(pack, &faults);
    cr_expect(pack_faults_hold(&faults, "answers/uno.yaml:3: takes 3 SMS"), "the Creole text is too long when filled");
    pack_free(pack);
}

Test(pack, phrases_and_questions_over_two_sms_are_found) {
    char phrases[800], form[1200];
    snprintf(phrases, sizeof phrases, "adios:\n  es: Adiós\n  ht: \"%0306d{codigo}\"\n", 0);
    snprintf(form, sizeof form,
             "id: corta\nexpires_min: 60\nquestions:\n  - id: a\n    type: text\n    text:\n      es: Hola\n"
             "      ht: \"%0307d\"\n",
             0);
    struct pack *pack = pack_of(&faults, "phrases.yaml", phrases, "forms/corta.yaml", form, NULL);
    cr_assert_not_null(pack, "%s", faults.text[0]);
    pack_check(pack, &faults);
    cr_expect(pack_faults_hold(&faults, "phrases.yaml:3: takes 3 SMS"), "with its code filled in");
    cr_expect(pack_faults_hold(&faults, "forms/corta.yaml:8: takes 3 SMS"));
    pack_free(pack);
}

static void check_form(const char *questions) {
    char form[3000];
    snprintf(form, sizeof form, "id: corta\nquestions:\n%s", questions);
    struct pack *pack = pack_of(&faults, "forms/corta.yaml", form, NULL);
    if (pack) pack_check(pack, &faults);
    pack_free(pack);
}

#define YES_NO(id) "  - {id: " id ", type: yes_no, text: {es: Q, ht: Q, fr: Q, en: Q, pt: Q}}\n"

Test(pack, conditions_that_name_nothing_and_questions_that_nothing_leads_to_are_found) {
    check_form(
        "  - {id: a, type: yes_no, only_if: {b: [si]}, text: {es: Q, ht: Q, fr: Q, en: Q, pt: Q}}\n" YES_NO("b"));
    cr_expect(pack_faults_hold(&faults, "forms/corta.yaml:3: 'a' is asked only after 'b'"));
    check_form(YES_NO("a") "  - {id: b, type: text, only_if: {x: [si]}, text: {es: Q, ht: Q, fr: Q, en: Q, pt: Q}}\n");
    cr_expect(pack_faults_hold(&faults, "forms/corta.yaml:4: 'b' asks about the question 'x', which is not there"));
    check_form(
        YES_NO("a") "  - {id: b, type: text, only_if: {a: [quizas]}, text: {es: Q, ht: Q, fr: Q, en: Q, pt: Q}}\n");
    cr_expect(pack_faults_hold(&faults, "forms/corta.yaml:4: 'quizas' is no answer to 'a'"));
    check_form(
        YES_NO("a") "  - {id: b, type: text, only_if: {a: [\"-\"]}, text: {es: Q, ht: Q, fr: Q, en: Q, pt: Q}}\n");
    cr_expect(pack_faults_hold(&faults, "forms/corta.yaml:4: '-' is no answer to 'a'"), "a is not optional");
    check_form("  - {id: a, type: text, text: {es: Q, ht: Q, fr: Q, en: Q, pt: Q}}\n"
               "  - {id: b, type: text, only_if: {a: [si]}, text: {es: Q, ht: Q, fr: Q, en: Q, pt: Q}}\n");
    cr_expect(pack_faults_hold(&faults, "forms/corta.yaml:4: 'b' asks about 'a', which is no choice and no yes_no"));
    check_form(YES_NO(
        "a") "  - {id: b, type: yes_no, only_if: {a: [si]}, text: {es: Q, ht: Q, fr: Q, en: Q, pt: Q}}\n"
             "  - {id: c, type: text, only_if: {b: [si], a: [\"no\"]}, text: {es: Q, ht: Q, fr: Q, en: Q, pt: Q}}\n");
    cr_expect(pack_faults_hold(&faults, "forms/corta.yaml:5: no answers lead to the question 'c'"));
}

Test(pack, conditions_that_hold_together_have_no_fault) {
    check_form(
        YES_NO("a") "  - {id: b, type: yes_no, only_if: {a: [si, \"no\"]}, text: {es: Q, ht: Q, fr: Q, en: Q, pt: Q}}\n"
                    "  - {id: c, type: text, only_if: {b: [\"no\"], a: [\"no\"]}, text: {es: Q, ht: Q, fr: Q, en: Q, "
                    "pt: Q}}\n");
    for (size_t i = 0; i < faults.count; i++) cr_expect_not(strstr(faults.text[i], "corta"), "%s", faults.text[i]);
}

Test(pack, a_question_is_measured_with_the_line_of_prefer_not_to_say) {
    static struct pack_faults sample;
    char form[1600];
    snprintf(form, sizeof form,
             "id: corta\nquestions:\n  - id: a\n    type: yes_no\n    optional: yes\n    text:\n      es: \"%0295d\"\n"
             "      ht: Q\n",
             0);
    struct pack *pack = pack_of(
        &sample, "forms/corta.yaml", form, "forms/answer-words.yaml",
        "id: answer-words\nquestions:\n  - id: w\n    type: choice\n    text: {es: W, ht: W}\n    choices:\n"
        "      - {id: skip, label: {es: Prefiero no decir, ht: S}}\n      - {id: same, label: {es: E, ht: E}}\n",
        NULL);
    cr_assert_not_null(pack, "%s", sample.text[0]);
    pack_check(pack, &sample);
    cr_expect(pack_faults_hold(&sample, "forms/corta.yaml:7: takes 3 SMS"), "295 letters and 20 of the last line");
    pack_free(pack);
}

Test(pack, a_survey_is_optional_closed_and_patient) {
    char form[1600];
    snprintf(
        form, sizeof form,
        "id: corta\nexpires_min: 60\nsurvey: {open: yes, minutes: 3, points: [{code: P01, name: A}, {code: Q1, name: "
        "B}]}\nquestions:\n  - {id: edad, type: number, text: {es: Q, ht: Q}}\n"
        "  - {id: punto, type: yes_no, optional: yes, text: {es: Q, ht: Q}}\n");
    faults.count = 0;
    struct pack *pack = pack_of(&faults, "forms/corta.yaml", form, NULL);
    cr_assert_not_null(pack, "%s", faults.text[0]);
    pack_check(pack, &faults);
    cr_expect(pack_faults_hold(&faults, "forms/corta.yaml:3: a survey waits for an answer at least 1440 minutes"));
    cr_expect(pack_faults_hold(&faults, "forms/corta.yaml:3: needs the words of forms/survey-words.yaml"));
    cr_expect(pack_faults_hold(&faults, "forms/corta.yaml:3: 'edad': free words and numbers may tell who answered"));
    cr_expect(pack_faults_hold(&faults, "forms/corta.yaml:3: 'edad' must be optional, as all of a survey"));
    cr_expect(pack_faults_hold(&faults, "forms/corta.yaml:3: no question may be called 'punto'"));
    cr_expect(pack_faults_hold(&faults, "forms/corta.yaml:3: the points P01 and Q1 have one number"));
    pack_free(pack);
}

Test(pack, a_point_is_named_with_or_without_its_letter) {
    struct pack *pack = pack_sample();
    const struct pack_survey *survey = &pack_form(pack, "encuesta-primera")->survey;
    static const char *const good[] = {"P07", "p07", "p7", "7", "07"}, *const bad[] = {"q7", "20", "0", "", "p", "p7x"};
    cr_assert_eq(survey->point_count, 19);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        const char *point = pack_survey_point(survey, good[i]);
        cr_expect(point && strcmp(point, "P07") == 0, "%s", good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        cr_expect_null(pack_survey_point(survey, bad[i]), "%s", bad[i]);
    pack_free(pack);
}

Test(pack, a_form_with_odd_questions_is_not_loaded) {
    static const struct {
        const char *question, *fault;
    } cases[] = {
        {"{id: a, type: fax, text: {es: Q}}", "'fax' is no type: choice, text, yes_no, number or phone"},
        {"{id: a, type: number, min: 5, max: 2, text: {es: Q}}", "'min' is more than 'max'"},
        {"{id: a, type: text, min: 5, text: {es: Q}}", "only a question of type number has a least answer"},
        {"{id: a, type: phone, max: 5, text: {es: Q}}", "only text and number have a 'max'"},
        {"{id: a, type: text, same: yes, text: {es: Q}}", "only a question of type phone takes the same number"},
        {"{id: a, type: text, optional: maybe, text: {es: Q}}", "'optional' is yes or no"},
        {"{id: a, type: text, only_if: b, text: {es: Q}}", "'only_if' is a map: question: [answers]"},
        {"{id: a, type: text, only_if: {b: si}, text: {es: Q}}", "'b' names the answers as a list"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char form[400], fault[200];
        snprintf(form, sizeof form, "id: corta\nquestions:\n  - %s\n", cases[i].question);
        faults.count = 0;
        cr_expect_null(pack_of(&faults, "forms/corta.yaml", form, NULL), "%s", form);
        snprintf(fault, sizeof fault, "forms/corta.yaml:3: %s", cases[i].fault);
        cr_expect(pack_faults_hold(&faults, fault), "%s: %s", form, faults.text[0]);
    }
}

Test(pack, two_topics_with_one_keyword_are_found_unless_declared) {
    struct pack *pack = pack_of(&faults, "topics/tema.yaml", TOPIC, "topics/otro.yaml",
                                "id: otro\ntitle: {es: O, ht: O}\nkeywords: {es: [palabra]}\nanswers: [uno]\n",
                                "answers/uno.yaml", ANSWER, NULL);
    pack_check(pack, &faults);
    cr_expect(pack_faults_hold(&faults, "topics/tema.yaml:3: keyword 'palabra' is one of 'otro' too"));
    pack_free(pack);
}

Test(pack, the_sample_is_whole_and_without_a_fault) {
    struct pack *pack = pack_sample();
    faults.count = 0;
    size_t count = pack_check(pack, &faults);
    cr_expect_eq(count, 0, "%s", count ? faults.text[0] : "");
    cr_expect_eq(pack_topic_count(pack), 52);
    cr_expect_eq(pack_untranslated(pack, LANGUAGE_ES), 0);
    cr_expect_gt(pack_emergency_count(pack), 10);
    pack_free(pack);
}

Test(pack, a_folder_is_read_and_a_missing_one_is_said) {
    char folder[] = "/tmp/pack_test.XXXXXX", path[100];
    cr_assert_not_null(mkdtemp(folder));
    struct pack *pack = NULL;
    struct error why = ERROR_INIT;
    faults.count = 0;
    cr_expect_eq(pack_load_folder(folder, &pack, &faults, &why), -1);
    cr_expect_eq(why.kind, ERROR_INPUT);
    snprintf(path, sizeof path, "%s/phrases.yaml", folder);
    FILE *out = fopen(path, "w");
    fputs("hola: {es: hola}\n", out);
    fclose(out);
    cr_expect_eq(pack_load_folder(folder, &pack, &faults, &why), 0, "%s", why.text);
    cr_expect_str_eq(pack_phrase(pack, "hola", LANGUAGE_ES), "hola");
    pack_free(pack);
    unlink(path);
    rmdir(folder);
    cr_expect_eq(pack_load_folder(folder, &pack, &faults, &why), -1);
}
