/* http_listen - the socket at the door, and plain words when it cannot be had. */
#include "bot/http_listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 1024

struct place {
    char host[256], port[8];
};

static int place_parse(const char *listen, struct place *ret, struct error *why) {
    const char *colon = strrchr(listen, ':');
    const char *host = listen;
    size_t len = colon ? (size_t)(colon - listen) : 0;
    if (len > 2 && host[0] == '[' && host[len - 1] == ']') {
        host++;
        len -= 2;
    } else if (len && memchr(host, ':', len)) {
        len = 0; /* an IPv6 address without brackets */
    }
    size_t digits = colon ? strspn(colon + 1, "0123456789") : 0;
    if (!len || len >= sizeof ret->host || !digits || colon[1 + digits] || digits > 5 ||
        strtol(colon + 1, NULL, 10) > 65535)
        return error_set(why, ERROR_INPUT, "--listen '%.80s': write ADDRESS:PORT, as 127.0.0.1:8080 or [::1]:8080",
                         listen);
    memcpy(ret->host, host, len);
    ret->host[len] = '\0';
    snprintf(ret->port, sizeof ret->port, "%s", colon + 1);
    return 0;
}

static int bind_fault(const char *listen, int code, struct error *why) {
    switch (code) {
    case EADDRINUSE:
        return error_set(
            why, ERROR_INPUT,
            "port is already taken: another program listens on %s; stop it or choose another with --listen", listen);
    case EADDRNOTAVAIL:
        return error_set(why, ERROR_INPUT, "cannot listen on %s: this machine does not have that address", listen);
    case EACCES:
        return error_set(why, ERROR_INPUT,
                         "cannot listen on %s: ports below 1024 need more rights; choose a higher one", listen);
    default: return error_set(why, ERROR_SYSTEM, "cannot listen on %s: %s", listen, strerror(code));
    }
}

static int listen_at(const struct addrinfo *at, int *ret_fd) {
    const int on = 1;
    int fd = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return errno;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, at->ai_addr, at->ai_addrlen) || listen(fd, BACKLOG)) {
        int code = errno;
        close(fd);
        return code;
    }
    *ret_fd = fd;
    return 0;
}

static int port_of(int fd) {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } address = {.v6 = {.sin6_port = 0}};
    socklen_t len = sizeof address;
    getsockname(fd, &address.any, &len);
    return ntohs(address.any.sa_family == AF_INET6 ? address.v6.sin6_port : address.v4.sin_port);
}

int http_listen(const char *listen, int *ret_fd, int *ret_port, struct error *why) {
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    struct place place;
    if (place_parse(listen, &place, why)) return -1;
    int code = getaddrinfo(place.host, place.port, &hints, &found);
    if (code) return error_set(why, ERROR_INPUT, "cannot listen on %s: %s", listen, gai_strerror(code));
    code = listen_at(found, ret_fd);
    freeaddrinfo(found);
    if (code) return bind_fault(listen, code, why);
    *ret_port = port_of(*ret_fd);
    return 0;
}

void http_listen_base(const char *listen, int port, char ret[HTTP_LISTEN_BASE_MAX]) {
    const char *colon = strrchr(listen, ':');
    int len = colon ? (int)(colon - listen) : 0;
    char host[64];
    snprintf(host, sizeof host, "%.*s", len, listen);
    if (!len || strcmp(host, "0.0.0.0") == 0) snprintf(host, sizeof host, "127.0.0.1");
    if (strcmp(host, "[::]") == 0) snprintf(host, sizeof host, "[::1]");
    if (port == 0 && colon) port = (int)strtol(colon + 1, NULL, 10);
    snprintf(ret, HTTP_LISTEN_BASE_MAX, "http://%s:%d", host, port);
}
