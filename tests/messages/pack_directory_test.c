/* pack_directory_test - the directory of organisations: what is let in, what check refuses and where. */
#include "messages/pack_directory.h"
#include "tests/messages/pack_help.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define ANSWER                                                                                                         \
    "id: uno\ntitle: {es: Uno, ht: En}\ntext: {es: \"Hola\", ht: \"Bonjou\"}\nrisk: green\n"                           \
    "source: prueba\nchecked_on: 2026-11-23\nreview_by: 2027-05-23\nchecked_by: \"\"\nstatus: proposed\n"
#define TOPIC "id: tema\ntitle: {es: Tema, ht: Tem}\nkeywords: {es: [palabra]}\nanswers: [uno]\n"
#define HEAD                                                                                                           \
    "- id: casa\n  name: {es: Casa}\n  does: {es: ayuda, ht: ed, fr: aide, en: help, pt: ajuda}\n  languages: [es, "   \
    "ht]\n  source: x\n"                                                                                               \
    "  checked_on: 2026-11-23\n"
#define REST HEAD "  review_by: 2027-05-23\n  status: proposed\n"
#define GOOD REST "  topics: [tema]\n  phone: \"+56 2 2726 3900\"\n  web: casa.cl/ayuda\n"

static struct pack_faults faults;

static struct pack *load(const char *directory) {
    return pack_of(&faults, "topics/tema.yaml", TOPIC, "answers/uno.yaml", ANSWER, "directory.yaml", directory, NULL);
}

static void expect_refused(const char *directory, const char *fault) {
    struct pack *pack = load(directory);
    cr_expect_null(pack, "%s was accepted", directory);
    cr_expect(pack_faults_hold(&faults, fault), "'%s' is not among the faults; first: %s", fault,
              faults.count ? faults.text[0] : "none");
    pack_free(pack);
}

static int checked(const char *directory, const char *fault) {
    struct pack *pack = load(directory);
    cr_assert_not_null(pack, "%s", faults.count ? faults.text[0] : "");
    faults.count = 0;
    pack_check(pack, &faults);
    pack_free(pack);
    return pack_faults_hold(&faults, fault);
}

Test(pack_directory, an_organisation_is_found_with_topics_languages_and_contact) {
    struct pack *pack = load(GOOD);
    cr_assert_not_null(pack, "%s", faults.count ? faults.text[0] : "");
    const struct pack_organisation *one = pack_organisation(pack, "casa");
    cr_assert_not_null(one);
    cr_expect_eq(pack_organisation_count(pack), 1);
    cr_expect_eq(pack_organisation_at(pack, 0), one);
    cr_expect_null(pack_organisation_at(pack, 1));
    cr_expect_null(pack_organisation(pack, "otra"));
    cr_expect(pack_organisation_helps(one, pack_topic(pack, "tema")));
    cr_expect(one->speaks[LANGUAGE_HT] && one->speaks[LANGUAGE_ES] && !one->speaks[LANGUAGE_FR]);
    cr_expect_str_eq(one->web, "casa.cl/ayuda");
    cr_expect_eq(one->review_by, 20270523);
    cr_expect_eq(one->approved, 0);
    pack_free(pack);
    cr_expect_eq(checked(GOOD, "directory.yaml"), 0);
}

Test(pack_directory, what_does_not_fit_is_refused_with_its_line) {
    expect_refused(REST "  topics: [nada]\n  web: casa.cl\n", "directory.yaml:9: there is no topic 'nada'");
    expect_refused(GOOD GOOD, "directory.yaml:12: 'casa' is given twice");
    expect_refused("- id: casa-de-un-nombre-muy-largo\n", "directory.yaml:1: an id of an organisation has at most 20");
    expect_refused(HEAD "  review_by: 2026-11-22\n  status: proposed\n  topics: [tema]\n",
                   "directory.yaml:7: 'review_by' is not after 'checked_on'");
    expect_refused(HEAD "  review_by: 2027-05-23\n  status: approved\n  topics: [tema]\n",
                   "directory.yaml:1: is approved, but nobody stands in checked_by");
}

Test(pack_directory, a_contact_that_is_none_is_a_fault) {
    const char *phones[] = {"+56", "12", "600 abc", "+56 2 2726 39001234567"};
    const char *pages[] = {"casa", "http://casa.cl", "casa .cl", "casa..cl", ".cl", "casa.cl\\\\x"};
    char text[1024];
    for (size_t i = 0; i < sizeof phones / sizeof phones[0]; i++) {
        snprintf(text, sizeof text, REST "  topics: [tema]\n  phone: \"%s\"\n", phones[i]);
        cr_expect(checked(text, "directory.yaml:10: '"), "%s was taken for a number", phones[i]);
    }
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        snprintf(text, sizeof text, REST "  topics: [tema]\n  web: \"%s\"\n", pages[i]);
        cr_expect(checked(text, "directory.yaml:10: '"), "%s was taken for a page", pages[i]);
    }
    cr_expect(checked(REST "  topics: [tema]\n", "directory.yaml:1: 'casa' has no phone, no web and no place"));
    cr_expect(checked(HEAD "  review_by: 2027-05-23\n  status: approved\n  checked_by: Ana\n  topics: [tema]\n"
                           "  place: {es: \"calle 1 (muestra)\"}\n",
                      "directory.yaml:1: 'casa' is approved, but still a sample"));
}

Test(pack_directory, who_should_have_been_asked_again_is_named) {
    struct pack *pack = load(GOOD);
    cr_assert_not_null(pack);
    pack_warn(pack, 20270523, &faults);
    cr_expect_not(pack_faults_hold(&faults, "directory.yaml"), "the day itself is in time");
    pack_warn(pack, 20270524, &faults);
    cr_expect(pack_faults_hold(&faults, "directory.yaml:1: 'casa' should have been asked again by 2027-05-23"));
    pack_free(pack);
}
