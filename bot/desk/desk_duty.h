/* desk_duty - who is alarmed in these days, by the API. */
#ifndef BOT_DESK_DESK_DUTY_H
#define BOT_DESK_DESK_DUTY_H

#include "bot/desk/desk_call.h"

void desk_duty_get(struct desk_call *call);
void desk_duty_set(struct desk_call *call);

#endif
