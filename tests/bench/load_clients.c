/* load_clients - keep-alive connections that post the webhooks: as fast as answers come, or at a fixed rate.
 *
 * At a fixed rate a latency counts from the moment a request was due, so a slow server cannot hide behind a client that
 * waits for it (coordinated omission). */
#include "tests/bench/load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct client {
    struct ready ready;
    struct bench *bench;
    int fd;
    long current; /* request under way; -1 when idle */
    size_t have;
    char in[8192];
};

static struct client *clients;
static struct client **idle;
static long idle_count;

static void post(struct client *client) {
    const struct bytes *request = &client->bench->requests[client->current];
    client->have = 0;
    if (send(client->fd, request->at, request->len, MSG_NOSIGNAL) != (ssize_t)request->len)
        die("send: %s", strerror(errno));
}

static void dial(struct client *client) {
    client->fd = connect_to(client->bench->options.port);
    watch(client->bench, client->fd, &client->ready);
}

/* 0 until the whole answer is there, then its status. */
static int answer_status(struct client *client) {
    client->in[client->have] = '\0';
    char *end = strstr(client->in, "\r\n\r\n"), *length = strcasestr(client->in, "\r\ncontent-length:");
    if (!end) return 0;
    long body = length && length < end ? strtol(length + 17, NULL, 10) : 0;
    if (client->have < (size_t)(end + 4 - client->in) + (size_t)body) return 0;
    return (int)strtol(client->in + 9, NULL, 10);
}

static void on_answer(struct client *client, int status) {
    struct bench *bench = client->bench;
    bench->webhook_ns[client->current] = (uint32_t)(now_ns() - bench->due_ns[client->current]);
    bench->answered++;
    if (status != 200) bench->refused++;
    client->current = -1;
    char *close_it = strcasestr(client->in, "\r\nconnection: close");
    if (close_it) {
        close(client->fd);
        dial(client);
    }
    idle[idle_count++] = client;
}

static void on_ready(struct ready *self, unsigned events) {
    struct client *client = (struct client *)self;
    (void)events;
    ssize_t got = recv(client->fd, client->in + client->have, sizeof client->in - 1 - client->have, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
        close(client->fd);
        dial(client);
        if (client->current >= 0) post(client);
        return;
    }
    client->have += (size_t)got;
    int status = answer_status(client);
    if (status) on_answer(client, status);
}

void clients_start(struct bench *bench) {
    long count = bench->options.connections;
    clients = calloc((size_t)count, sizeof *clients);
    idle = calloc((size_t)count, sizeof *idle);
    if (!clients || !idle) die("no memory");
    for (long i = 0; i < count; i++) {
        clients[i] = (struct client){.ready = {on_ready}, .bench = bench, .current = -1};
        dial(&clients[i]);
        idle[idle_count++] = &clients[i];
    }
}

void clients_pump(struct bench *bench) {
    uint64_t now = now_ns();
    while (idle_count && bench->sent < bench->options.count) {
        uint64_t due = now;
        if (bench->options.per_s > 0) {
            due = bench->start_ns + (uint64_t)((double)bench->sent / bench->options.per_s * 1e9);
            if (due > now) return;
        }
        struct client *client = idle[--idle_count];
        client->current = bench->sent++;
        bench->due_ns[client->current] = due;
        post(client);
    }
}
