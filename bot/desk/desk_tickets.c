/* desk_tickets - tickets by the API. */
#include "bot/desk/desk_tickets.h"

#include "queue/complaints.h"
#include "queue/tickets.h"

#include <stdlib.h>
#include <string.h>

#define LIST_LIMIT 50

void desk_tickets_list(struct desk_call *call) {
    struct error why = ERROR_INIT;
    const char *state = desk_call_field(call, "state");
    struct tickets_query query = {.state = state ? state : "open"};
    if (desk_call_number(call, "offset", 0, &query.offset, &why) < 0 ||
        desk_call_number(call, "limit", LIST_LIMIT, &query.limit, &why) < 0)
        desk_call_fail(call, &why);
    else
        tickets_list(call->desk->office, &query, desk_call_done, call);
}

void desk_tickets_get(struct desk_call *call) {
    tickets_get(call->desk->office, call->user, call->id, desk_call_done, call);
}

void desk_tickets_claim(struct desk_call *call) {
    tickets_claim(call->desk->office, call->user, call->id, desk_call_done, call);
}

void desk_tickets_release(struct desk_call *call) {
    tickets_release(call->desk->office, call->user, call->id, desk_call_done, call);
}

void desk_tickets_reopen(struct desk_call *call) {
    tickets_reopen(call->desk->office, call->user, call->id, desk_call_done, call);
}

void desk_tickets_reply(struct desk_call *call) {
    struct tickets_reply reply = {call->user, call->id, desk_call_field(call, "key"), desk_call_field(call, "text")};
    tickets_reply(call->desk->office, &reply, desk_call_done, call);
}

void desk_tickets_close(struct desk_call *call) {
    tickets_close(call->desk->office, call->user, call->id, desk_call_field(call, "outcome"), desk_call_done, call);
}

void desk_complaints_counts(struct desk_call *call) {
    complaints_counts(call->desk->office, desk_call_done, call);
}
