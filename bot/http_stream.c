/* http_stream - endless answers (server-sent events): fed from outside, asleep while there is nothing to say.
 *
 * A sleeping connection is not looked at by libmicrohttpd, so each stream's descriptor is watched beside it: a page
 * that is closed is noticed at once. A comment line now and then keeps proxies from closing a quiet one. */
#include "bot/http_inside.h"

#include "config/clock.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define BLOCK 4096

static size_t waiting(const struct http_stream *stream) {
    return stream->wait.len - stream->wait_at;
}

static void wait_clear(struct http_stream *stream) {
    text_clear(&stream->wait);
    stream->wait_at = 0;
}

static ssize_t stream_read(void *arg, uint64_t position, char *ret, size_t room) {
    (void)position;
    struct http_stream *stream = arg;
    size_t len = waiting(stream);
    if (len) {
        if (len > room) len = room;
        memcpy(ret, stream->wait.at + stream->wait_at, len);
        stream->wait_at += len;
        return (ssize_t)len;
    }
    if (stream->ending) return MHD_CONTENT_READER_END_OF_STREAM;
    stream->suspended = 1;
    MHD_suspend_connection(stream->exchange->connection);
    return 0;
}

static void stream_wake(struct http_stream *stream) {
    if (!stream->suspended) return;
    stream->suspended = 0;
    MHD_resume_connection(stream->exchange->connection);
    http_server_wake(stream->exchange->server);
}

static void stream_end(struct http_stream *stream) {
    stream->ending = 1;
    stream_wake(stream);
}

/* The client spoke or left. It has nothing more to say on this connection: either way that is the end. */
static void on_client(void *arg, int events) {
    (void)events;
    struct http_stream *stream = arg;
    loop_fd_want(stream->watch, 0);
    wait_clear(stream);
    shutdown(stream->exchange->peer->fd, SHUT_RDWR);
    stream_end(stream);
}

static void streams_add(struct http_server *server, struct http_stream *stream) {
    stream->next = server->streams;
    if (stream->next) stream->next->prev = stream;
    server->streams = stream;
}

/* The connection is over: tell the owner, unless it was he who ended it. */
void http_stream_gone(struct http_stream *stream) {
    struct http_server *server = stream->exchange->server;
    *(stream->prev ? &stream->prev->next : &server->streams) = stream->next;
    if (stream->next) stream->next->prev = stream->prev;
    loop_fd_free(stream->watch);
    if (stream->gone) stream->gone(stream->arg);
    text_release(&stream->wait);
    free(stream);
}

static int stream_watch(struct http_stream *stream) {
    struct http_exchange *exchange = stream->exchange;
    if (loop_fd_new(exchange->server->loop, exchange->peer->fd, on_client, stream, &stream->watch, NULL)) return -1;
    loop_fd_want(stream->watch, LOOP_READ);
    return 0;
}

static struct http_stream *stream_new(struct http_exchange *exchange) {
    struct http_stream *stream = calloc(1, sizeof *stream);
    if (!stream) return NULL;
    stream->exchange = exchange;
    stream->fed_ms = clock_mono_ms();
    text_init(&stream->wait, HTTP_STREAM_WAIT_MAX);
    if (stream_watch(stream) == 0) return stream;
    free(stream);
    return NULL;
}

struct http_stream *http_stream_open(struct http_exchange *exchange, void (*gone)(void *arg), void *arg) {
    if (exchange->stage == STAGE_ORPHAN) {
        http_exchange_free(exchange);
        return NULL;
    }
    struct http_stream *stream = stream_new(exchange);
    if (!stream) {
        http_respond(exchange, MHD_HTTP_SERVICE_UNAVAILABLE, NULL, NULL);
        return NULL;
    }
    stream->gone = gone;
    stream->arg = arg;
    exchange->stream = stream;
    streams_add(exchange->server, stream);
    http_header_add(exchange, "X-Accel-Buffering", "no"); /* nginx would hold events back */
    http_exchange_answer(
        exchange, MHD_HTTP_OK,
        http_answer_finish(exchange, "text/event-stream",
                           MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, stream_read, stream, NULL)));
    return stream;
}

/* What has been read gives its room back. */
static void wait_compact(struct http_stream *stream) {
    size_t len = waiting(stream);
    if (stream->wait_at && len) memmove(stream->wait.at, stream->wait.at + stream->wait_at, len);
    stream->wait.len = len;
    stream->wait_at = 0;
}

int http_stream_send(struct http_stream *stream, const char *bytes, size_t len, struct error *why) {
    if (stream->ending) return error_set(why, ERROR_BUSY, "the stream is ending");
    if (waiting(stream) + len > HTTP_STREAM_WAIT_MAX) return error_set(why, ERROR_BUSY, "the client reads too slowly");
    wait_compact(stream);
    text_add_bytes(&stream->wait, bytes, len);
    stream->fed_ms = clock_mono_ms();
    if (text_ok(&stream->wait)) {
        stream_wake(stream);
        return 0;
    }
    wait_clear(stream); /* a page that missed something must come again and be told all */
    stream_end(stream);
    return error_set(why, ERROR_BUSY, "no memory for a stream");
}

void http_stream_close(struct http_stream *stream) {
    if (!stream) return;
    stream->gone = NULL;
    stream_end(stream);
}

void http_streams_tick(struct http_server *server, int64_t now_ms) {
    for (struct http_stream *stream = server->streams; stream; stream = stream->next)
        if (now_ms - stream->fed_ms >= HTTP_STREAM_PING_MS && !waiting(stream))
            http_stream_send(stream, ":\n\n", 3, NULL);
}

void http_streams_end(struct http_server *server) {
    for (struct http_stream *stream = server->streams; stream; stream = stream->next) stream_end(stream);
}
