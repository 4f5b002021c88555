/* http_exchange - one request from its first line to its answer, as libmicrohttpd calls for it. */
#include "bot/http_inside.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define SPARE_MAX          64                  /* exchanges kept for the next requests */
#define BATCH_TOGETHER_MAX (24L * 1024 * 1024) /* bytes of large webhook bodies at a time; anybody can begin one */

static struct http_exchange *exchange_new(struct http_server *server) {
    struct http_exchange *exchange = server->spare;
    if (exchange) {
        server->spare = exchange->next;
        server->spare_count--;
    } else {
        exchange = malloc(sizeof *exchange);
    }
    if (!exchange) return NULL;
    memset(exchange, 0, offsetof(struct http_exchange, request));
    memset(&exchange->request, 0, offsetof(struct http_request, headers));
    exchange->request.header_count = 0;
    exchange->server = server;
    return exchange;
}

void http_exchange_free(struct http_exchange *exchange) {
    struct http_server *server = exchange->server;
    if (server) server->batch_len -= exchange->batch_len;
    if (exchange->response && !exchange->shared) MHD_destroy_response(exchange->response);
    text_release(&exchange->large);
    for (size_t i = 0; i < exchange->extra_count; i++) free(exchange->extra[i].name);
    if (!server || server->spare_count == SPARE_MAX) {
        free(exchange);
        return;
    }
    exchange->next = server->spare;
    server->spare = exchange;
    server->spare_count++;
}

/* --- those handed out --- */

static void handed_add(struct http_exchange *exchange) {
    struct http_server *server = exchange->server;
    exchange->prev = NULL;
    exchange->next = server->handed;
    if (exchange->next) exchange->next->prev = exchange;
    server->handed = exchange;
    exchange->stage = STAGE_HANDED;
}

static void handed_remove(struct http_exchange *exchange) {
    *(exchange->prev ? &exchange->prev->next : &exchange->server->handed) = exchange->next;
    if (exchange->next) exchange->next->prev = exchange->prev;
}

/* --- head --- */

static struct http_peer *peer_of(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/* Called with the target as it came, before the library takes it apart in place. */
void *http_exchange_target(void *arg, const char *target, struct MHD_Connection *connection) {
    struct http_server *server = arg;
    struct http_exchange *exchange = exchange_new(server);
    struct http_peer *peer = peer_of(connection);
    if (!exchange || !peer) {
        if (exchange) http_exchange_free(exchange);
        return NULL;
    }
    exchange->connection = connection;
    exchange->peer = peer;
    exchange->target_len = target ? strlen(target) : 0;
    exchange->target[0] = '\0';
    if (peer->phase == PHASE_IDLE) http_peer_move(peer, PHASE_READING);
    if (!target) return exchange;
    if (exchange->target_len <= HTTP_URL_MAX) memcpy(exchange->target, target, exchange->target_len + 1);
    /* The library would make a header of each query argument, and hangs when some 450 of them fill its memory (0.9.75).
     * We read the query ourselves: for the library it ends here. */
    char *query = strchr(target, '?');
    if (query && query[1]) query[1] = '\0';
    return exchange;
}

static enum MHD_Result refuse(struct http_exchange *exchange, int status, const char *allow) {
    exchange->stage = STAGE_ANSWERED;
    exchange->closing = 1;
    http_peer_move(exchange->peer, PHASE_WRITING);
    http_answer_refusal(exchange, status, allow);
    return exchange->response ? MHD_queue_response(exchange->connection, (unsigned)exchange->status, exchange->response)
                              : MHD_NO;
}

/* 0, or the status of a refusal: the body is larger than this path takes, or than we can hold beside others. */
static int take_room(struct http_exchange *exchange) {
    struct http_server *server = exchange->server;
    if (exchange->length > exchange->route->body_max) return MHD_HTTP_CONTENT_TOO_LARGE;
    if (exchange->length <= HTTP_BODY_MAX || !exchange->route->machine) return 0;
    if (server->batch_len + exchange->length > BATCH_TOGETHER_MAX) return MHD_HTTP_SERVICE_UNAVAILABLE;
    exchange->batch_len = exchange->length;
    server->batch_len += exchange->length;
    return 0;
}

/* The head is there. What the guard refuses is answered at once; a body that nobody wants is read away first when that
 * is cheap: a connection closed over unread bytes takes the answer with it. */
static enum MHD_Result turn_head(struct http_exchange *exchange, const char *method, const char *version) {
    char allow[HTTP_ALLOW_MAX] = "GET, HEAD, POST, PUT, DELETE";
    int status = http_guard(exchange, method, version);
    if (status) return refuse(exchange, status, status == MHD_HTTP_METHOD_NOT_ALLOWED ? allow : NULL);
    exchange->route = http_route_find(exchange->server, &exchange->request, &status, allow);
    if (!status) status = take_room(exchange);
    if (status && exchange->length > HTTP_DRAIN_MAX) return refuse(exchange, status, allow);
    exchange->stage = STAGE_BODY;
    text_init(&exchange->large, exchange->length);
    exchange->status = status;
    exchange->closing = strcmp(version, "HTTP/1.0") == 0;
    return MHD_YES;
}

/* --- body and answer --- */

static int is_small(const struct http_exchange *exchange) {
    return exchange->length <= HTTP_BODY_INLINE;
}

static void take_body(struct http_exchange *exchange, const char *bytes, size_t len) {
    size_t room = exchange->length - exchange->request.body_len;
    if (exchange->status) return;
    if (len > room) len = room;
    if (is_small(exchange))
        memcpy(exchange->small + exchange->request.body_len, bytes, len);
    else
        text_add_bytes(&exchange->large, bytes, len);
    exchange->request.body_len += len;
    if (!text_ok(&exchange->large)) exchange->status = MHD_HTTP_SERVICE_UNAVAILABLE;
}

static enum MHD_Result send_answer(struct http_exchange *exchange) {
    if (!exchange->response) return MHD_NO;
    if (exchange->peer) http_peer_move(exchange->peer, exchange->stream ? PHASE_OURS : PHASE_WRITING);
    return MHD_queue_response(exchange->connection, (unsigned)exchange->status, exchange->response);
}

static enum MHD_Result turn_whole(struct http_exchange *exchange) {
    struct http_server *server = exchange->server;
    char allow[HTTP_ALLOW_MAX];
    int status = exchange->status;
    if (status) {
        http_route_find(server, &exchange->request, &status, allow);
        return refuse(exchange, exchange->status, allow);
    }
    exchange->small[is_small(exchange) ? exchange->request.body_len : 0] = '\0';
    exchange->request.body = is_small(exchange) ? exchange->small : text_get(&exchange->large);
    exchange->request.public_url = server->public_url;
    http_peer_move(exchange->peer, PHASE_OURS);
    handed_add(exchange);
    exchange->route->fn(exchange->route->arg, exchange, &exchange->request);
    if (exchange->stage == STAGE_ANSWERED) return send_answer(exchange);
    exchange->suspended = 1;
    MHD_suspend_connection(exchange->connection);
    return MHD_YES;
}

enum MHD_Result http_exchange_turn(void *arg, struct MHD_Connection *connection, const char *url, const char *method,
                                   const char *version, const char *upload, size_t *upload_len, void **context) {
    (void)arg, (void)connection, (void)url;
    struct http_exchange *exchange = *context;
    /* When the server ends, whoever would answer may have ended before. */
    if (!exchange || (exchange->server->freeing && exchange->stage != STAGE_ANSWERED)) return MHD_NO;
    switch (exchange->stage) {
    case STAGE_HEAD: return turn_head(exchange, method, version);
    case STAGE_BODY:
        if (!*upload_len) return turn_whole(exchange);
        take_body(exchange, upload, *upload_len);
        *upload_len = 0;
        return MHD_YES;
    case STAGE_ANSWERED: return send_answer(exchange);
    default: return MHD_NO;
    }
}

void http_exchange_answer(struct http_exchange *exchange, int status, struct MHD_Response *response) {
    handed_remove(exchange);
    exchange->stage = STAGE_ANSWERED;
    exchange->status = status;
    exchange->response = response;
    if (!exchange->suspended) return;
    exchange->suspended = 0;
    MHD_resume_connection(exchange->connection);
    http_server_wake(exchange->server);
}

/* The request is over, one way or the other. */
void http_exchange_done(void *arg, struct MHD_Connection *connection, void **context,
                        enum MHD_RequestTerminationCode code) {
    (void)arg, (void)connection, (void)code;
    struct http_exchange *exchange = *context;
    *context = NULL;
    if (!exchange) return;
    if (exchange->stream) http_stream_gone(exchange->stream);
    exchange->stream = NULL;
    http_peer_move(exchange->peer, PHASE_IDLE);
    if (exchange->server->draining) http_peers_end(exchange->server, PHASE_IDLE);
    if (exchange->stage != STAGE_HANDED) {
        http_exchange_free(exchange);
        return;
    }
    handed_remove(exchange);
    exchange->stage = STAGE_ORPHAN;
    exchange->connection = NULL;
    exchange->peer = NULL;
    exchange->server = NULL; /* an orphan may outlive the server */
    exchange->request.header_count = 0;
    exchange->request.method = "";
}
