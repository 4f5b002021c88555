/* desk_people - all that is kept of a person, by the API. */
#ifndef BOT_DESK_DESK_PEOPLE_H
#define BOT_DESK_DESK_PEOPLE_H

#include "bot/desk/desk_call.h"

void desk_people_export(struct desk_call *call);
void desk_people_number_code(struct desk_call *call);
void desk_people_word_reset(struct desk_call *call);

#endif
