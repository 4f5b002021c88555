/* turn_test - effects in order, bounded; a state survives being written down. */
#include "handlers/kept_answers.h"
#include "handlers/machine.h"
#include "tests/handlers/handlers_help.h"

#include <stdlib.h>
#include <string.h>

static struct turn begin(void) {
    struct state idle;
    struct turn turn;
    state_init(&idle);
    turn_init(&turn, &idle);
    return turn;
}

Test(turn, effects_keep_their_order) {
    struct turn turn = begin();
    turn_say(&turn, "welcome");
    turn_add(&turn, EFFECT_GREETED);
    turn_say_literal(&turn, "hola");
    cr_assert_eq(turn.effect_count, 3);
    cr_assert_str_eq(turn.effects[0].phrase, "welcome");
    cr_assert_eq(turn.effects[1].kind, EFFECT_GREETED);
    cr_assert_str_eq(turn.effects[2].literal, "hola");
    turn_release(&turn);
    cr_assert_eq(turn.effect_count, 0);
}

Test(turn, the_ninth_effect_is_refused_and_marks_the_turn) {
    struct turn turn = begin();
    for (int i = 0; i < TURN_EFFECTS_MAX; i++) cr_assert_not_null(turn_say_literal(&turn, "x"));
    cr_assert_null(turn_say(&turn, "welcome"));
    cr_assert_null(turn_say_literal(&turn, "y"));
    cr_assert_gt(turn.effect_count, (size_t)TURN_EFFECTS_MAX);
    effect_value(NULL, "name", "a handler need not look");
    turn_release(&turn);
}

Test(turn, an_effect_that_is_taken_out_leaves_the_others_in_order) {
    struct turn turn = begin();
    turn_say_literal(&turn, "uno");
    turn_say_literal(&turn, "dos");
    turn_mark(&turn, "unsafe", "1");
    turn_remove(&turn, 0);
    cr_assert_eq(turn.effect_count, 2);
    cr_assert_str_eq(turn.effects[0].literal, "dos");
    cr_assert_eq(turn.effects[1].kind, EFFECT_MARK);
    turn_remove(&turn, 5);
    cr_assert_eq(turn.effect_count, 2);
    turn_remove(&turn, 1);
    turn_remove(&turn, 0);
    cr_assert_eq(turn.effect_count, 0);
    turn_release(&turn);
}

Test(turn, a_long_value_is_cut_at_the_end_of_a_letter) {
    struct turn turn = begin();
    char value[EFFECT_VALUE_MAX + 10];
    memset(value, 'a', sizeof value);
    memcpy(value + EFFECT_VALUE_MAX - 2, "ñññ", 7);
    struct effect *say = turn_say(&turn, "handoff");
    effect_value(say, "codigo", value);
    cr_assert_eq(strlen(say->values[0].value), (size_t)EFFECT_VALUE_MAX - 2);
}

Test(turn, the_language_is_the_one_set_in_the_turn_then_the_known_one_then_spanish) {
    struct turn turn = begin();
    struct event event = {.known = {.language = LANGUAGE_NONE}};
    cr_assert_eq(machine_language(&event, &turn), LANGUAGE_ES);
    event.known.language = LANGUAGE_FR;
    cr_assert_eq(machine_language(&event, &turn), LANGUAGE_FR);
    turn_add(&turn, EFFECT_LANGUAGE)->language = LANGUAGE_HT;
    cr_assert_eq(machine_language(&event, &turn), LANGUAGE_HT);
}

Test(turn, purposes_have_names) {
    cr_assert_str_eq(purpose_name(PURPOSE_REMINDERS), "reminders");
    cr_assert_str_eq(purpose_name(PURPOSE_COUNT), "");
}

static struct state full(void) {
    struct state state;
    state_init(&state);
    snprintf(state.name, sizeof state.name, "form");
    snprintf(state.form, sizeof state.form, "callback");
    snprintf(state.subject, sizeof state.subject, "cesfam");
    state.since_ms = 1795525200000;
    state.misses = 2;
    state.question = 1;
    for (size_t i = 0; i < STATE_OPTIONS_MAX; i++) snprintf(state.options[i], PACK_ID_MAX, "topic-%zu", i);
    state.option_count = STATE_OPTIONS_MAX;
    for (size_t i = 0; i < STATE_ANSWERS_MAX; i++) {
        snprintf(state.answers[i].question, PACK_ID_MAX, "question-%zu", i);
        snprintf(state.answers[i].answer, STATE_ANSWER_MAX, "\"ñ\" \\ {comuna}\n%zu", i);
    }
    state.answer_count = STATE_ANSWERS_MAX;
    snprintf(state.parked.form, PACK_ID_MAX, "encuesta-primera");
    state.parked.asked_ms = 1795525100000;
    for (size_t i = 0; i < STATE_ANSWERS_MAX; i++) {
        snprintf(state.parked.answers[i].question, PACK_ID_MAX, "question-%zu", i);
        snprintf(state.parked.answers[i].answer, PACK_ID_MAX, "choice-%zu", i);
    }
    state.parked.answer_count = STATE_ANSWERS_MAX;
    state.said[0] = UINT32_MAX;
    state.said_count = 1;
    return state;
}

Test(state, comes_back_as_it_was_written) {
    struct state was = full(), is;
    struct error why = ERROR_INIT;
    char *json = state_encode(&was);
    cr_assert_not_null(json);
    cr_assert_leq(strlen(json), (size_t)STATE_JSON_MAX);
    cr_assert_eq(state_decode(json, strlen(json), &is, &why), 0, "%s", why.text);
    cr_assert_eq(memcmp(&was, &is, sizeof was), 0);
    free(json);
}

Test(state, a_record_that_is_none_of_ours_is_the_idle_state_and_says_so) {
    static const char *const bad[] = {
        "",
        "null",
        "[]",
        "{}",
        "{\"v\":1}",
        "{\"v\":2,\"name\":\"menu\",\"since\":0,\"misses\":0,\"options\":[],\"form\":\"\","
        "\"question\":0,\"subject\":\"\",\"answers\":[],\"said\":[]}",
        "{\"v\":1,\"name\":\"menu\",\"since\":0,\"misses\":0,\"options\":[1],\"form\":\"\",\"question\":0,\"subject\":"
        "\"\","
        "\"answers\":[],\"said\":[]}",
        "{\"v\":1,\"name\":\"menu\",\"since\":0,\"misses\":0,\"options\":[],\"form\":\"\",\"question\":99,\"subject\":"
        "\"\","
        "\"answers\":[],\"said\":[]}",
        "{\"v\":1,\"name\":\"menu\",\"since\":0,\"misses\":0,\"options\":[],\"form\":\"\",\"question\":0,\"subject\":"
        "\"\","
        "\"answers\":[[\"a\"]],\"said\":[]}",
        "{\"v\":1,\"name\":\"a name that is far too long for a "
        "state\",\"since\":0,\"misses\":0,\"options\":[],\"form\":\"\","
        "\"question\":0,\"subject\":\"\",\"answers\":[],\"said\":[]}",
        "{\"v\":1,\"name\":\"me\\u0000nu\",\"since\":0,\"misses\":0,\"options\":[],\"form\":\"\",\"question\":0,"
        "\"subject\":\"\",\"answers\":[],\"said\":[]}",
        "{\"v\":1,\"name\":\"menu\",\"since\":0,\"misses\":0,\"options\":[],\"form\":\"\",\"question\":0,\"subject\":"
        "\"\",\"answers\":[],\"said\":[],\"parked\":{\"form\":\"f\",\"asked\":1,\"answers\":[[\"a\",1]]}}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct error why = ERROR_INIT;
        struct state state = full();
        cr_assert_eq(state_decode(bad[i], strlen(bad[i]), &state, &why), -1, "%s", bad[i]);
        cr_assert_eq(why.kind, ERROR_INPUT);
        cr_assert_str_eq(state.name, "idle");
        cr_assert_eq(state.option_count, 0);
    }
}

/* A survey that a program of before put aside: its answers stood where those of an open form stand. */
Test(state, a_survey_that_waits_is_read_as_older_programs_wrote_it) {
    static const char old[] = "{\"v\":1,\"name\":\"menu\",\"since\":9,\"misses\":0,\"options\":[\"salud\"],\"form\":"
                              "\"encuesta-primera\",\"question\":0,\"subject\":\"\",\"answers\":[[\"pais\",\"haiti\"]],"
                              "\"said\":[],\"parked\":5}";
    struct state state, waited;
    struct error why = ERROR_INIT;
    cr_assert_eq(state_decode(old, sizeof old - 1, &state, &why), 0, "%s", why.text);
    cr_assert(state_is_parked(&state));
    cr_assert_str_eq(state.form, "");
    cr_assert_eq(state.answer_count, 0);
    cr_assert_eq(state.since_ms, 9);
    state_init(&waited);
    state_parked(&state, &waited);
    cr_assert_str_eq(waited.form, "encuesta-primera");
    cr_assert_eq(waited.since_ms, 5);
    cr_assert_str_eq(kept_answer(&waited, "pais"), "haiti");
    state_unpark(&state);
    cr_assert_not(state_is_parked(&state));
}

Test(state, a_record_beyond_the_limit_is_not_even_parsed) {
    static char json[STATE_JSON_MAX + 2];
    struct state state;
    struct error why = ERROR_INIT;
    memset(json, '[', sizeof json - 1);
    cr_assert_eq(state_decode(json, sizeof json - 1, &state, &why), -1);
    cr_assert_eq(why.kind, ERROR_INPUT);
}
