/* pack_edit_test - a changed value, and nothing else changed. */
#include "messages/pack_edit.h"
#include "messages/pack_leaves.h"
#include "tests/messages/pack_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static void expect(const char *before, struct pack_edit edit, const char *after) {
    own_text struct text ret = TEXT_INIT(10000);
    struct pack_file file = {"a.yaml", before, strlen(before)};
    struct error why = ERROR_INIT;
    cr_expect_eq(pack_edit_text(&file, &edit, &ret, &why), 0, "%s", why.text);
    cr_expect_str_eq(text_get(&ret), after);
}

static void expect_error(const char *before, struct pack_edit edit, enum error_kind kind) {
    own_text struct text ret = TEXT_INIT(10000);
    struct pack_file file = {"a.yaml", before, strlen(before)};
    struct error why = ERROR_INIT;
    cr_expect_eq(pack_edit_text(&file, &edit, &ret, &why), -1);
    cr_expect_eq(why.kind, kind, "%s", why.text);
}

Test(pack_edit, a_value_is_replaced_in_its_own_quotes) {
    expect("# ñandú\ntext:\n  es: \"Sí\"   # why\n  ht: 'Wi'\n",
           (struct pack_edit){"text", LANGUAGE_ES, "a \"b\" \\ {c}\nd"},
           "# ñandú\ntext:\n  es: \"a \\\"b\\\" \\\\ {c}\\nd\"   # why\n  ht: 'Wi'\n");
    expect("text: {es: Sí, ht: 'Wi'}\n", (struct pack_edit){"text", LANGUAGE_HT, "l'a"},
           "text: {es: Sí, ht: 'l''a'}\n");
    expect("text: {es: Sí, ht: Wi}\n", (struct pack_edit){"text", LANGUAGE_HT, "Wi wi è"},
           "text: {es: Sí, ht: Wi wi è}\n");
    expect("text: {es: Sí, ht: Wi}\n", (struct pack_edit){"text", LANGUAGE_HT, "Wi, non"},
           "text: {es: Sí, ht: \"Wi, non\"}\n");
    expect("text:\n  es: |\n    Uno\n    dos\n  ht: x\n", (struct pack_edit){"text", LANGUAGE_ES, "tres"},
           "text:\n  es: \"tres\"\n  ht: x\n");
    expect("checked_by:\nstatus: proposed\n", (struct pack_edit){"checked_by", LANGUAGE_NONE, "Ana Ñu"},
           "checked_by: \"Ana Ñu\"\nstatus: proposed\n");
}

Test(pack_edit, a_missing_language_is_added_as_the_last_one) {
    expect("text:\n  es: \"Sí\"\n  ht: \"Wi\" # kreyòl\nrisk: green\n", (struct pack_edit){"text", LANGUAGE_PT, "Sim"},
           "text:\n  es: \"Sí\"\n  ht: \"Wi\" # kreyòl\n  pt: \"Sim\"\nrisk: green\n");
    expect("title: {es: Sí}\n", (struct pack_edit){"title", LANGUAGE_EN, "Yes"}, "title: {es: Sí, en: Yes}\n");
    expect("a:\n  es: x", (struct pack_edit){"a", LANGUAGE_EN, "y"}, "a:\n  es: x\n  en: y\n");
    expect("status: proposed\n", (struct pack_edit){"checked_by", LANGUAGE_NONE, "Ana"},
           "status: proposed\nchecked_by: Ana\n");
    expect("text:\n  es: >\n    Uno\n    dos\nrisk: green\n", (struct pack_edit){"text", LANGUAGE_HT, "en"},
           "text:\n  es: >\n    Uno\n    dos\n  ht: \"en\"\nrisk: green\n");
}

Test(pack_edit, what_is_said_while_a_number_is_closed_is_a_text_like_the_others) {
    expect("text: {es: A}\nwhile_closed:\n  number: mujer\n  text:\n    es: \"B\"\n    ht: \"C\"\nrisk: black\n",
           (struct pack_edit){"while_closed/text", LANGUAGE_HT, "Ch"},
           "text: {es: A}\nwhile_closed:\n  number: mujer\n  text:\n    es: \"B\"\n    ht: \"Ch\"\nrisk: black\n");
    expect("text: {es: A}\nwhile_closed: {number: mujer, text: {es: B}}\n",
           (struct pack_edit){"while_closed/text", LANGUAGE_FR, "D"},
           "text: {es: A}\nwhile_closed: {number: mujer, text: {es: B, fr: D}}\n");
}

Test(pack_edit, an_entry_of_a_list_is_found_by_its_id) {
    expect("- id: a\n  title: {es: A}\n- id: b\n  title: {es: B}\n", (struct pack_edit){"b/title", LANGUAGE_ES, "Be"},
           "- id: a\n  title: {es: A}\n- id: b\n  title: {es: Be}\n");
}

Test(pack_edit, what_no_pack_may_hold_is_refused) {
    expect_error("text: {es: a}\n", (struct pack_edit){"text", LANGUAGE_ES, "a\x01z"}, ERROR_INPUT);
    expect_error("text: {es: a}\n", (struct pack_edit){"text", LANGUAGE_ES, "a\xe2\x80\xaez"}, ERROR_INPUT);
    expect_error("text: {es: a}\n", (struct pack_edit){"title", LANGUAGE_ES, "b"}, ERROR_MISSING);
    expect_error("text: {es: [a]}\n", (struct pack_edit){"text", LANGUAGE_ES, "b"}, ERROR_INPUT);
    expect_error("text: {es: a\n", (struct pack_edit){"text", LANGUAGE_ES, "b"}, ERROR_INPUT);
}

/* Every text of the sample changed, one after the other, and back again: the same bytes but for the quotes. */
Test(pack_edit, every_text_of_the_sample_can_be_changed_and_the_rest_stays, .timeout = 120) {
    static struct pack_faults faults;
    own_pack_files struct pack_files *files = NULL;
    struct pack_leaves before, after;
    struct error why = ERROR_INIT;
    cr_assert_eq(pack_files_sample(&files, &why), 0);
    cr_assert_eq(pack_leaves_read(files, &before, &faults, &why), 0);
    own_pack_files struct pack_files *changed = NULL;
    cr_assert_eq(pack_files_sample(&changed, &why), 0);
    size_t count = 0;
    for (size_t i = 0; i < before.count; i++) {
        const struct pack_leaf *leaf = &before.at[i];
        if (leaf->item || leaf->language != LANGUAGE_PT || i % 7) continue;
        struct pack_edit edit = {leaf->key, leaf->language, "Outra: coisa, \"assim\""};
        cr_assert_eq(pack_edit_file(changed, leaf->file, &edit, &why), 0, "%s", why.text);
        count++;
    }
    cr_assert_gt(count, 20);
    cr_assert_eq(pack_leaves_read(changed, &after, &faults, &why), 0);
    cr_assert_eq(after.count, before.count);
    size_t differ = 0;
    for (size_t i = 0; i < before.count; i++) {
        cr_expect_eq(pack_leaf_order(&before.at[i], &after.at[i]), 0);
        cr_expect_eq(before.at[i].line, after.at[i].line);
        differ += strcmp(before.at[i].text, after.at[i].text) != 0;
    }
    cr_expect_eq(differ, count);
    pack_leaves_release(&before);
    pack_leaves_release(&after);
}
