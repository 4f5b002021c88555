/* http_peers - connections and their deadlines: who is too slow is cut off, who is quickest is never in their way. */
#include "bot/http_inside.h"

#include "config/clock.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>

#define CROWDED         900 /* connections; from here on nobody may hold a place for long without a request */
#define CROWDED_MS      2000
#define SPARE_PEERS     50   /* free places; below, those who only hold a place are shown out */
#define PEER_MIN_AGE_MS 500  /* a connection younger than this may just be about to speak */
#define DRAIN_READ_MS   2000 /* time to finish a request that was on its way when we began to end */

static const int64_t patience_ms[PHASES] = {HTTP_DEADLINE_MS, HTTP_IDLE_MS, HTTP_WRITE_MS};

static void peer_unlist(struct http_peer *peer) {
    if (peer->phase == PHASE_OURS) return;
    struct http_server *server = peer->server;
    *(peer->prev ? &peer->prev->next : &server->phases[peer->phase].first) = peer->next;
    *(peer->next ? &peer->next->prev : &server->phases[peer->phase].last) = peer->prev;
    peer->prev = peer->next = NULL;
    peer->phase = PHASE_OURS;
}

void http_peer_move(struct http_peer *peer, enum http_phase phase) {
    struct http_server *server = peer->server;
    peer_unlist(peer);
    peer->phase = phase;
    if (phase == PHASE_OURS) return;
    peer->since_ms = clock_mono_ms();
    peer->prev = server->phases[phase].last;
    *(peer->prev ? &peer->prev->next : &server->phases[phase].first) = peer;
    server->phases[phase].last = peer;
}

/* The library sees the end of the stream, and closes. */
static void peer_cut(struct http_peer *peer) {
    shutdown(peer->fd, SHUT_RDWR);
    peer_unlist(peer);
}

/* A flood of connections that say nothing must not keep out those who do. */
static void make_room(struct http_server *server) {
    int64_t now_ms = clock_mono_ms();
    if (server->peer_count + SPARE_PEERS <= HTTP_CONNECTIONS_MAX) return;
    struct http_peer *oldest = server->phases[PHASE_IDLE].first;
    if (!oldest) oldest = server->phases[PHASE_READING].first;
    if (oldest && now_ms - oldest->since_ms >= PEER_MIN_AGE_MS) peer_cut(oldest);
}

static void peer_address(struct http_peer *peer, struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;
    const void *number = NULL;
    if (address && address->sa_family == AF_INET) number = &((const struct sockaddr_in *)address)->sin_addr;
    if (address && address->sa_family == AF_INET6) number = &((const struct sockaddr_in6 *)address)->sin6_addr;
    if (number) inet_ntop(address->sa_family, number, peer->address, sizeof peer->address);
}

static void peer_began(struct http_server *server, struct MHD_Connection *connection, void **ret) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    make_room(server);
    struct http_peer *peer = calloc(1, sizeof *peer);
    server->peer_count++;
    *ret = peer;
    if (!peer) {
        shutdown(info->connect_fd, SHUT_RDWR);
        return;
    }
    peer->server = server;
    peer->fd = info->connect_fd;
    peer->phase = PHASE_OURS;
    peer_address(peer, connection);
    http_peer_move(peer, PHASE_READING);
    if (server->ticking) return;
    server->ticking = 1;
    loop_timer_set(server->tick, HTTP_TICK_MS);
}

void http_peer_notify(void *arg, struct MHD_Connection *connection, void **peer,
                      enum MHD_ConnectionNotificationCode code) {
    struct http_server *server = arg;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        peer_began(server, connection, peer);
        return;
    }
    if (*peer) peer_unlist(*peer);
    free(*peer);
    *peer = NULL;
    server->peer_count--;
}

static int64_t patience_of(const struct http_server *server, int phase) {
    if (server->peer_count >= CROWDED && phase != PHASE_WRITING) return CROWDED_MS;
    return patience_ms[phase];
}

void http_peers_tick(struct http_server *server, int64_t now_ms) {
    for (int phase = 0; phase < PHASES; phase++) {
        int64_t most_ms = patience_of(server, phase);
        struct http_peer *peer;
        while ((peer = server->phases[phase].first) && now_ms - peer->since_ms >= most_ms) peer_cut(peer);
    }
    if (server->draining && now_ms - server->draining_since_ms >= DRAIN_READ_MS) http_peers_end(server, PHASE_READING);
}

void http_peers_end(struct http_server *server, enum http_phase phase) {
    while (server->phases[phase].first) peer_cut(server->phases[phase].first);
}
