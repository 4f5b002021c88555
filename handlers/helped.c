/* helped - "did this help?", now and then, after an answer. */
#include "handlers/helped.h"

#include "handlers/heard.h"
#include "handlers/options.h"
#include "handlers/ticket.h"
#include "handlers/unsafe.h"

#include <string.h>

#define TIMER       "helped"
#define MARK        "helped"
#define IS_DUE      "due"
#define WAS_ASKED   "asked"
#define OFFERED_MAX 3 /* other topics after a "no" */

static const char state_name[] = "helped";

/* FNV-1a: the same event is always taken, or never. */
static int is_taken(const struct event *event) {
    uint32_t hash = 2166136261u;
    for (const char *at = event->id; *at; at++) hash = (hash ^ (unsigned char)*at) * 16777619u;
    return event->asks_helped > 0 && (hash ^ (hash >> 15)) % (uint32_t)event->asks_helped == 0;
}

/* Where a question of ours takes nothing away from the person. */
static int may_ask(const struct event *event, const struct turn *turn) {
    static const char *const states[] = {"idle", "menu", "section", "ask"};
    if (ticket_is_open(event) || unsafe_is_on(event, turn)) return 0;
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (turn_is_in(turn, states[i])) return 1;
    return 0;
}

static int was_asked_lately(const struct event *event) {
    const struct known_mark *mark = known_mark(event, MARK);
    return mark && strcmp(mark->value, WAS_ASKED) == 0 && event->now_ms - mark->at_ms < HELPED_EVERY_MS;
}

/* 1 when the turn spoke an answer of the pack that may be asked about, and no ticket came of it. */
static int has_answered(const struct event *event, const struct turn *turn) {
    int answered = 0;
    if (strcmp(turn->kind, "topic") != 0 || turn->effect_count > TURN_EFFECTS_MAX) return 0;
    for (size_t i = 0; i < turn->effect_count; i++) {
        const struct effect *effect = &turn->effects[i];
        if (effect->kind == EFFECT_TICKET_OPEN) return 0;
        const struct pack_answer *answer = effect->answer[0] ? pack_answer(event->pack, effect->answer) : NULL;
        if (answer && answer->risk == RISK_BLACK) return 0;
        answered |= answer != NULL;
    }
    return answered;
}

/* As many as a timer's ref has room for. */
static void add_other(const struct turn *turn, const char *other, char *ret, size_t room) {
    size_t len = strlen(ret);
    if (strcmp(other, turn->id) == 0 || len + 1 + strlen(other) >= room) return;
    snprintf(ret + len, room - len, ",%s", other);
}

/* "<topic>,<other>,<other>": what else the text might have meant, or stood in the "did you mean" that was answered. */
static void write_ref(const struct turn *turn, const struct match *match, char *ret, size_t room) {
    snprintf(ret, room, "%s", turn->id);
    for (size_t i = 0; i < match->other_count; i++) add_other(turn, match->others[i]->id, ret, room);
    for (size_t i = 0; turn_is_in(turn, "ask") && i < turn->next.option_count && i < OFFERED_MAX + 1; i++)
        add_other(turn, turn->next.options[i], ret, room);
}

void helped_after(const struct event *event, struct turn *turn, const struct match *match) {
    const struct known_mark *mark = known_mark(event, MARK);
    char ref[sizeof((struct effect *)NULL)->ref];
    int was_due = mark && strcmp(mark->value, IS_DUE) == 0;
    if (is_taken(event) && has_answered(event, turn) && may_ask(event, turn) && !was_asked_lately(event)) {
        write_ref(turn, match, ref, sizeof ref);
        turn_due(turn, TIMER, ref, event->now_ms + HELPED_WAIT_MS);
        turn_mark(turn, MARK, IS_DUE);
    } else if (was_due) {
        turn_undue(turn, TIMER);
        turn_mark(turn, MARK, "");
    }
}

static void read_ref(const struct event *event, struct turn *turn) {
    char id[PACK_ID_MAX];
    for (const char *at = event->ref; *at; at += strspn(at, ",")) {
        size_t len = strcspn(at, ",");
        snprintf(id, sizeof id, "%.*s", (int)(len < sizeof id ? len : sizeof id - 1), at);
        if (at == event->ref)
            snprintf(turn->next.subject, sizeof turn->next.subject, "%s", id);
        else if (pack_topic(event->pack, id))
            turn_option(turn, id);
        at += len;
    }
}

int helped_timer(const struct event *event, struct turn *turn, struct error *why) {
    turn_understood(turn, "timer", TIMER);
    if (!may_ask(event, turn)) {
        turn_mark(turn, MARK, "");
        return TURN_DONE;
    }
    turn_say(turn, "helped_ask");
    turn_go(turn, event, state_name);
    read_ref(event, turn);
    turn_mark(turn, MARK, WAS_ASKED);
    return TURN_DONE;
}

static void count_answer(const struct event *event, struct turn *turn, int yes) {
    char name[sizeof((struct effect *)NULL)->name];
    snprintf(name, sizeof name, "helped:%.28s:%s:%s", turn->next.subject, language_code(turn_language(event, turn)),
             yes ? "yes" : "no");
    turn_count(turn, name);
}

/* The other topics become a "did you mean": the state of handlers/ask.c. */
static void offer(const struct event *event, struct turn *turn) {
    own_text struct text lines = TEXT_INIT(OPTIONS_TEXT_MAX);
    char ids[OFFERED_MAX][PACK_ID_MAX], other[8];
    size_t count = turn->next.option_count < OFFERED_MAX ? turn->next.option_count : OFFERED_MAX;
    for (size_t i = 0; i < count; i++) memcpy(ids[i], turn->next.options[i], PACK_ID_MAX);
    turn_go(turn, event, count ? "ask" : "idle");
    for (size_t i = 0; i < count; i++) {
        turn_option(turn, ids[i]);
        options_add(&lines, i + 1, pack_topic(event->pack, ids[i])->title, turn_language(event, turn));
    }
    struct effect *say = turn_say(turn, count ? "helped_no_topics" : "helped_no");
    if (!count) return;
    snprintf(other, sizeof other, "%zu", count + 1);
    effect_value(say, "opciones", text_get(&lines));
    effect_value(say, "otra", other);
}

static int step(const struct event *event, struct turn *turn, struct error *why) {
    int yes = heard_too_late(event, turn) ? -1 : heard_yes_no(event, turn);
    if (yes < 0) return TURN_PASS; /* a new question simply goes on */
    count_answer(event, turn, yes);
    turn_understood(turn, "helped", yes ? "yes" : "no");
    if (!yes) {
        offer(event, turn);
        return TURN_DONE;
    }
    turn_say(turn, "helped_yes");
    turn_go(turn, event, "idle");
    return TURN_DONE;
}

const struct handler helped_handler = {state_name, step};
