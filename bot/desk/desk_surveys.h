/* desk_surveys - surveys by the API: which there are, open and close them, who asks them, what came of them. */
#ifndef BOT_DESK_DESK_SURVEYS_H
#define BOT_DESK_DESK_SURVEYS_H

#include "bot/desk/desk_call.h"

void desk_surveys_list(struct desk_call *call);
void desk_surveys_open(struct desk_call *call);
void desk_surveys_close(struct desk_call *call);
void desk_surveys_volunteers(struct desk_call *call);
void desk_surveys_volunteer(struct desk_call *call);
void desk_surveys_revoke(struct desk_call *call);
void desk_surveys_results(struct desk_call *call);
void desk_surveys_results_csv(struct desk_call *call);

#endif
