/* redis - one asynchronous, pipelined link to Redis (hiredis), reconnecting by itself.
 *
 * hiredis is visible in queue/ only. Everything queued during a turn of the loop leaves in one write. Each command has
 * a deadline (hiredis 0.14 has none): after REDIS_TIMEOUT_MS its callback gets ERROR_BUSY, the link is dropped and
 * made anew (a late reply must not be taken for another's). While the link is down every command fails at once with
 * ERROR_BUSY. A reply that is a Redis error reaches the callback as an error: BUSY for LOADING, READONLY, MISCONF, OOM;
 * CONFLICT for texts that begin "LOST"; MISSING for "MISSING"; INPUT for "INPUT"; SYSTEM otherwise. */
#ifndef QUEUE_REDIS_H
#define QUEUE_REDIS_H

#include "config/error.h"
#include "queue/loop.h"

#include <hiredis/hiredis.h>
#include <stddef.h>

#define REDIS_TIMEOUT_MS  3000
#define REDIS_PENDING_MAX 20000 /* commands under way; beyond, ERROR_BUSY */
#define REDIS_ARGS_MAX    512

struct redis;

/* One argument: borrowed bytes, copied before the call returns. */
struct redis_arg {
    const void *at;
    size_t len;
};
struct redis_arg redis_arg(const char *string);
struct redis_arg redis_bytes(const void *at, size_t len);

/* reply is borrowed for the time of the call; NULL when why is set. why is NULL on success. */
typedef void (*redis_done)(void *arg, const redisReply *reply, const struct error *why);

/* url is "unix:/path" or "tcp://host:port". Starts connecting; not yet up on return. password may be "". */
int redis_new(struct loop *loop, const char *url, const char *password, struct redis **ret, struct error *why);
void redis_free(struct redis *redis); /* callbacks of what is under way get ERROR_BUSY first; not from inside one */
int redis_is_up(const struct redis *redis);
/* Why it is not up: ERROR_INPUT when the password is refused, else ERROR_BUSY. */
void redis_fault(const struct redis *redis, struct error *why);
/* The kind that the text of a Redis error stands for. */
enum error_kind redis_error_kind(const char *text);

/* Called each time the link came up (after AUTH), went down, or could not come up. One listener. */
void redis_on_change(struct redis *redis, void (*fn)(void *arg, int up), void *arg);

/* Sends one command. done may be NULL. done is always called exactly once, maybe before this returns (when down). */
void redis_command(struct redis *redis, const struct redis_arg *args, size_t count, redis_done done, void *arg);

/* Calls fn for every message on a pub/sub channel, over a link of its own; subscribes again after each reconnect. At
 * most REDIS_LISTEN_MAX. */
#define REDIS_LISTEN_MAX 4
typedef void (*redis_heard)(void *arg, const char *message, size_t len);
int redis_listen(struct redis *redis, const char *channel, redis_heard fn, void *arg, struct error *why);

#endif
