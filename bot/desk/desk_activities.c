/* desk_activities - events and workshops by the API. */
#include "bot/desk/desk_activities.h"

#include "config/clock.h"
#include "queue/activities.h"
#include "queue/campaigns.h"

#include <stdlib.h>
#include <string.h>

#define LIST_LIMIT   "50"
#define PEOPLE_LIMIT "100"
#define SHARE        "75"

static struct activities_by by(const struct desk_call *call) {
    return (struct activities_by){call->user, clock_wall_ms(), ACTIVITIES_HOLD_MS};
}

/* A whole number of up to nine digits; -1 ERROR_INPUT. */
static int read_number(const struct desk_call *call, const char *name, const char *fallback, size_t *ret,
                       struct error *why) {
    const char *text = desk_call_field(call, name);
    if (!text) text = fallback;
    size_t len = strspn(text, "0123456789");
    if (len < 1 || len > 9 || text[len]) return error_set(why, ERROR_INPUT, "'%s' must be a whole number", name);
    *ret = (size_t)strtol(text, NULL, 10);
    return 0;
}

void desk_activities_list(struct desk_call *call) {
    struct error why = ERROR_INIT;
    size_t offset = 0, limit = 0;
    if (read_number(call, "offset", "0", &offset, &why) < 0 || read_number(call, "limit", LIST_LIMIT, &limit, &why) < 0)
        desk_call_fail(call, &why);
    else
        activities_list(call->desk->office, offset, limit, desk_call_done, call);
}

void desk_activities_get(struct desk_call *call) {
    activities_get(call->desk->office, call->id, desk_call_done, call);
}

void desk_activities_create(struct desk_call *call) {
    struct activities_by who = by(call);
    activities_create(call->desk->office, &who, json_object_get(call->body, "activity"), desk_call_done, call);
}

void desk_activities_change(struct desk_call *call) {
    struct activities_by who = by(call);
    activities_change(call->desk->office, &who, call->id, json_object_get(call->body, "activity"), desk_call_done,
                      call);
}

void desk_activities_state(struct desk_call *call) {
    struct activities_by who = by(call);
    activities_set(call->desk->office, &who, call->id, desk_call_field(call, "state"), desk_call_done, call);
}

void desk_activities_undo(struct desk_call *call) {
    struct activities_by who = by(call);
    activities_undo(call->desk->office, &who, call->id, desk_call_done, call);
}

/* --- invitations --- */

void desk_activities_invite_preview(struct desk_call *call) {
    struct activities_by who = by(call);
    activities_invite_preview(call->desk->office, &who, call->id, desk_call_done, call);
}

/* The number that was typed must be the one that the preview shows now: nothing goes to more people than were meant. */
static void on_preview(void *arg, json_t *result, const struct error *why) {
    struct desk_call *call = arg;
    struct error other = ERROR_INIT;
    size_t typed = 0;
    if (!why && !call->desk) {
        error_set(&other, ERROR_BUSY, "the program is ending");
        why = &other;
    } else if (!why && read_number(call, "people", "", &typed, &other) < 0) {
        why = &other;
    } else if (!why && (json_int_t)typed != json_integer_value(json_object_get(result, "people"))) {
        error_set(&other, ERROR_CONFLICT, "it would reach another number of people now; look at the preview again");
        why = &other;
    }
    if (why) {
        desk_call_fail(call, why);
        return;
    }
    struct activities_by who = by(call);
    activities_invite(call->desk->office, &who, call->id, desk_call_done, call);
}

void desk_activities_invite(struct desk_call *call) {
    struct activities_by who = by(call);
    activities_invite_preview(call->desk->office, &who, call->id, on_preview, call);
}

void desk_campaigns_get(struct desk_call *call) {
    campaigns_get(call->desk->office, call->id, desk_call_done, call);
}

void desk_campaigns_state(struct desk_call *call) {
    campaigns_set(call->desk->office, call->id, desk_call_field(call, "state"), desk_call_done, call);
}

/* --- people --- */

void desk_activities_people(struct desk_call *call) {
    struct activities_by who = by(call);
    struct error why = ERROR_INIT;
    size_t offset = 0, limit = 0;
    if (read_number(call, "offset", "0", &offset, &why) < 0 ||
        read_number(call, "limit", PEOPLE_LIMIT, &limit, &why) < 0)
        desk_call_fail(call, &why);
    else
        activities_people(call->desk->office, &who, call->id, offset, limit, desk_call_done, call);
}

void desk_activities_came(struct desk_call *call) {
    struct activities_by who = by(call);
    struct error why = ERROR_INIT;
    size_t session = 0;
    if (read_number(call, "session", "", &session, &why) < 0)
        desk_call_fail(call, &why);
    else
        activities_came(call->desk->office, &who, call->id, desk_call_field(call, "person"), session, desk_call_done,
                        call);
}

static void certificates(struct desk_call *call, office_done done) {
    struct activities_by who = by(call);
    struct error why = ERROR_INIT;
    size_t share = 0;
    if (read_number(call, "share", SHARE, &share, &why) < 0)
        desk_call_fail(call, &why);
    else
        activities_certificates(call->desk->office, &who, call->id, (int)share, done, call);
}

static void on_certificates(void *arg, json_t *result, const struct error *why) {
    if (result) json_object_del(result, "csv");
    desk_call_done(arg, result, why);
}

static void on_csv(void *arg, json_t *result, const struct error *why) {
    if (why)
        desk_call_fail(arg, why);
    else
        desk_call_answer_file(arg, "text/csv; charset=utf-8", "certificados.csv",
                              json_string_value(json_object_get(result, "csv")));
}

void desk_activities_certificates(struct desk_call *call) {
    certificates(call, on_certificates);
}

void desk_activities_certificates_csv(struct desk_call *call) {
    certificates(call, on_csv);
}
