/* form - the one form engine. */
#include "handlers/form.h"

#include "handlers/form_answer.h"
#include "handlers/heard.h"
#include "handlers/kept_answers.h"
#include "handlers/kept_survey.h"
#include "handlers/options.h"

#include <string.h>

#define MISSES_MAX   3
#define TIMER        "form"
#define TIMER_PARKED "form-parked" /* of a survey that waits while another form has the timer */
#define QUESTION_MAX 2048

static const struct pack_question *open_question(const struct event *event, const struct turn *turn) {
    const struct pack_form *form = turn_is_in(turn, FORM_STATE) ? pack_form(event->pack, turn->next.form) : NULL;
    return form && turn->next.question < form->question_count ? &form->questions[turn->next.question] : NULL;
}

static int64_t expiry_ms(const struct event *event, const struct turn *turn) {
    const struct pack_form *form = pack_form(event->pack, turn->next.form);
    return turn->next.since_ms + (form ? form->expires_min : 0) * INT64_C(60000);
}

static int64_t parked_expiry_ms(const struct event *event, const struct turn *turn) {
    const struct pack_form *form = pack_form(event->pack, turn->next.parked.form);
    return turn->next.parked.asked_ms + (form ? form->expires_min : 0) * INT64_C(60000);
}

static int is_survey(const struct event *event, const struct turn *turn) {
    const struct pack_form *form = pack_form(event->pack, turn->next.form);
    return form && form->survey.is_survey;
}

static void say_question(const struct event *event, struct turn *turn, const struct pack_question *question) {
    own_text struct text template = TEXT_INIT(QUESTION_MAX), text = TEXT_INIT(QUESTION_MAX);
    struct pack_fill_args with = {event->pack, turn_language(event, turn), NULL, 0};
    pack_question_text(event->pack, question, with.language, &template);
    pack_fill(&with, text_get(&template), &text);
    struct effect *say = turn_say_literal(turn, text_get(&text));
    if (say) say->unlogged = is_survey(event, turn);
}

/* Words of the form itself: its intro, its word of farewell. 0 when it has none. */
static int say_own(const struct event *event, struct turn *turn, char *const texts[LANGUAGE_COUNT]) {
    own_text struct text text = TEXT_INIT(QUESTION_MAX);
    struct pack_fill_args with = {event->pack, turn_language(event, turn), NULL, 0};
    const char *template = options_title(texts, with.language);
    if (!*template) return 0;
    pack_fill(&with, template, &text);
    turn_say_literal(turn, text_get(&text));
    return 1;
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
    size_t next = kept_answers_next(&turn->next, form);
    if (next >= form->question_count) return finish(event, turn);
    turn->next.question = next;
    say_question(event, turn, &form->questions[next]);
    wait_for_answer(event, turn);
    return TURN_DONE;
}

/* One survey at a time; any other form may be begun while one waits. */
static void make_room(const struct event *event, struct turn *turn, const struct pack_form *form) {
    if (form->survey.is_survey) {
        form_end_survey(event, turn);
        return;
    }
    if (form_survey(event, turn)) {
        form_leave(event, turn);
        turn_say(turn, "survey_parked");
    }
    if (state_is_parked(&turn->next)) turn_due(turn, TIMER_PARKED, "", parked_expiry_ms(event, turn));
}

int form_begin(const struct event *event, struct turn *turn, const char *id, const char *subject, struct error *why) {
    own_text struct text kept = TEXT_INIT(PACK_ID_MAX);
    text_add(&kept, subject); /* it may stand in the state that is left */
    const struct pack_form *form = pack_form(event->pack, id);
    if (!form) return error_set(why, ERROR_SYSTEM, "there is no form '%s'", id);
    make_room(event, turn, form);
    turn_go(turn, event, FORM_STATE);
    snprintf(turn->next.form, sizeof turn->next.form, "%s", id);
    snprintf(turn->next.subject, sizeof turn->next.subject, "%s", text_get(&kept));
    if (turn->next.subject[0]) kept_answer_add(&turn->next, KEPT_SUBJECT, turn->next.subject);
    say_own(event, turn, form->intro);
    turn_understood(turn, "form", id);
    return ask_next(event, turn, why);
}

void form_repeat(const struct event *event, struct turn *turn) {
    const struct pack_question *question = open_question(event, turn);
    if (!question) return;
    say_question(event, turn, question);
    wait_for_answer(event, turn);
}

/* Whoever is lost in a survey may go on later. */
static int rest(const struct event *event, struct turn *turn) {
    turn->unlogged = 1;
    form_leave(event, turn);
    turn_say(turn, "survey_parked");
    turn_understood(turn, "none", "");
    return TURN_DONE;
}

int form_again(const struct event *event, struct turn *turn, struct error *why) {
    int misses = turn->next.misses + 1;
    const struct pack_question *question = open_question(event, turn);
    if (question && misses >= MISSES_MAX && is_survey(event, turn)) return rest(event, turn);
    if (!question || misses >= MISSES_MAX) return finish(event, turn);
    form_answer_hint(turn, question);
    turn->unlogged = is_survey(event, turn);
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

int form_takes_digits(const struct event *event, const struct turn *turn) {
    const struct pack_question *question = open_question(event, turn);
    return question && form_answer_is_number(event, question);
}

int form_takes_word(const struct event *event, const struct turn *turn) {
    const struct pack_question *question = open_question(event, turn);
    return question && question->type == QUESTION_CHOICE && heard_choice_word(event, turn, question) >= 0;
}

int form_is_declined(const struct event *event, const struct turn *turn) {
    const struct pack_question *question = open_question(event, turn);
    return question && form_answer_is_not_said(event, turn, question);
}

const struct pack_form *form_survey(const struct event *event, const struct turn *turn) {
    return turn_is_in(turn, FORM_STATE) && is_survey(event, turn) ? pack_form(event->pack, turn->next.form) : NULL;
}

const struct pack_form *form_parked(const struct event *event, const struct turn *turn) {
    const struct pack_form *form = state_is_parked(&turn->next) ? pack_form(event->pack, turn->next.parked.form) : NULL;
    return form && form->survey.is_survey ? form : NULL;
}

/* Without a word: the person is elsewhere. Of one that left the pack nothing can be made. */
static void end_parked(const struct event *event, struct turn *turn) {
    struct state waited;
    state_init(&waited);
    state_parked(&turn->next, &waited);
    survey_keep(event, turn, &waited);
    state_unpark(&turn->next);
}

void form_end_survey(const struct event *event, struct turn *turn) {
    if (state_is_parked(&turn->next)) {
        end_parked(event, turn);
        turn_undue(turn, turn_is_in(turn, FORM_STATE) ? TIMER_PARKED : TIMER);
    }
    if (!form_survey(event, turn)) return;
    survey_keep(event, turn, &turn->next);
    turn_undue(turn, TIMER);
    turn_go(turn, event, "idle");
}

int form_resume(const struct event *event, struct turn *turn, struct error *why) {
    const struct pack_form *form = form_parked(event, turn);
    if (!form || turn_is_in(turn, FORM_STATE)) return 0;
    turn_go(turn, event, FORM_STATE);
    state_parked(&turn->next, &turn->next);
    state_unpark(&turn->next);
    turn_understood(turn, "form", form->id);
    return ask_next(event, turn, why) < 0 ? -1 : 1;
}

void form_leave(const struct event *event, struct turn *turn) {
    if (!turn_is_in(turn, FORM_STATE)) return;
    if (is_survey(event, turn))
        state_park(&turn->next); /* its timer stands */
    else
        turn_undue(turn, TIMER);
    turn_go(turn, event, "idle");
}

static int step(const struct event *event, struct turn *turn, struct error *why) {
    const struct pack_question *question = open_question(event, turn);
    char answer[STATE_ANSWER_MAX];
    if (!question ||
        event->now_ms > expiry_ms(event, turn)) { /* the form is gone from the pack, or its timer is late */
        if (is_survey(event, turn)) form_end_survey(event, turn);
        form_leave(event, turn);
        return TURN_PASS;
    }
    if (form_answer_take(event, turn, question, answer) < 0) return TURN_PASS;
    kept_answer_add(&turn->next, question->id, answer);
    turn->unlogged = is_survey(event, turn);
    turn_understood(turn, "form", question->id);
    return ask_next(event, turn, why);
}

/* Whichever of the two has waited too long: the timer of one may come due for the other. */
int form_timer(const struct event *event, struct turn *turn, struct error *why) {
    if (state_is_parked(&turn->next) && event->now_ms >= parked_expiry_ms(event, turn)) end_parked(event, turn);
    if (!turn_is_in(turn, FORM_STATE) || event->now_ms < expiry_ms(event, turn)) return TURN_DONE;
    const struct pack_form *form = pack_form(event->pack, turn->next.form);
    if (!form || !say_own(event, turn, form->lapsed)) turn_say(turn, "form_lapsed");
    if (is_survey(event, turn)) form_end_survey(event, turn);
    turn_go(turn, event, "idle");
    return TURN_DONE;
}

const struct handler form_handler = {FORM_STATE, step};
