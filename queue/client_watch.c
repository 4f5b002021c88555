/* client_watch - the descriptors of the HTTP client on the loop, by number. */
#include "queue/client_watch.h"

#include "config/own.h"

#include <stdlib.h>
#include <string.h>

struct one {
    struct client_watch *all;
    struct loop_fd *fd;
    int number;
    int wanted; /* what curl wants now; the loop may still watch for what it wanted before */
    int kept;
};

struct client_watch {
    struct loop *loop;
    client_watch_fn fn;
    void *arg;
    struct one **ones; /* by descriptor */
    size_t room;
};

int client_watch_new(struct loop *loop, client_watch_fn fn, void *arg, struct client_watch **ret, struct error *why) {
    struct client_watch *watch = calloc(1, sizeof *watch);

    if (!watch) return error_set(why, ERROR_SYSTEM, "no memory for the HTTP client");
    watch->loop = loop;
    watch->fn = fn;
    watch->arg = arg;
    *ret = watch;
    return 0;
}

void client_watch_free(struct client_watch *watch) {
    if (!watch) return;
    for (size_t fd = 0; fd < watch->room; fd++) client_watch_drop(watch, (int)fd);
    free(watch->ones);
    free(watch);
}

static void on_ready(void *arg, int events) {
    struct one *one = arg;

    events &= one->wanted;
    if (events)
        one->all->fn(one->all->arg, one->number, events);
    else
        loop_fd_want(one->fd, one->wanted);
}

static int grow(struct client_watch *watch, int fd) {
    size_t room = watch->room ? watch->room : 64;

    if (fd < 0 || fd >= CLIENT_WATCH_FDS_MAX) return -1;
    if ((size_t)fd < watch->room) return 0;
    while (room <= (size_t)fd) room *= 2;
    struct one **ones = realloc(watch->ones, room * sizeof(struct one *));
    if (!ones) return -1;
    memset(ones + watch->room, 0, (room - watch->room) * sizeof(struct one *));
    watch->ones = ones;
    watch->room = room;
    return 0;
}

/* The watch of a descriptor, made when missing; NULL when that cannot be. */
static struct one *find_or_make(struct client_watch *watch, int fd) {
    if (grow(watch, fd) < 0) return NULL;
    if (watch->ones[fd]) return watch->ones[fd];
    own_mem struct one *one = calloc(1, sizeof *one);
    if (!one) return NULL;
    one->all = watch;
    one->number = fd;
    if (loop_fd_new(watch->loop, fd, on_ready, one, &one->fd, NULL) < 0) return NULL;
    watch->ones[fd] = give(one);
    return watch->ones[fd];
}

int client_watch_keep(struct client_watch *watch, int fd) {
    struct one *one = find_or_make(watch, fd);

    if (!one) return -1;
    one->kept = 1;
    return 0;
}

int client_watch_want(struct client_watch *watch, int fd, int events) {
    struct one *one = find_or_make(watch, fd);

    if (!one) return -1;
    one->wanted = events;
    if (events)
        loop_fd_want(one->fd, events);
    else if (!one->kept)
        client_watch_drop(watch, fd);
    return 0;
}

void client_watch_drop(struct client_watch *watch, int fd) {
    if (fd < 0 || (size_t)fd >= watch->room || !watch->ones[fd]) return;
    loop_fd_free(watch->ones[fd]->fd);
    free(give(watch->ones[fd]));
}
