/* desk_session - who is it? Routes of logging in and out, of invitations, and the look before every other route. */
#ifndef BOT_DESK_DESK_SESSION_H
#define BOT_DESK_DESK_SESSION_H

#include "bot/desk/desk_call.h"

/* Asks for the session and goes on with the route's function, call->user filled; 401 without one. A request that the
 * page makes by itself (header X-Background) does not keep a session alive. */
void desk_session_guard(struct desk_call *call);

void desk_session_get(struct desk_call *call);    /* GET /session */
void desk_session_login(struct desk_call *call);  /* POST /login */
void desk_session_logout(struct desk_call *call); /* POST /logout */
void desk_session_invite(struct desk_call *call); /* GET /invite */
void desk_session_join(struct desk_call *call);   /* POST /join */

#endif
