/* client_watch - the descriptors of the HTTP client on the loop, by number.
 *
 * curl takes its hands off a connection between two sends. A kept descriptor's watch stays on the loop as it was, since
 * taking it away and back costs two system calls a send; what comes while nobody wants it is not passed on, and ends
 * the watching. */
#ifndef QUEUE_CLIENT_WATCH_H
#define QUEUE_CLIENT_WATCH_H

#include "queue/loop.h"

#define CLIENT_WATCH_FDS_MAX 65536

struct client_watch;
typedef void (*client_watch_fn)(void *arg, int fd, int events);
int client_watch_new(struct loop *loop, client_watch_fn fn, void *arg, struct client_watch **ret, struct error *why);
void client_watch_free(struct client_watch *watch); /* NULL-safe */

/* The descriptor is a connection that client_watch_drop() is called for before it is closed. Any other one is forgotten
 * as soon as nobody wants it, since nobody says when it is closed. -1 when it cannot be watched. */
int client_watch_keep(struct client_watch *watch, int fd);
int client_watch_want(struct client_watch *watch, int fd, int events); /* LOOP_READ | LOOP_WRITE; 0 = nothing for now */
void client_watch_drop(struct client_watch *watch, int fd);

#endif
