/* http - the web server: libmicrohttpd on the office's loop.
 *
 * The library's own epoll is edge-triggered: after every run it must be asked whether there is more to do at once. What
 * was answered during a turn of the loop (a reply of Redis) leaves by the hook, before the loop sleeps. */
#include "bot/http_inside.h"

#include "bot/http_listen.h"
#include "config/clock.h"
#include "config/own.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Newer ones are strict when asked. What 0.9.75 calls strict only adds faulty answers to what our guard answers well.
 */
#if MHD_VERSION < HTTP_STRICT_SINCE
#define HTTP_STRICT
#else
#define HTTP_STRICT MHD_OPTION_CLIENT_DISCIPLINE_LVL, 1,
#endif

#define DESCRIPTORS (HTTP_CONNECTIONS_MAX + 1000)

static void run(struct http_server *server) {
    MHD_UNSIGNED_LONG_LONG wait_ms;
    int was_full = server->peer_count >= HTTP_CONNECTIONS_MAX;
    server->resumed = 0;
    MHD_run(server->daemon);
    if (MHD_get_timeout(server->daemon, &wait_ms) == MHD_YES) loop_timer_set(server->again, (int64_t)wait_ms);
    /* A full server stops listening, and begins again only when it is run once more after a place became free. */
    if (was_full && server->peer_count < HTTP_CONNECTIONS_MAX) loop_timer_set(server->again, 0);
}

void http_server_wake(struct http_server *server) {
    server->resumed = 1;
}

static void on_socket(void *arg, int events) {
    (void)events;
    run(arg);
}

static void on_again(void *arg) {
    run(arg);
}

static void end_drain(struct http_server *server) {
    void (*idle)(void *) = server->idle;
    if (!server->draining || server->peer_count || !idle) return;
    server->idle = NULL;
    idle(server->idle_arg);
}

static void on_turn(void *arg) {
    struct http_server *server = arg;
    if (server->resumed) run(server);
    end_drain(server);
}

static void on_tick(void *arg) {
    struct http_server *server = arg;
    int64_t now_ms = clock_mono_ms();
    server->ticking = server->peer_count > 0;
    if (!server->ticking) return;
    http_peers_tick(server, now_ms);
    http_streams_tick(server, now_ms);
    server->resumed = 1; /* one run a second besides: a descriptor may be free again, that was missing for an accept */
    loop_timer_set(server->tick, HTTP_TICK_MS);
}

static int start_daemon(struct http_server *server, struct error *why) {
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO, 0, NULL, NULL, http_exchange_turn, server,
        MHD_OPTION_LISTEN_SOCKET, server->listen_fd, MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS_MAX,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HTTP_HEAD_MAX, HTTP_STRICT MHD_OPTION_URI_LOG_CALLBACK,
        http_exchange_target, server, MHD_OPTION_NOTIFY_COMPLETED, http_exchange_done, server,
        MHD_OPTION_NOTIFY_CONNECTION, http_peer_notify, server, MHD_OPTION_END);
    return server->daemon ? 0 : error_set(why, ERROR_SYSTEM, "the web server does not start");
}

static int start_watching(struct http_server *server, struct error *why) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    if (!info) return error_set(why, ERROR_SYSTEM, "the web server has no descriptor to wait for");
    if (loop_fd_new(server->loop, info->epoll_fd, on_socket, server, &server->watch, why) ||
        loop_hook_new(server->loop, on_turn, server, &server->hook, why) ||
        loop_timer_new(server->loop, on_again, server, &server->again, why) ||
        loop_timer_new(server->loop, on_tick, server, &server->tick, why))
        return -1;
    loop_fd_want(server->watch, LOOP_READ);
    return 0;
}

/* Connections come on top of what the rest of the program has open; many systems allow 1024 unless asked. */
static void raise_descriptor_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur >= DESCRIPTORS) return;
    limit.rlim_cur = limit.rlim_max < DESCRIPTORS ? limit.rlim_max : DESCRIPTORS;
    setrlimit(RLIMIT_NOFILE, &limit);
}

int http_server_start(struct loop *loop, const char *listen, const char *public_url, struct http_server **ret,
                      struct error *why) {
    struct http_server *server = calloc(1, sizeof *server);
    if (!server) return error_set(why, ERROR_SYSTEM, "no memory for the web server");
    server->loop = loop;
    server->listen_fd = -1;
    http_server_set_public_url(server, public_url);
    raise_descriptor_limit();
    if (http_listen(listen, &server->listen_fd, &server->port, why) || start_daemon(server, why) ||
        start_watching(server, why)) {
        http_server_free(server);
        return -1;
    }
    *ret = server;
    return 0;
}

void http_server_set_public_url(struct http_server *server, const char *public_url) {
    size_t len = strlen(public_url);
    while (len && public_url[len - 1] == '/') len--;
    snprintf(server->public_url, sizeof server->public_url, "%.*s", (int)len, public_url);
}

int http_server_port(const struct http_server *server) {
    return server->port;
}

size_t http_server_connections(const struct http_server *server) {
    return server->peer_count;
}

static void stop_listening(struct http_server *server) {
    if (server->listen_fd < 0) return;
    if (server->daemon) MHD_quiesce_daemon(server->daemon);
    close(server->listen_fd);
    server->listen_fd = -1;
}

void http_server_drain(struct http_server *server, void (*idle)(void *arg), void *arg) {
    stop_listening(server);
    server->draining = 1;
    server->draining_since_ms = clock_mono_ms();
    server->idle = idle;
    server->idle_arg = arg;
    http_streams_end(server);
    http_peers_end(server, PHASE_IDLE);
    loop_timer_set(server->again, 0); /* a turn of the loop, in which idle may be called */
}

/* Nothing may sleep when the daemon stops. What is still handed out becomes an orphan, freed when it is answered. */
static void wake_all(struct http_server *server) {
    http_streams_end(server);
    for (struct http_exchange *exchange = server->handed; exchange; exchange = exchange->next)
        if (exchange->suspended) MHD_resume_connection(exchange->connection);
    MHD_run(server->daemon);
}

void http_server_free(struct http_server *server) {
    if (!server) return;
    server->freeing = 1;
    loop_fd_free(server->watch);
    stop_listening(server);
    if (server->daemon) {
        wake_all(server);
        MHD_stop_daemon(server->daemon);
    }
    loop_hook_free(server->hook);
    loop_timer_free(server->again);
    loop_timer_free(server->tick);
    for (size_t i = 0; i < server->same_count; i++) MHD_destroy_response(server->same[i].response);
    while (server->spare) {
        struct http_exchange *exchange = server->spare;
        server->spare = exchange->next;
        free(exchange);
    }
    free(server);
}
