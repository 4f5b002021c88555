/* emergency_test - the hours of emergency numbers, and answers that do not name one that is closed. */
#include "config/clock.h"
#include "tests/messages/pack_help.h"

#include <criterion/criterion.h>
#include <string.h>

#define ANSWER(more)                                                                                                   \
    "id: uno\ntitle: {es: Uno, ht: En}\ntext: {es: \"Llame {n-dia}\", ht: \"Rele {n-dia}\"}\n" more                    \
    "risk: black\nsource: prueba\nchecked_on: 2026-11-23\nreview_by: 2027-05-23\nchecked_by: \"\"\nstatus: proposed\n"
#define TOPIC  "id: tema\ntitle: {es: Tema, ht: Tem}\nkeywords: {es: [palabra]}\nanswers: [uno]\n"
#define CLOSED "while_closed: {number: dia, text: {es: \"Llame {n-siempre}\", ht: \"Rele {n-siempre}\"}}\n"
#define NUMBERS                                                                                                        \
    "- {id: dia, number: \"111\", mark: seen, source: x, service: {es: D, ht: D}, open: [\"mon-fri 08:00-24:00\"]}\n"  \
    "- {id: siempre, number: \"222\", mark: seen, source: x, service: {es: S, ht: S}}\n"
#define OFFICE "values: {comuna: Lago}\nhours: {mon: [\"09:00-14:00\"]}\nholidays: [2026-12-08]\n"

static struct pack_faults faults;

static struct tm local_of(int month, int day, int hour) {
    struct tm local = {.tm_year = 126, .tm_mon = month - 1, .tm_mday = day, .tm_hour = 12};
    timegm(&local);
    local.tm_hour = hour;
    return local;
}

static const char *said(const struct pack *pack, int month, int day, int hour) {
    struct tm local = local_of(month, day, hour);
    return pack_answer_texts(pack, pack_answer(pack, "uno"), &local)[LANGUAGE_ES];
}

Test(emergency, by_night_at_the_week_end_and_on_holidays_another_text_is_spoken) {
    struct pack *pack = pack_of(&faults, "topics/tema.yaml", TOPIC, "answers/uno.yaml", ANSWER(CLOSED),
                                "emergency.yaml", NUMBERS, "office.yaml", OFFICE, NULL);
    cr_assert_not_null(pack, "%s", faults.count ? faults.text[0] : "");
    cr_expect_str_eq(said(pack, 11, 24, 8), "Llame {n-dia}");
    cr_expect_str_eq(said(pack, 11, 24, 23), "Llame {n-dia}");
    cr_expect_str_eq(said(pack, 11, 24, 3), "Llame {n-siempre}");
    cr_expect_str_eq(said(pack, 11, 28, 12), "Llame {n-siempre}"); /* a Saturday */
    cr_expect_str_eq(said(pack, 12, 8, 12), "Llame {n-siempre}");  /* a holiday */
    pack_free(pack);
}

static void expect_check(const char *answer, const char *fault) {
    struct pack *pack = pack_of(&faults, "topics/tema.yaml", TOPIC, "answers/uno.yaml", answer, "emergency.yaml",
                                NUMBERS, "office.yaml", OFFICE, NULL);
    cr_assert_not_null(pack, "%s", faults.count ? faults.text[0] : "");
    faults.count = 0;
    pack_check(pack, &faults);
    cr_expect_eq(pack_faults_hold(&faults, fault), *fault != '-', "%s", fault);
    pack_free(pack);
}

Test(emergency, an_answer_to_danger_that_names_a_number_with_hours_needs_a_text_for_the_others) {
    expect_check(ANSWER(""), "answers/uno.yaml:1: names {n-dia}, which is closed at times");
    expect_check(ANSWER("while_closed: {number: siempre, text: {es: x, ht: y}}\n"),
                 "answers/uno.yaml:4: 'siempre' is no number of emergency.yaml with hours");
    struct pack *pack = pack_of(&faults, "topics/tema.yaml", TOPIC, "answers/uno.yaml", ANSWER(CLOSED),
                                "emergency.yaml", NUMBERS, "office.yaml", OFFICE, NULL);
    faults.count = 0;
    pack_check(pack, &faults);
    for (size_t i = 0; i < faults.count; i++) cr_expect_null(strstr(faults.text[i], "closed"), "%s", faults.text[i]);
    pack_free(pack);
}

Test(emergency, hours_that_are_none_are_refused_with_their_line) {
    static const char *const bad[] = {"mon-fri", "mon-fry 08:00-24:00", "lun 08:00-24:00", "mon 24:00-08:00",
                                      "mon 8:00-24:00"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char yaml[256];
        snprintf(yaml, sizeof yaml,
                 "- {id: dia, number: \"111\", mark: seen, source: x, service: {es: D, ht: D},\n   open: [\"%s\"]}\n",
                 bad[i]);
        struct pack *pack = pack_of(&faults, "emergency.yaml", yaml, NULL);
        cr_expect_null(pack, "'%s' was accepted", bad[i]);
        cr_expect(pack_faults_hold(&faults, "emergency.yaml:2: these are no hours"), "%s", bad[i]);
        pack_free(pack);
    }
}
