/* unsafe - somebody else may read along: every text is neutral. */
#include "handlers/unsafe.h"

#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/promise.h"
#include "handlers/ticket.h"

#include <stdlib.h>
#include <string.h>

/* What is not neutral, and what is said instead; "" = nothing. Answers are not here: see neutral_of(). */
static const struct row {
    const char *phrase, *neutral;
} rows[] = {
    {"handoff", "handoff_discreet"},
    {"urgent_numbers", "unsafe_numbers"},
    {"urgent_noted", "unsafe_numbers"},
    {"danger_ask", "unsafe_numbers"},
    {"danger_no", "urgent_no"},
    {"did_you_mean", "unsafe_hold"},
    {"choose_answer", "unsafe_hold"},
    {"section_menu", "unsafe_hold"},
    {"unsure", "handoff_discreet"},
    {"closed_now", ""},
    {"closed_short", ""},
    {"complaint_done", "handoff_discreet"},
    {"ticket_already", "unsafe_hold"},
};

static const struct effect *last_mark(const struct turn *turn) {
    const struct effect *last = NULL;
    for (size_t i = 0; i < turn->effect_count && i < TURN_EFFECTS_MAX; i++)
        if (turn->effects[i].kind == EFFECT_MARK && strcmp(turn->effects[i].name, UNSAFE_MARK) == 0)
            last = &turn->effects[i];
    return last;
}

int unsafe_is_on(const struct event *event, const struct turn *turn) {
    const struct effect *mark = last_mark(turn);
    return mark ? mark->ref[0] != '\0' : known_mark(event, UNSAFE_MARK) != NULL;
}

void unsafe_set(const struct event *event, struct turn *turn) {
    if (!unsafe_is_on(event, turn)) turn_mark(turn, UNSAFE_MARK, "1");
}

void unsafe_drop(const struct event *event, struct turn *turn) {
    if (unsafe_is_on(event, turn)) turn_mark(turn, UNSAFE_MARK, "");
}

int unsafe_words(const struct event *event, struct turn *turn, struct error *why) {
    const struct pack_form *form = pack_form(event->pack, "safety-words");
    if (!unsafe_is_on(event, turn) || !form || !form->question_count) return TURN_PASS;
    if (heard_choice_word(event, turn, &form->questions[0]) != 0) return TURN_PASS;
    unsafe_drop(event, turn);
    ticket_note(event, turn);
    form_leave(event, turn);
    turn_say(turn, "at_your_service");
    turn_understood(turn, "unsafe", "off");
    return TURN_DONE;
}

/* The phrase that is said instead of an effect; NULL = it may stay, "" = nothing is said. */
static const char *neutral_of(const struct event *event, const struct effect *effect) {
    const struct pack_answer *answer = effect->answer[0] ? pack_answer(event->pack, effect->answer) : NULL;
    if (answer) return answer->risk == RISK_BLACK ? "unsafe_numbers" : "unsafe_hold";
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (effect->phrase[0] && strcmp(rows[i].phrase, effect->phrase) == 0) return rows[i].neutral;
    return NULL;
}

static int is_said_before(const struct turn *turn, size_t index, const char *phrase) {
    for (size_t i = 0; i < index; i++)
        if (turn->effects[i].kind == EFFECT_SAY && strcmp(turn->effects[i].phrase, phrase) == 0) return 1;
    return 0;
}

void unsafe_end(const struct event *event, struct turn *turn) {
    if (!unsafe_is_on(event, turn)) return;
    for (size_t i = 0; i < turn->effect_count && i < TURN_EFFECTS_MAX;) {
        struct effect *effect = &turn->effects[i];
        const char *neutral = effect->kind == EFFECT_SAY ? neutral_of(event, effect) : NULL;
        if (neutral && (!*neutral || is_said_before(turn, i, neutral))) {
            turn_remove(turn, i);
            continue;
        }
        if (neutral) {
            snprintf(effect->phrase, sizeof effect->phrase, "%s", neutral);
            effect->answer[0] = '\0';
            if (strcmp(neutral, "handoff_discreet") == 0) promise_add(event, turn, effect);
        }
        i++;
    }
}
