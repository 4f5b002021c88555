/* desk_sending - the lines, and messages that did not arrive, by the API. */
#ifndef BOT_DESK_DESK_SENDING_H
#define BOT_DESK_DESK_SENDING_H

#include "bot/desk/desk_call.h"

void desk_channels_list(struct desk_call *call);
void desk_channels_hold(struct desk_call *call);
void desk_channels_resume(struct desk_call *call);

void desk_astray_list(struct desk_call *call);
void desk_astray_again(struct desk_call *call);
void desk_astray_call(struct desk_call *call);
void desk_astray_drop(struct desk_call *call);

#endif
