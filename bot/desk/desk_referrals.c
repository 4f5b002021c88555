/* desk_referrals - the directory and referrals by the API. */
#include "bot/desk/desk_referrals.h"

#include "queue/referrals.h"

#include <string.h>

void desk_referrals_directory(struct desk_call *call) {
    json_auto_t *directory = referrals_directory(call->desk->office);
    desk_call_answer(call, directory);
}

void desk_referrals_create(struct desk_call *call) {
    struct error why = ERROR_INIT;
    const char *share = desk_call_field(call, "share");
    if (strcmp(share, "yes") != 0 && strcmp(share, "no") != 0) {
        error_set(&why, ERROR_INPUT, "'share' must be yes or no");
        desk_call_fail(call, &why);
        return;
    }
    struct referral_wish wish = {call->user, call->id, desk_call_field(call, "key"),
                                 desk_call_field(call, "organisation"), strcmp(share, "yes") == 0};
    referrals_create(call->desk->office, &wish, desk_call_done, call);
}

void desk_referrals_of_ticket(struct desk_call *call) {
    referrals_of_ticket(call->desk->office, call->id, desk_call_done, call);
}

void desk_referrals_counts(struct desk_call *call) {
    referrals_counts(call->desk->office, desk_call_done, call);
}
