/* desk_people - all that is kept of a person, by the API. */
#include "bot/desk/desk_people.h"

#include "queue/people.h"

void desk_people_export(struct desk_call *call) {
    people_export(call->desk->office, call->user, call->id, desk_call_done, call);
}

void desk_people_number_code(struct desk_call *call) {
    people_number_code(call->desk->office, call->user, call->id, desk_call_done, call);
}

void desk_people_word_reset(struct desk_call *call) {
    people_word_reset(call->desk->office, call->user, call->id, desk_call_done, call);
}
