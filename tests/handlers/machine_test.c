/* machine_test - the machine's contract: pure, checked, in order. */
#include "handlers/machine.h"
#include "handlers/ticket.h"
#include "tests/handlers/handlers_help.h"

#include <string.h>

static struct event message(const char *text) {
    return (struct event){
        .kind = EVENT_MESSAGE,
        .id = "event-1",
        .now_ms = 1795525200000,
        .channel_kind = "sms",
        .text = text,
        .name = "",
        .pack = help_pack(),
        .known = {.language = LANGUAGE_ES, .greeted = 1},
    };
}

static int step(const struct event *event, struct turn *turn, struct error *why) {
    struct state idle;
    state_init(&idle);
    return machine_step(&idle, event, turn, why);
}

Test(machine, the_same_event_twice_gives_the_same_turn) {
    static const char *const texts[] = {"9", "hola", "mi marido me pega", "asdfgh", "cesfam", "alto", "mis datos"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct event event = message(texts[i]);
        struct turn one, two;
        struct error why = ERROR_INIT;
        cr_assert_eq(step(&event, &one, &why), 0, "%s", why.text);
        cr_assert_eq(step(&event, &two, &why), 0, "%s", why.text);
        for (size_t e = 0; e < one.effect_count; e++) { /* a literal is a copy of its own */
            if (one.effects[e].literal) cr_assert_str_eq(one.effects[e].literal, two.effects[e].literal);
            free(one.effects[e].literal);
            free(two.effects[e].literal);
            one.effects[e].literal = two.effects[e].literal = NULL;
        }
        cr_assert_eq(memcmp(&one, &two, sizeof one), 0, "%s", texts[i]);
    }
}

Test(machine, a_malformed_event_is_an_input_error_and_leaves_no_turn) {
    struct event bad[6];
    for (size_t i = 0; i < 6; i++) bad[i] = message("hola");
    bad[0].id = "";
    bad[1].now_ms = 0;
    bad[2].text = NULL;
    bad[3].kind = EVENT_TIMER, bad[3].name = "nobody";
    bad[4].kind = EVENT_STAFF, bad[4].name = "sings";
    bad[5].kind = EVENT_TIMER, bad[5].name = "reminder";
    for (size_t i = 0; i < 6; i++) {
        struct turn turn;
        struct error why = ERROR_INIT;
        cr_assert_eq(step(&bad[i], &turn, &why), -1, "%zu", i);
        cr_assert_eq(why.kind, ERROR_INPUT, "%zu: %s", i, why.text);
        cr_assert_eq(turn.effect_count, 0);
    }
}

Test(machine, a_state_that_no_handler_owns_is_an_idle_one) {
    struct event event = message("hola");
    struct state was;
    struct turn turn;
    struct error why = ERROR_INIT;
    state_init(&was);
    snprintf(was.name, sizeof was.name, "from-the-future");
    cr_assert_eq(machine_step(&was, &event, &turn, &why), 0, "%s", why.text);
    cr_assert_str_eq(turn.next.name, "menu");
    turn_release(&turn);
}

Test(machine, a_phrase_that_the_pack_lacks_is_our_own_fault) {
    static const char phrases[] = "welcome: {es: hola}\n";
    struct event event = message("0");
    struct turn turn;
    struct error why = ERROR_INIT;
    event.pack = help_pack_with("phrases.yaml", phrases);
    cr_assert_eq(step(&event, &turn, &why), -1);
    cr_assert_eq(why.kind, ERROR_SYSTEM);
    assert_has(why.text, "main_menu");
}

Test(machine, render_fills_values_once_and_never_looks_into_them) {
    struct event event = message("x");
    struct effect say = {.kind = EFFECT_SAY, .phrase = "ticket_noted", .value_count = 1};
    struct error why = ERROR_INIT;
    struct text text = TEXT_INIT(1000);
    snprintf(say.values[0].name, sizeof say.values[0].name, "codigo");
    snprintf(say.values[0].value, sizeof say.values[0].value, "{comuna}%%s%%n");
    cr_assert_eq(machine_render(&say, &event, LANGUAGE_ES, &text, &why), 0);
    assert_has(text_get(&text), "solicitud {comuna}%s%n.");
    text_release(&text);
}

Test(machine, render_of_what_the_pack_lacks_is_an_error) {
    struct event event = message("x");
    struct effect say = {.kind = EFFECT_SAY, .phrase = "no-such-phrase"};
    struct error why = ERROR_INIT;
    struct text text = TEXT_INIT(1000);
    cr_assert_eq(machine_render(&say, &event, LANGUAGE_ES, &text, &why), -1);
    cr_assert_eq(why.kind, ERROR_SYSTEM);
}

Test(machine, no_error_text_holds_what_the_person_wrote) {
    struct event event = message("qwrtp zxcv Marie +56911111111");
    struct turn turn;
    struct error why = ERROR_INIT;
    event.pack = help_pack_with("phrases.yaml", "welcome: {es: hola}\n");
    cr_assert_eq(step(&event, &turn, &why), -1);
    assert_lacks(why.text, "Marie");
    assert_lacks(why.text, "111111");
}

Test(ticket, a_code_is_derived_from_the_event_and_easy_to_say) {
    char one[12], again[12], other[12];
    ticket_code("event-1", one);
    ticket_code("event-1", again);
    ticket_code("event-2", other);
    cr_assert_str_eq(one, again);
    cr_assert_str_neq(one, other);
    for (int i = 0; i < 2000; i++) {
        char id[32], code[12];
        snprintf(id, sizeof id, "e%d", i);
        ticket_code(id, code);
        cr_assert_eq(strlen(code), 6);
        cr_assert_eq(code[3], '-');
        cr_assert_null(strpbrk(code, "0O1IAEU"), "%s", code);
    }
}

Test(ticket, a_thousand_events_have_nearly_a_thousand_codes) {
    static char codes[1000][12];
    size_t same = 0;
    for (size_t i = 0; i < 1000; i++) {
        char id[32];
        snprintf(id, sizeof id, "message-%zu", i);
        ticket_code(id, codes[i]);
        for (size_t k = 0; k < i; k++) same += strcmp(codes[i], codes[k]) == 0;
    }
    cr_assert_leq(same, 8, "%zu codes are the same", same); /* 205,000 codes: about 2.4 are expected */
}
