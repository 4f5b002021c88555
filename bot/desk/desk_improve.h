/* desk_improve - routes for those who write the answers: questions without one, answers that did not help. */
#ifndef BOT_DESK_DESK_IMPROVE_H
#define BOT_DESK_DESK_IMPROVE_H

#include "bot/desk/desk_call.h"

void desk_improve_list(struct desk_call *call);
void desk_improve_dismiss(struct desk_call *call);
void desk_improve_example(struct desk_call *call);
void desk_improve_topics(struct desk_call *call);
void desk_improve_helped(struct desk_call *call);

#endif
