/* openapi_test - the description of the API against the table of routes: neither knows what the other does not. */
#include "bot/desk/desk_routes.h"
#include "config/embed.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct embed *description(void) {
    for (const struct embed *file = page_files; file->name; file++)
        if (strcmp(file->name, "openapi.json") == 0) return file;
    cr_assert_fail("openapi.json is not linked in");
    return NULL;
}

/* "/tickets/:id/claim" as "/tickets/{id}/claim". */
static void described_path(const char *path, char *ret, size_t room) {
    const char *colon = strchr(path, ':');
    size_t len = colon ? strcspn(colon + 1, "/") : 0;
    if (colon)
        snprintf(ret, room, "%.*s{%.*s}%s", (int)(colon - path), path, (int)len, colon + 1, colon + 1 + len);
    else
        snprintf(ret, room, "%s", path);
}

static size_t described_fields(const json_t *what, const struct desk_route *route) {
    const json_t *body = json_object_get(what, "requestBody"), *query = json_object_get(what, "parameters");
    const json_t *schema = json_object_get(
        json_object_get(json_object_get(json_object_get(body, "content"), "application/json"), "schema"), "properties");
    for (size_t i = 0; i < DESK_FIELDS_MAX && route->fields[i].name; i++) {
        int found = json_object_get(schema, route->fields[i].name) != NULL;
        for (size_t j = 0; j < json_array_size(query); j++)
            found |= strcmp(json_string_value(json_object_get(json_array_get(query, j), "name")),
                            route->fields[i].name) == 0;
        cr_expect(found, "%s %s: '%s' is not described", route->method, route->path, route->fields[i].name);
    }
    return json_object_size(schema) + json_array_size(query);
}

Test(openapi, describes_every_route_and_nothing_else) {
    const struct embed *file = description();
    json_auto_t *all = json_loadb(file->at, (size_t)(file->end - file->at), JSON_REJECT_DUPLICATES, NULL);
    size_t described = 0;
    const char *path, *method;
    json_t *methods, *what;
    cr_assert(all != NULL, "it is JSON");
    json_object_foreach(json_object_get(all, "paths"), path, methods) json_object_foreach(methods, method, what)
        described += strcmp(method, "get") == 0 || strcmp(method, "post") == 0;
    cr_expect_eq(described, desk_route_count);
    for (size_t i = 0; i < desk_route_count; i++) {
        const struct desk_route *route = &desk_routes[i];
        char name[128];
        size_t fields = 0;
        described_path(route->path, name, sizeof name);
        what = json_object_get(json_object_get(json_object_get(all, "paths"), name),
                               strcmp(route->method, "GET") == 0 ? "get" : "post");
        cr_assert(what != NULL, "%s %s is not described", route->method, name);
        while (fields < DESK_FIELDS_MAX && route->fields[fields].name) fields++;
        cr_expect_eq(described_fields(what, route), fields, "%s %s", route->method, name);
        cr_expect_eq(json_is_array(json_object_get(what, "security")), route->is_open, "%s %s", route->method, name);
    }
}
