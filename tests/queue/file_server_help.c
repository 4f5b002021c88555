/* file_server_help - a server of files on a port of this machine. One request a connection, one after the other. */
#include "tests/queue/file_server_help.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define REQUESTS_MAX 64
#define REQUEST_MAX  4096
#define STALLED_MAX  16
#define HUGE_LEN     (1024 * 1024)

struct file_server {
    pthread_t thread;
    pthread_mutex_t lock; /* guards requests and their count */
    char requests[REQUESTS_MAX][REQUEST_MAX];
    size_t count, late;
    int door, wake[2], stalled[STALLED_MAX];
    size_t stalled_count;
    char url[40];
};

static void send_all(int fd, const char *bytes, size_t len) {
    while (len) {
        ssize_t sent = send(fd, bytes, len, MSG_NOSIGNAL);
        if (sent <= 0) return;
        bytes += sent;
        len -= (size_t)sent;
    }
}

static void give(int fd, const char *status, const char *more, const char *body, size_t len) {
    char head[2048];
    int head_len = snprintf(head, sizeof head, "HTTP/1.1 %s\r\n%sContent-Length: %zu\r\n\r\n", status, more, len);
    send_all(fd, head, (size_t)head_len);
    send_all(fd, body, len);
}

static const char png[] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR " FILE_SERVER_MARK;
static const char ogg[] = "OggS\0\2 " FILE_SERVER_MARK;
static const char page[] = "<html>" FILE_SERVER_MARK;

static void give_png(int fd) {
    give(fd, "200 OK", "Content-Type: image/png\r\n", png, sizeof png - 1);
}

static void give_huge(int fd, int with_length) {
    char *body = malloc(HUGE_LEN);
    memset(body, 'x', HUGE_LEN);
    memcpy(body, png, sizeof png);
    if (with_length)
        give(fd, "200 OK", "", body, HUGE_LEN);
    else {
        static const char head[] = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
        send_all(fd, head, sizeof head - 1);
        send_all(fd, body, HUGE_LEN);
    }
    free(body);
}

static void redirect(int fd, const char *to) {
    char line[2048];
    snprintf(line, sizeof line, "Location: %s\r\n", to);
    give(fd, "307 Temporary Redirect", line, "", 0);
}

/* 1 when the connection stays open. */
static int answer(struct file_server *server, int fd, const char *path) {
    static const char half[] = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n\x89PNG";
    if (strcmp(path, "/slow") == 0 && server->stalled_count < STALLED_MAX) {
        server->stalled[server->stalled_count++] = fd;
        return 1;
    }
    if (strcmp(path, "/png") == 0 || (strcmp(path, "/late") == 0 && server->late++))
        give_png(fd);
    else if (strcmp(path, "/ogg") == 0)
        give(fd, "200 OK", "Content-Type: application/octet-stream\r\n", ogg, sizeof ogg - 1);
    else if (strcmp(path, "/page") == 0)
        give(fd, "200 OK", "Content-Type: image/png\r\n", page, sizeof page - 1);
    else if (strcmp(path, "/denied") == 0)
        give(fd, "403 Forbidden", "", "{}", 2);
    else if (strcmp(path, "/huge") == 0 || strcmp(path, "/endless") == 0)
        give_huge(fd, path[1] == 'h');
    else if (strcmp(path, "/cut") == 0)
        send_all(fd, half, sizeof half - 1);
    else if (strncmp(path, "/to/", 4) == 0)
        redirect(fd, path + 4);
    else if (strcmp(path, "/loop") == 0)
        redirect(fd, "/loop");
    else
        give(fd, "404 Not Found", "", "{}", 2);
    return 0;
}

static void serve_one(struct file_server *server) {
    char request[REQUEST_MAX] = "", path[REQUEST_MAX] = "";
    size_t len = 0;
    int fd = accept(server->door, NULL, NULL);
    while (fd >= 0 && len < sizeof request - 1 && !strstr(request, "\r\n\r\n")) {
        ssize_t got = recv(fd, request + len, sizeof request - 1 - len, 0);
        if (got <= 0) break;
        len += (size_t)got;
        request[len] = '\0';
    }
    if (fd < 0) return;
    sscanf(request, "GET %4000s", path);
    pthread_mutex_lock(&server->lock);
    if (server->count < REQUESTS_MAX) memcpy(server->requests[server->count++], request, sizeof request);
    pthread_mutex_unlock(&server->lock);
    if (!answer(server, fd, path)) close(fd);
}

static void *serve(void *arg) {
    struct file_server *server = arg;
    for (;;) {
        struct pollfd fds[2] = {{server->door, POLLIN, 0}, {server->wake[0], POLLIN, 0}};
        if (poll(fds, 2, -1) < 0) continue;
        if (fds[1].revents) return NULL;
        serve_one(server);
    }
}

struct file_server *file_server_start(void) {
    struct file_server *server = calloc(1, sizeof *server);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;
    server->door = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert_eq(bind(server->door, (struct sockaddr *)&address, sizeof address), 0);
    cr_assert_eq(listen(server->door, 64), 0);
    cr_assert_eq(getsockname(server->door, (struct sockaddr *)&address, &len), 0);
    cr_assert_eq(pipe(server->wake), 0);
    snprintf(server->url, sizeof server->url, "http://127.0.0.1:%d", ntohs(address.sin_port));
    pthread_mutex_init(&server->lock, NULL);
    cr_assert_eq(pthread_create(&server->thread, NULL, serve, server), 0);
    return server;
}

void file_server_stop(struct file_server *server) {
    cr_assert_eq(write(server->wake[1], "x", 1), 1);
    pthread_join(server->thread, NULL);
    for (size_t i = 0; i < server->stalled_count; i++) close(server->stalled[i]);
    close(server->door);
    close(server->wake[0]);
    close(server->wake[1]);
    pthread_mutex_destroy(&server->lock);
    free(server);
}

const char *file_server_url(const struct file_server *server) {
    return server->url;
}

size_t file_server_count(struct file_server *server) {
    pthread_mutex_lock(&server->lock);
    size_t count = server->count;
    pthread_mutex_unlock(&server->lock);
    return count;
}

int file_server_saw(struct file_server *server, const char *path, const char *text) {
    int saw = 0;
    char start[256];
    snprintf(start, sizeof start, "GET %s ", path);
    pthread_mutex_lock(&server->lock);
    for (size_t i = 0; i < server->count; i++)
        saw |= strncmp(server->requests[i], start, strlen(start)) == 0 && strstr(server->requests[i], text) != NULL;
    pthread_mutex_unlock(&server->lock);
    return saw;
}
