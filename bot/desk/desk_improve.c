/* desk_improve - questions without an answer, and answers that did not help, by the API. */
#include "bot/desk/desk_improve.h"

#include "queue/unanswered.h"

#define LIST_LIMIT 50

void desk_improve_list(struct desk_call *call) {
    struct error why = ERROR_INIT;
    const char *language = desk_call_field(call, "language");
    struct unanswered_query query = {.user = call->user, .language = language ? language : ""};
    if (desk_call_number(call, "offset", 0, &query.offset, &why) < 0 ||
        desk_call_number(call, "limit", LIST_LIMIT, &query.limit, &why) < 0)
        desk_call_fail(call, &why);
    else
        unanswered_list(call->desk->office, &query, desk_call_done, call);
}

void desk_improve_dismiss(struct desk_call *call) {
    unanswered_dismiss(call->desk->office, call->user, call->id, desk_call_done, call);
}

void desk_improve_example(struct desk_call *call) {
    unanswered_example(call->desk->office, call->id, desk_call_field(call, "topic"), desk_call_done, call);
}

void desk_improve_topics(struct desk_call *call) {
    json_auto_t *topics = unanswered_topics(call->desk->office);
    desk_call_answer(call, topics);
}

void desk_improve_helped(struct desk_call *call) {
    unanswered_helped(call->desk->office, desk_call_done, call);
}
