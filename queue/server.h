/* server - our own redis-server child: unix socket, AOF, appendfsync always, in the data folder.
 *
 * Started when settings name no Redis. Restarted with back-off when it dies (with `always` a full disk ends it: that is
 * a normal state). Ended with SIGTERM at the end of the program. It dies with us (prctl PDEATHSIG is set by a small
 * wrapper of the loop's child) so that a kill -9 of the program leaves no stray server holding the data. */
#ifndef QUEUE_SERVER_H
#define QUEUE_SERVER_H

#include "config/settings.h"
#include "queue/loop.h"

struct server;
/* ERROR_INPUT: no redis-server in PATH, older than 7.0, data folder not writable (message says what to do). */
int server_start(struct loop *loop, const struct settings *settings, struct server **ret, struct error *why);
const char *server_url(const struct server *server); /* "unix:<dir>/redis.sock" */
void server_stop(struct server *server, void (*stopped)(void *arg), void *arg);
void server_free(struct server *server);

/* The URL where a running `acogida run` of this data folder has its Redis: what other commands connect to. */
void server_url_of(const struct settings *settings, char ret[SETTINGS_TEXT_MAX]);

#endif
