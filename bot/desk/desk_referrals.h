/* desk_referrals - routes of the directory and of referrals: what the API says to queue/referrals. */
#ifndef BOT_DESK_DESK_REFERRALS_H
#define BOT_DESK_DESK_REFERRALS_H

#include "bot/desk/desk_call.h"

void desk_referrals_directory(struct desk_call *call);
void desk_referrals_create(struct desk_call *call);
void desk_referrals_of_ticket(struct desk_call *call);
void desk_referrals_counts(struct desk_call *call);

#endif
