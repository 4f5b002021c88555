/* discreet - a telephone that others read. */
#include "handlers/discreet.h"

#include "handlers/erase.h"
#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/ticket.h"

#include <stdlib.h>
#include <string.h>

static int is_on(const struct event *event) {
    return known_mark(event, DISCREET_MARK) != NULL;
}

static int is_within(const struct event *event, const char *name, int64_t span_ms) {
    const struct known_mark *mark = known_mark(event, name);
    return mark && event->now_ms - mark->at_ms < span_ms;
}

static int is_open(const struct event *event) {
    return is_within(event, "discreet-open", DISCREET_OPEN_MS);
}

/* A choice of the form "discreet-words": read, none. -1 when it is neither. */
static int is_word(const struct event *event, const struct turn *turn, const char *id) {
    const struct pack_form *form = pack_form(event->pack, "discreet-words");
    int choice = form && form->question_count ? heard_choice_word(event, turn, &form->questions[0]) : -1;
    return choice >= 0 && strcmp(form->questions[0].choices[choice].id, id) == 0;
}

/* --- turned on and off --- */

static int turn_off(const struct event *event, struct turn *turn) {
    static const char *const marks[] = {DISCREET_MARK, "discreet-open", "discreet-miss", "discreet-wait"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) turn_mark(turn, marks[i], "");
    effect_value(turn_record(turn, DISCREET_WORD, "", NULL), "word", "");
    turn_say(turn, "discreet_off");
    return TURN_DONE;
}

int discreet_control(const struct event *event, struct turn *turn, struct error *why) {
    form_leave(event, turn);
    if (is_open(event)) return turn_off(event, turn);
    turn_say(turn, "discreet_ask");
    if (!is_on(event)) turn_go(turn, event, DISCREET_STATE);
    return TURN_DONE;
}

static int turn_on(const struct event *event, struct turn *turn, const char *word) {
    turn_go(turn, event, "idle");
    effect_value(turn_record(turn, DISCREET_WORD, "", NULL), "word", word);
    turn_mark(turn, DISCREET_MARK, *word ? "word" : "read");
    turn_say(turn, *word ? "discreet_on" : "discreet_on_read");
    turn_understood(turn, "discreet", *word ? "word" : "read");
    return TURN_DONE;
}

static int is_good(const char *folded) {
    size_t count = 0, at = 0, len = strlen(folded);
    for (; at < len; count++) text_next_rune(folded, len, &at);
    return count >= DISCREET_WORD_MIN && count <= DISCREET_WORD_MAX && !strpbrk(folded, " \n\t?");
}

static int step(const struct event *event, struct turn *turn, struct error *why) {
    own_text struct text folded = TEXT_INIT(8192);
    heard_folded(event, &folded);
    if (is_word(event, turn, "none")) return turn_on(event, turn, "");
    if (is_good(text_get(&folded)) && !is_word(event, turn, "read")) return turn_on(event, turn, text_get(&folded));
    if (strchr(text_get(&folded), ' ')) { /* a sentence is another wish */
        turn_go(turn, event, "idle");
        return TURN_PASS;
    }
    turn_say(turn, "discreet_again");
    turn_understood(turn, "discreet", "");
    return TURN_DONE;
}

/* --- while it is on --- */

static int opens(const struct event *event, const struct turn *turn) {
    const struct known_mark *mark = known_mark(event, DISCREET_MARK);
    return strcmp(mark->value, "word") == 0 ? event->known.word_is : is_word(event, turn, "read");
}

int discreet_begin(const struct event *event, struct turn *turn) {
    if (!is_on(event) || is_within(event, "discreet-wait", DISCREET_WAIT_MS) || !opens(event, turn)) return 0;
    turn_mark(turn, "discreet-open", "yes");
    turn_mark(turn, "discreet-miss", "");
    if (event->known.held_count)
        turn_record(turn, DISCREET_READ, "", NULL);
    else
        turn_say(turn, "discreet_nothing");
    turn_understood(turn, "discreet", "opened");
    return 1;
}

int discreet_is_secret(const struct turn *turn) {
    return strcmp(turn->kind, "discreet") == 0 && (strcmp(turn->id, "word") == 0 || strcmp(turn->id, "opened") == 0);
}

/* Danger is answered in words that were made for it, and a stop is nobody's secret. */
static int is_free(const struct turn *turn) {
    return strcmp(turn->kind, "urgent") == 0 || strcmp(turn->kind, "discreet") == 0 ||
           (strcmp(turn->kind, "control") == 0 && strcmp(turn->id, "stop") == 0);
}

/* A guess of the word looks like this; so does a slip. */
static int is_miss(const struct turn *turn) {
    static const char *const kinds[] = {"none", "ask", "courtesy"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(turn->kind, kinds[i]) == 0) return 1;
    return 0;
}

/* One word to the caseworker who has the word is a guess as well; what is longer is written to them. */
static int is_guess(const struct event *event, const struct turn *turn) {
    own_text struct text folded = TEXT_INIT(8192);
    heard_folded(event, &folded);
    return strcmp(turn->kind, "staff") == 0 && is_good(text_get(&folded));
}

static int asks_erasure(const struct turn *turn) {
    for (size_t i = 0; i < turn->effect_count; i++)
        if (turn->effects[i].kind == EFFECT_RECORD && strcmp(turn->effects[i].name, ERASE_RECORD) == 0) return 1;
    return 0;
}

static void count_miss(const struct event *event, struct turn *turn) {
    const struct known_mark *mark = known_mark(event, "discreet-miss");
    long misses = mark && event->now_ms - mark->at_ms < DISCREET_WAIT_MS ? strtol(mark->value, NULL, 10) + 1 : 1;
    char value[24];
    snprintf(value, sizeof value, "%ld", misses);
    turn_mark(turn, misses >= DISCREET_TRIES ? "discreet-wait" : "discreet-miss",
              misses >= DISCREET_TRIES ? "yes" : value);
    if (misses >= DISCREET_TRIES) turn_mark(turn, "discreet-miss", "");
}

/* Nothing was said, and nothing happened. */
static void forget(const struct event *event, struct turn *turn) {
    turn_release(turn);
    turn_go(turn, event, "idle");
}

static size_t hold(struct turn *turn, struct effect *ret_first) {
    size_t held = 0;
    for (size_t i = 0; i < turn->effect_count; i++) {
        struct effect *effect = &turn->effects[i];
        if (effect->kind != EFFECT_SAY) continue;
        effect->held = 1;
        if (!held++) *ret_first = *effect;
    }
    return held;
}

void discreet_end(const struct event *event, struct turn *turn) {
    struct effect first = {.purpose = PURPOSE_REPLY};
    int message = event->kind == EVENT_MESSAGE;
    if (!is_on(event) || turn->effect_count > TURN_EFFECTS_MAX || (message && (is_open(event) || is_free(turn))))
        return;
    int nothing = message && (is_miss(turn) || asks_erasure(turn));
    if (nothing) forget(event, turn);
    int guess = message && (is_miss(turn) || is_guess(event, turn));
    if (guess) count_miss(event, turn);
    if (!hold(turn, &first) && !nothing && !guess) return;
    int word = strcmp(known_mark(event, DISCREET_MARK)->value, "word") == 0;
    struct effect *note = turn_say(turn, word ? "discreet_note" : "discreet_note_read");
    if (!note) return;
    note->purpose = first.purpose;
    note->useless_after_ms = first.useless_after_ms;
}

const struct handler discreet_handler = {DISCREET_STATE, step};
