/* language_declared_test - a language that is added by files alone: Arabic, from right to left. */
#include "messages/dates.h"
#include "messages/match.h"
#include "messages/pack_leaves.h"
#include "messages/segments.h"
#include "messages/segments_smart.h"
#include "tests/messages/pack_help.h"

#include <criterion/criterion.h>
#include <string.h>

#define LANGUAGES "- {code: ar, name: العربية, script: arabic, direction: rtl}\n"
#define HELLO     "مرحبا، {comuna}: 131"

static struct pack_faults faults;

static struct pack *arabic(void) {
    struct pack *pack = pack_of(
        &faults, "languages.yaml", LANGUAGES, "phrases.yaml",
        "hello: {es: \"Hola, {comuna}: 131\", ar: \"" HELLO "\"}\n", "topics/tema.yaml",
        "id: tema\ntitle: {es: Salud, ar: الصحة}\nkeywords: {es: [consultorio], ar: [مستشفى, طبيب]}\nanswers: [uno]\n",
        "answers/uno.yaml",
        "id: uno\ntitle: {es: Uno}\ntext: {es: Hola, ar: \"اذهب إلى المركز الصحي\"}\nrisk: green\nsource: x\n"
        "checked_on: 2026-11-23\nreview_by: 2027-05-23\nchecked_by: \"\"\nstatus: proposed\n",
        "controls.yaml",
        "words: {stop: {es: [alto], ar: [توقف]}}\nlanguages: {es: [espanol], ar: [عربي, arabe]}\nnumbers: {ar: [[صفر], "
        "[واحد]]}\n",
        "office.yaml", "values: {comuna: Quilicura}\nhours: {mon: []}\n", NULL);
    cr_assert_not_null(pack, "%s", faults.count ? faults.text[0] : "");
    return pack;
}

Test(language_declared, it_has_a_code_a_name_and_a_direction) {
    struct pack *pack = arabic();
    enum language language = language_of_code("ar");
    cr_assert_geq(language, LANGUAGE_BUILT_IN);
    cr_expect_str_eq(language_code(language), "ar");
    cr_expect_str_eq(language_own_name(language), "العربية");
    cr_expect(language_is_rtl(language));
    cr_expect_not(language_is_rtl(LANGUAGE_ES));
    cr_expect(pack_has_language(pack, language));
    struct pack *other = pack_of(&faults, "phrases.yaml", "a: {es: Hola}\n", NULL);
    cr_expect_not(pack_has_language(other, language), "another pack does not speak it");
    cr_expect_str_eq(pack_phrase(other, "a", language), "Hola");
    pack_free(other);
    pack_free(pack);
}

Test(language_declared, what_leaves_is_what_was_written_and_counted_as_ucs2) {
    struct pack *pack = arabic();
    enum language language = language_of_code("ar");
    own_text struct text said = TEXT_INIT(1000), sent = TEXT_INIT(2000);
    struct pack_fill_args with = {pack, language, NULL, 0};
    pack_fill(&with, pack_phrase(pack, "hello", language), &said);
    cr_expect_str_eq(text_get(&said), "مرحبا، Quilicura: 131");
    segments_smart(text_get(&said), &sent);
    cr_expect_str_eq(text_get(&sent), text_get(&said), "no letter of it is lowered");
    struct segments count = segments_count(text_get(&sent));
    cr_expect_eq(count.ucs2, 1);
    cr_expect_eq(count.units, 21);
    cr_expect_eq(count.segments, 1);
    pack_free(pack);
}

Test(language_declared, people_are_understood_in_it) {
    struct pack *pack = arabic();
    enum language language = language_of_code("ar"), said;
    struct language_guess guess = language_guess_text("أين المستشفى من فضلك؟ Quilicura");
    cr_expect_eq(guess.language, language);
    cr_expect_gt(guess.margin, 10);
    cr_expect_neq(language_guess_text("dónde está el hospital").language, language);
    struct match match = match_text(pack, "أحتاج طبيب", language);
    cr_expect_eq(match.topic, pack_topic(pack, "tema"));
    cr_expect_eq(pack_control_word(pack, "توقف", &said), CONTROL_STOP);
    cr_expect_eq(said, language);
    cr_expect_eq(pack_language_word(pack, "arabe"), language);
    cr_expect_eq(pack_number_word(pack, "واحد", language), 1);
    pack_free(pack);
}

Test(language_declared, a_day_is_written_in_digits) {
    struct pack *pack = arabic();
    own_text struct text day = TEXT_INIT(100);
    struct tm tuesday = {.tm_year = 126, .tm_mon = 10, .tm_mday = 24, .tm_wday = 2};
    dates_add_day(&day, &tuesday, language_of_code("ar"));
    cr_expect_str_eq(text_get(&day), "24/11/2026");
    pack_free(pack);
}

Test(language_declared, faults_are_named_and_there_are_three_at_most) {
    cr_expect_null(pack_of(&faults, "languages.yaml",
                           "- {code: es, name: X}\n- {code: x1, name: X}\n"
                           "- {code: ru, name: Р, script: runes}\n"
                           "- {code: ru, name: Р, direction: up}\n",
                           NULL));
    cr_expect(pack_faults_hold(&faults, "languages.yaml:1: 'es' is built in"));
    cr_expect(pack_faults_hold(&faults, "languages.yaml:2: 'x1' is no code"));
    cr_expect(pack_faults_hold(&faults, "languages.yaml:3: 'runes' is no script"));
    cr_expect(pack_faults_hold(&faults, "languages.yaml:4: 'up' is no direction"));
    cr_expect_null(pack_of(&faults, "languages.yaml",
                           "- {code: ru, name: R}\n- {code: ar, name: A}\n"
                           "- {code: zh, name: Z}\n- {code: hi, name: H}\n",
                           NULL));
    cr_expect(pack_faults_hold(&faults, "languages.yaml:4: more than 3 languages"));
    cr_expect_null(pack_of(&faults, "phrases.yaml", "a: {es: Hola, uk: Привіт}\n", NULL));
    cr_expect(pack_faults_hold(&faults, "phrases.yaml:1: unknown language 'uk'"));
}
