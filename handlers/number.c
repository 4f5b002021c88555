/* number - a new telephone: the code, and what becomes of it. */
#include "handlers/number.h"

#include "config/clock.h"
#include "handlers/form.h"
#include "handlers/heard.h"
#include "messages/dates.h"

#include <ctype.h>
#include <string.h>

static const char letters[] = "BCDFGHJKLMNPQRSTVWXZ", digits[] = "23456789", shape[] = "LDLD-LDLD";

/* FNV-1a with a final mix; another beginning than a ticket's code, so that one does not tell the other. */
static uint64_t hash_of(const char *seed) {
    uint64_t hash = 0x9e3779b97f4a7c15u;
    for (; *seed; seed++) hash = (hash ^ (unsigned char)*seed) * 1099511628211u;
    hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdu;
    return hash ^ (hash >> 33);
}

void number_code(const char *seed, char ret[NUMBER_CODE_MAX]) {
    uint64_t hash = hash_of(seed);
    for (const char *at = shape; *at; at++) {
        const char *from = *at == 'L' ? letters : *at == 'D' ? digits : "-";
        size_t count = strlen(from);
        *ret++ = from[hash % count];
        hash /= count;
    }
    *ret = '\0';
}

int number_control(const struct event *event, struct turn *turn, struct error *why) {
    char code[NUMBER_CODE_MAX];
    snprintf(code, sizeof code, "%.9s", event->known.claim_code);
    if (!*code) {
        number_code(event->id, code);
        struct effect *record = turn_record(turn, NUMBER_RECORD, code, NULL);
        if (record) record->at_ms = event->now_ms + NUMBER_CODE_MS;
    }
    effect_value(turn_say(turn, "number_code"), "codigo", code);
    form_repeat(event, turn);
    return TURN_DONE;
}

/* The code that the whole message is, as it was told: any case, blanks and dashes wherever. 0 when it is none. */
static int read_code(const char *text, char ret[NUMBER_CODE_MAX]) {
    size_t len = 0;
    for (; *text; text++) {
        if (strchr(" -.\n\t", *text)) continue;
        if (len == 4) ret[len++] = '-';
        if (len >= NUMBER_CODE_MAX - 1) return 0;
        char letter = (char)toupper((unsigned char)*text);
        if (!strchr(shape[len] == 'L' ? letters : digits, letter)) return 0;
        ret[len++] = letter;
    }
    ret[len] = '\0';
    return len == NUMBER_CODE_MAX - 1;
}

int number_words(const struct event *event, struct turn *turn, struct error *why) {
    char code[NUMBER_CODE_MAX];
    if (!event->text || !read_code(event->text, code)) return TURN_PASS;
    turn_record(turn, NUMBER_CLAIM, code, NULL);
    turn_understood(turn, "number", "claim");
    return TURN_DONE;
}

static int wrong(const struct event *event, struct turn *turn) {
    if (strcmp(event->ref, "0") == 0)
        turn_say(turn, "number_limit");
    else
        effect_value(turn_say(turn, "number_wrong"), "quedan", event->ref);
    return TURN_DONE;
}

static const struct known_appointment *next_appointment(const struct event *event) {
    for (size_t i = 0; i < event->known.appointment_count && i < EVENT_APPOINTMENTS_MAX; i++)
        if (strcmp(event->known.appointments[i].status, "cancelled") != 0) return &event->known.appointments[i];
    return NULL;
}

static int here(const struct event *event, struct turn *turn) {
    const struct known_appointment *appointment = next_appointment(event);
    own_text struct text day = TEXT_INIT(128), hour = TEXT_INIT(32);
    struct tm local;
    turn_go(turn, event, "idle");
    turn_say(turn, "number_here");
    if (!appointment) return TURN_DONE;
    clock_local(appointment->at_ms, &local);
    dates_add_day(&day, &local, turn_language(event, turn));
    dates_add_hour(&hour, &local);
    struct effect *say = turn_say(turn, "number_here_hour");
    effect_value(say, "fecha", text_get(&day));
    effect_value(say, "hora", text_get(&hour));
    return TURN_DONE;
}

int number_timer(const struct event *event, struct turn *turn, struct error *why) {
    turn_understood(turn, "number", event->name);
    if (strcmp(event->name, "number-wrong") == 0) return wrong(event, turn);
    if (strcmp(event->name, "number-here") == 0) return here(event, turn);
    if (strcmp(event->name, "number-own") == 0)
        turn_say(turn, "number_own");
    else
        turn_record(turn, NUMBER_MOVE, "", NULL);
    return TURN_DONE;
}
