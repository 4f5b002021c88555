/* http - the web server: libmicrohttpd behind plain structs, on the office's loop. Nothing of MHD leaks out.
 *
 * A guard at the first callback refuses what libmicrohttpd 0.9.75 would let through (promises 0.7): Content-Length with
 * Transfer-Encoding, two lengths, odd header names, control characters, no or two Hosts, `..`, NUL, other methods,
 * other versions. It answers once and closes. A connection has a total deadline from accept on. Bodies are bounded
 * while they arrive. One route table, longest prefix wins. */
#ifndef BOT_HTTP_H
#define BOT_HTTP_H

#include "config/settings.h"
#include "messages/http.h"
#include "queue/loop.h"

#define HTTP_ROUTES_MAX      64
#define HTTP_CONNECTIONS_MAX 1000
#define HTTP_DEADLINE_MS     15000 /* from accept to the whole request; streams are exempt once answered */

struct http_server;
struct http_exchange; /* one request and its answer to come */

/* Called when the whole request is there. Answer now or later, exactly once, by http_respond() or http_stream(). */
typedef void (*http_fn)(void *arg, struct http_exchange *exchange, const struct http_request *request);

/* listen is "127.0.0.1:8080" or "[::1]:0". ERROR_INPUT with plain words when the port is taken. */
int http_server_start(struct loop *loop, const char *listen, const char *public_url, struct http_server **ret,
                      struct error *why);
int http_server_port(const struct http_server *server);
/* The base URL as providers see us, once the port is known. A trailing slash is dropped. */
void http_server_set_public_url(struct http_server *server, const char *public_url);
size_t http_server_connections(const struct http_server *server);

/* Accepts no more, ends streams and resting connections, and calls idle once when the last connection is closed. */
void http_server_drain(struct http_server *server, void (*idle)(void *arg), void *arg);

/* Never from inside a handler. Exchanges that are not answered yet stay valid until they are; that answer goes nowhere.
 */
void http_server_free(struct http_server *server);

/* method NULL = any of GET, HEAD, POST, PUT, DELETE; "GET" answers HEAD too. prefix "/hook/" matches below it, "/login"
 * and "/" only themselves. Strings are borrowed. */
struct http_route {
    const char *method, *prefix;
    http_fn fn;
    void *arg;
    size_t body_max; /* 0 = no body allowed */
    int machine;     /* 1: for programs, not browsers: answers carry no security headers */
};
int http_route_add(struct http_server *server, const struct http_route *route, struct error *why);

/* The request of an exchange that has not been answered (valid until then). */
const struct http_request *http_exchange_request(const struct http_exchange *exchange);
/* The client's address as text, "127.0.0.1". */
const char *http_exchange_peer(const struct http_exchange *exchange);

/* Adds a header to the answer to come. Security headers (CSP, nosniff, no-referrer, frame-ancestors) are added by the
 * server to every answer. At most 8. */
void http_header_add(struct http_exchange *exchange, const char *name, const char *value);
/* Answers; body is copied (NULL or empty: none), content_type is static text. After this the exchange must not be used.
 * When the client has gone nothing is sent. A broken body becomes 500. */
void http_respond(struct http_exchange *exchange, int status, const char *content_type, struct text *body);
void http_respond_text(struct http_exchange *exchange, int status, const char *content_type, const char *body);

/* Answers 200 with an endless text/event-stream. Write events with http_stream_send (ERROR_BUSY when the client reads
 * too slowly: 256 KiB wait); gone is called once when the client has left or the server ends; the stream is over then.
 * After http_stream_close() it is over too, and gone is not called. NULL when the client has left already, or no
 * memory. */
struct http_stream;
struct http_stream *http_stream_open(struct http_exchange *exchange, void (*gone)(void *arg), void *arg);
int http_stream_send(struct http_stream *stream, const char *bytes, size_t len, struct error *why);
void http_stream_close(struct http_stream *stream);

#endif
