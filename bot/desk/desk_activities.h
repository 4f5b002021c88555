/* desk_activities - events and workshops by the API: see openapi.json, and queue/activities.h for what each does. */
#ifndef BOT_DESK_DESK_ACTIVITIES_H
#define BOT_DESK_DESK_ACTIVITIES_H

#include "bot/desk/desk_call.h"

void desk_activities_list(struct desk_call *call);
void desk_activities_get(struct desk_call *call);
void desk_activities_create(struct desk_call *call);
void desk_activities_change(struct desk_call *call);
void desk_activities_state(struct desk_call *call);
void desk_activities_undo(struct desk_call *call);
void desk_activities_invite_preview(struct desk_call *call);
void desk_activities_invite(struct desk_call *call);
void desk_activities_people(struct desk_call *call);
void desk_activities_came(struct desk_call *call);
void desk_activities_certificates(struct desk_call *call);
void desk_activities_certificates_csv(struct desk_call *call);
void desk_campaigns_get(struct desk_call *call);
void desk_campaigns_state(struct desk_call *call);

#endif
