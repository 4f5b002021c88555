/* desk_routes - every path of the API, what it takes, and who answers it. */
#include "bot/desk/desk_routes.h"

#include "bot/desk/desk_activities.h"
#include "bot/desk/desk_cases.h"
#include "bot/desk/desk_duty.h"
#include "bot/desk/desk_improve.h"
#include "bot/desk/desk_live.h"
#include "bot/desk/desk_media.h"
#include "bot/desk/desk_people.h"
#include "bot/desk/desk_referrals.h"
#include "bot/desk/desk_sending.h"
#include "bot/desk/desk_session.h"
#include "bot/desk/desk_surveys.h"
#include "bot/desk/desk_tickets.h"
#include "queue/cases.h"
#include "queue/roster.h"
#include "queue/tickets.h"

#include <string.h>

#define LOGIN_FIELD                                                                                                    \
    { "login", USERS_LOGIN_MAX }
#define PASSWORD_FIELD                                                                                                 \
    { "password", USERS_PASSWORD_MAX }
#define NAME_FIELD                                                                                                     \
    { "name", USERS_NAME_MAX * 4UL }

const struct desk_route desk_routes[] = {
    {"GET", "/session", desk_session_get, 1, {{NULL, 0}}},
    {"POST", "/login", desk_session_login, 1, {LOGIN_FIELD, PASSWORD_FIELD}},
    {"POST", "/logout", desk_session_logout, 1, {{NULL, 0}}},
    {"GET", "/invite", desk_session_invite, 1, {{"token", USERS_TOKEN_MAX}}},
    {"POST", "/join", desk_session_join, 1, {{"invite", USERS_TOKEN_MAX}, LOGIN_FIELD, NAME_FIELD, PASSWORD_FIELD}},
    {"GET", "/tickets", desk_tickets_list, 0, {{"state", 16}, {"offset", 16}, {"limit", 16}}},
    {"GET", "/tickets/:id", desk_tickets_get, 0, {{NULL, 0}}},
    {"POST", "/tickets/:id/claim", desk_tickets_claim, 0, {{NULL, 0}}},
    {"POST", "/tickets/:id/release", desk_tickets_release, 0, {{NULL, 0}}},
    {"POST", "/tickets/:id/reopen", desk_tickets_reopen, 0, {{NULL, 0}}},
    {"POST",
     "/tickets/:id/reply",
     desk_tickets_reply,
     0,
     {{"key", TICKETS_KEY_MAX}, {"text", TICKETS_REPLY_MAX * 4UL}}},
    {"POST", "/tickets/:id/close", desk_tickets_close, 0, {{"outcome", 16}}},
    {"POST",
     "/tickets/:id/referral",
     desk_referrals_create,
     0,
     {{"key", TICKETS_KEY_MAX}, {"organisation", PACK_ID_MAX}, {"share", 3}}},
    {"GET", "/tickets/:id/referrals", desk_referrals_of_ticket, 0, {{NULL, 0}}},
    {"GET", "/referrals", desk_referrals_counts, 0, {{NULL, 0}}},
    {"GET", "/complaints", desk_complaints_counts, 0, {{NULL, 0}}},
    {"GET", "/duty", desk_duty_get, 0, {{NULL, 0}}},
    {"POST", "/duty", desk_duty_set, 0, {{"numbers", ROSTER_TYPED_MAX}, {"until", 10}}},
    {"GET", "/directory", desk_referrals_directory, 0, {{NULL, 0}}},
    {"GET", "/tickets/:id/case", desk_cases_of_ticket, 0, {{NULL, 0}}},
    {"GET", "/cases", desk_cases_list, 0, {{"state", 16}, {"offset", 16}, {"limit", 16}}},
    {"GET", "/cases/:id", desk_cases_get, 0, {{NULL, 0}}},
    {"POST", "/cases/:id/allow", desk_cases_allow, 0, {{NULL, 0}}},
    {"POST", "/cases/:id/invite", desk_cases_invite, 0, {{"number", 64}, {"language", LANGUAGE_CODE_MAX}}},
    {"POST", "/cases/:id/meeting", desk_cases_meet, 0, {{"date", 10}, {"time", 5}, {"place", CASES_PLACE_MAX}}},
    {"POST", "/cases/:id/close", desk_cases_close, 0, {{"outcome", 16}}},
    {"GET", "/activities", desk_activities_list, 0, {{"offset", 16}, {"limit", 16}}},
    {"POST", "/activities", desk_activities_create, 0, {{"activity", 0}}},
    {"GET", "/activities/:id", desk_activities_get, 0, {{NULL, 0}}},
    {"POST", "/activities/:id/change", desk_activities_change, 0, {{"activity", 0}}},
    {"POST", "/activities/:id/state", desk_activities_state, 0, {{"state", 16}}},
    {"POST", "/activities/:id/undo", desk_activities_undo, 0, {{NULL, 0}}},
    {"GET", "/activities/:id/invite", desk_activities_invite_preview, 0, {{NULL, 0}}},
    {"POST", "/activities/:id/invite", desk_activities_invite, 0, {{"people", 16}}},
    {"GET", "/activities/:id/people", desk_activities_people, 0, {{"offset", 16}, {"limit", 16}}},
    {"POST", "/activities/:id/came", desk_activities_came, 0, {{"person", VAULT_ID_MAX}, {"session", 4}}},
    {"GET", "/activities/:id/certificates", desk_activities_certificates, 0, {{"share", 4}}},
    {"GET", "/activities/:id/certificates.csv", desk_activities_certificates_csv, 0, {{"share", 4}}},
    {"GET", "/campaigns/:id", desk_campaigns_get, 0, {{NULL, 0}}},
    {"POST", "/campaigns/:id/state", desk_campaigns_state, 0, {{"state", 16}}},
    {"GET", "/surveys", desk_surveys_list, 0, {{NULL, 0}}},
    {"POST", "/surveys/:id/open", desk_surveys_open, 0, {{NULL, 0}}},
    {"POST", "/surveys/:id/close", desk_surveys_close, 0, {{NULL, 0}}},
    {"GET", "/surveys/:id/volunteers", desk_surveys_volunteers, 0, {{NULL, 0}}},
    {"POST", "/surveys/:id/volunteers", desk_surveys_volunteer, 0, {{"point", PACK_POINT_MAX}}},
    {"POST", "/surveys/:id/revoke", desk_surveys_revoke, 0, {{"code", 16}}},
    {"GET", "/surveys/:id/results", desk_surveys_results, 0, {{"by", 47}}},
    {"GET", "/surveys/:id/results.csv", desk_surveys_results_csv, 0, {{"by", 47}}},
    {"GET", "/unanswered", desk_improve_list, 0, {{"language", LANGUAGE_CODE_MAX}, {"offset", 16}, {"limit", 16}}},
    {"POST", "/unanswered/:id/dismiss", desk_improve_dismiss, 0, {{NULL, 0}}},
    {"POST", "/unanswered/:id/example", desk_improve_example, 0, {{"topic", PACK_ID_MAX}}},
    {"GET", "/topics", desk_improve_topics, 0, {{NULL, 0}}},
    {"GET", "/helped", desk_improve_helped, 0, {{NULL, 0}}},
    {"GET", "/channels", desk_channels_list, 0, {{NULL, 0}}},
    {"POST", "/channels/:id/hold", desk_channels_hold, 0, {{NULL, 0}}},
    {"POST", "/channels/:id/resume", desk_channels_resume, 0, {{NULL, 0}}},
    {"GET", "/astray", desk_astray_list, 0, {{"state", 16}, {"offset", 16}, {"limit", 16}}},
    {"POST", "/astray/:id/again", desk_astray_again, 0, {{NULL, 0}}},
    {"POST", "/astray/:id/call", desk_astray_call, 0, {{NULL, 0}}},
    {"POST", "/astray/:id/drop", desk_astray_drop, 0, {{NULL, 0}}},
    {"GET", "/media/:id", desk_media_get, 0, {{NULL, 0}}},
    {"GET", "/people/:id/export", desk_people_export, 0, {{NULL, 0}}},
    {"POST", "/people/:id/number-code", desk_people_number_code, 0, {{NULL, 0}}},
    {"POST", "/people/:id/word-reset", desk_people_word_reset, 0, {{NULL, 0}}},
    {"GET", "/live", desk_live_open, 0, {{NULL, 0}}},
};
const size_t desk_route_count = sizeof desk_routes / sizeof desk_routes[0];

static int path_matches(const char *path, const char *pattern) {
    while (*pattern) {
        if (*pattern == ':') {
            pattern += strcspn(pattern, "/");
            path += strcspn(path, "/");
        } else if (*path++ != *pattern++) {
            return 0;
        }
    }
    return !*path;
}

const struct desk_route *desk_routes_find(const char *method, const char *path, int *ret_other) {
    *ret_other = 0;
    for (size_t i = 0; i < desk_route_count; i++) {
        if (!path_matches(path, desk_routes[i].path)) continue;
        if (strcmp(method, desk_routes[i].method) == 0) return &desk_routes[i];
        *ret_other = 1;
    }
    return NULL;
}
