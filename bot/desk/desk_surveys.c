/* desk_surveys - surveys by the API. */
#include "bot/desk/desk_surveys.h"

#include "queue/surveys.h"

void desk_surveys_list(struct desk_call *call) {
    surveys_list(call->desk->office, desk_call_done, call);
}

void desk_surveys_open(struct desk_call *call) {
    surveys_set(call->desk->office, call->id, "open", desk_call_done, call);
}

void desk_surveys_close(struct desk_call *call) {
    surveys_set(call->desk->office, call->id, "closed", desk_call_done, call);
}

void desk_surveys_results(struct desk_call *call) {
    surveys_results(call->desk->office, call->id, desk_call_field(call, "by"), desk_call_done, call);
}
