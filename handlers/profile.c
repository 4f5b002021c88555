/* profile - several people on one telephone. */
#include "handlers/profile.h"

#include "handlers/choose_language.h"
#include "handlers/form.h"
#include "handlers/heard.h"

#include <ctype.h>
#include <string.h>

/* Who is alone on a telephone is the first of it. */
static int own_number(const struct event *event) {
    return event->known.profile.number ? event->known.profile.number : 1;
}

static int is_there(const struct event *event, int number) {
    unsigned mask = event->known.profile.number ? event->known.profile.mask : 1;
    return number >= 1 && number <= PROFILES_MAX && (mask >> (number - 1) & 1);
}

/* The number of the next profile that is made; 0 when there are as many as may be. */
static int next_number(const struct event *event) {
    for (int number = 1; number <= PROFILES_MAX; number++)
        if (!is_there(event, number)) return number;
    return 0;
}

/* The lowest of the others; 0 when there is none. */
static int other_number(const struct event *event) {
    for (int number = 1; number <= PROFILES_MAX; number++)
        if (number != own_number(event) && is_there(event, number)) return number;
    return 0;
}

static void add_number(struct effect *effect, const char *name, int number) {
    char value[16];
    snprintf(value, sizeof value, "%d", number);
    effect_value(effect, name, value);
}

/* The number at the end of "i am 2"; 0 when there is none. */
static int number_of(const struct event *event) {
    own_text struct text folded = TEXT_INIT(8192);
    heard_folded(event, &folded);
    const char *text = text_get(&folded);
    size_t len = strlen(text);
    return len && isdigit((unsigned char)text[len - 1]) ? text[len - 1] - '0' : 0;
}

static void go(struct turn *turn, int number) {
    char ref[16];
    snprintf(ref, sizeof ref, "%d", number);
    turn_record(turn, PROFILE_GO, ref, NULL);
}

static int stay(const struct event *event, struct turn *turn, const char *phrase, int number) {
    add_number(turn_say(turn, phrase), "persona", number);
    form_repeat(event, turn);
    return TURN_DONE;
}

static int ask(const struct event *event, struct turn *turn) {
    form_leave(event, turn);
    turn_say(turn, "profile_ask");
    turn_go(turn, event, PROFILE_STATE);
    return TURN_DONE;
}

int profile_control(const struct event *event, struct turn *turn, struct error *why) {
    int number = number_of(event), next = next_number(event);
    (void)why;
    if (number == own_number(event)) return stay(event, turn, "profile_is", number);
    if (is_there(event, number)) {
        go(turn, number);
        return TURN_DONE;
    }
    if (!number && !next) return stay(event, turn, "profile_full", PROFILES_MAX);
    return !number || number == next ? ask(event, turn) : stay(event, turn, "profile_none", number);
}

static int step(const struct event *event, struct turn *turn, struct error *why) {
    int answer = heard_too_late(event, turn) ? -1 : heard_yes_no(event, turn);
    (void)why;
    if (answer < 0 && heard_digits(event) >= 0 && !heard_too_late(event, turn)) return ask(event, turn);
    turn_go(turn, event, "idle");
    if (answer < 0) return TURN_PASS;
    turn_understood(turn, "profile", answer ? "new" : "no");
    if (answer)
        turn_record(turn, PROFILE_NEW, "", NULL);
    else
        turn_say(turn, "profile_no");
    return TURN_DONE;
}

int profile_timer(const struct event *event, struct turn *turn, struct error *why) {
    int is_new = strcmp(event->ref, "new") == 0;
    struct effect *say = turn_say(turn, is_new ? "profile_new" : "profile_here");
    add_number(say, "persona", own_number(event));
    add_number(say, "otra", other_number(event));
    turn_understood(turn, "profile", is_new ? "new" : "here");
    if (is_new) return choose_language_control(event, turn, why);
    form_repeat(event, turn);
    return TURN_DONE;
}

/* What was left to be answered, now. */
static int asks(const struct event *event, const struct turn *turn) {
    return !turn_is_in(turn, "idle") && (event->kind == EVENT_STAFF || turn->next.since_ms == event->now_ms);
}

void profile_end(const struct event *event, struct turn *turn) {
    int number = event->known.profile.number, said = 0;
    if (event->kind == EVENT_MESSAGE || !number || event->known.profile.active) return;
    if (turn->effect_count > TURN_EFFECTS_MAX) return;
    int question = asks(event, turn), busy = event->now_ms - event->known.profile.spoke_ms < PROFILE_BUSY_MS;
    for (size_t i = 0; i < turn->effect_count; i++) {
        struct effect *effect = &turn->effects[i];
        if (effect->kind != EFFECT_SAY || effect->held) continue;
        snprintf(effect->before, sizeof effect->before, "%s", question && busy ? "profile_for_go" : "profile_for");
        said++;
    }
    if (said && question && !busy) go(turn, number);
}

const struct handler profile_handler = {PROFILE_STATE, step};
