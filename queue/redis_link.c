/* redis_link - the adapter between hiredis and the loop, and the way back after a loss.
 *
 * While the link is up, what was queued during a turn of the loop is written by a hook before the loop sleeps: to ask
 * for readiness first would cost four more system calls a write. A full socket is waited for. */
#include "queue/redis_link.h"

#include <stdlib.h>
#include <string.h>

#define BACK_OFF_FIRST_MS 100
#define BACK_OFF_LAST_MS  2000

struct redis_link {
    struct loop *loop;
    const struct redis_address *address;
    struct redis_link_user user;
    redisAsyncContext *context; /* NULL between two attempts */
    struct loop_fd *watch;
    struct loop_hook *hook;
    int flushed; /* the hook has run since something was last queued outside of hooks */
    int wanted;  /* LOOP_ bits that hiredis asked for */
    int watched; /* those that the loop is to tell of */
    int up, closing;
    struct loop_timer *timer; /* next attempt, or end of this one */
    int64_t back_off_ms;
    struct error fault;
};

int redis_address_parse(const char *url, const char *password, struct redis_address *ret, struct error *why) {
    struct redis_address address = {.port = 0};
    if (strlen(url) >= SETTINGS_TEXT_MAX || strlen(password) >= SETTINGS_TEXT_MAX)
        return error_set(why, ERROR_INPUT, "the Redis URL or password is too long");
    snprintf(address.password, sizeof address.password, "%s", password);
    if (strncmp(url, "unix:/", 6) == 0) {
        snprintf(address.path, sizeof address.path, "%s", url + 5);
        *ret = address;
        return 0;
    }
    const char *colon = strrchr(url, ':');
    if (strncmp(url, "tcp://", 6) != 0 || colon < url + 7)
        return error_set(why, ERROR_INPUT, "the Redis URL must be unix:/path or tcp://host:port");
    char *end;
    long port = strtol(colon + 1, &end, 10);
    if (*end || colon[1] == '\0' || port < 1 || port > 65535)
        return error_set(why, ERROR_INPUT, "the port of the Redis URL must be 1 to 65535");
    const char *host = url + 6;
    size_t len = (size_t)(colon - host);
    if (host[0] == '[' && colon[-1] == ']') host++, len -= 2;
    snprintf(address.host, sizeof address.host, "%.*s", (int)len, host);
    address.port = (int)port;
    *ret = address;
    return 0;
}

static void want(struct redis_link *link, int set, int clear) {
    link->wanted = (link->wanted | set) & ~clear;
    link->watched = (link->watched | set) & ~clear;
    if (link->watch) loop_fd_want(link->watch, link->watched);
}
static void add_read(void *arg) {
    want(arg, LOOP_READ, 0);
}
static void del_read(void *arg) {
    want(arg, 0, LOOP_READ);
}
static void add_write(void *arg) {
    struct redis_link *link = arg;
    int in_hook = loop_in_hook(link->loop);
    if (!in_hook) link->flushed = 0;
    if (link->up && !(in_hook && link->flushed))
        link->wanted |= LOOP_WRITE; /* our hook is still to come */
    else
        want(link, LOOP_WRITE, 0);
}
static void del_write(void *arg) {
    want(arg, 0, LOOP_WRITE);
}

static void on_ready(void *arg, int events) {
    struct redis_link *link = arg;
    redisAsyncContext *context = link->context;
    if (events & LOOP_READ && context) redisAsyncHandleRead(context);
    /* The read may have ended this context and even begun another. */
    if (events & LOOP_WRITE && context && link->context == context && link->wanted & LOOP_WRITE)
        redisAsyncHandleWrite(context);
}

static void on_turn(void *arg) {
    struct redis_link *link = arg;
    link->flushed = 1;
    if (!link->up || !(link->wanted & LOOP_WRITE)) return;
    redisAsyncHandleWrite(link->context); /* a full socket asks again through add_write(), an error ends the context */
}

static void forget_context(struct redis_link *link) {
    loop_fd_free(link->watch);
    link->watch = NULL;
    link->wanted = link->watched = 0;
    link->context = NULL;
    link->up = 0;
}

static void attempt_later(struct redis_link *link) {
    if (link->closing) return;
    loop_timer_set(link->timer, link->back_off_ms);
    link->back_off_ms = link->back_off_ms * 2 > BACK_OFF_LAST_MS ? BACK_OFF_LAST_MS : link->back_off_ms * 2;
    link->user.changed(link->user.arg, 0);
}

/* hiredis calls this at the end of every context, after the last callbacks. */
static void on_end(void *arg) {
    struct redis_link *link = arg;
    forget_context(link);
    attempt_later(link);
}

static void come_up(struct redis_link *link) {
    link->up = 1;
    link->back_off_ms = BACK_OFF_FIRST_MS;
    loop_timer_stop(link->timer);
    link->user.changed(link->user.arg, 1);
}

static void on_auth(redisAsyncContext *context, void *answer, void *arg) {
    struct redis_link *link = arg;
    const redisReply *reply = answer;
    if (!reply || link->closing) return;
    if (reply->type == REDIS_REPLY_ERROR) {
        error_set(&link->fault, ERROR_INPUT, "Redis refuses the password of [redis] password");
        redisAsyncDisconnect(context);
        return;
    }
    come_up(link);
}

static void on_connect(const redisAsyncContext *context, int status) {
    struct redis_link *link = context->data;
    if (status != REDIS_OK) {
        error_set(&link->fault, ERROR_BUSY, "Redis cannot be reached");
        return;
    }
    if (!link->address->path[0]) redisEnableKeepAlive(&link->context->c);
    if (link->address->password[0])
        redisAsyncCommand(link->context, on_auth, link, "AUTH %s", link->address->password);
    else
        come_up(link);
}

static redisAsyncContext *begin(const struct redis_address *address) {
    return address->path[0] ? redisAsyncConnectUnix(address->path) : redisAsyncConnect(address->host, address->port);
}

static void attempt(struct redis_link *link) {
    redisAsyncContext *context = begin(link->address);
    if (!context || context->err) {
        error_set(&link->fault, ERROR_BUSY, "Redis cannot be reached%s%s", context ? ": " : "",
                  context ? context->errstr : "");
        if (context) redisAsyncFree(context);
        attempt_later(link);
        return;
    }
    struct error why = ERROR_INIT;
    if (loop_fd_new(link->loop, context->c.fd, on_ready, link, &link->watch, &why) < 0) {
        link->fault = why;
        redisAsyncFree(context);
        attempt_later(link);
        return;
    }
    link->context = context;
    context->data = link;
    context->ev.data = link;
    context->ev.addRead = add_read;
    context->ev.delRead = del_read;
    context->ev.addWrite = add_write;
    context->ev.delWrite = del_write;
    context->ev.cleanup = on_end;
    loop_timer_set(link->timer, REDIS_CONNECT_MS);
    redisAsyncSetConnectCallback(context, on_connect); /* asks for the first write event: after the hooks */
}

static void on_timer(void *arg) {
    struct redis_link *link = arg;
    if (!link->context) {
        attempt(link);
    } else if (!link->up) {
        error_set(&link->fault, ERROR_BUSY, "Redis does not answer");
        redisAsyncFree(link->context);
    }
}

int redis_link_new(struct loop *loop, const struct redis_address *address, struct redis_link_user user,
                   struct redis_link **ret, struct error *why) {
    struct redis_link *link = calloc(1, sizeof *link);
    if (!link) return error_set(why, ERROR_SYSTEM, "no memory for a link to Redis");
    link->loop = loop;
    link->address = address;
    link->user = user;
    link->back_off_ms = BACK_OFF_FIRST_MS;
    error_set(&link->fault, ERROR_BUSY, "Redis is not connected yet");
    if (loop_timer_new(loop, on_timer, link, &link->timer, why) < 0 ||
        loop_hook_new(loop, on_turn, link, &link->hook, why) < 0) {
        redis_link_free(link);
        return -1;
    }
    loop_timer_set(link->timer, 0);
    *ret = link;
    return 0;
}

void redis_link_free(struct redis_link *link) {
    if (!link) return;
    link->closing = 1;
    link->up = 0;
    if (link->context) redisAsyncFree(link->context);
    loop_timer_free(link->timer);
    loop_hook_free(link->hook);
    free(link);
}

redisAsyncContext *redis_link_context(const struct redis_link *link) {
    return link->up ? link->context : NULL;
}

void redis_link_drop(struct redis_link *link) {
    if (!link->context) return;
    link->up = 0;
    error_set(&link->fault, ERROR_BUSY, "Redis did not answer in time");
    redisAsyncFree(link->context);
}

void redis_link_fault(const struct redis_link *link, struct error *why) {
    *why = link->fault;
}
