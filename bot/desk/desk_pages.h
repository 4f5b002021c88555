/* desk_pages - the pages' files, linked into the program: GET only, with ETag; `/` leads to `/desk`. */
#ifndef BOT_DESK_DESK_PAGES_H
#define BOT_DESK_DESK_PAGES_H

#include "bot/http.h"

/* ERROR_SYSTEM when a file was not linked in. */
int desk_pages_mount(struct http_server *server, struct error *why);

#endif
