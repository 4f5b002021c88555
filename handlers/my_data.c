/* my_data - what is kept of a person, told from what the store knows. */
#include "handlers/my_data.h"

#include "config/clock.h"
#include "handlers/activity_list.h"
#include "handlers/activity_say.h"
#include "handlers/form.h"
#include "handlers/ticket.h"
#include "messages/dates.h"

#include <string.h>

static const char *word(const struct event *event, const struct turn *turn, const char *phrase) {
    const char *text = pack_phrase(event->pack, phrase, turn_language(event, turn));
    return text ? text : "";
}

static const char *consent_word(const struct event *event, const struct turn *turn, enum purpose purpose) {
    static const char *const phrases[] = {
        [CONSENT_UNASKED] = "my_data_unasked", [CONSENT_YES] = "my_data_yes", [CONSENT_NO] = "my_data_no"};
    return word(event, turn, phrases[event->known.consent[purpose]]);
}

static const struct known_appointment *next_appointment(const struct event *event) {
    for (size_t i = 0; i < event->known.appointment_count && i < EVENT_APPOINTMENTS_MAX; i++)
        if (strcmp(event->known.appointments[i].status, "cancelled") != 0) return &event->known.appointments[i];
    return NULL;
}

static void add_since(const struct event *event, const struct turn *turn, struct effect *say) {
    own_text struct text since = TEXT_INIT(128);
    struct tm local;
    clock_local(event->known.since_ms ? event->known.since_ms : event->now_ms, &local);
    dates_add_day(&since, &local, turn_language(event, turn));
    text_addf(&since, " %d", local.tm_year + 1900);
    effect_value(say, "desde", text_get(&since));
}

static void add_next(const struct event *event, const struct turn *turn, struct effect *say) {
    own_text struct text next = TEXT_INIT(128);
    const struct known_appointment *appointment = next_appointment(event);
    struct tm local;
    if (appointment) {
        clock_local(appointment->at_ms, &local);
        dates_add_day(&next, &local, turn_language(event, turn));
        text_add(&next, ", ");
        dates_add_hour(&next, &local);
    }
    effect_value(say, "proxima", appointment ? text_get(&next) : word(event, turn, "my_data_none"));
}

static void add_profile(const struct event *event, struct turn *turn) {
    char number[16];
    if (!event->known.profile.number) return;
    snprintf(number, sizeof number, "%d", event->known.profile.number);
    effect_value(turn_say(turn, "my_data_profile"), "persona", number);
}

static void summary(const struct event *event, struct turn *turn) {
    char messages[24];
    struct effect *say = turn_say(turn, "my_data_summary");
    snprintf(messages, sizeof messages, "%ld", event->known.message_count + 1); /* and this one */
    add_since(event, turn, say);
    effect_value(say, "idioma", word(event, turn, "my_data_language"));
    effect_value(say, "mensajes", messages);
    effect_value(say, "codigo", ticket_is_open(event) ? event->known.ticket_code : word(event, turn, "my_data_none"));
    add_next(event, turn, say);
    effect_value(say, "recordatorios", consent_word(event, turn, PURPOSE_REMINDERS));
    effect_value(say, "actividades", consent_word(event, turn, PURPOSE_EVENTS));
    effect_value(say, "encuestas", consent_word(event, turn, PURPOSE_SURVEYS));
}

static void activities(const struct event *event, struct turn *turn) {
    const struct board_activity *next;
    size_t count = activity_mine(event, &next);
    if (!count) return;
    struct activity_about about = activity_about(next, event->now_ms);
    about.n = (int64_t)count;
    activity_say(event, turn, "my_data_seats", &about);
}

int my_data_control(const struct event *event, struct turn *turn, struct error *why) {
    add_profile(event, turn);
    summary(event, turn);
    activities(event, turn);
    turn_say(turn, "my_data_how");
    if (event->known.claim_code[0]) effect_value(turn_say(turn, "my_data_code"), "codigo", event->known.claim_code);
    form_repeat(event, turn);
    return TURN_DONE;
}

int my_data_correct_control(const struct event *event, struct turn *turn, struct error *why) {
    form_leave(event, turn);
    struct effect *ticket = ticket_open(event, turn, "datos", 0);
    if (!ticket) return TURN_DONE;
    if (ticket->kind == EFFECT_TICKET_OPEN) effect_value(ticket, "pedido", "Corregir sus datos");
    ticket_say(turn, "my_data_correct", ticket->ticket_code);
    return TURN_DONE;
}
