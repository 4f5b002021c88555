/* server - our own redis-server child: unix socket, AOF, appendfsync always, in the data folder.
 *
 * Started when settings name no Redis. Restarted with back-off when it dies (with `always` a full disk ends it: that is
 * a normal state). Ended with SIGTERM at the end of the program. It dies with us (setpriv --pdeathsig), so that a kill
 * -9 of the program leaves no stray server holding the data. */
#ifndef QUEUE_SERVER_H
#define QUEUE_SERVER_H

#include "config/settings.h"
#include "queue/loop.h"

struct server;
/* ERROR_INPUT: no redis-server in PATH, older than 7.0, data folder not writable (message says what to do).
 * ERROR_CONFLICT: another acogida runs on this folder. May wait up to 10 s for the Redis of a program that was killed.
 */
int server_start(struct loop *loop, const struct settings *settings, struct server **ret, struct error *why);
const char *server_url(const struct server *server); /* "unix:<dir>/redis.sock", or a short path when <dir> is long */
/* Calls stopped once when redis-server has ended, at once when it is not running. It is killed after 9 s. */
void server_stop(struct server *server, void (*stopped)(void *arg), void *arg);
void server_free(struct server *server);

/* The URL where a running `acogida run` of this data folder has its Redis: what other commands connect to. */
void server_url_of(const struct settings *settings, char ret[SETTINGS_TEXT_MAX]);

#endif
