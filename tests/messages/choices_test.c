/* choices_test - what a text offers by number is found, and nothing else is taken for it. */
#include "messages/choices.h"

#include <criterion/criterion.h>
#include <string.h>

static void expect(const char *text, const char *expected) {
    own_choices struct choices choices;
    own_text struct text found = TEXT_INIT(4096);
    choices_read(text, &choices);
    for (size_t i = 0; i < choices.count; i++)
        text_addf(&found, "%s[%s] %s", i ? " | " : "", choices.options[i].id, choices.options[i].title);
    cr_expect_str_eq(text_get(&found), expected, "%s\n  gave     %s\n  expected %s", text, text_get(&found), expected);
}

Test(choices, a_line_each) {
    expect("1 Papeles y permisos\n2 Salud\n9 Una persona", "[1] Papeles y permisos | [2] Salud | [9] Una persona");
    expect("Salud:\n1 Consultorio (CESFAM)\n2 FONASA, salud pública\n0 Menú, 9 Una persona",
           "[1] Consultorio (CESFAM) | [2] FONASA, salud pública | [0] Menú | [9] Una persona");
    expect("¿Cuándo?\n1 Église\n2 Óscar\n", "[1] Église | [2] Óscar");
    expect("1 Uno\n\nAdiós.\n2 Dos", "[1] Uno | [2] Dos");
}

Test(choices, within_a_sentence) {
    expect("Recuerde: tiene hora el 27 a las 10:00, Av. Matta 1. Responda 1 Confirmo, 2 Cambiar hora, 3 No puedo ir.",
           "[1] Confirmo | [2] Cambiar hora | [3] No puedo ir");
    expect("Reponn 1 Wi, 2 Non", "[1] Wi | [2] Non");
    expect("Reply 1 Yes, 2 No. Thank you.", "[1] Yes | [2] No");
}

Test(choices, numbers_that_are_none) {
    expect("", "");
    expect("Lleve 1 foto, 2 copias y 3 fotos.", "");
    expect("Llame al 1515.\n10 de Julio 123", "");
    expect("Hay 1 Persona.", "");
    expect("1 Sola", "");
    expect("123 Main Street\n456 Other", "");
    expect("Abrimos de 9 a 14 horas. 600 360 7777", "");
}

Test(choices, more_than_a_list_can_have_are_none) {
    own_text struct text text = TEXT_INIT(1000);
    for (int i = 1; i <= OUT_OPTIONS_MAX; i++) text_addf(&text, "%d Opción %c\n", i, 'A' + i);
    own_choices struct choices ten;
    choices_read(text_get(&text), &ten);
    cr_expect_eq(ten.count, OUT_OPTIONS_MAX);
    text_add(&text, "11 Otra");
    own_choices struct choices eleven;
    choices_read(text_get(&text), &eleven);
    cr_expect_eq(eleven.count, 0);
}

Test(choices, every_language_has_its_word_on_the_button) {
    for (int i = LANGUAGE_ES; i <= LANGUAGE_PT; i++) cr_expect(*choices_label((enum language)i));
    cr_expect_str_eq(choices_label(LANGUAGE_HT), "Chwazi");
    cr_expect_str_eq(choices_label(LANGUAGE_NONE), "Elegir");
}
