/* desk_pages - which file answers which path. */
#include "bot/desk/desk_pages.h"

#include "config/embed.h"

#include <inttypes.h>
#include <string.h>

#define HTML   "text/html; charset=utf-8"
#define SCRIPT "text/javascript; charset=utf-8"

static const struct page {
    const char *path, *file, *type;
} pages[] = {
    {"/desk", "desk.html", HTML},
    {"/join", "desk.html", HTML},
    {"/desk.js", "desk.js", SCRIPT},
    {"/desk_activities.js", "desk_activities.js", SCRIPT},
    {"/desk_activity_dialogs.js", "desk_activity_dialogs.js", SCRIPT},
    {"/desk_activity_form.js", "desk_activity_form.js", SCRIPT},
    {"/desk_api.js", "desk_api.js", SCRIPT},
    {"/desk_list.js", "desk_list.js", SCRIPT},
    {"/desk_media.js", "desk_media.js", SCRIPT},
    {"/desk_login.js", "desk_login.js", SCRIPT},
    {"/desk_ticket.js", "desk_ticket.js", SCRIPT},
    {"/desk_case.js", "desk_case.js", SCRIPT},
    {"/desk_dialogs.js", "desk_dialogs.js", SCRIPT},
    {"/desk_improve.js", "desk_improve.js", SCRIPT},
    {"/desk_duty.js", "desk_duty.js", SCRIPT},
    {"/desk_person.js", "desk_person.js", SCRIPT},
    {"/desk_referral.js", "desk_referral.js", SCRIPT},
    {"/desk_sending.js", "desk_sending.js", SCRIPT},
    {"/desk_surveys.js", "desk_surveys.js", SCRIPT},
    {"/desk_survey_results.js", "desk_survey_results.js", SCRIPT},
    {"/strings.es.js", "strings.es.js", SCRIPT},
    {"/vendor/htm-preact.js", "vendor/htm-preact.js", SCRIPT},
    {"/desk.css", "desk.css", "text/css; charset=utf-8"},
    {"/acogida.svg", "acogida.svg", "image/svg+xml"},
    {"/api/v1/openapi.json", "openapi.json", "application/json; charset=utf-8"},
};
#define PAGE_COUNT (sizeof pages / sizeof pages[0])
#define ETAG_MAX   24

static const struct embed *file_of(const struct page *page) {
    for (const struct embed *file = page_files; file->name; file++)
        if (strcmp(file->name, page->file) == 0) return file;
    return NULL;
}

/* FNV-1a of the bytes: changes with the build, hides nothing. */
static void etag_of(const struct embed *file, char ret[ETAG_MAX]) {
    uint64_t hash = 14695981039346656037u;
    for (const char *at = file->at; at < file->end; at++) hash = (hash ^ (unsigned char)*at) * 1099511628211u;
    snprintf(ret, ETAG_MAX, "\"%016" PRIx64 "\"", hash);
}

/* A server hands a route's arg back as it is, so that a page needs no desk. */
static void on_page(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    const struct page *page = arg;
    const struct embed *file = file_of(page);
    char etag[ETAG_MAX];
    if (!file) {
        http_respond(exchange, 404, NULL, NULL);
        return;
    }
    etag_of(file, etag);
    const char *known = http_header_find(request, "If-None-Match", NULL);
    http_header_add(exchange, "ETag", etag);
    http_header_add(exchange, "Cache-Control", "no-cache");
    if (known && strstr(known, etag)) {
        http_respond(exchange, 304, NULL, NULL);
        return;
    }
    struct text body = TEXT_INIT((size_t)(file->end - file->at) + 1);
    text_add_bytes(&body, file->at, (size_t)(file->end - file->at));
    http_respond(exchange, 200, page->type, &body);
    text_release(&body);
}

static void on_root(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    (void)arg;
    (void)request;
    http_header_add(exchange, "Location", "/desk");
    http_respond(exchange, 302, NULL, NULL);
}

int desk_pages_mount(struct http_server *server, struct error *why) {
    struct http_route root = {"GET", "/", on_root, NULL, 0, 0};
    if (http_route_add(server, &root, why) < 0) return -1;
    for (size_t i = 0; i < PAGE_COUNT; i++) {
        struct http_route route = {"GET", pages[i].path, on_page, (void *)&pages[i], 0, 0};
        if (!file_of(&pages[i])) return error_set(why, ERROR_SYSTEM, "page %s was not linked in", pages[i].file);
        if (http_route_add(server, &route, why) < 0) return -1;
    }
    return 0;
}
