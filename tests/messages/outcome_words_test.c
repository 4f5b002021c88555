/* outcome_words_test - what the staff read about a message that did not arrive. */
#include "messages/outcome_words.h"

#include "messages/wire/meta_codes.h"
#include "messages/wire/twilio_codes.h"
#include "messages/wire/vonage_codes.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct outcome_words words;

static void expect_why(const char *state, const char *code, const char *es) {
    cr_expect(outcome_words(state, code, &words), "%s %s", state, code);
    cr_expect_str_eq(words.es, es, "%s: '%s'", code, words.es);
}

Test(outcome_words, one_reason_is_said_the_same_whoever_the_provider_is) {
    expect_why("failed", "21211", "El número no es válido");
    expect_why("failed", "1270", "El número no es válido");
    expect_why("failed", "21614", "El número no recibe SMS: no es un celular");
    expect_why("failed", "21610", "El proveedor bloqueó: la persona se dio de baja");
    expect_why("failed", "1240", "El proveedor bloqueó: la persona se dio de baja");
    expect_why("failed", "131050", "El proveedor bloqueó: la persona se dio de baja");
    expect_why("failed", "63016", "Pasaron más de 24 horas desde su último mensaje de WhatsApp");
    expect_why("failed", "131047", "Pasaron más de 24 horas desde su último mensaje de WhatsApp");
    expect_why("failed", "1070", "La cuenta del proveedor no tiene saldo o falta un pago");
    expect_why("failed", "dlr-2", "El operador no pudo entregar el SMS");
    expect_why("skipped", "stopped", "La persona pidió no recibir mensajes");
}

Test(outcome_words, a_code_that_nobody_knows_is_a_refusal_in_plain_words) {
    static const char *const odd[] = {"99999", "http-418", "x", "1", "7777777", "-5", " ", "21 211"};
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        cr_expect(outcome_words("failed", odd[i], &words));
        cr_expect(*words.es && *words.en && *words.next_es && *words.next_en, "%s", odd[i]);
    }
    expect_why("failed", "99999", "El proveedor no aceptó el mensaje");
}

Test(outcome_words, what_is_put_off_goes_by_itself_and_what_failed_is_for_a_person) {
    expect_why("ready", "63038", "El proveedor no acepta más mensajes por hoy");
    cr_expect_str_eq(words.next_es, "Sale solo la próxima mañana hábil");
    expect_why("ready", "20429", "El proveedor recibió demasiados mensajes a la vez");
    cr_expect_str_eq(words.next_es, "Sale solo en el próximo intento");
    expect_why("failed", "window",
               "Pasaron más de 24 horas desde su último mensaje de WhatsApp, y no hay otra vía para escribirle");
    cr_expect_str_eq(words.next_es, "Llame; cuando la persona escriba, se le puede contestar durante 24 horas");
}

Test(outcome_words, a_lost_answer_is_not_told_as_a_refusal_whatever_code_it_left) {
    static const char *const codes[] = {"", "no-answer", "http-500", "lost", "21211"};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        expect_why("unknown", codes[i], "El proveedor no contestó: no se sabe si llegó");
    cr_expect_str_eq(words.next_en, "See whether the person answers; written again, it may arrive twice");
}

Test(outcome_words, what_went_well_and_what_has_no_code_needs_no_words) {
    static const char *const good[] = {"ready", "sending", "queued", "sent", "delivered", "read", "failed", "", "x"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) cr_expect(!outcome_words(good[i], "", &words));
    cr_expect(!outcome_words("delivered", "30003", &words));
    cr_expect_str_eq(words.es, "");
    cr_expect(outcome_words("skipped", "consent", &words) && !*words.next_es);
}

/* A provider's number is read by the table of that provider and no other. */
Test(outcome_words, every_code_of_every_provider_is_known_by_its_number_alone) {
    char code[24];
    int known = 0;
    for (long number = 0; number < 140000; number++) {
        enum outcome_kind twilio = twilio_code_kind(number, OUTCOME_SENT), meta = meta_code_kind(number, OUTCOME_SENT),
                          vonage = vonage_code_kind(number, OUTCOME_SENT);
        enum outcome_kind kind = twilio != OUTCOME_SENT ? twilio : meta != OUTCOME_SENT ? meta : vonage;
        if (kind == OUTCOME_SENT) continue;
        snprintf(code, sizeof code, "%ld", number);
        cr_expect_eq(outcome_words_kind(code), kind, "%s", code);
        known++;
    }
    cr_assert_gt(known, 100);
}

Test(outcome_words, a_ticket_for_what_did_not_arrive_has_a_title) {
    cr_expect_str_eq(outcome_words_topic("window"), "No se le puede escribir: llamar");
    cr_expect_str_eq(outcome_words_topic("astray"), "Un mensaje no le llegó: llamar");
    cr_expect_str_eq(outcome_words_topic("unreachable"), "No recibió su recordatorio: llamar");
    cr_expect_null(outcome_words_topic("salud"));
}
