/* server_setup - what our redis-server needs before it starts: folder, locks, socket path, configuration, right
 * version.
 *
 * Two locks: <data>/lock is ours, so that a second program on the same folder is told at once; <data>/redis.lock passes
 * to the redis-server child, so that it stays held until that one has ended, even when we were killed. */
#ifndef QUEUE_SERVER_SETUP_H
#define QUEUE_SERVER_SETUP_H

#include "config/settings.h"

#define SERVER_PATH_MAX 512

struct server_setup {
    char dir[SERVER_PATH_MAX];    /* absolute data folder */
    char socket[SERVER_PATH_MAX]; /* short enough for a socket address */
    char config[SERVER_PATH_MAX];
    char log[SERVER_PATH_MAX];
    int lock, redis_lock; /* descriptors */
};

/* ERROR_INPUT: no redis-server or an old one, folder not usable. ERROR_CONFLICT: another acogida runs on this folder.
 * Waits at most SERVER_LOCK_WAIT_MS for a redis-server that a killed program left behind and that is just ending. */
#define SERVER_LOCK_WAIT_MS 10000
int server_setup_open(const struct settings *settings, struct server_setup *ret, struct error *why);
void server_setup_close(struct server_setup *setup);

/* <dir>/redis.sock; a private folder under /tmp when that is too long for a socket address. 0, or -1 ERROR_INPUT. */
int server_setup_socket(const char *dir, char ret[SERVER_PATH_MAX], struct error *why);

/* 1 when a program of this name is in PATH. */
int server_setup_has(const char *program);

#endif
