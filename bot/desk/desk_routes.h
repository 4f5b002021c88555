/* desk_routes - the API's table of routes. */
#ifndef BOT_DESK_DESK_ROUTES_H
#define BOT_DESK_DESK_ROUTES_H

#include "bot/desk/desk_call.h"

extern const struct desk_route desk_routes[];
extern const size_t desk_route_count;

/* The route of a path beneath /api/v1. NULL: *ret_other is 1 when the path is known by another method. */
const struct desk_route *desk_routes_find(const char *method, const char *path, int *ret_other);

#endif
