/* handlers - the table: who owns which state, which control word, which timer. One row each. */
#include "handlers/handlers.h"

#include "handlers/activity.h"
#include "handlers/activity_list.h"
#include "handlers/activity_timer.h"
#include "handlers/agenda.h"
#include "handlers/appointment.h"
#include "handlers/ask.h"
#include "handlers/attendance.h"
#include "handlers/callback.h"
#include "handlers/choose_language.h"
#include "handlers/complaint.h"
#include "handlers/consent.h"
#include "handlers/danger.h"
#include "handlers/discreet.h"
#include "handlers/erase.h"
#include "handlers/fallback.h"
#include "handlers/form.h"
#include "handlers/help.h"
#include "handlers/helped.h"
#include "handlers/idle.h"
#include "handlers/mediation.h"
#include "handlers/menu.h"
#include "handlers/my_data.h"
#include "handlers/number.h"
#include "handlers/organizations.h"
#include "handlers/person.h"
#include "handlers/profile.h"
#include "handlers/promise.h"
#include "handlers/referral.h"
#include "handlers/section.h"
#include "handlers/several.h"
#include "handlers/staff.h"
#include "handlers/start.h"
#include "handlers/stop.h"
#include "handlers/survey.h"
#include "handlers/unsafe.h"
#include "handlers/urgent.h"
#include "handlers/where.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* One row a line, so that a flow touches no row of another. */
/* clang-format off */
static const struct handler *const table[] = {
    &idle_handler,
    &choose_language_handler,
    &menu_handler,
    &section_handler,
    &several_handler,
    &ask_handler,
    &form_handler,
    &appointment_handler,
    &staff_handler,
    &fallback_handler,
    &urgent_handler,
    &danger_handler,
    &agenda_handler,
    &organizations_handler,
    &referral_share_handler,
    &referral_seen_handler,
    &activity_handler,
    &activity_guests_handler,
    &activity_list_handler,
    &activity_thanks_handler,
    &mediation_handler,
    &erase_handler,
    &survey_handler,
    &survey_notice_handler,
    &survey_again_handler,
    &consent_handler,
    &discreet_handler,
    &helped_handler,
    &profile_handler,
};

static const struct handlers_control controls[] = {
    {CONTROL_STOP, stop_control},
    {CONTROL_START, start_control},
    {CONTROL_HELP, help_control},
    {CONTROL_MENU, menu_control},
    {CONTROL_PERSON, person_control},
    {CONTROL_LANGUAGE, choose_language_control},
    {CONTROL_MY_DATA, my_data_control},
    {CONTROL_ERASE, erase_control},
    {CONTROL_CORRECT, my_data_correct_control},
    {CONTROL_START_EVENTS, consent_start_events},
    {CONTROL_STOP_EVENTS, consent_stop_events},
    {CONTROL_START_REMINDERS, consent_start_reminders},
    {CONTROL_STOP_REMINDERS, consent_stop_reminders},
    {CONTROL_STOP_SURVEYS, consent_stop_surveys},
    {CONTROL_NEW_NUMBER, number_control},
    {CONTROL_DISCREET, discreet_control},
    {CONTROL_PROFILE, profile_control},
};

static const struct handlers_timer timers[] = {
    {"number-wrong", number_timer},
    {"number-own", number_timer},
    {"number-move", number_timer},
    {"number-here", number_timer},
    {"reminder", appointment_reminder},
    {"helped", helped_timer},
    {"form", form_timer},
    {"form-parked", form_timer},
    {"referral", referral_timer},
    {"session", activity_session_timer},
    {"seat", activity_seat_timer},
    {"notice", activity_notice_timer},
    {"promise", promise_timer},
    {"profile-here", profile_timer},
};

static const struct handlers_form_end form_ends[] = {
    {CALLBACK_FORM, callback_complete},
    {COMPLAINT_FORM, complaint_complete},
    {MEDIATION_FORM, mediation_complete},
    {SURVEY_SERVICE, survey_complete},
};

static const struct handlers_staff staff_events[] = {
    {"reply", staff_event},
    {"closed", staff_event},
    {"referral", referral_staff},
    {"referral-share", referral_staff_share},
    {"mediation-invite", mediation_staff_invite},
    {"mediation-meeting", mediation_staff_meeting},
    {"mediation-closed", mediation_staff_closed},
};

static const struct handlers_service services[] = {
    {SURVEY_SERVICE, survey_service},
    {"cita", agenda_service},
    {"organizaciones", organizations_service},
    {"activities", activity_service},
    {"mediacion", mediation_service},
};

/* In the order in which they look at a text. */
static int (*const words[])(const struct event *event, struct turn *turn, struct error *why) = {
    number_words,
    unsafe_words,
    where_words,
    complaint_words,
    appointment_words,
    agenda_words,
    attendance_words,
    activity_words,
    activity_invited_words,
    mediation_words,
    survey_words,
};
/* clang-format on */

const struct handler *handlers_find(const char *state) {
    for (size_t i = 0; i < COUNT(table); i++)
        if (strcmp(table[i]->state, state) == 0) return table[i];
    return NULL;
}

const struct handlers_control *handlers_find_control(enum pack_control control) {
    for (size_t i = 0; i < COUNT(controls); i++)
        if (controls[i].control == control) return &controls[i];
    return NULL;
}

const struct handlers_timer *handlers_find_timer(const char *name) {
    size_t len = strcspn(name, ":");
    for (size_t i = 0; i < COUNT(timers); i++)
        if (strncmp(timers[i].name, name, len) == 0 && !timers[i].name[len]) return &timers[i];
    return NULL;
}

const struct handlers_staff *handlers_find_staff(const char *name) {
    for (size_t i = 0; i < COUNT(staff_events); i++)
        if (strcmp(staff_events[i].name, name) == 0) return &staff_events[i];
    return NULL;
}

const struct handlers_form_end *handlers_find_form_end(const char *name) {
    for (size_t i = 0; i < COUNT(form_ends); i++)
        if (strcmp(form_ends[i].name, name) == 0) return &form_ends[i];
    return NULL;
}

const struct handlers_service *handlers_find_service(const char *name) {
    for (size_t i = 0; i < COUNT(services); i++)
        if (*name && strcmp(services[i].name, name) == 0) return &services[i];
    return NULL;
}

int handlers_words(const struct event *event, struct turn *turn, struct error *why) {
    int answer = TURN_PASS;
    for (size_t i = 0; i < COUNT(words) && answer == TURN_PASS; i++) answer = words[i](event, turn, why);
    return answer;
}
