/* appointment - a reminder is said, and answered: confirmed, to be moved, cancelled. */
#include "handlers/appointment.h"

#include "config/clock.h"
#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/ticket.h"
#include "messages/dates.h"

#include <string.h>

static const char state_name[] = "appointment";

/* The three answers: id of the choice, the new status, what is said. */
static const struct answer {
    const char *choice, *status, *phrase;
} answers[] = {
    {"confirm", "confirmed", "appt_confirmed"},
    {"move", "moving", "appt_moving"},
    {"cancel", "cancelled", "appt_cancelled"},
};
enum { CONFIRM, MOVE, CANCEL, ANSWER_COUNT };

static struct effect *say_about(const struct event *event, struct turn *turn, const char *phrase,
                                const struct known_appointment *appointment) {
    own_text struct text day = TEXT_INIT(128), hour = TEXT_INIT(32);
    enum language language = turn_language(event, turn);
    const char *place = appointment->place[0] ? appointment->place : pack_value(event->pack, "direccion", language);
    struct tm local;
    clock_local(appointment->at_ms, &local);
    dates_add_day(&day, &local, language);
    dates_add_hour(&hour, &local);
    struct effect *say = turn_say(turn, phrase);
    if (!say) return NULL;
    effect_value(say, "fecha", text_get(&day));
    effect_value(say, "hora", text_get(&hour));
    effect_value(say, "lugar", place ? place : "");
    return say;
}

void appointment_say(const struct event *event, struct turn *turn, const char *phrase,
                     const struct known_appointment *appointment) {
    say_about(event, turn, phrase, appointment);
}

void appointment_open(const struct event *event, struct turn *turn, const struct known_appointment *appointment) {
    turn_go(turn, event, state_name);
    snprintf(turn->next.subject, sizeof turn->next.subject, "%s", appointment->id);
}

static int is_due(const struct event *event) {
    const struct known_appointment *appointment = event->appointment;
    if (event->known.consent[PURPOSE_REMINDERS] == CONSENT_NO) return 0;
    return appointment->at_ms > event->now_ms && strcmp(appointment->status, "cancelled") != 0;
}

int appointment_reminder(const struct event *event, struct turn *turn, struct error *why) {
    const struct known_appointment *appointment = event->appointment;
    if (!appointment) return error_set(why, ERROR_INPUT, "a reminder without an appointment");
    if (!is_due(event)) return TURN_DONE;
    int busy = turn_is_in(turn, FORM_STATE) || (turn_is_in(turn, "with-person") && ticket_is_open(event));
    size_t said = turn->effect_count;
    say_about(event, turn, busy ? "appt_note" : "appt_reminder", appointment);
    if (turn->effect_count > TURN_EFFECTS_MAX) return TURN_DONE;
    turn->effects[said].purpose = PURPOSE_REMINDERS;
    turn->effects[said].useless_after_ms = appointment->at_ms;
    turn_understood(turn, "reminder", appointment->id);
    if (!busy) appointment_open(event, turn, appointment);
    return TURN_DONE;
}

static const struct pack_question *words_of(const struct event *event) {
    const struct pack_form *form = pack_form(event->pack, "appointment");
    return form && form->question_count ? &form->questions[0] : NULL;
}

static int answer_of(const struct pack_question *question, int choice) {
    if (choice < 0) return -1;
    for (int i = 0; i < ANSWER_COUNT; i++)
        if (strcmp(answers[i].choice, question->choices[choice].id) == 0) return i;
    return -1;
}

static int heard_answer(const struct event *event, const struct turn *turn) {
    const struct pack_question *question = words_of(event);
    int number = heard_number(event, turn);
    if (number >= 1 && number <= ANSWER_COUNT) return number - 1;
    int answer = question ? answer_of(question, heard_choice_word(event, turn, question)) : -1;
    if (answer >= 0) return answer;
    int yes = heard_yes_no(event, turn);
    return yes < 0 ? -1 : yes ? CONFIRM : CANCEL;
}

static int take(const struct event *event, struct turn *turn, const struct known_appointment *appointment, int answer) {
    struct effect *effect = turn_add(turn, EFFECT_APPOINTMENT), *ticket = NULL;
    if (!effect) return TURN_DONE;
    snprintf(effect->ref, sizeof effect->ref, "%s", appointment->id);
    snprintf(effect->name, sizeof effect->name, "%s", answers[answer].status);
    if (answer == MOVE) ticket = ticket_open(event, turn, "cita", 0);
    const char *code = ticket ? ticket->ticket_code : "";
    effect_value(say_about(event, turn, answers[answer].phrase, appointment), "codigo", code);
    turn->next.misses = 0;
    turn_understood(turn, "appointment", answers[answer].choice);
    return TURN_DONE;
}

/* The appointment of this id, "" = the next one. What is cancelled is not there: its hour may be somebody else's now.
 */
static const struct known_appointment *find(const struct event *event, const char *id) {
    for (size_t i = 0; i < event->known.appointment_count && i < EVENT_APPOINTMENTS_MAX; i++) {
        const struct known_appointment *appointment = &event->known.appointments[i];
        if (strcmp(appointment->status, "cancelled") == 0) continue;
        if (!*id || strcmp(appointment->id, id) == 0) return appointment;
    }
    return NULL;
}

/* The state stays: a person who first confirms may cancel with 3 later on. */
static int step(const struct event *event, struct turn *turn, struct error *why) {
    const struct known_appointment *appointment = find(event, turn->next.subject);
    if (event->now_ms - turn->next.since_ms > APPOINTMENT_ANSWER_MS) return TURN_PASS;
    int answer = heard_answer(event, turn);
    if (answer >= 0 && appointment) return take(event, turn, appointment, answer);
    if (answer < 0 && heard_digits(event) < 0) return TURN_PASS;
    turn_say(turn, appointment ? "appt_again" : "appt_gone");
    if (!appointment) turn_go(turn, event, "idle");
    turn_understood(turn, "appointment", "");
    return TURN_DONE;
}

int appointment_words(const struct event *event, struct turn *turn, struct error *why) {
    const struct pack_question *question = words_of(event);
    const struct known_appointment *appointment = find(event, turn_is_in(turn, state_name) ? turn->next.subject : "");
    if (!appointment || !question || form_takes_text(event, turn)) return TURN_PASS;
    int answer = answer_of(question, heard_choice_word(event, turn, question));
    if (answer < 0) return TURN_PASS;
    int failed = take(event, turn, appointment, answer);
    form_repeat(event, turn);
    return failed;
}

const struct handler appointment_handler = {state_name, step};
