/* fold_test - texts as the matcher sees them. */
#include "messages/fold.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static void expect_folded(const char *text, const char *expected) {
    own_text struct text folded = TEXT_INIT(FOLD_BYTES_MAX);
    fold_text(text, &folded);
    cr_expect_str_eq(text_get(&folded), expected, "'%s' became '%s', not '%s'", text, text_get(&folded), expected);
}

Test(fold, case_and_accents_do_not_count) {
    expect_folded("¿Cuándo RENUEVO la Cédula?", "cuando renuevo la cedula?");
    expect_folded("Èske w ka edé M", "eske w ka ede m");
    expect_folded("Ñandú Ção Ü", "nandu cao u");
}

Test(fold, letters_that_unicode_does_not_take_apart_are_mapped) {
    expect_folded("cœur Œuvre bjørn łódź ılık straße æ", "coeur oeuvre bjorn lodz ilik strasse ae");
}

Test(fold, apostrophes_and_punctuation_part_words) {
    expect_folded("m’ap d'accord m‘ap", "m ap d accord m ap");
    expect_folded("hola,quiero visa;por-favor", "hola quiero visa por favor");
    expect_folded("hola.quiero", "hola quiero");
}

Test(fold, full_stops_inside_an_abbreviation_join_it) {
    expect_folded("S.O.S.", "sos");
    expect_folded("s.o.s", "sos");
    expect_folded("2.", "2");
    expect_folded("2.5", "2 5");
}

Test(fold, a_letter_stretched_is_one_letter_but_a_number_stays) {
    expect_folded("holaaaaa", "hola");
    expect_folded("llamar", "llamar");
    expect_folded("1000000", "1000000");
    expect_folded("?????", "?");
}

Test(fold, digits_of_other_scripts_and_keycaps_are_digits) {
    expect_folded("２", "2");
    expect_folded("٢ ۹", "2 9");
    expect_folded("1\xEF\xB8\x8F\xE2\x83\xA3", "1");
    expect_folded("(2)", "2");
    expect_folded("1º", "1");
}

Test(fold, what_cannot_be_seen_is_dropped) {
    expect_folded("al\xE2\x80\x8Bto", "alto");
    expect_folded("\xE2\x80\xAEstop\xE2\x80\xAC", "stop");
    expect_folded("\xC2\xA0 si \t\n ", "si");
}

Test(fold, bytes_that_are_no_utf8_do_not_hide_the_rest) {
    expect_folded("hola \xff\xfe visa", "hola visa");
    expect_folded("\xc3", "");
}

Test(fold, a_heap_of_marks_is_one_letter) {
    char text[2048] = "a";
    for (int i = 0; i < 500; i++) memcpy(text + 1 + 2 * i, "\xCC\x81", 3);
    expect_folded(text, "a");
}

Test(fold, a_text_without_end_is_cut) {
    char *text = malloc(100001);
    for (int i = 0; i < 100000; i++) text[i] = (char)('a' + i % 2);
    text[100000] = 0;
    char folded[FOLD_BYTES_MAX + 1];
    cr_expect_eq(fold_bytes(text, folded), FOLD_RUNES_MAX);
    free(text);
}

Test(fold, one_letter_that_is_eighteen_does_not_overflow) {
    char text[3 * FOLD_RUNES_MAX + 1], folded[FOLD_BYTES_MAX + 1];
    for (int i = 0; i < FOLD_RUNES_MAX; i++) memcpy(text + 3 * i, "\xEF\xB7\xBA", 4);
    cr_expect_leq(fold_bytes(text, folded), FOLD_BYTES_MAX);
}
