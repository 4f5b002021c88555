/* pack_leaves_test - what stands in a content, as a list; and what a newer program adds to an older content. */
#include "messages/pack_leaves.h"
#include "tests/messages/pack_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct pack_faults faults;

static struct pack_files *files_of(const char *name, const char *text) {
    struct pack_files *files = calloc(1, sizeof *files);
    cr_assert_eq(pack_files_add(files, name, (struct pack_bytes){text, strlen(text)}, NULL), 0);
    return files;
}

Test(pack_leaves, a_value_has_its_place_and_language) {
    own_pack_files struct pack_files *files =
        files_of("forms/f.yaml", "id: f\nquestions:\n  - id: tema\n    type: text\n    text:\n      es: \"Sí\"\n"
                                 "      ht: Wi\n    words: {es: [uno, dos]}\n");
    struct pack_leaves leaves;
    struct error why = ERROR_INIT;
    cr_assert_eq(pack_leaves_read(files, &leaves, &faults, &why), 0, "%s", why.text);
    const struct pack_leaf *creole = pack_leaves_find(&leaves, "forms/f.yaml", "questions/tema/text", LANGUAGE_HT);
    cr_assert_not_null(creole);
    cr_expect_str_eq(creole->text, "Wi");
    cr_expect_eq(creole->line, 7);
    cr_expect_null(pack_leaves_find(&leaves, "forms/f.yaml", "questions/tema/text", LANGUAGE_FR));
    size_t items = 0;
    for (size_t i = 0; i < leaves.count; i++) items += leaves.at[i].item && leaves.at[i].language == LANGUAGE_ES;
    cr_expect_eq(items, 2);
    pack_leaves_release(&leaves);
}

Test(pack_leaves, transcripts_have_none_and_a_broken_file_is_named) {
    own_pack_files struct pack_files *files = files_of("transcripts/a.chat", "> hola\n< {\n");
    struct pack_leaves leaves;
    struct error why = ERROR_INIT;
    cr_assert_eq(pack_leaves_read(files, &leaves, &faults, &why), 0);
    cr_expect_eq(leaves.count, 0);
    pack_leaves_release(&leaves);
    pack_files_add(files, "menu.yaml", (struct pack_bytes){"a: [", 4}, NULL);
    cr_expect_eq(pack_leaves_read(files, &leaves, &faults, &why), -1);
    cr_expect(pack_faults_hold(&faults, "menu.yaml:"));
    pack_leaves_release(&leaves);
}

Test(pack_complete, a_phrase_that_an_older_content_lacks_is_spoken_as_the_program_brings_it) {
    struct pack *pack = pack_of(&faults, "phrases.yaml", "welcome: {es: Hola}\nnobody_says_this: {es: Nada}\n", NULL);
    cr_assert_not_null(pack);
    cr_expect_null(pack_phrase(pack, "main_menu", LANGUAGE_HT));
    faults.count = 0;
    cr_assert_eq(pack_complete(pack, &faults, NULL), 0);
    struct pack *sample = pack_sample();
    cr_expect_str_eq(pack_phrase(pack, "main_menu", LANGUAGE_HT), pack_phrase(sample, "main_menu", LANGUAGE_HT));
    cr_expect_str_eq(pack_phrase(pack, "welcome", LANGUAGE_HT), "Hola", "what the office wrote is not touched");
    cr_expect(pack_faults_hold(&faults, "phrases.yaml:2: nothing says the phrase 'nobody_says_this'"));
    cr_expect(pack_faults_hold(&faults, "phrases.yaml:1: lacks the phrase 'main_menu'"));
    cr_expect(pack_faults_hold(&faults, "forms/callback.yaml:1: is missing"));
    cr_expect_eq(pack_form(pack, "callback")->question_count, pack_form(sample, "callback")->question_count);
    pack_free(sample);
    pack_free(pack);
}

Test(pack_warn, overdue_and_untranslated_answers_are_named) {
    struct pack *pack = pack_of(&faults, "answers/uno.yaml",
                                "id: uno\ntitle: {es: Uno}\ntext: {es: Hola, ht: Bonjou, fr: Bonjour, en: Hello}\n"
                                "risk: green\nsource: x\nchecked_on: 2026-11-23\nreview_by: 2027-05-23\n"
                                "checked_by: \"\"\nstatus: proposed\n",
                                NULL);
    cr_assert_not_null(pack, "%s", faults.text[0]);
    cr_expect_eq(pack_warn(pack, 20270523, &faults), 1, "the day itself is in time");
    cr_expect(pack_faults_hold(&faults, "answers/uno.yaml:3: is not written in Português"));
    cr_expect_eq(pack_warn(pack, 20270524, &faults), 2);
    cr_expect(pack_faults_hold(&faults, "answers/uno.yaml:7: should have been read again by 2027-05-23"));
    pack_free(pack);
}
