/* activity - events and workshops: the question whether somebody comes, and the answer. */
#include "handlers/activity.h"

#include "handlers/activity_say.h"
#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/ticket.h"
#include "handlers/welcome.h"

#include <inttypes.h>
#include <string.h>

static const char guests_state[] = "activity-guests";

int activity_is_open(const struct board_activity *activity, int64_t now_ms) {
    return activity->state == BOARD_OPEN && board_next(activity, now_ms) != NULL;
}

static void go(const struct event *event, struct turn *turn, const char *state, const struct board_activity *activity) {
    turn_go(turn, event, state);
    snprintf(turn->next.subject, sizeof turn->next.subject, "%s", activity->id);
    turn_understood(turn, "activity", activity->id);
}

static int is_free(const struct turn *turn) {
    return !turn_is_in(turn, FORM_STATE);
}

/* --- the question --- */

static const char *question_of(const struct board_activity *activity) {
    int full = !board_room(activity);
    if (activity->kind == BOARD_WORKSHOP) return full ? "activity_ask_workshop_full" : "activity_ask_workshop";
    return full ? "activity_ask_full" : "activity_ask";
}

static void say_gone(const struct event *event, struct turn *turn, const char *id) {
    turn_say(turn, "activity_gone");
    if (is_free(turn)) turn_go(turn, event, "idle");
    turn_understood(turn, "activity", id);
}

void activity_ask(const struct event *event, struct turn *turn, const struct board_activity *activity) {
    const struct known_seat *seat = known_seat(event, activity->id);
    struct activity_about about = activity_about(activity, event->now_ms);
    if (seat && seat->state == SEAT_WAITING) about.n = seat->place;
    if (seat && seat->state == SEAT_YES)
        activity_say(event, turn, "activity_mine", &about);
    else if (seat && seat->state == SEAT_WAITING)
        activity_say(event, turn, "activity_waiting", &about);
    else if (!activity_is_open(activity, event->now_ms))
        return say_gone(event, turn, activity->id);
    else
        activity_say(event, turn, question_of(activity), &about);
    go(event, turn, ACTIVITY_STATE, activity);
}

static void ask_guests(const struct event *event, struct turn *turn, const struct board_activity *activity) {
    struct activity_about about = activity_about(activity, event->now_ms);
    activity_say(event, turn, "activity_guests", &about);
    go(event, turn, guests_state, activity);
}

/* --- the answer --- */

static void add_number(struct effect *record, const char *name, int64_t number) {
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, number);
    effect_value(record, name, text);
}

static void record_seat(struct turn *turn, const struct board_activity *activity, const struct known_seat *as) {
    struct effect *record = turn_record(turn, "seat", activity->id, NULL);
    effect_value(record, "state", seat_state_name(as->state));
    add_number(record, "size", as->size);
    add_number(record, "version", activity->version);
    add_number(record, "place", as->place);
}

static void say_yes(const struct event *event, struct turn *turn, const struct board_activity *activity, int64_t size) {
    struct activity_about about = activity_about(activity, event->now_ms);
    int workshop = activity->kind == BOARD_WORKSHOP;
    if (size > 1) about.n = size;
    activity_say(event, turn,
                 workshop   ? "activity_yes_workshop"
                 : size > 1 ? "activity_yes_guests"
                            : "activity_yes",
                 &about);
    if (event->known.consent[PURPOSE_REMINDERS] == CONSENT_NO) turn_say(turn, "activity_no_reminders");
}

static void wait_for_seat(const struct event *event, struct turn *turn, const struct board_activity *activity,
                          int64_t size) {
    const struct known_seat *seat = known_seat(event, activity->id);
    struct activity_about about = activity_about(activity, event->now_ms);
    about.n = seat && seat->state == SEAT_WAITING ? seat->place : activity->waiting + 1;
    record_seat(turn, activity, &(struct known_seat){.state = SEAT_WAITING, .size = size, .place = about.n});
    activity_say(event, turn, "activity_waiting", &about);
}

/* More than there is room for: nobody loses what they have. */
static void keep_seats(const struct event *event, struct turn *turn, const struct board_activity *activity,
                       int64_t held) {
    struct activity_about about = activity_about(activity, event->now_ms);
    about.n = held;
    activity_say(event, turn, "activity_keeps", &about);
}

void activity_come(const struct event *event, struct turn *turn, const struct board_activity *activity, int64_t size) {
    const struct known_seat *seat = known_seat(event, activity->id);
    int is_in = seat && (seat->state == SEAT_YES || seat->state == SEAT_WAITING);
    int64_t held = seat && seat->state == SEAT_YES ? seat->size : 0;
    if (!board_next(activity, event->now_ms) || (!is_in && activity->state != BOARD_OPEN) ||
        activity->state == BOARD_CANCELLED)
        return say_gone(event, turn, activity->id);
    if (held == size) return activity_ask(event, turn, activity);
    if (size <= board_room(activity) + held) {
        record_seat(turn, activity, &(struct known_seat){.state = SEAT_YES, .size = size});
        say_yes(event, turn, activity, size);
    } else if (held) {
        keep_seats(event, turn, activity, held);
    } else {
        wait_for_seat(event, turn, activity, size);
    }
    if (is_free(turn)) go(event, turn, ACTIVITY_STATE, activity);
    turn_understood(turn, "activity", activity->id);
}

void activity_leave(const struct event *event, struct turn *turn, const struct board_activity *activity) {
    const struct known_seat *seat = known_seat(event, activity->id);
    struct activity_about about = activity_about(activity, event->now_ms);
    int is_in = seat && (seat->state == SEAT_YES || seat->state == SEAT_WAITING);
    if (!seat || seat->state != SEAT_NO) record_seat(turn, activity, &(struct known_seat){.state = SEAT_NO, .size = 1});
    activity_say(event, turn, is_in ? "activity_left" : "activity_no", &about);
    if (is_free(turn)) go(event, turn, ACTIVITY_STATE, activity);
    turn_understood(turn, "activity", activity->id);
}

/* --- what was heard --- */

const char *activity_choice(const struct event *event, const struct turn *turn) {
    const struct pack_form *form = pack_form(event->pack, "activity");
    int choice = form && form->question_count ? heard_choice_word(event, turn, &form->questions[0]) : -1;
    return choice < 0 ? NULL : form->questions[0].choices[choice].id;
}

enum answer { ANSWER_NONE, ANSWER_YES, ANSWER_GUESTS, ANSWER_NO };

/* A workshop has no guests: there 2 is no. */
static enum answer heard_answer(const struct event *event, const struct turn *turn,
                                const struct board_activity *activity) {
    static const enum answer answers[][3] = {
        [BOARD_EVENT] = {ANSWER_YES, ANSWER_GUESTS, ANSWER_NO}, [BOARD_WORKSHOP] = {ANSWER_YES, ANSWER_NO, ANSWER_NO}};
    int number = heard_number(event, turn);
    if (number >= 1 && number <= 3) return answers[activity->kind][number - 1];
    const char *choice = activity_choice(event, turn);
    if (choice && strcmp(choice, "guests") == 0) return activity->kind == BOARD_WORKSHOP ? ANSWER_YES : ANSWER_GUESTS;
    if (choice) return strcmp(choice, "leaving") == 0 ? ANSWER_NO : ANSWER_YES;
    int yes = heard_yes_no(event, turn);
    return yes < 0 ? ANSWER_NONE : yes ? ANSWER_YES : ANSWER_NO;
}

static void take(const struct event *event, struct turn *turn, const struct board_activity *activity,
                 enum answer answer) {
    const struct known_seat *seat = known_seat(event, activity->id);
    int64_t held = seat && (seat->state == SEAT_YES || seat->state == SEAT_WAITING) ? seat->size : 0;
    ticket_note(event, turn);
    switch (answer) {
    case ANSWER_YES: activity_come(event, turn, activity, held ? held : 1); return;
    case ANSWER_GUESTS: ask_guests(event, turn, activity); return;
    case ANSWER_NO: activity_leave(event, turn, activity); return;
    case ANSWER_NONE: return;
    }
}

/* The state stays: a person who says yes may say no later on. Another number asks again. */
static int step(const struct event *event, struct turn *turn, struct error *why) {
    char id[PACK_ID_MAX];
    snprintf(id, sizeof id, "%s", turn->next.subject);
    const struct board_activity *activity = board_activity(event->board, id);
    if (event->now_ms - turn->next.since_ms > ACTIVITY_ANSWER_MS) return TURN_PASS;
    enum answer answer = activity ? heard_answer(event, turn, activity) : ANSWER_NONE;
    if (answer == ANSWER_NONE && heard_digits(event) < 0) return TURN_PASS;
    if (!activity)
        say_gone(event, turn, id);
    else if (answer == ANSWER_NONE)
        activity_ask(event, turn, activity);
    else
        take(event, turn, activity, answer);
    return TURN_DONE;
}

static int step_guests(const struct event *event, struct turn *turn, struct error *why) {
    char id[PACK_ID_MAX];
    snprintf(id, sizeof id, "%s", turn->next.subject);
    const struct board_activity *activity = board_activity(event->board, id);
    if (heard_too_late(event, turn)) return TURN_PASS;
    int number = heard_number(event, turn), no = heard_yes_no(event, turn) == 0 && number < 0;
    if (number < 0 && !no) return TURN_PASS;
    if (!activity)
        say_gone(event, turn, id);
    else if (no) /* nobody comes along */
        activity_come(event, turn, activity, 1);
    else if (number < 1 || number > BOARD_GUESTS_MAX)
        ask_guests(event, turn, activity);
    else
        activity_come(event, turn, activity, 1 + number);
    return TURN_DONE;
}

/* The invitation that came last and has no answer. */
static const struct known_seat *last_invitation(const struct event *event) {
    const struct known_seat *last = NULL;
    for (size_t i = 0; i < event->known.seat_count; i++) {
        const struct known_seat *seat = &event->known.seats[i];
        if (seat->state != SEAT_INVITED || event->now_ms - seat->at_ms > ACTIVITY_ANSWER_MS) continue;
        if (!last || seat->at_ms > last->at_ms) last = seat;
    }
    return last;
}

int activity_may_ask(const struct turn *turn) {
    static const char *const states[] = {"idle",     "menu",          "section",        "several",      "organizations",
                                         "agenda",   "appointment",   "helped",         ACTIVITY_STATE, guests_state,
                                         "language", "activity-list", "activity-thanks"};
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (turn_is_in(turn, states[i])) return 1;
    return 0;
}

int activity_invited_words(const struct event *event, struct turn *turn, struct error *why) {
    const struct known_seat *seat = last_invitation(event);
    const struct board_activity *activity = seat ? board_activity(event->board, seat->activity) : NULL;
    if (!activity || !activity_may_ask(turn)) return TURN_PASS;
    if (!turn_is_in(turn, "idle") && turn->next.since_ms >= seat->at_ms) return TURN_PASS;
    enum answer answer = heard_answer(event, turn, activity);
    if (answer == ANSWER_NONE) return TURN_PASS;
    take(event, turn, activity, answer);
    return TURN_DONE;
}

const struct handler activity_handler = {ACTIVITY_STATE, step};
const struct handler activity_guests_handler = {guests_state, step_guests};
