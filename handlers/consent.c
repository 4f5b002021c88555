/* consent - asked purpose by purpose, given and refused. */
#include "handlers/consent.h"

#include "handlers/activity.h"
#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/ticket.h"

#include <string.h>

/* What is said about a purpose. hint: where the numbers belong to something else. */
static const struct about {
    enum purpose purpose;
    const char *mark, *ask, *hint, *yes, *no, *stop;
} abouts[] = {
    {PURPOSE_EVENTS, "asked-events", "consent_ask_events", "consent_hint_events", "consent_yes_events", "consent_no",
     "consent_stop_events"},
    {PURPOSE_REMINDERS, "asked-reminders", "consent_ask_reminders", "consent_hint_reminders", "consent_yes_reminders",
     "consent_no", "consent_stop_reminders"},
    {PURPOSE_SURVEYS, "asked-surveys", "", "", "", "", "consent_stop_surveys"},
};

/* When it is asked: what the message was understood as, in which state that left the person ("" = nothing is open). A
 * seat that was just taken counts, not the question whether to take it. */
static const struct moment {
    const char *kind, *id, *state;
    enum purpose purpose;
} moments[] = {
    {"topic", "eventos", "", PURPOSE_EVENTS},
    {"activity", "", ACTIVITY_STATE, PURPOSE_EVENTS},
    {"appointment", "confirm", "appointment", PURPOSE_REMINDERS},
};
#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static const struct about *about_of(enum purpose purpose) {
    for (size_t i = 0; i < COUNT(abouts); i++)
        if (abouts[i].purpose == purpose) return &abouts[i];
    return NULL;
}

void consent_set(const struct event *event, struct turn *turn, enum purpose purpose, enum consent consent,
                 const char *phrase) {
    if (event->known.consent[purpose] == consent) return;
    struct effect *effect = turn_add(turn, EFFECT_CONSENT);
    if (!effect) return;
    effect->purpose = purpose;
    effect->consent = consent;
    snprintf(effect->phrase, sizeof effect->phrase, "%s", phrase);
}

static int is_decided(const struct turn *turn, enum purpose purpose) {
    size_t count = turn->effect_count < TURN_EFFECTS_MAX ? turn->effect_count : TURN_EFFECTS_MAX;
    for (size_t i = 0; i < count; i++)
        if (turn->effects[i].kind == EFFECT_CONSENT && turn->effects[i].purpose == purpose) return 1;
    return 0;
}

static int may_ask(const struct event *event, const struct turn *turn, const struct about *about) {
    const struct known_mark *asked = known_mark(event, about->mark);
    if (event->known.consent[about->purpose] != CONSENT_UNASKED || is_decided(turn, about->purpose)) return 0;
    if (turn->effect_count + 2 > TURN_EFFECTS_MAX || event->known.ticket_urgent) return 0;
    return !asked || event->now_ms - asked->at_ms >= CONSENT_ASK_MS;
}

static int takes_seat(const struct turn *turn) {
    size_t count = turn->effect_count < TURN_EFFECTS_MAX ? turn->effect_count : TURN_EFFECTS_MAX;
    for (size_t i = 0; i < count; i++)
        if (turn->effects[i].kind == EFFECT_RECORD && strcmp(turn->effects[i].name, "seat") == 0)
            return strcmp(effect_get(&turn->effects[i], "state"), seat_state_name(SEAT_YES)) == 0;
    return 0;
}

static int is_free(const struct turn *turn) {
    return turn_is_in(turn, "idle") || turn_is_in(turn, "menu") || turn_is_in(turn, "section");
}

static const struct moment *moment_of(const struct turn *turn) {
    for (size_t i = 0; i < COUNT(moments); i++) {
        const struct moment *moment = &moments[i];
        if (strcmp(moment->kind, turn->kind) != 0) continue;
        if (*moment->state ? !turn_is_in(turn, moment->state) : !is_free(turn)) continue;
        if (*moment->id ? strcmp(moment->id, turn->id) == 0 : takes_seat(turn)) return moment;
    }
    return NULL;
}

/* A question with numbers needs the floor; where something else has it, a word is offered. */
void consent_end(const struct event *event, struct turn *turn) {
    const struct moment *moment = moment_of(turn);
    const struct about *about = moment ? about_of(moment->purpose) : NULL;
    int free = is_free(turn);
    if (!about || !may_ask(event, turn, about)) return;
    turn_say(turn, free ? about->ask : about->hint);
    turn_mark(turn, about->mark, "yes");
    if (!free) return;
    turn_go(turn, event, CONSENT_STATE);
    turn_option(turn, purpose_name(about->purpose));
}

static int step(const struct event *event, struct turn *turn, struct error *why) {
    int answer = heard_too_late(event, turn) ? -1 : heard_yes_no(event, turn);
    for (size_t i = 0; i < COUNT(abouts) && answer >= 0 && turn->next.option_count; i++) {
        if (strcmp(purpose_name(abouts[i].purpose), turn->next.options[0]) != 0) continue;
        consent_set(event, turn, abouts[i].purpose, answer ? CONSENT_YES : CONSENT_NO, abouts[i].ask);
        turn_say(turn, answer ? abouts[i].yes : abouts[i].no);
        turn_go(turn, event, "idle");
        turn_understood(turn, "consent", purpose_name(abouts[i].purpose));
        return TURN_DONE;
    }
    turn_go(turn, event, "idle"); /* no answer is no consent, and nothing is pressed */
    return TURN_PASS;
}

static int change(const struct event *event, struct turn *turn, enum purpose purpose, enum consent consent) {
    const struct about *about = about_of(purpose);
    if (!about) return TURN_PASS;
    const char *phrase = consent == CONSENT_YES ? about->yes : about->stop;
    int stopped_before = consent == CONSENT_NO && event->known.consent[purpose] == CONSENT_NO;
    consent_set(event, turn, purpose, consent, phrase);
    if (!stopped_before) turn_say(turn, phrase); /* a stop is confirmed once */
    form_repeat(event, turn);
    return TURN_DONE;
}

int consent_start_events(const struct event *event, struct turn *turn, struct error *why) {
    return change(event, turn, PURPOSE_EVENTS, CONSENT_YES);
}

int consent_stop_events(const struct event *event, struct turn *turn, struct error *why) {
    return change(event, turn, PURPOSE_EVENTS, CONSENT_NO);
}

int consent_start_reminders(const struct event *event, struct turn *turn, struct error *why) {
    return change(event, turn, PURPOSE_REMINDERS, CONSENT_YES);
}

int consent_stop_reminders(const struct event *event, struct turn *turn, struct error *why) {
    return change(event, turn, PURPOSE_REMINDERS, CONSENT_NO);
}

int consent_stop_surveys(const struct event *event, struct turn *turn, struct error *why) {
    form_end_survey(event, turn); /* the one under way too */
    return change(event, turn, PURPOSE_SURVEYS, CONSENT_NO);
}

const struct handler consent_handler = {CONSENT_STATE, step};
