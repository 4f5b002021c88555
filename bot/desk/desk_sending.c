/* desk_sending - the lines, and messages that did not arrive, by the API. */
#include "bot/desk/desk_sending.h"

#include "queue/astray.h"
#include "queue/channels.h"

#define LIST_LIMIT 50

void desk_channels_list(struct desk_call *call) {
    channels_list(call->desk->office, desk_call_done, call);
}

void desk_channels_hold(struct desk_call *call) {
    channels_hold(call->desk->office, call->user, call->id, desk_call_done, call);
}

void desk_channels_resume(struct desk_call *call) {
    channels_resume(call->desk->office, call->user, call->id, desk_call_done, call);
}

void desk_astray_list(struct desk_call *call) {
    struct error why = ERROR_INIT;
    const char *state = desk_call_field(call, "state");
    struct astray_query query = {.user = call->user, .state = state ? state : ""};
    if (desk_call_number(call, "offset", 0, &query.offset, &why) < 0 ||
        desk_call_number(call, "limit", LIST_LIMIT, &query.limit, &why) < 0)
        desk_call_fail(call, &why);
    else
        astray_list(call->desk->office, &query, desk_call_done, call);
}

void desk_astray_again(struct desk_call *call) {
    astray_again(call->desk->office, call->user, call->id, desk_call_done, call);
}

void desk_astray_call(struct desk_call *call) {
    astray_call(call->desk->office, call->user, call->id, desk_call_done, call);
}

void desk_astray_drop(struct desk_call *call) {
    astray_drop(call->desk->office, call->user, call->id, desk_call_done, call);
}
