/* state - a conversation's state as JSON and back. */
#include "handlers/state.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

void state_init(struct state *state) {
    memset(state, 0, sizeof *state);
    snprintf(state->name, sizeof state->name, "idle");
}

int state_is_parked(const struct state *state) {
    return state->parked.form[0] != '\0';
}

void state_unpark(struct state *state) {
    memset(&state->parked, 0, sizeof state->parked);
}

void state_park(struct state *state) {
    state_unpark(state);
    memcpy(state->parked.form, state->form, sizeof state->parked.form);
    state->parked.asked_ms = state->since_ms;
    for (size_t i = 0; i < state->answer_count; i++) {
        size_t at = state->parked.answer_count;
        if (strlen(state->answers[i].answer) >= PACK_ID_MAX) continue;
        snprintf(state->parked.answers[at].question, PACK_ID_MAX, "%s", state->answers[i].question);
        snprintf(state->parked.answers[at].answer, PACK_ID_MAX, "%.*s", PACK_ID_MAX - 1, state->answers[i].answer);
        state->parked.answer_count++;
    }
}

void state_parked(const struct state *state, struct state *ret) {
    const struct state_parked *parked = &state->parked;
    memcpy(ret->form, parked->form, sizeof ret->form);
    ret->since_ms = parked->asked_ms;
    ret->answer_count = parked->answer_count;
    for (size_t i = 0; i < parked->answer_count; i++) {
        snprintf(ret->answers[i].question, sizeof ret->answers[i].question, "%s", parked->answers[i].question);
        snprintf(ret->answers[i].answer, sizeof ret->answers[i].answer, "%s", parked->answers[i].answer);
    }
}

static json_t *encode_options(const struct state *state) {
    json_t *list = json_array();
    for (size_t i = 0; i < state->option_count; i++) json_array_append_new(list, json_string(state->options[i]));
    return list;
}

static json_t *encode_answers(const struct state *state) {
    json_t *list = json_array();
    for (size_t i = 0; i < state->answer_count; i++)
        json_array_append_new(list, json_pack("[ss]", state->answers[i].question, state->answers[i].answer));
    return list;
}

static json_t *encode_said(const struct state *state) {
    json_t *list = json_array();
    for (size_t i = 0; i < state->said_count; i++) json_array_append_new(list, json_integer(state->said[i]));
    return list;
}

/* null when there is none. */
static json_t *encode_parked(const struct state_parked *parked) {
    json_t *list = json_array();
    for (size_t i = 0; i < parked->answer_count; i++)
        json_array_append_new(list, json_pack("[ss]", parked->answers[i].question, parked->answers[i].answer));
    if (parked->form[0])
        return json_pack("{s:s, s:I, s:o}", "form", parked->form, "asked", (json_int_t)parked->asked_ms, "answers",
                         list);
    json_decref(list);
    return json_null();
}

char *state_encode(const struct state *state) {
    json_t *root =
        json_pack("{s:i, s:s, s:I, s:i, s:o, s:s, s:I, s:s, s:o, s:o, s:o}", "v", STATE_VERSION, "name", state->name,
                  "since", (json_int_t)state->since_ms, "misses", state->misses, "options", encode_options(state),
                  "form", state->form, "question", (json_int_t)state->question, "subject", state->subject, "answers",
                  encode_answers(state), "said", encode_said(state), "parked", encode_parked(&state->parked));
    char *json = root ? json_dumps(root, JSON_COMPACT) : NULL;
    json_decref(root);
    return json;
}

/* Copies a JSON text into a field; -1 when it is none or too long. */
static int take(const json_t *value, char *ret, size_t size) {
    const char *text = json_string_value(value);
    if (!text || json_string_length(value) >= size || strlen(text) != json_string_length(value)) return -1;
    memcpy(ret, text, json_string_length(value) + 1);
    return 0;
}

static int decode_options(const json_t *list, struct state *ret) {
    if (!json_is_array(list) || json_array_size(list) > STATE_OPTIONS_MAX) return -1;
    for (size_t i = 0; i < json_array_size(list); i++)
        if (take(json_array_get(list, i), ret->options[i], sizeof ret->options[i]) < 0) return -1;
    ret->option_count = json_array_size(list);
    return 0;
}

static int decode_answers(const json_t *list, struct state *ret) {
    if (!json_is_array(list) || json_array_size(list) > STATE_ANSWERS_MAX) return -1;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *pair = json_array_get(list, i);
        if (take(json_array_get(pair, 0), ret->answers[i].question, sizeof ret->answers[i].question) < 0) return -1;
        if (take(json_array_get(pair, 1), ret->answers[i].answer, sizeof ret->answers[i].answer) < 0) return -1;
    }
    ret->answer_count = json_array_size(list);
    return 0;
}

static int decode_said(const json_t *list, struct state *ret) {
    if (!json_is_array(list) || json_array_size(list) > STATE_SAID_MAX) return -1;
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_int_t hash = json_integer_value(json_array_get(list, i));
        if (!json_is_integer(json_array_get(list, i)) || hash < 0 || hash > UINT32_MAX) return -1;
        ret->said[i] = (uint32_t)hash;
    }
    ret->said_count = json_array_size(list);
    return 0;
}

static int decode_parked(const json_t *parked, struct state_parked *ret) {
    const json_t *list = json_object_get(parked, "answers");
    json_int_t asked_ms = json_integer_value(json_object_get(parked, "asked"));
    if (!json_is_object(parked)) return 0;
    if (asked_ms < 0 || !json_is_array(list) || json_array_size(list) > STATE_ANSWERS_MAX) return -1;
    if (take(json_object_get(parked, "form"), ret->form, sizeof ret->form) < 0) return -1;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *pair = json_array_get(list, i);
        if (take(json_array_get(pair, 0), ret->answers[i].question, PACK_ID_MAX) < 0) return -1;
        if (take(json_array_get(pair, 1), ret->answers[i].answer, PACK_ID_MAX) < 0) return -1;
    }
    ret->answer_count = json_array_size(list);
    ret->asked_ms = asked_ms;
    return 0;
}

/* Older programs wrote when it last asked, and kept form and answers where those of an open form are. */
static void decode_parked_of_old(const json_t *parked, struct state *ret) {
    int64_t since_ms = ret->since_ms;
    if (json_integer_value(parked) <= 0 || strcmp(ret->name, "form") == 0) return;
    ret->since_ms = json_integer_value(parked);
    state_park(ret);
    ret->since_ms = since_ms;
    ret->form[0] = '\0';
    ret->answer_count = 0;
}

static int decode_numbers(const json_t *root, struct state *ret) {
    json_int_t version, since, misses, question;
    if (json_unpack((json_t *)root, "{s:I, s:I, s:I, s:I}", "v", &version, "since", &since, "misses", &misses,
                    "question", &question) < 0)
        return -1;
    if (version != STATE_VERSION || since < 0 || misses < 0 || misses > 1000000) return -1;
    if (question < 0 || question >= PACK_QUESTIONS_MAX) return -1;
    ret->since_ms = since;
    ret->misses = (int)misses;
    ret->question = (size_t)question;
    return 0;
}

static int decode(const json_t *root, struct state *ret) {
    if (decode_numbers(root, ret) < 0) return -1;
    if (take(json_object_get(root, "name"), ret->name, sizeof ret->name) < 0) return -1;
    if (take(json_object_get(root, "form"), ret->form, sizeof ret->form) < 0) return -1;
    if (take(json_object_get(root, "subject"), ret->subject, sizeof ret->subject) < 0) return -1;
    if (decode_options(json_object_get(root, "options"), ret) < 0) return -1;
    if (decode_said(json_object_get(root, "said"), ret) < 0) return -1;
    if (decode_answers(json_object_get(root, "answers"), ret) < 0) return -1;
    if (decode_parked(json_object_get(root, "parked"), &ret->parked) < 0) return -1;
    decode_parked_of_old(json_object_get(root, "parked"), ret);
    return 0;
}

int state_decode(const char *json, size_t len, struct state *ret, struct error *why) {
    state_init(ret);
    if (len > STATE_JSON_MAX) return error_set(why, ERROR_INPUT, "a state of %zu bytes is too long", len);
    json_t *root = json_loadb(json, len, JSON_REJECT_DUPLICATES, NULL);
    int failed = decode(root, ret);
    json_decref(root);
    if (!failed) return 0;
    state_init(ret);
    return error_set(why, ERROR_INPUT, "a state is not one of version %d", STATE_VERSION);
}
