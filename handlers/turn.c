/* turn - what handlers write with: effects in order, the next state. */
#include "handlers/turn.h"

#include <stdlib.h>
#include <string.h>

const char *purpose_name(enum purpose purpose) {
    static const char *const names[PURPOSE_COUNT] = {"reply", "reminders", "events", "surveys"};
    return (unsigned)purpose < PURPOSE_COUNT ? names[purpose] : "";
}

const char *seat_state_name(enum seat_state state) {
    static const char *const names[] = {"", "invited", "yes", "waiting", "no"};
    return state >= SEAT_NONE && state <= SEAT_NO ? names[state] : "";
}

void turn_init(struct turn *turn, const struct state *was) {
    memset(turn, 0, sizeof *turn);
    turn->next = *was;
}

void turn_release(struct turn *turn) {
    for (size_t i = 0; i < TURN_EFFECTS_MAX; i++) free(turn->effects[i].literal);
    memset(turn->effects, 0, sizeof turn->effects);
    turn->effect_count = 0;
}

static struct effect *overflow(struct turn *turn) {
    turn->effect_count = TURN_EFFECTS_MAX + 1;
    return NULL;
}

struct effect *turn_add(struct turn *turn, enum effect_kind kind) {
    if (turn->effect_count >= TURN_EFFECTS_MAX) return overflow(turn);
    struct effect *effect = &turn->effects[turn->effect_count++];
    effect->kind = kind;
    effect->language = LANGUAGE_NONE;
    return effect;
}

void turn_remove(struct turn *turn, size_t index) {
    size_t count = turn->effect_count;
    if (count > TURN_EFFECTS_MAX || index >= count) return;
    free(turn->effects[index].literal);
    memmove(&turn->effects[index], &turn->effects[index + 1], (count - index - 1) * sizeof turn->effects[0]);
    memset(&turn->effects[count - 1], 0, sizeof turn->effects[0]); /* what moved up is owned there */
    turn->effect_count = count - 1;
}

struct effect *turn_say(struct turn *turn, const char *phrase) {
    struct effect *effect = turn_add(turn, EFFECT_SAY);
    if (effect) snprintf(effect->phrase, sizeof effect->phrase, "%s", phrase);
    return effect;
}

struct effect *turn_say_answer(struct turn *turn, const struct pack_answer *answer) {
    struct effect *effect = turn_add(turn, EFFECT_SAY);
    if (effect) snprintf(effect->answer, sizeof effect->answer, "%s", answer->id);
    return effect;
}

struct effect *turn_say_literal(struct turn *turn, const char *text) {
    char *copy = strdup(text);
    struct effect *effect = copy ? turn_add(turn, EFFECT_SAY) : overflow(turn);
    if (!effect) {
        free(copy);
        return NULL;
    }
    effect->literal = copy;
    return effect;
}

/* The longest beginning of value that fits and ends at the end of a letter. */
static size_t whole_letters(const char *value, size_t max) {
    size_t len = strlen(value);
    if (len <= max) return len;
    len = max;
    while (len && ((unsigned char)value[len] & 0xC0) == 0x80) len--;
    return len;
}

const char *effect_get(const struct effect *effect, const char *name) {
    for (size_t i = 0; i < effect->value_count; i++)
        if (strcmp(effect->values[i].name, name) == 0) return effect->values[i].value;
    return "";
}

void effect_value(struct effect *effect, const char *name, const char *value) {
    if (!effect || effect->value_count >= PACK_PARAMS_MAX) return;
    size_t at = effect->value_count++, len = whole_letters(value, EFFECT_VALUE_MAX - 1);
    snprintf(effect->values[at].name, sizeof effect->values[at].name, "%s", name);
    memcpy(effect->values[at].value, value, len);
    effect->values[at].value[len] = '\0';
}

void turn_mark(struct turn *turn, const char *name, const char *value) {
    struct effect *effect = turn_add(turn, EFFECT_MARK);
    if (!effect) return;
    snprintf(effect->name, sizeof effect->name, "%s", name);
    snprintf(effect->ref, sizeof effect->ref, "%s", value);
}

void turn_count(struct turn *turn, const char *name) {
    struct effect *effect = turn_add(turn, EFFECT_COUNT);
    if (effect) snprintf(effect->name, sizeof effect->name, "%s", name);
}

struct effect *turn_record(struct turn *turn, const char *kind, const char *ref, const char *body) {
    char *copy = body ? strdup(body) : NULL;
    struct effect *effect =
        body && (!copy || strlen(copy) > EFFECT_RECORD_MAX) ? overflow(turn) : turn_add(turn, EFFECT_RECORD);
    if (!effect) {
        free(copy);
        return NULL;
    }
    effect->literal = copy;
    snprintf(effect->name, sizeof effect->name, "%s", kind);
    snprintf(effect->ref, sizeof effect->ref, "%s", ref);
    return effect;
}

void turn_due(struct turn *turn, const char *name, const char *ref, int64_t at_ms) {
    struct effect *effect = turn_add(turn, EFFECT_DUE_SET);
    if (!effect) return;
    snprintf(effect->name, sizeof effect->name, "%s", name);
    snprintf(effect->ref, sizeof effect->ref, "%s", ref);
    effect->at_ms = at_ms;
}

void turn_undue(struct turn *turn, const char *name) {
    struct effect *effect = turn_add(turn, EFFECT_DUE_DROP);
    if (effect) snprintf(effect->name, sizeof effect->name, "%s", name);
}

const struct known_mark *known_mark(const struct event *event, const char *name) {
    for (size_t i = 0; i < event->known.mark_count && i < EVENT_MARKS_MAX; i++)
        if (strcmp(event->known.marks[i].name, name) == 0) return &event->known.marks[i];
    return NULL;
}

const struct known_seat *known_seat(const struct event *event, const char *activity) {
    for (size_t i = 0; i < event->known.seat_count && i < EVENT_SEATS_MAX; i++)
        if (strcmp(event->known.seats[i].activity, activity) == 0) return &event->known.seats[i];
    return NULL;
}

void turn_go(struct turn *turn, const struct event *event, const char *state) {
    struct state left = turn->next;
    state_init(&turn->next);
    memcpy(turn->next.said, left.said, sizeof left.said); /* what we said last does not belong to a state */
    turn->next.said_count = left.said_count;
    snprintf(turn->next.name, sizeof turn->next.name, "%s", state);
    turn->next.since_ms = event->now_ms;
    turn->next.parked = left.parked; /* a survey that waits stays with the person wherever they go */
}

void turn_option(struct turn *turn, const char *id) {
    struct state *next = &turn->next;
    if (next->option_count >= STATE_OPTIONS_MAX) return;
    snprintf(next->options[next->option_count++], sizeof next->options[0], "%s", id);
}

void turn_understood(struct turn *turn, const char *kind, const char *id) {
    snprintf(turn->kind, sizeof turn->kind, "%s", kind);
    snprintf(turn->id, sizeof turn->id, "%s", id);
}

int turn_is_in(const struct turn *turn, const char *state) {
    return strcmp(turn->next.name, state) == 0;
}

static const struct effect *last_language(const struct turn *turn) {
    size_t count = turn->effect_count < TURN_EFFECTS_MAX ? turn->effect_count : TURN_EFFECTS_MAX;
    while (count--)
        if (turn->effects[count].kind == EFFECT_LANGUAGE) return &turn->effects[count];
    return NULL;
}

int turn_language_is_unknown(const struct event *event, const struct turn *turn) {
    return event->known.language == LANGUAGE_NONE && !last_language(turn);
}

enum language turn_language(const struct event *event, const struct turn *turn) {
    const struct effect *effect = last_language(turn);
    if (effect) return effect->language;
    return event->known.language == LANGUAGE_NONE ? LANGUAGE_ES : event->known.language;
}
