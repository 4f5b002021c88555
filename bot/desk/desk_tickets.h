/* desk_tickets - routes of tickets: what the API says to queue/tickets. */
#ifndef BOT_DESK_DESK_TICKETS_H
#define BOT_DESK_DESK_TICKETS_H

#include "bot/desk/desk_call.h"

void desk_tickets_list(struct desk_call *call);
void desk_tickets_get(struct desk_call *call);
void desk_tickets_claim(struct desk_call *call);
void desk_tickets_release(struct desk_call *call);
void desk_tickets_reopen(struct desk_call *call);
void desk_tickets_reply(struct desk_call *call);
void desk_tickets_close(struct desk_call *call);
void desk_complaints_counts(struct desk_call *call);

#endif
