/* http_inside - what the parts of the web server share: server, connections (peers), exchanges, streams.
 *
 * A peer is a connection; it stands in the line of its phase (reading, idle, writing) or in none while we owe the
 * answer ourselves. An exchange is one request on it: head -> body -> handed (to the route's function; the connection
 * sleeps)
 * -> answered. An exchange whose connection is gone while it is handed out lives on as an orphan until it is answered.
 */
#ifndef BOT_HTTP_INSIDE_H
#define BOT_HTTP_INSIDE_H

#include "bot/http.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <stdint.h>

#define HTTP_IDLE_MS         60000         /* between two requests of a connection */
#define HTTP_WRITE_MS        60000         /* for a client to take the whole answer; streams are exempt */
#define HTTP_HEAD_MAX        (32UL * 1024) /* bytes of request line and headers */
#define HTTP_DRAIN_MAX       (1 << 20)     /* bytes of a refused body that are read away, so that the answer is seen */
#define HTTP_BODY_INLINE     2048          /* bodies up to this need no allocation */
#define HTTP_EXTRA_MAX       8
#define HTTP_STRICT_SINCE    0x00097701 /* libmicrohttpd that refuses odd heads by itself */
#define HTTP_SAME_MAX        8
#define HTTP_STREAM_WAIT_MAX (256UL * 1024)
#define HTTP_STREAM_PING_MS  20000
#define HTTP_TICK_MS         1000

enum http_phase { PHASE_READING, PHASE_IDLE, PHASE_WRITING, PHASES, PHASE_OURS = PHASES };

struct http_peer {
    struct http_peer *prev, *next; /* in the line of its phase, oldest first */
    struct http_server *server;
    enum http_phase phase;
    int64_t since_ms;
    int fd;
    char address[INET6_ADDRSTRLEN];
};

enum http_stage { STAGE_HEAD, STAGE_BODY, STAGE_HANDED, STAGE_ANSWERED, STAGE_ORPHAN };

struct http_exchange {
    struct http_server *server;
    struct MHD_Connection *connection;
    struct http_peer *peer;
    const struct http_route *route;
    struct http_exchange *prev, *next; /* of those handed out; next also in the list of spare ones */
    struct MHD_Response *response;
    struct http_stream *stream;
    enum http_stage stage;
    int status;  /* of the answer, or of the refusal to come */
    int closing; /* the connection ends with this answer */
    int suspended;
    int shared;        /* response is the server's, not ours */
    size_t target_len; /* bytes of the request target as it came, 0 = none */
    size_t length;     /* Content-Length */
    size_t batch_len;  /* bytes that this body takes of what batches may take together */
    size_t extra_count;
    struct text large; /* a body that does not fit into small */
    struct {
        char *name, *value; /* one malloc, at name */
    } extra[HTTP_EXTRA_MAX];
    struct http_request request; /* from here on not cleared between uses */
    char target[HTTP_URL_MAX + 1];
    char small[HTTP_BODY_INLINE + 1];
};

struct http_stream {
    struct http_stream *prev, *next;
    struct http_exchange *exchange;
    void (*gone)(void *arg);
    void *arg;
    struct loop_fd *watch;
    struct text wait; /* bytes on their way, from wait_at on */
    size_t wait_at;
    int64_t fed_ms;
    int suspended, ending;
};

struct http_server {
    struct loop *loop;
    struct MHD_Daemon *daemon;
    struct loop_fd *watch;
    struct loop_hook *hook;
    struct loop_timer *again, *tick;
    int listen_fd, port, resumed, draining, freeing, ticking;
    int64_t draining_since_ms;
    void (*idle)(void *arg);
    void *idle_arg;
    char public_url[SETTINGS_TEXT_MAX];
    struct http_route routes[HTTP_ROUTES_MAX];
    size_t route_len[HTTP_ROUTES_MAX]; /* of the prefix */
    size_t route_count;
    struct {
        struct http_peer *first, *last;
    } phases[PHASES];
    size_t peer_count;
    struct http_exchange *handed, *spare;
    size_t spare_count;
    size_t batch_len; /* bytes of batches that are coming in or being worked */
    struct http_stream *streams;
    struct http_same {
        struct MHD_Response *response;
        const char *content_type;
        char body[128];
        size_t len;
    } same[HTTP_SAME_MAX]; /* answers that webhooks get over and over; made once, kept until the end */
    size_t same_count;
};

/* --- http_peers.c --- */
void http_peer_notify(void *server, struct MHD_Connection *connection, void **peer,
                      enum MHD_ConnectionNotificationCode code);
void http_peer_move(struct http_peer *peer, enum http_phase phase);
/* Ends connections that are too slow. */
void http_peers_tick(struct http_server *server, int64_t now_ms);
/* Ends connections that do nothing (or all that have not sent their request). */
void http_peers_end(struct http_server *server, enum http_phase phase);

/* --- http_guard.c --- */
/* Fills the exchange's request from the head. 0, or the status that refuses it. */
int http_guard(struct http_exchange *exchange, const char *method, const char *version);

/* --- http_exchange.c --- */
void *http_exchange_target(void *server, const char *target, struct MHD_Connection *connection);
enum MHD_Result http_exchange_turn(void *server, struct MHD_Connection *connection, const char *url, const char *method,
                                   const char *version, const char *upload, size_t *upload_len, void **exchange);
void http_exchange_done(void *server, struct MHD_Connection *connection, void **exchange,
                        enum MHD_RequestTerminationCode code);
void http_exchange_free(struct http_exchange *exchange);
/* The answer is there: hands it to the connection, now or after waking it. */
void http_exchange_answer(struct http_exchange *exchange, int status, struct MHD_Response *response);

/* --- http_answer.c --- */
struct MHD_Response *http_answer_finish(struct http_exchange *exchange, const char *content_type,
                                        struct MHD_Response *response);
/* Answers with a status of our own (404, 405, 413 ...). allow may be NULL. */
void http_answer_refusal(struct http_exchange *exchange, int status, const char *allow);

/* --- http_routes.c --- */
/* The route of a request, or NULL and the refusing status in *ret_status; ret_allow (64 bytes) is "" or the methods. */
const struct http_route *http_route_find(const struct http_server *server, const struct http_request *request,
                                         int *ret_status, char *ret_allow);
#define HTTP_ALLOW_MAX 64

/* --- http_stream.c --- */
void http_stream_gone(struct http_stream *stream);
void http_streams_tick(struct http_server *server, int64_t now_ms);
void http_streams_end(struct http_server *server);

/* --- http.c --- */
void http_server_wake(struct http_server *server); /* a connection was resumed: run before the loop sleeps */

#endif
