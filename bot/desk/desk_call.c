/* desk_call - requests read and guarded, answers written. */
#include "bot/desk/desk_call.h"

#include "bot/desk/desk_cookie.h"
#include "bot/origin.h"
#include "config/own.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define JSON_TYPE "application/json; charset=utf-8"

/* --- answers --- */

static void answer(struct http_exchange *exchange, int status, const json_t *json) {
    own_mem char *body = json ? json_dumps(json, JSON_COMPACT) : NULL;
    http_header_add(exchange, "Cache-Control", "no-store");
    http_respond_text(exchange, body ? status : 500, JSON_TYPE, body ? body : "{}");
}

void desk_refuse(struct http_exchange *exchange, int status, const char *kind, const char *text) {
    json_auto_t *json = json_pack("{s:{s:s, s:s}}", "error", "kind", kind, "text", text);
    answer(exchange, status, json);
}

void desk_call_free(struct desk_call *call) {
    if (call->desk) *(call->prev ? &call->prev->next : &call->desk->calls) = call->next;
    if (call->desk && call->next) call->next->prev = call->prev;
    form_release(&call->query);
    json_decref(call->body);
    explicit_bzero(call, sizeof *call);
    free(call);
}

void desk_call_answer(struct desk_call *call, json_t *result) {
    answer(call->exchange, 200, result);
    desk_call_free(call);
}

void desk_call_answer_file(struct desk_call *call, const char *type, const char *name, const char *body) {
    char disposition[96];
    snprintf(disposition, sizeof disposition, "attachment; filename=\"%s\"", name);
    http_header_add(call->exchange, "Cache-Control", "no-store");
    http_header_add(call->exchange, "Content-Disposition", disposition);
    http_respond_text(call->exchange, 200, type, body);
    desk_call_free(call);
}

static const char *kind_name(enum error_kind kind) {
    static const char *const names[] = {
        [ERROR_INPUT] = "input",       [ERROR_DENIED] = "denied", [ERROR_MISSING] = "missing",
        [ERROR_CONFLICT] = "conflict", [ERROR_BUSY] = "busy",     [ERROR_SYSTEM] = "system"};
    return kind > ERROR_NONE && kind <= ERROR_SYSTEM ? names[kind] : "system";
}

/* Scripts begin their errors with the kind in capitals; what went wrong inside is nobody's business outside. */
static const char *words_of(const struct error *why) {
    const char *at = why->text;
    if (why->kind == ERROR_SYSTEM) return "something went wrong here";
    while (isupper((unsigned char)*at)) at++;
    return at - why->text > 3 && *at == ' ' ? at + 1 : why->text;
}

void desk_call_fail(struct desk_call *call, const struct error *why) {
    desk_refuse(call->exchange, error_http_status(why->kind), kind_name(why->kind), words_of(why));
    desk_call_free(call);
}

void desk_call_no_session(struct desk_call *call) {
    desk_refuse(call->exchange, 401, "session", "log in first");
    desk_call_free(call);
}

void desk_call_done(void *arg, json_t *result, const struct error *why) {
    struct desk_call *call = arg;
    if (why)
        desk_call_fail(call, why);
    else
        desk_call_answer(call, result);
}

/* --- requests --- */

const char *desk_call_field(const struct desk_call *call, const char *name) {
    if (strcmp(call->route->method, "GET") == 0) return form_find(&call->query, name, NULL);
    return json_string_value(json_object_get(call->body, name));
}

int desk_call_number(const struct desk_call *call, const char *name, size_t fallback, size_t *ret, struct error *why) {
    const char *text = desk_call_field(call, name);
    *ret = fallback;
    if (!text) return 0;
    size_t len = strspn(text, "0123456789");
    if (len < 1 || len > 9 || text[len]) return error_set(why, ERROR_INPUT, "'%s' must be a whole number", name);
    *ret = (size_t)strtol(text, NULL, 10);
    return 0;
}

static const struct desk_field *field_find(const struct desk_route *route, const char *name) {
    for (size_t i = 0; i < DESK_FIELDS_MAX && route->fields[i].name; i++)
        if (strcmp(route->fields[i].name, name) == 0) return &route->fields[i];
    return NULL;
}

static int check_value(const struct desk_field *field, size_t len, struct error *why) {
    if (len <= field->max) return 0;
    return error_set(why, ERROR_INPUT, "'%s' is too long", field->name);
}

static int read_query(struct desk_call *call, const struct http_request *request, struct error *why) {
    size_t count;
    if (form_parse(request->query, strlen(request->query), &call->query, why) < 0) return -1;
    for (size_t i = 0; i < call->query.count; i++) {
        const struct desk_field *field = field_find(call->route, call->query.fields[i].name);
        if (!field) return error_set(why, ERROR_INPUT, "the query has a field that is not known here");
        form_find(&call->query, field->name, &count);
        if (count > 1) return error_set(why, ERROR_INPUT, "'%s' stands there twice", field->name);
        if (check_value(field, call->query.fields[i].value_len, why) < 0) return -1;
    }
    return 0;
}

static int read_fields(const struct desk_call *call, struct error *why) {
    size_t count = 0;
    for (size_t i = 0; i < DESK_FIELDS_MAX && call->route->fields[i].name; i++, count++) {
        const struct desk_field *field = &call->route->fields[i];
        const json_t *value = json_object_get(call->body, field->name);
        if (!value) return error_set(why, ERROR_INPUT, "'%s' is missing", field->name);
        if (!field->max) {
            if (!json_is_object(value)) return error_set(why, ERROR_INPUT, "'%s' must be an object", field->name);
            continue;
        }
        if (!json_is_string(value)) return error_set(why, ERROR_INPUT, "'%s' must be a string", field->name);
        if (check_value(field, json_string_length(value), why) < 0) return -1;
    }
    if (json_object_size(call->body) != count)
        return error_set(why, ERROR_INPUT, "the body has a field that is not known here");
    return 0;
}

static int read_body(struct desk_call *call, const struct http_request *request, struct error *why) {
    if (*request->query) return error_set(why, ERROR_INPUT, "this path takes no query");
    call->body =
        request->body_len ? json_loadb(request->body, request->body_len, JSON_REJECT_DUPLICATES, NULL) : json_object();
    if (!json_is_object(call->body)) return error_set(why, ERROR_INPUT, "the body must be a JSON object");
    return read_fields(call, why);
}

/* ":id" of the route's path. The dispatcher has compared the rest. */
static int read_id(struct desk_call *call, const struct http_request *request) {
    const char *colon = strchr(call->route->path, ':');
    if (!colon) return 1;
    const char *at = request->path + strlen("/api/v1") + (colon - call->route->path);
    size_t len = strcspn(at, "/");
    if (len < 1 || len > DESK_ID_MAX) return 0;
    memcpy(call->id, at, len);
    return 1;
}

/* A request that changes something must come from a page of ours, and in a form that no HTML form can send. */
static int is_guarded(struct http_exchange *exchange, const struct http_request *request) {
    if (!origin_is_ours(request) ||
        (!http_header_find(request, "Origin", NULL) && !http_header_find(request, "Sec-Fetch-Site", NULL))) {
        desk_refuse(exchange, 403, "denied", "only a page of this office may do that (Origin)");
        return 0;
    }
    if (!http_is_type(request, "application/json")) {
        desk_refuse(exchange, 403, "denied", "send the body as application/json");
        return 0;
    }
    return 1;
}

static int call_read(struct desk_call *call, const struct http_request *request) {
    struct error why = ERROR_INIT;
    int is_get = strcmp(call->route->method, "GET") == 0;
    if (!read_id(call, request)) error_set(&why, ERROR_MISSING, "there is nothing of this name");
    desk_cookie_read(call->desk->office, request, call->session);
    if (!why.kind && (is_get ? read_query(call, request, &why) : read_body(call, request, &why)) == 0) return 1;
    desk_call_fail(call, &why);
    return 0;
}

struct desk_call *desk_call_new(struct desk *desk, struct http_exchange *exchange, const struct desk_route *route) {
    const struct http_request *request = http_exchange_request(exchange);
    if (strcmp(route->method, "GET") != 0 && !is_guarded(exchange, request)) return NULL;
    struct desk_call *call = calloc(1, sizeof *call);
    if (!call) {
        desk_refuse(exchange, 503, "busy", "no memory for a request");
        return NULL;
    }
    *call = (struct desk_call){.next = desk->calls, .desk = desk, .exchange = exchange, .route = route};
    if (call->next) call->next->prev = call;
    desk->calls = call;
    return call_read(call, request) ? call : NULL;
}
