/* desk_duty - who is alarmed in these days, by the API. */
#include "bot/desk/desk_duty.h"

#include "queue/roster.h"

void desk_duty_get(struct desk_call *call) {
    roster_get(call->desk->office, desk_call_done, call);
}

void desk_duty_set(struct desk_call *call) {
    struct roster_wish wish = {call->user, desk_call_field(call, "numbers"), desk_call_field(call, "until")};
    roster_set(call->desk->office, &wish, desk_call_done, call);
}
