/* form - the one form engine. */
#include "handlers/form.h"

#include "handlers/heard.h"
#include "handlers/kept_answers.h"
#include "handlers/options.h"

#include <string.h>

#define MISSES_MAX       3
#define TIMER            "form"
#define QUESTION_MAX     2048
#define ANSWER_BYTES_MAX 16384 /* of a message, MESSAGE_RUNES_MAX letters */

static const struct pack_question *open_question(const struct event *event, const struct turn *turn) {
    const struct pack_form *form = turn_is_in(turn, FORM_STATE) ? pack_form(event->pack, turn->next.form) : NULL;
    return form && turn->next.question < form->question_count ? &form->questions[turn->next.question] : NULL;
}

static int64_t expiry_ms(const struct event *event, const struct turn *turn) {
    const struct pack_form *form = pack_form(event->pack, turn->next.form);
    return turn->next.since_ms + (form ? form->expires_min : 0) * INT64_C(60000);
}

static void say_question(const struct event *event, struct turn *turn, const struct pack_question *question) {
    own_text struct text text = TEXT_INIT(QUESTION_MAX);
    struct pack_fill_args with = {event->pack, turn_language(event, turn), NULL, 0};
    pack_fill(&with, options_title(question->text, with.language), &text);
    turn_say_literal(turn, text_get(&text));
}

static int is_answered(const struct state *state, const char *question) {
    for (size_t i = 0; i < state->answer_count; i++)
        if (strcmp(state->answers[i].question, question) == 0) return 1;
    return 0;
}

static void keep_answer(struct state *state, const char *question, const char *answer) {
    if (state->answer_count >= PACK_QUESTIONS_MAX) return;
    size_t at = state->answer_count++;
    snprintf(state->answers[at].question, sizeof state->answers[at].question, "%s", question);
    snprintf(state->answers[at].answer, sizeof state->answers[at].answer, "%s", answer);
}

/* The end is another file's: the machine goes on with it. */
static int finish(const struct event *event, struct turn *turn) {
    const struct pack_form *form = pack_form(event->pack, turn->next.form);
    turn_undue(turn, TIMER);
    snprintf(turn->then_end, sizeof turn->then_end, "%s", form ? form->ends : turn->next.form);
    return TURN_DONE;
}

static void wait_for_answer(const struct event *event, struct turn *turn) {
    turn->next.since_ms = event->now_ms;
    turn->next.misses = 0;
    turn_due(turn, TIMER, "", expiry_ms(event, turn));
}

/* Asks the first question that has no answer yet; ends the form when there is none. */
static int ask_next(const struct event *event, struct turn *turn, struct error *why) {
    const struct pack_form *form = pack_form(event->pack, turn->next.form);
    for (size_t i = 0; i < form->question_count; i++) {
        if (is_answered(&turn->next, form->questions[i].id)) continue;
        turn->next.question = i;
        say_question(event, turn, &form->questions[i]);
        wait_for_answer(event, turn);
        return TURN_DONE;
    }
    return finish(event, turn);
}

int form_begin(const struct event *event, struct turn *turn, const char *id, const char *subject, struct error *why) {
    own_text struct text kept = TEXT_INIT(PACK_ID_MAX);
    text_add(&kept, subject); /* it may stand in the state that is left */
    if (!pack_form(event->pack, id)) return error_set(why, ERROR_SYSTEM, "there is no form '%s'", id);
    turn_go(turn, event, FORM_STATE);
    snprintf(turn->next.form, sizeof turn->next.form, "%s", id);
    snprintf(turn->next.subject, sizeof turn->next.subject, "%s", text_get(&kept));
    if (turn->next.subject[0]) keep_answer(&turn->next, KEPT_SUBJECT, turn->next.subject);
    turn_understood(turn, "form", id);
    return ask_next(event, turn, why);
}

void form_repeat(const struct event *event, struct turn *turn) {
    const struct pack_question *question = open_question(event, turn);
    if (!question) return;
    say_question(event, turn, question);
    wait_for_answer(event, turn);
}

int form_again(const struct event *event, struct turn *turn, struct error *why) {
    int misses = turn->next.misses + 1;
    const struct pack_question *question = open_question(event, turn);
    if (!question || misses >= MISSES_MAX) return finish(event, turn);
    turn_say(turn, "form_again");
    say_question(event, turn, question);
    wait_for_answer(event, turn);
    turn->next.misses = misses;
    turn_understood(turn, "none", "");
    return TURN_DONE;
}

int form_takes_text(const struct event *event, const struct turn *turn) {
    const struct pack_question *question = open_question(event, turn);
    return question && question->type == QUESTION_TEXT;
}

void form_leave(const struct event *event, struct turn *turn) {
    if (!turn_is_in(turn, FORM_STATE)) return;
    turn_undue(turn, TIMER);
    turn_go(turn, event, "idle");
}

/* Cuts an answer at whole letters: text_max of the question, and what a state can hold. */
static int take_text(const struct event *event, const struct pack_question *question, char ret[STATE_ANSWER_MAX]) {
    own_text struct text clean = TEXT_INIT(ANSWER_BYTES_MAX);
    size_t runes = question->text_max > 0 ? (size_t)question->text_max : STATE_ANSWER_MAX / 4 - 1;
    if (runes > STATE_ANSWER_MAX / 4 - 1) runes = STATE_ANSWER_MAX / 4 - 1;
    text_add_clean(&clean, event->text, strlen(event->text), runes);
    if (strspn(text_get(&clean), " \n\t") == strlen(text_get(&clean))) return -1;
    snprintf(ret, STATE_ANSWER_MAX, "%s", text_get(&clean));
    return 0;
}

/* The answer as it is kept: a choice's id, KEPT_YES or KEPT_NO, or the text. -1 when it is none. */
static int take_answer(const struct event *event, const struct turn *turn, const struct pack_question *question,
                       char ret[STATE_ANSWER_MAX]) {
    int heard;
    switch (question->type) {
    case QUESTION_TEXT: return take_text(event, question, ret);
    case QUESTION_YES_NO:
        heard = heard_yes_no(event, turn);
        if (heard >= 0) snprintf(ret, STATE_ANSWER_MAX, "%s", heard ? KEPT_YES : KEPT_NO);
        return heard < 0 ? -1 : 0;
    case QUESTION_CHOICE:
        heard = heard_choice(event, turn, question);
        if (heard >= 0) snprintf(ret, STATE_ANSWER_MAX, "%s", question->choices[heard].id);
        return heard < 0 ? -1 : 0;
    }
    return -1;
}

static int step(const struct event *event, struct turn *turn, struct error *why) {
    const struct pack_question *question = open_question(event, turn);
    char answer[STATE_ANSWER_MAX];
    if (!question ||
        event->now_ms > expiry_ms(event, turn)) { /* the form is gone from the pack, or its timer is late */
        form_leave(event, turn);
        return TURN_PASS;
    }
    if (take_answer(event, turn, question, answer) < 0) return TURN_PASS;
    keep_answer(&turn->next, question->id, answer);
    turn_understood(turn, "form", question->id);
    return ask_next(event, turn, why);
}

int form_timer(const struct event *event, struct turn *turn, struct error *why) {
    if (!turn_is_in(turn, FORM_STATE) || event->now_ms < expiry_ms(event, turn)) return TURN_DONE;
    turn_say(turn, "form_lapsed");
    turn_go(turn, event, "idle");
    return TURN_DONE;
}

const struct handler form_handler = {FORM_STATE, step};
