/* desk_cookie - the session's token in the browser: `__Host-acogida` behind https, `acogida` on a plain line.
 *
 * HttpOnly, SameSite=Strict, Path=/, for as long as a session may last; Secure when the office is reached by https. */
#ifndef BOT_DESK_DESK_COOKIE_H
#define BOT_DESK_DESK_COOKIE_H

#include "bot/http.h"
#include "queue/office.h"
#include "queue/users.h"

/* The token that the browser sent, "" when there is none, more than one, or something else. */
void desk_cookie_read(const struct office *office, const struct http_request *request, char ret[USERS_TOKEN_MAX + 1]);

/* Adds Set-Cookie to the answer to come; token "" takes the cookie away. */
void desk_cookie_set(const struct office *office, struct http_exchange *exchange, const char *token);

#endif
