/* server - our own redis-server child: started, started again when it dies, ended with us. */
#include "queue/server.h"

#include "config/clock.h"
#include "config/log.h"
#include "config/own.h"
#include "queue/server_setup.h"

#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>

#define BACK_OFF_FIRST_MS 100
#define BACK_OFF_MAX_MS   10000
#define HEALTHY_MS        60000 /* a server that lived this long starts again without delay */
#define STOP_PATIENCE_MS  9000

struct server {
    struct loop *loop;
    struct loop_child *child;
    struct loop_timer *timer; /* the next start, or the end of patience */
    struct server_setup setup;
    char url[SERVER_PATH_MAX + 8];
    int64_t started_ms, back_off_ms;
    int stopping, setpriv;
    void (*stopped)(void *arg);
    void *stopped_arg;
};

static void on_end(void *arg, struct loop_child_end end);

/* setpriv (util-linux) has the kernel end Redis when we die, however we die; the lock goes along, so that the next
 * program on this folder waits for its end. */
static int child_start(struct server *server, struct error *why) {
    const char *argv[] = {"setpriv", "--pdeathsig", "TERM", "redis-server", server->setup.config, NULL};
    int skip = server->setpriv ? 0 : 3;

    fcntl(server->setup.redis_lock, F_SETFD, 0);
    int code = loop_child_new(server->loop, (char *const *)(argv + skip), on_end, server, &server->child, why);
    fcntl(server->setup.redis_lock, F_SETFD, FD_CLOEXEC);
    server->started_ms = clock_mono_ms();
    return code;
}

static void start_later(struct server *server) {
    int64_t lived_ms = clock_mono_ms() - server->started_ms;

    if (lived_ms > HEALTHY_MS) server->back_off_ms = 0;
    server->back_off_ms = server->back_off_ms ? server->back_off_ms * 2 : BACK_OFF_FIRST_MS;
    if (server->back_off_ms > BACK_OFF_MAX_MS) server->back_off_ms = BACK_OFF_MAX_MS;
    loop_timer_set(server->timer, server->back_off_ms);
}

static void tell_stopped(struct server *server) {
    void (*stopped)(void *arg) = server->stopped;

    loop_timer_stop(server->timer);
    server->stopped = NULL;
    if (stopped) stopped(server->stopped_arg);
}

static void on_end(void *arg, struct loop_child_end end) {
    struct server *server = arg;

    loop_child_free(give(server->child));
    if (server->stopping) {
        tell_stopped(server);
        return;
    }
    start_later(server);
    log_error("server",
              "redis-server ended by itself (exit code %" PRId64 ", signal %d; see %s); again in %" PRId64 " ms",
              end.exit_code, end.signal, server->setup.log, server->back_off_ms);
}

static void on_timer(void *arg) {
    struct server *server = arg;
    struct error why = ERROR_INIT;

    if (server->stopping) {
        log_warn("server", "redis-server does not end; killing it");
        if (server->child) loop_child_kill(server->child, SIGKILL);
        return;
    }
    if (child_start(server, &why) == 0) return;
    start_later(server);
    log_error("server", "redis-server cannot be started: %s", why.text);
}

int server_start(struct loop *loop, const struct settings *settings, struct server **ret, struct error *why) {
    struct server *server = calloc(1, sizeof *server);

    if (!server) return error_set(why, ERROR_SYSTEM, "no memory for redis-server");
    server->loop = loop;
    server->setup.lock = server->setup.redis_lock = -1;
    server->setpriv = server_setup_has("setpriv");
    if (server_setup_open(settings, &server->setup, why) < 0 ||
        loop_timer_new(loop, on_timer, server, &server->timer, why) < 0 || child_start(server, why) < 0) {
        server_free(server);
        return -1;
    }
    snprintf(server->url, sizeof server->url, "unix:%s", server->setup.socket);
    if (!server->setpriv)
        log_warn("server", "there is no setpriv (util-linux): if this program is killed, redis-server lives on");
    *ret = server;
    return 0;
}

const char *server_url(const struct server *server) {
    return server->url;
}

void server_stop(struct server *server, void (*stopped)(void *arg), void *arg) {
    server->stopping = 1;
    server->stopped = stopped;
    server->stopped_arg = arg;
    if (!server->child) {
        tell_stopped(server);
        return;
    }
    loop_child_kill(server->child, SIGTERM);
    loop_timer_set(server->timer, STOP_PATIENCE_MS);
}

void server_free(struct server *server) {
    if (!server) return;
    if (server->child) loop_child_kill(server->child, SIGTERM);
    loop_child_free(server->child);
    loop_timer_free(server->timer);
    server_setup_close(&server->setup);
    free(server);
}

void server_url_of(const struct settings *settings, char ret[SETTINGS_TEXT_MAX]) {
    own_mem char *dir = realpath(settings->data.dir, NULL);
    char socket[SERVER_PATH_MAX] = "";

    if (!dir || server_setup_socket(dir, socket, NULL) < 0)
        snprintf(socket, sizeof socket, "%s/redis.sock", settings->data.dir);
    snprintf(ret, SETTINGS_TEXT_MAX, "unix:%.*s", SETTINGS_TEXT_MAX - 6, socket);
}
