/* unsafe - somebody else may read along: every text is neutral. */
#include "handlers/unsafe.h"

#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/promise.h"
#include "handlers/ticket.h"

#include <stdlib.h>
#include <string.h>

/* What may be said as it is: it names no topic, no day, no place, no organisation and nothing of the person's. Whatever
 * is not here, now or in a later flow, is held back. A stop and an erasure are always confirmed in full. */
static const char *const neutral_phrases[] = {"at_your_service",
                                              "thanks_reply",
                                              "bye_reply",
                                              "help",
                                              "privacy_short",
                                              "welcome",
                                              "main_menu",
                                              "fallback_1",
                                              "fallback_person",
                                              "fallback_short",
                                              "tell_more",
                                              "more",
                                              "media",
                                              "voice",
                                              "location",
                                              "contact",
                                              "reaction",
                                              "one_moment",
                                              "language_menu",
                                              "language_hint",
                                              "language_set",
                                              "urgent_no",
                                              "unsafe_numbers",
                                              "unsafe_hold",
                                              "unsafe_news",
                                              "handoff_discreet",
                                              "staff_closed",
                                              "discreet_note",
                                              "discreet_note_read",
                                              "discreet_ask",
                                              "discreet_again",
                                              "discreet_on",
                                              "discreet_on_read",
                                              "discreet_off",
                                              "discreet_nothing",
                                              "optout_confirm",
                                              "optin_confirm",
                                              "consent_no",
                                              "consent_stop_events",
                                              "consent_stop_reminders",
                                              "consent_stop_surveys",
                                              "erase_ask",
                                              "erase_again",
                                              "erase_kept",
                                              "erase_late",
                                              "erase_receipt",
                                              "erase_receipt_short",
                                              "number_old"};

/* What has a neutral twin of its own; "" = nothing is said. */
static const struct row {
    const char *phrase, *neutral;
} twins[] = {
    {"handoff", "handoff_discreet"},
    {"urgent_numbers", "unsafe_numbers"},
    {"urgent_noted", "unsafe_numbers"},
    {"danger_ask", "unsafe_numbers"},
    {"danger_no", "urgent_no"},
    {"unsure", "handoff_discreet"},
    {"complaint_done", "handoff_discreet"},
    {"ticket_noted", "urgent_no"},
    {"ticket_reopened", "urgent_no"},
    {"erase_ask_urgent", "erase_ask"},
    {"closed_now", ""},
    {"closed_short", ""},
    {"form_lapsed", ""},
    {"helped_ask", ""},
    {"consent_ask_events", ""},
    {"consent_hint_events", ""},
    {"consent_ask_reminders", ""},
    {"consent_hint_reminders", ""},
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

static int is_neutral(const char *phrase) {
    for (size_t i = 0; i < sizeof neutral_phrases / sizeof neutral_phrases[0]; i++)
        if (strcmp(neutral_phrases[i], phrase) == 0) return 1;
    return 0;
}

/* Something is there and nothing else is said: to who wrote, or to who did not. */
static const char *held_phrase(const struct event *event) {
    return event->kind == EVENT_MESSAGE ? "unsafe_hold" : "unsafe_news";
}

static const char person_form[] = "callback"; /* handlers/callback.h, which knows this file */

/* The way to a person stays open: the questions of a callback name nothing that the menu does not. */
static int asks_for_person(const struct event *event, const struct turn *turn) {
    return event->kind == EVENT_MESSAGE && turn_is_in(turn, FORM_STATE) && strcmp(turn->next.form, person_form) == 0;
}

/* The phrase that is said instead of an effect; NULL = it may stay, "" = nothing is said. */
static const char *neutral_of(const struct event *event, const struct turn *turn, const struct effect *effect) {
    const struct pack_answer *answer = effect->answer[0] ? pack_answer(event->pack, effect->answer) : NULL;
    if (answer && answer->risk == RISK_BLACK) return "unsafe_numbers";
    for (size_t i = 0; i < sizeof twins / sizeof twins[0] && effect->phrase[0]; i++)
        if (strcmp(twins[i].phrase, effect->phrase) == 0) return twins[i].neutral;
    if (effect->literal && asks_for_person(event, turn)) return NULL;
    return is_neutral(effect->phrase) ? NULL : held_phrase(event);
}

static int is_said_before(const struct turn *turn, size_t index, const char *phrase) {
    for (size_t i = 0; i < index; i++)
        if (turn->effects[i].kind == EFFECT_SAY && strcmp(turn->effects[i].phrase, phrase) == 0) return 1;
    return 0;
}

static void say_instead(const struct event *event, const struct turn *turn, struct effect *effect, const char *phrase) {
    snprintf(effect->phrase, sizeof effect->phrase, "%s", phrase);
    effect->answer[0] = '\0';
    free(effect->literal);
    effect->literal = NULL;
    if (strcmp(phrase, "handoff_discreet") == 0) promise_add(event, turn, effect);
}

/* A question that was held back waits for no answer: a "1" would say yes to what nobody has read. */
static void forget_question(const struct state *was, const struct event *event, struct turn *turn) {
    static const char *const stay[] = {"urgent", "danger", "with-person"}; /* these ask nothing that is numbered */
    if (event->kind != EVENT_MESSAGE) {
        turn->next = *was;
        return;
    }
    for (size_t i = 0; i < sizeof stay / sizeof stay[0]; i++)
        if (turn_is_in(turn, stay[i])) return;
    form_leave(event, turn);
    if (!turn_is_in(turn, "idle")) turn_go(turn, event, "idle");
}

/* What a caseworker writes goes out as it was written: the desk has warned them. */
static int is_staff_words(const struct event *event) {
    return event->kind == EVENT_STAFF && event->name && strcmp(event->name, "reply") == 0;
}

void unsafe_end(const struct state *was, const struct event *event, struct turn *turn) {
    if (is_staff_words(event) || !unsafe_is_on(event, turn)) return;
    int is_held = 0;
    for (size_t i = 0; i < turn->effect_count && i < TURN_EFFECTS_MAX;) {
        struct effect *effect = &turn->effects[i];
        const char *neutral = effect->kind == EFFECT_SAY ? neutral_of(event, turn, effect) : NULL;
        if (neutral && strcmp(neutral, held_phrase(event)) == 0) is_held = 1;
        if (neutral && (!*neutral || is_said_before(turn, i, neutral))) {
            turn_remove(turn, i);
            continue;
        }
        if (neutral) say_instead(event, turn, effect, neutral);
        i++;
    }
    if (is_held && turn->effect_count <= TURN_EFFECTS_MAX) forget_question(was, event, turn);
}
