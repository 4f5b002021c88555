/* desk - the API on the server: a request finds its route, its session, its function. */
#include "bot/desk/desk.h"

#include "bot/desk/desk_live.h"
#include "bot/desk/desk_pages.h"
#include "bot/desk/desk_routes.h"
#include "bot/desk/desk_session.h"

#include <stdlib.h>
#include <string.h>

#define API "/api/v1"

static void on_request(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    struct desk *desk = arg;
    int is_other;
    const struct desk_route *route = desk_routes_find(request->method, request->path + strlen(API), &is_other);
    if (!route) {
        desk_refuse(exchange, is_other ? 405 : 404, is_other ? "input" : "missing",
                    is_other ? "this path takes another method" : "there is nothing of this name");
        return;
    }
    struct desk_call *call = desk_call_new(desk, exchange, route);
    if (!call) return;
    if (route->is_open)
        route->fn(call);
    else
        desk_session_guard(call);
}

int desk_mount(struct office *office, struct http_server *server, struct desk **ret, struct error *why) {
    struct desk *desk = calloc(1, sizeof *desk);
    if (!desk) return error_set(why, ERROR_SYSTEM, "no memory for the desk");
    desk->office = office;
    struct http_route api = {NULL, API "/", on_request, desk, DESK_BODY_MAX, 0};
    if (desk_live_new(office, &desk->live, why) < 0 || http_route_add(server, &api, why) < 0 ||
        desk_pages_mount(server, why) < 0) {
        desk_free(desk);
        return -1;
    }
    *ret = desk;
    return 0;
}

void desk_drain(struct desk *desk) {
    desk_live_drain(desk->live);
}

void desk_free(struct desk *desk) {
    if (!desk) return;
    desk_live_free(desk->live);
    for (struct desk_call *call = desk->calls; call; call = call->next) call->desk = NULL;
    free(desk);
}
