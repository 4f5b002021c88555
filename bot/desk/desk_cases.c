/* desk_cases - mediations by the API. */
#include "bot/desk/desk_cases.h"

#include "queue/cases.h"

#define LIST_LIMIT 50

void desk_cases_list(struct desk_call *call) {
    struct error why = ERROR_INIT;
    const char *state = desk_call_field(call, "state");
    struct cases_query query = {.state = state ? state : "open"};
    if (desk_call_number(call, "offset", 0, &query.offset, &why) < 0 ||
        desk_call_number(call, "limit", LIST_LIMIT, &query.limit, &why) < 0)
        desk_call_fail(call, &why);
    else
        cases_list(call->desk->office, &query, desk_call_done, call);
}

void desk_cases_get(struct desk_call *call) {
    cases_get(call->desk->office, call->user, call->id, desk_call_done, call);
}

void desk_cases_of_ticket(struct desk_call *call) {
    cases_of_ticket(call->desk->office, call->id, desk_call_done, call);
}

void desk_cases_allow(struct desk_call *call) {
    cases_allow(call->desk->office, call->user, call->id, desk_call_done, call);
}

void desk_cases_invite(struct desk_call *call) {
    struct case_invitation invitation = {call->user, call->id, desk_call_field(call, "number"),
                                         desk_call_field(call, "language")};
    cases_invite(call->desk->office, &invitation, desk_call_done, call);
}

void desk_cases_meet(struct desk_call *call) {
    struct case_meeting meeting = {call->user, call->id, desk_call_field(call, "date"), desk_call_field(call, "time"),
                                   desk_call_field(call, "place")};
    cases_meet(call->desk->office, &meeting, desk_call_done, call);
}

void desk_cases_close(struct desk_call *call) {
    cases_close(call->desk->office, call->user, call->id, desk_call_field(call, "outcome"), desk_call_done, call);
}
