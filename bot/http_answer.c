/* http_answer - what a handler may do with an exchange: look, add headers, answer. */
#include "bot/http_inside.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *name, *value;
} security_headers[] = {
    {"Content-Security-Policy",
     /* blob: what a person sent, fetched by the page itself and shown from its memory */
     "default-src 'self'; img-src 'self' blob:; media-src 'self' blob:; base-uri 'none'; form-action 'self'; "
     "frame-ancestors 'none'; object-src 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
};

const struct http_request *http_exchange_request(const struct http_exchange *exchange) {
    return &exchange->request;
}

const char *http_exchange_peer(const struct http_exchange *exchange) {
    return exchange->peer ? exchange->peer->address : "";
}

void http_header_add(struct http_exchange *exchange, const char *name, const char *value) {
    size_t name_len = strlen(name) + 1, value_len = strlen(value) + 1;
    if (exchange->extra_count == HTTP_EXTRA_MAX) return;
    char *both = malloc(name_len + value_len);
    if (!both) return;
    memcpy(both, name, name_len);
    memcpy(both + name_len, value, value_len);
    exchange->extra[exchange->extra_count].name = both;
    exchange->extra[exchange->extra_count++].value = both + name_len;
}

static int is_machine(const struct http_exchange *exchange) {
    return exchange->route && exchange->route->machine;
}

/* Headers of every answer; NULL when the library has no memory. */
struct MHD_Response *http_answer_finish(struct http_exchange *exchange, const char *content_type,
                                        struct MHD_Response *response) {
    int stores = 0;
    if (!response) return NULL;
    if (content_type) MHD_add_response_header(response, "Content-Type", content_type);
    for (size_t i = 0; i < exchange->extra_count; i++) {
        stores |= strcasecmp(exchange->extra[i].name, "Cache-Control") == 0;
        MHD_add_response_header(response, exchange->extra[i].name, exchange->extra[i].value);
    }
    if (exchange->closing || (exchange->server && exchange->server->draining))
        MHD_add_response_header(response, "Connection", "close");
    if (is_machine(exchange)) return response;
    for (size_t i = 0; i < sizeof security_headers / sizeof security_headers[0]; i++)
        MHD_add_response_header(response, security_headers[i].name, security_headers[i].value);
    if (!stores) MHD_add_response_header(response, "Cache-Control", "no-store");
    return response;
}

static struct MHD_Response *response_of(struct http_exchange *exchange, const char *content_type, const char *body,
                                        size_t len) {
    /* MHD takes no const, but copies */
    return http_answer_finish(exchange, content_type,
                              MHD_create_response_from_buffer(len, (char *)body, MHD_RESPMEM_MUST_COPY));
}

/* Webhooks are nearly all answered alike: such an answer is made once. NULL when this one is of no such kind. */
static struct MHD_Response *shared_response(struct http_exchange *exchange, const char *content_type, const char *body,
                                            size_t len) {
    struct http_server *server = exchange->server;
    if (!is_machine(exchange) || exchange->extra_count || exchange->closing || server->draining) return NULL;
    for (size_t i = 0; i < server->same_count; i++) {
        struct http_same *same = &server->same[i];
        if (same->content_type == content_type && same->len == len && memcmp(same->body, body, len) == 0)
            return same->response;
    }
    struct http_same *same = &server->same[server->same_count];
    if (server->same_count == HTTP_SAME_MAX || len > sizeof same->body) return NULL;
    same->response = response_of(exchange, content_type, body, len);
    if (!same->response) return NULL;
    same->content_type = content_type;
    same->len = len;
    memcpy(same->body, body, len);
    server->same_count++;
    return same->response;
}

static void respond(struct http_exchange *exchange, int status, const char *content_type, const struct text *body) {
    if (exchange->stage == STAGE_ORPHAN) {
        http_exchange_free(exchange);
        return;
    }
    struct MHD_Response *response = shared_response(exchange, content_type, body->at, body->len);
    exchange->shared = response != NULL;
    if (!response) response = response_of(exchange, content_type, body->at, body->len);
    http_exchange_answer(exchange, status, response);
}

void http_respond(struct http_exchange *exchange, int status, const char *content_type, struct text *body) {
    static char nothing[1];
    struct text empty = {.at = nothing};
    if (body && !text_ok(body)) status = MHD_HTTP_INTERNAL_SERVER_ERROR;
    if (!body || !text_ok(body) || !body->at) body = &empty;
    respond(exchange, status, body == &empty && status >= 400 ? NULL : content_type, body);
}

void http_respond_text(struct http_exchange *exchange, int status, const char *content_type, const char *body) {
    struct text text = {.at = (char *)body, .len = strlen(body)};
    respond(exchange, status, *body || status < 400 ? content_type : NULL, &text);
}

/* Short words for a person who typed an address; nothing for machines: a provider may send a text on to a phone. */
static const char *words_for(const struct http_exchange *exchange, int status) {
    const char *path = exchange->request.path;
    if (!path || strncmp(path, "/hook/", 6) == 0) return "";
    switch (status) {
    case MHD_HTTP_NOT_FOUND: return "404 there is no such page\n";
    case MHD_HTTP_METHOD_NOT_ALLOWED: return "405 this address does not take that method\n";
    case MHD_HTTP_CONTENT_TOO_LARGE: return "413 this is too large\n";
    default: return "";
    }
}

void http_answer_refusal(struct http_exchange *exchange, int status, const char *allow) {
    const char *words = words_for(exchange, status);
    exchange->status = status;
    if (allow && *allow && status == MHD_HTTP_METHOD_NOT_ALLOWED) http_header_add(exchange, "Allow", allow);
    if (status == MHD_HTTP_SERVICE_UNAVAILABLE) http_header_add(exchange, "Retry-After", "5");
    exchange->response = response_of(exchange, *words ? "text/plain; charset=utf-8" : NULL, words, strlen(words));
}
