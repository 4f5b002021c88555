/* channel_state - the breaker, and what the provider or a colleague has against a channel. */
#include "queue/channel_state.h"

#include "config/clock.h"
#include "config/log.h"
#include "config/own.h"
#include "queue/args.h"

#include <stdlib.h>
#include <string.h>

#define BREAK_AFTER    5     /* failures in a row: the provider is down, and everyone would only wait for it */
#define REST_MS        30000 /* doubled with each further failure */
#define REST_MS_MAX    300000
#define REFUSED_MS     60000
#define REST_DOUBLINGS 4

struct channel_states {
    struct office *office;
    struct channel_state at[SETTINGS_CHANNELS_MAX];
    int failures[SETTINGS_CHANNELS_MAX], trying[SETTINGS_CHANNELS_MAX];
    size_t users; /* the owner, and the answers to come */
    int closed;
};

static const char *const words[] = {
    [CHANNEL_WELL] = "well", [CHANNEL_RESTING] = "resting", [CHANNEL_REFUSED] = "refused", [CHANNEL_HELD] = "held"};

const char *channel_health_word(enum channel_health health) {
    return words[health];
}

static void leave(struct channel_states *states) {
    if (--states->users == 0) free(states);
}

/* --- what all processes know --- */

/* "<word> <until> <since> <times> <code or -> <by or ->" */
void channel_state_read(const char *record, struct channel_state *ret) {
    char word[16] = "", code[sizeof ret->code] = "", by[sizeof ret->by] = "";
    long long until_ms = 0, since_ms = 0;

    *ret = (struct channel_state){.health = CHANNEL_WELL};
    if (sscanf(record, "%15s %lld %lld %ld %39s %47s", word, &until_ms, &since_ms, &ret->times, code, by) != 6) return;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(word, words[i]) == 0) ret->health = (enum channel_health)i;
    ret->until_ms = until_ms;
    ret->since_ms = since_ms;
    if (strcmp(code, "-")) memcpy(ret->code, code, sizeof code);
    if (strcmp(by, "-")) memcpy(ret->by, by, sizeof by);
}

static void on_loaded(void *arg, const redisReply *reply, const struct error *why) {
    struct channel_states *states = arg;
    const struct settings *settings = office_settings(states->office);

    if (!states->closed && !why && reply->type == REDIS_REPLY_ARRAY) {
        for (size_t i = 0; i < settings->channel_count; i++) states->at[i] = (struct channel_state){0};
        for (size_t k = 0; k + 1 < reply->elements; k += 2) {
            const struct channel *channel = settings_channel(settings, reply->element[k]->str);
            if (channel) channel_state_read(reply->element[k + 1]->str, &states->at[channel - settings->channels]);
        }
    }
    leave(states);
}

static void load(void *arg) {
    struct channel_states *states = arg;
    char key[OFFICE_KEY_MAX];
    const struct redis_arg command[] = {redis_arg("HGETALL"),
                                        redis_arg(office_key(states->office, "channel-states", NULL, key))};

    states->users++;
    redis_command(office_redis(states->office), command, 2, on_loaded, states);
}

static void on_bell(void *arg, const char *word) {
    if (strcmp(word, "channels") == 0) load(arg);
}

/* --- what is written --- */

static void add_state(const struct channel_states *states, size_t index, struct args *args) {
    const struct channel_state *state = &states->at[index];

    args_number(args, clock_wall_ms());
    args_text(args, office_settings(states->office)->channels[index].name);
    args_text(args, words[state->health]);
    args_number(args, state->until_ms);
    args_number(args, state->times);
    args_text(args, *state->code ? state->code : "-");
    args_text(args, "-");
}

static void write_state(const struct channel_states *states, size_t index) {
    own_args struct args args = ARGS_INIT;

    add_state(states, index, &args);
    args_call(&args, states->office, "channel_state", NULL, NULL);
}

static void rest(struct channel_states *states, size_t index, const char *code) {
    struct channel_state *state = &states->at[index];
    const char *name = office_settings(states->office)->channels[index].name;
    long doublings = state->health == CHANNEL_RESTING ? state->times : 0;
    int64_t rest_ms = (int64_t)REST_MS << (doublings < REST_DOUBLINGS ? doublings : REST_DOUBLINGS);

    if (rest_ms > REST_MS_MAX) rest_ms = REST_MS_MAX;
    if (state->health == CHANNEL_WELL)
        log_error("sender", "channel '%s' is left alone for %lld s: its provider does not answer", name,
                  (long long)rest_ms / 1000);
    state->health = CHANNEL_RESTING;
    state->times = doublings + 1;
    state->until_ms = clock_wall_ms() + rest_ms;
    snprintf(state->code, sizeof state->code, "%s", code);
    write_state(states, index);
}

static void refuse(struct channel_states *states, size_t index, const char *code) {
    struct channel_state *state = &states->at[index];
    const char *name = office_settings(states->office)->channels[index].name;

    if (state->health != CHANNEL_REFUSED)
        log_error("sender",
                  "channel '%s' is paused, and tried each %d s: the provider refuses us (%s); look at its account",
                  name, REFUSED_MS / 1000, code);
    state->times = state->health == CHANNEL_REFUSED ? state->times + 1 : 1;
    state->health = CHANNEL_REFUSED;
    state->until_ms = clock_wall_ms() + REFUSED_MS;
    snprintf(state->code, sizeof state->code, "%s", code);
    write_state(states, index);
}

static void recover(struct channel_states *states, size_t index) {
    states->failures[index] = 0;
    if (states->at[index].health == CHANNEL_WELL || states->at[index].health == CHANNEL_HELD) return;
    log_info("sender", "channel '%s' is well again", office_settings(states->office)->channels[index].name);
    states->at[index] = (struct channel_state){.health = CHANNEL_WELL};
    write_state(states, index);
}

/* --- the sender's questions --- */

const struct channel_state *channel_states_get(const struct channel_states *states, size_t index) {
    return &states->at[index];
}

enum channel_may channel_states_may(const struct channel_states *states, size_t index, int64_t now_ms) {
    const struct channel_state *state = &states->at[index];

    if (state->health == CHANNEL_WELL) return CHANNEL_MAY;
    /* a rest that ends later than any can comes from a clock that was set back */
    int over = state->until_ms <= now_ms || state->until_ms > now_ms + REST_MS_MAX;
    return state->health == CHANNEL_HELD || !over || states->trying[index] ? CHANNEL_MAY_NOT : CHANNEL_MAY_TRY;
}

void channel_states_begin(struct channel_states *states, size_t index) {
    states->trying[index]++;
}

void channel_states_end(struct channel_states *states, size_t index, enum outcome_kind kind, const char *code) {
    states->trying[index]--;
    if (states->at[index].health == CHANNEL_HELD) return;
    if (kind == OUTCOME_CHANNEL) {
        refuse(states, index, code);
    } else if (kind != OUTCOME_NOT_SENT && kind != OUTCOME_UNKNOWN) {
        recover(states, index);
    } else if (states->at[index].health != CHANNEL_WELL) {
        /* what was under way when the rest began fails too, and means nothing new */
        if (states->at[index].until_ms <= clock_wall_ms()) rest(states, index, code);
    } else if (++states->failures[index] >= BREAK_AFTER) {
        states->failures[index] = 0;
        rest(states, index, code);
    }
}

/* --- life --- */

int channel_states_new(struct office *office, struct channel_states **ret, struct error *why) {
    struct channel_states *states = calloc(1, sizeof *states);

    if (!states) return error_set(why, ERROR_SYSTEM, "no memory for the states of channels");
    states->office = office;
    states->users = 1;
    office_on_bell(office, on_bell, states);
    office_on_open(office, load, states);
    *ret = states;
    return 0;
}

void channel_states_free(struct channel_states *states) {
    if (!states) return;
    office_forget(states->office, states);
    states->closed = 1;
    leave(states);
}
