/* redis - commands with deadlines over one link, and subscriptions over links of their own. */
#include "queue/redis.h"

#include "config/clock.h"
#include "queue/redis_link.h"

#include <stdlib.h>
#include <string.h>

struct command {
    struct redis *redis;
    redis_done done;
    void *arg;
    int64_t deadline_ms;
    struct command *next, *prev;
};

struct listener {
    struct redis_link *link;
    char channel[SETTINGS_TEXT_MAX];
    redis_heard fn;
    void *arg;
};

struct redis {
    struct loop *loop;
    struct redis_address address;
    struct redis_link *link;
    struct command *first, *last; /* under way, oldest first: all have the same patience, so the first ends first */
    size_t pending;
    struct loop_timer *deadline;
    int deadline_set;
    void (*changed)(void *arg, int up);
    void *changed_arg;
    struct listener listeners[REDIS_LISTEN_MAX];
    size_t listener_count;
};

struct redis_arg redis_arg(const char *string) {
    return redis_bytes(string, strlen(string));
}

struct redis_arg redis_bytes(const void *at, size_t len) {
    return (struct redis_arg){at, len};
}

static void on_link(void *arg, int up) {
    struct redis *redis = arg;
    if (redis->changed) redis->changed(redis->changed_arg, up);
}

static void on_deadline(void *arg) {
    struct redis *redis = arg;
    redis->deadline_set = 0;
    if (!redis->first) return;
    int64_t left_ms = redis->first->deadline_ms - clock_mono_ms();
    if (left_ms <= 0) {
        redis_link_drop(redis->link);
        return;
    }
    redis->deadline_set = 1;
    loop_timer_set(redis->deadline, left_ms);
}

int redis_new(struct loop *loop, const char *url, const char *password, struct redis **ret, struct error *why) {
    struct redis *redis = calloc(1, sizeof *redis);
    if (!redis) return error_set(why, ERROR_SYSTEM, "no memory for a link to Redis");
    redis->loop = loop;
    struct redis_link_user user = {on_link, redis};
    if (redis_address_parse(url, password, &redis->address, why) < 0 ||
        loop_timer_new(loop, on_deadline, redis, &redis->deadline, why) < 0 ||
        redis_link_new(loop, &redis->address, user, &redis->link, why) < 0) {
        redis_free(redis);
        return -1;
    }
    *ret = redis;
    return 0;
}

void redis_free(struct redis *redis) {
    if (!redis) return;
    redis->changed = NULL;
    for (size_t i = 0; i < redis->listener_count; i++) redis_link_free(redis->listeners[i].link);
    redis_link_free(redis->link);
    loop_timer_free(redis->deadline);
    free(redis);
}

int redis_is_up(const struct redis *redis) {
    return redis_link_context(redis->link) != NULL;
}

void redis_fault(const struct redis *redis, struct error *why) {
    redis_link_fault(redis->link, why);
}

void redis_on_change(struct redis *redis, void (*fn)(void *arg, int up), void *arg) {
    redis->changed = fn;
    redis->changed_arg = arg;
}

enum error_kind redis_error_kind(const char *text) {
    static const struct {
        const char *begins;
        enum error_kind kind;
    } kinds[] = {
        {"LOST", ERROR_CONFLICT},   {"CONFLICT", ERROR_CONFLICT},
        {"MISSING", ERROR_MISSING}, {"INPUT", ERROR_INPUT},
        {"DENIED", ERROR_DENIED},   {"LOADING", ERROR_BUSY},
        {"READONLY", ERROR_BUSY},   {"MISCONF", ERROR_BUSY},
        {"OOM", ERROR_BUSY},        {"BUSY", ERROR_BUSY},
        {"TRYAGAIN", ERROR_BUSY},   {"CLUSTERDOWN", ERROR_BUSY},
        {"MASTERDOWN", ERROR_BUSY}, {"NOREPLICAS", ERROR_BUSY},
        {"UNBLOCKED", ERROR_BUSY},  {"ERR Function not found", ERROR_BUSY}, /* the office loads it again */
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strncmp(text, kinds[i].begins, strlen(kinds[i].begins)) == 0) return kinds[i].kind;
    return ERROR_SYSTEM;
}

static void unlink_command(struct command *command) {
    struct redis *redis = command->redis;
    *(command->prev ? &command->prev->next : &redis->first) = command->next;
    *(command->next ? &command->next->prev : &redis->last) = command->prev;
    redis->pending--;
}

static void on_reply(redisAsyncContext *context, void *answer, void *arg) {
    (void)context;
    struct command *command = arg;
    const redisReply *reply = answer;
    struct error why = ERROR_INIT;
    if (!reply)
        error_set(&why, ERROR_BUSY, "Redis went away");
    else if (reply->type == REDIS_REPLY_ERROR)
        error_set(&why, redis_error_kind(reply->str), "%s", reply->str);
    redis_done done = command->done;
    void *done_arg = command->arg;
    unlink_command(command);
    free(command);
    if (done) done(done_arg, why.kind ? NULL : reply, why.kind ? &why : NULL);
}

static void refuse(redis_done done, void *arg, enum error_kind kind, const char *text) {
    struct error why = ERROR_INIT;
    error_set(&why, kind, "%s", text);
    if (done) done(arg, NULL, &why);
}

static void append_command(struct redis *redis, struct command *command) {
    command->prev = redis->last;
    *(redis->last ? &redis->last->next : &redis->first) = command;
    redis->last = command;
    redis->pending++;
    if (redis->deadline_set) return;
    redis->deadline_set = 1;
    loop_timer_set(redis->deadline, REDIS_TIMEOUT_MS);
}

static int submit(redisAsyncContext *context, struct command *command, const struct redis_arg *args, size_t count) {
    const char *at[REDIS_ARGS_MAX];
    size_t lens[REDIS_ARGS_MAX];
    for (size_t i = 0; i < count; i++) {
        at[i] = args[i].at;
        lens[i] = args[i].len;
    }
    return redisAsyncCommandArgv(context, on_reply, command, (int)count, at, lens) == REDIS_OK ? 0 : -1;
}

void redis_command(struct redis *redis, const struct redis_arg *args, size_t count, redis_done done, void *arg) {
    redisAsyncContext *context = redis_link_context(redis->link);
    if (count > REDIS_ARGS_MAX) {
        refuse(done, arg, ERROR_SYSTEM, "too many arguments for Redis");
        return;
    }
    if (!context || redis->pending >= REDIS_PENDING_MAX) {
        refuse(done, arg, ERROR_BUSY, context ? "too many commands wait for Redis" : "Redis is away");
        return;
    }
    struct command *command = calloc(1, sizeof *command);
    if (!command) {
        refuse(done, arg, ERROR_BUSY, "no memory for a command to Redis");
        return;
    }
    *command = (struct command){.redis = redis, .done = done, .arg = arg};
    command->deadline_ms = clock_mono_ms() + REDIS_TIMEOUT_MS;
    if (submit(context, command, args, count) < 0) {
        free(command);
        refuse(done, arg, ERROR_BUSY, "Redis is going away");
        return;
    }
    append_command(redis, command);
}

static void on_message(redisAsyncContext *context, void *answer, void *arg) {
    (void)context;
    struct listener *listener = arg;
    const redisReply *reply = answer;
    if (!reply || reply->type != REDIS_REPLY_ARRAY || reply->elements != 3) return;
    const redisReply *kind = reply->element[0], *message = reply->element[2];
    if (message->type != REDIS_REPLY_STRING || strcmp(kind->str, "message") != 0) return;
    listener->fn(listener->arg, message->str, message->len);
}

static void on_listen_link(void *arg, int up) {
    struct listener *listener = arg;
    redisAsyncContext *context = up ? redis_link_context(listener->link) : NULL;
    if (context) redisAsyncCommand(context, on_message, listener, "SUBSCRIBE %s", listener->channel);
}

int redis_listen(struct redis *redis, const char *channel, redis_heard fn, void *arg, struct error *why) {
    if (redis->listener_count == REDIS_LISTEN_MAX) return error_set(why, ERROR_SYSTEM, "too many subscriptions");
    struct listener *listener = &redis->listeners[redis->listener_count];
    if (strlen(channel) >= sizeof listener->channel)
        return error_set(why, ERROR_INPUT, "the channel's name is too long");
    *listener = (struct listener){.fn = fn, .arg = arg};
    snprintf(listener->channel, sizeof listener->channel, "%s", channel);
    struct redis_link_user user = {on_listen_link, listener};
    if (redis_link_new(redis->loop, &redis->address, user, &listener->link, why) < 0) return -1;
    redis->listener_count++;
    return 0;
}
