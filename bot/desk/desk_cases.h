/* desk_cases - routes of mediations: what the API says to queue/cases. */
#ifndef BOT_DESK_DESK_CASES_H
#define BOT_DESK_DESK_CASES_H

#include "bot/desk/desk_call.h"

void desk_cases_list(struct desk_call *call);
void desk_cases_get(struct desk_call *call);
void desk_cases_of_ticket(struct desk_call *call);
void desk_cases_allow(struct desk_call *call);
void desk_cases_invite(struct desk_call *call);
void desk_cases_meet(struct desk_call *call);
void desk_cases_close(struct desk_call *call);

#endif
