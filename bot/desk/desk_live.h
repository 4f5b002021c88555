/* desk_live - server-sent events for the pages: which ticket, list or conversation is no longer as it was.
 *
 * GET /live, events `ticket` (data: its id), `tickets` and `log` (data: the person's id; `*` for any of them), without
 * any content: a page asks anew for what it shows. Words that come within a moment are told once. `end` is told when
 * the session has ended; the stream closes then. */
#ifndef BOT_DESK_DESK_LIVE_H
#define BOT_DESK_DESK_LIVE_H

#include "bot/desk/desk_call.h"

#define DESK_LIVE_MAX         200 /* streams at once */
#define DESK_LIVE_SESSION_MAX 8   /* of one session */

int desk_live_new(struct office *office, struct desk_live **ret, struct error *why);
void desk_live_drain(struct desk_live *live); /* ends all streams, opens no more */
void desk_live_free(struct desk_live *live);  /* NULL-safe */

void desk_live_open(struct desk_call *call); /* GET /live */

#endif
