/* agenda - "when is my appointment?": the next ones, a cancelled or past one, or how to get one. */
#include "handlers/agenda.h"

#include "config/clock.h"
#include "handlers/appointment.h"
#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/options.h"
#include "handlers/staff.h"
#include "handlers/ticket.h"
#include "handlers/welcome.h"
#include "messages/dates.h"

#include <string.h>

#define WORDS_MAX       200 /* bytes; a longer text is not one of the words */
#define PLACE_RUNES_MAX 40  /* of one line of several */

static const char state_name[] = "agenda";

/* By status: what is said of one, what stands behind it in a list. */
static const struct said {
    const char *id, *phrase, *mark;
} statuses[] = {
    {"planned", "agenda_planned", NULL},
    {"confirmed", "agenda_confirmed", "agenda_is_confirmed"},
    {"moving", "agenda_moving", "agenda_is_moving"},
    {"cancelled", "agenda_cancelled", "agenda_is_cancelled"},
};

static const struct said *said_of(const struct known_appointment *appointment) {
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++)
        if (strcmp(statuses[i].id, appointment->status) == 0) return &statuses[i];
    return &statuses[0];
}

/* One that is still to come may be answered at once: 1, 2, 3. Not while a form or a caseworker has the word. */
static void tell_one(const struct event *event, struct turn *turn, const struct known_appointment *appointment) {
    int is_open = strcmp(appointment->status, "planned") == 0 || strcmp(appointment->status, "confirmed") == 0;
    int busy = turn_is_in(turn, FORM_STATE) || turn_is_in(turn, STAFF_STATE);
    appointment_say(event, turn, is_open && busy ? "agenda_note" : said_of(appointment)->phrase, appointment);
    if (!busy && strcmp(appointment->status, "cancelled") != 0) appointment_open(event, turn, appointment);
}

static void add_line(const struct event *event, const struct known_appointment *appointment, enum language language,
                     struct text *ret) {
    struct tm local;
    const char *mark = said_of(appointment)->mark;
    clock_local(appointment->at_ms, &local);
    dates_add_day(ret, &local, language);
    text_add(ret, " ");
    dates_add_hour(ret, &local);
    if (appointment->place[0]) {
        text_add(ret, ", ");
        text_add_clean(ret, appointment->place, strlen(appointment->place), PLACE_RUNES_MAX);
    }
    if (mark) text_addf(ret, " (%s)", pack_phrase(event->pack, mark, language));
}

static size_t count_of(const struct event *event) {
    size_t count = event->known.appointment_count;
    return count < EVENT_APPOINTMENTS_MAX ? count : EVENT_APPOINTMENTS_MAX;
}

static void tell_several(const struct event *event, struct turn *turn) {
    own_text struct text lines = TEXT_INIT(OPTIONS_TEXT_MAX);
    int may_go = !turn_is_in(turn, FORM_STATE) && !turn_is_in(turn, STAFF_STATE);
    if (may_go) turn_go(turn, event, state_name);
    for (size_t i = 0; i < count_of(event); i++) {
        own_text struct text line = TEXT_INIT(256);
        add_line(event, &event->known.appointments[i], turn_language(event, turn), &line);
        options_add_plain(&lines, i + 1, text_get(&line));
        if (may_go) turn_option(turn, event->known.appointments[i].id);
    }
    effect_value(turn_say(turn, may_go ? "agenda_list" : "agenda_list_only"), "opciones", text_get(&lines));
}

static int tell(const struct event *event, struct turn *turn) {
    const struct known_appointment *past = &event->known.past_appointment;
    welcome_say(event, turn);
    if (count_of(event) == 1)
        tell_one(event, turn, &event->known.appointments[0]);
    else if (count_of(event) > 1)
        tell_several(event, turn);
    else if (past->id[0] && event->now_ms - past->at_ms < AGENDA_PAST_MS)
        appointment_say(event, turn, strcmp(past->status, "cancelled") == 0 ? "agenda_cancelled" : "agenda_past", past);
    else
        turn_say(turn, "agenda_none");
    turn->next.misses = 0;
    turn_understood(turn, "agenda", "");
    return TURN_DONE;
}

int agenda_service(const struct event *event, struct turn *turn, struct error *why) {
    return count_of(event) ? tell(event, turn) : TURN_PASS;
}

/* A question mark is not part of the words. */
static int asks_when(const struct event *event, const struct turn *turn) {
    const struct pack_form *form = pack_form(event->pack, "appointment");
    const struct pack_question *question = form && form->question_count ? &form->questions[0] : NULL;
    own_text struct text plain = TEXT_INIT(WORDS_MAX);
    struct event asked = *event;
    for (const char *at = event->text; *at; at++) text_add_bytes(&plain, *at == '?' ? " " : at, 1);
    if (!text_ok(&plain)) return 0;
    asked.text = text_get(&plain);
    int choice = question ? heard_choice_word(&asked, turn, question) : -1;
    return choice >= 0 && strcmp(question->choices[choice].id, "when") == 0;
}

int agenda_words(const struct event *event, struct turn *turn, struct error *why) {
    if (form_takes_text(event, turn) || !asks_when(event, turn)) return TURN_PASS;
    if (turn_is_in(turn, STAFF_STATE)) ticket_note(event, turn);
    tell(event, turn);
    form_repeat(event, turn);
    return TURN_DONE;
}

static const struct known_appointment *chosen(const struct event *event, const struct turn *turn, int number) {
    if (number < 1 || (size_t)number > turn->next.option_count) return NULL;
    for (size_t i = 0; i < count_of(event); i++)
        if (strcmp(event->known.appointments[i].id, turn->next.options[number - 1]) == 0)
            return &event->known.appointments[i];
    return NULL;
}

/* A number of the list; what has passed or gone meanwhile shows the list anew. */
static int step(const struct event *event, struct turn *turn, struct error *why) {
    if (heard_too_late(event, turn)) return TURN_PASS;
    const struct known_appointment *appointment = chosen(event, turn, heard_number(event, turn));
    if (!appointment && heard_digits(event) < 0) return TURN_PASS;
    if (!appointment) return tell(event, turn);
    tell_one(event, turn, appointment);
    turn_understood(turn, "agenda", appointment->id);
    return TURN_DONE;
}

const struct handler agenda_handler = {state_name, step};
