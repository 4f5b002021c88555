/* http_routes - one table of paths; the longest prefix wins. */
#include "bot/http_inside.h"

#include <string.h>

int http_route_add(struct http_server *server, const struct http_route *route, struct error *why) {
    if (server->route_count == HTTP_ROUTES_MAX) return error_set(why, ERROR_SYSTEM, "too many routes");
    if (*route->prefix != '/') return error_set(why, ERROR_SYSTEM, "a route must begin with /");
    server->route_len[server->route_count] = strlen(route->prefix);
    server->routes[server->route_count++] = *route;
    return 0;
}

static int path_matches(const char *path, const char *prefix, size_t len) {
    if (strncmp(path, prefix, len) != 0) return 0;
    return path[len] == '\0' || (len > 1 && prefix[len - 1] == '/');
}

static int method_matches(const struct http_route *route, const char *method) {
    if (!route->method || strcmp(route->method, method) == 0) return 1;
    return strcmp(method, "HEAD") == 0 && strcmp(route->method, "GET") == 0;
}

static void allow_add(char *allow, const char *method) {
    size_t len = strlen(allow);
    snprintf(allow + len, HTTP_ALLOW_MAX - len, "%s%s%s", len ? ", " : "", method,
             strcmp(method, "GET") == 0 ? ", HEAD" : "");
}

const struct http_route *http_route_find(const struct http_server *server, const struct http_request *request,
                                         int *ret_status, char *ret_allow) {
    const struct http_route *found = NULL;
    size_t best = 0;
    *ret_allow = '\0';
    for (size_t i = 0; i < server->route_count; i++) {
        const struct http_route *route = &server->routes[i];
        size_t len = server->route_len[i];
        if (len < best || !path_matches(request->path, route->prefix, len)) continue;
        if (len > best) {
            best = len;
            found = NULL;
            *ret_allow = '\0';
        }
        if (!found && method_matches(route, request->method)) found = route;
        if (route->method) allow_add(ret_allow, route->method);
    }
    *ret_status = found ? 0 : best ? MHD_HTTP_METHOD_NOT_ALLOWED : MHD_HTTP_NOT_FOUND;
    return found;
}
