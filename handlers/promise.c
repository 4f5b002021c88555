/* promise - by when a person of the office will have answered. */
#include "handlers/promise.h"

#include "handlers/opening.h"
#include "messages/dates.h"

#include <stdlib.h>
#include <string.h>

#define TIMER     "promise"
#define MINUTE_MS INT64_C(60000)
#define STEP_MIN  30 /* "before 14:17" promises more than it knows */
#define DAYS_MAX  30

static int by_size(const void *a, const void *b) {
    long first = *(const long *)a, second = *(const long *)b;
    return first < second ? -1 : first > second;
}

/* Minutes of open office within which four of five were answered; -1 when too few are known. */
static long usual_min(const struct event *event) {
    long waits[KNOWN_ANSWERS_MAX];
    size_t count = event->known.answer_count < KNOWN_ANSWERS_MAX ? event->known.answer_count : KNOWN_ANSWERS_MAX;
    if (count < PROMISE_MEASURED) return -1;
    for (size_t i = 0; i < count; i++)
        waits[i] = opening_minutes(event->pack, event->known.answers[i].asked_ms, event->known.answers[i].answered_ms);
    qsort(waits, count, sizeof waits[0], by_size);
    long usual = waits[count * 4 / 5 < count ? count * 4 / 5 : count - 1];
    return (usual / STEP_MIN + 1) * STEP_MIN;
}

static long term_days(const struct event *event) {
    const char *days = pack_value(event->pack, "plazo_dias", LANGUAGE_NONE);
    long count = days ? strtol(days, NULL, 10) : 1;
    return count < 0 ? 0 : count > DAYS_MAX ? DAYS_MAX : count;
}

static int64_t round_up(int64_t ms) {
    int64_t step_ms = STEP_MIN * MINUTE_MS;
    return (ms + step_ms - 1) / step_ms * step_ms;
}

static int64_t promise_from(const struct event *event, int64_t asked_ms) {
    int64_t term_ms = asked_ms + term_days(event) * 24 * 60 * MINUTE_MS, usual_ms;
    long usual = usual_min(event);
    opening_day_end(event->pack, asked_ms, term_days(event), &term_ms);
    if (usual < 0 || opening_after(event->pack, asked_ms, usual, &usual_ms) < 0) return term_ms;
    usual_ms = round_up(usual_ms);
    return usual_ms < term_ms ? usual_ms : term_ms;
}

int64_t promise_by(const struct event *event, int64_t asked_ms) {
    int64_t by_ms = promise_from(event, asked_ms);
    return by_ms > event->now_ms ? by_ms : promise_from(event, event->now_ms);
}

static void add_when(const struct event *event, const struct turn *turn, int64_t by_ms, struct effect *effect) {
    own_text struct text when = TEXT_INIT(128);
    dates_add_by(&when, by_ms, event->now_ms, turn_language(event, turn));
    effect_value(effect, "cuando", text_get(&when));
}

void promise_add(const struct event *event, const struct turn *turn, struct effect *effect) {
    if (effect && !*effect_get(effect, "cuando")) add_when(event, turn, promise_by(event, event->now_ms), effect);
}

void promise_say(const struct event *event, struct turn *turn, const char *phrase, const char *code) {
    struct effect *say = turn_say(turn, phrase);
    effect_value(say, "codigo", code);
    promise_add(event, turn, say);
}

void promise_watch(const struct event *event, struct turn *turn, const char *code) {
    turn_due(turn, TIMER, code, promise_by(event, event->now_ms));
}

int promise_timer(const struct event *event, struct turn *turn, struct error *why) {
    const struct known *known = &event->known;
    int waits = known->ticket_id[0] && !known->ticket_claimed && !known->ticket_answered;
    turn_understood(turn, "promise", waits ? "late" : "kept");
    if (waits && strcmp(known->ticket_code, event->ref) == 0)
        promise_say(event, turn, "promise_late", known->ticket_code);
    return TURN_DONE;
}
