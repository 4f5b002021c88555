/* desk - the doors of the staff: JSON API under /api/v1, live events, and the pages.
 *
 * The API is described by openapi.json (served at /api/v1/openapi.json; a test holds it against the table of routes).
 * Errors are {"error":{"kind","text"}}: 401 "session" without a session, else by error_http_status. */
#ifndef BOT_DESK_DESK_H
#define BOT_DESK_DESK_H

#include "bot/http.h"
#include "queue/office.h"

struct desk;

/* Adds all routes to the server. office and server are borrowed; free the desk before both. */
int desk_mount(struct office *office, struct http_server *server, struct desk **ret, struct error *why);
/* Ends the live streams and opens no more, so that the server can become idle. */
void desk_drain(struct desk *desk);
void desk_free(struct desk *desk); /* NULL-safe; what is under way is answered 503 when it comes back */

#endif
