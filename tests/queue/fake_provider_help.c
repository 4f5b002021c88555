/* fake_provider_help - a provider that can misbehave: a small HTTP server on plain sockets, in a thread of the test. */
#include "tests/queue/fake_provider_help.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS_MAX 256
#define REQUEST_MAX     (80 * 1024)
#define LEDGER_MAX      20000
#define HUGE_LEN        (1024 * 1024)

struct connection {
    int fd, requests, stalled;
    char *bytes;
    size_t len;
};

struct fake_provider {
    pthread_t thread;
    pthread_mutex_t lock; /* guards what follows */
    enum fake_answer answer;
    int released, ending;
    char page[512]; /* what a GET is answered; "" = as everything else */
    char *ledger[LEDGER_MAX];
    size_t ledger_count, accepted;
    char url[40];
    int door, wake[2];
    struct connection connections[CONNECTIONS_MAX]; /* the thread's own */
    size_t connection_count;
};

static void send_all(int fd, const char *bytes, size_t len) {
    while (len) {
        ssize_t sent = send(fd, bytes, len, MSG_NOSIGNAL);
        if (sent <= 0) return;
        bytes += sent;
        len -= (size_t)sent;
    }
}

static void send_reply(int fd, const char *status, const char *more, const char *body) {
    char head[512];
    int len =
        snprintf(head, sizeof head, "HTTP/1.1 %s\r\nContent-Type: application/json\r\n%sContent-Length: %zu\r\n\r\n%s",
                 status, more, strlen(body), body);

    send_all(fd, head, (size_t)len);
}

static void send_created(int fd, size_t number) {
    char body[160];

    snprintf(body, sizeof body, "{\"sid\":\"SM%032zx\",\"status\":\"queued\",\"error_code\":null}", number);
    send_reply(fd, "201 Created", "", body);
}

static void send_huge(int fd) {
    char head[64], *body = malloc(HUGE_LEN);

    memset(body, 'x', HUGE_LEN);
    snprintf(head, sizeof head, "HTTP/1.1 201 Created\r\nContent-Length: %d\r\n\r\n", HUGE_LEN);
    send_all(fd, head, strlen(head));
    send_all(fd, body, HUGE_LEN);
    free(body);
}

static const char half[] = "HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"sid\":";

/* 0 = the connection lives on. */
static int answer_with(struct connection *connection, enum fake_answer answer, size_t number) {
    int fd = connection->fd;

    switch (answer) {
    case FAKE_CREATED: send_created(fd, number); return 0;
    case FAKE_THROTTLED: send_reply(fd, "429 Too Many Requests", "Retry-After: 7\r\n", "{\"code\":20429}"); return 0;
    case FAKE_BUSY: send_reply(fd, "429 Too Many Requests", "", "{\"code\":20429}"); return 0;
    case FAKE_ERROR: send_reply(fd, "500 Internal Server Error", "", "oops"); return 0;
    case FAKE_DENIED: send_reply(fd, "401 Unauthorized", "", "{\"code\":20003,\"status\":401}"); return 0;
    case FAKE_DAY: send_reply(fd, "429 Too Many Requests", "", "{\"code\":63038,\"status\":429}"); return 0;
    case FAKE_REFUSED: send_reply(fd, "400 Bad Request", "", "{\"code\":21211,\"status\":400}"); return 0;
    case FAKE_TEMPLATE: send_reply(fd, "400 Bad Request", "", "{\"code\":63027,\"status\":400}"); return 0;
    case FAKE_OPTED_OUT: send_reply(fd, "400 Bad Request", "", "{\"code\":21610,\"status\":400}"); return 0;
    case FAKE_REDIRECT: send_reply(fd, "307 Temporary Redirect", "Location: /again\r\n", ""); return 0;
    case FAKE_GARBAGE: send_all(fd, "\x01\x02 hello\r\n\r\n", 12); return -1;
    case FAKE_CUT: return -1;
    case FAKE_CUT_BODY: send_all(fd, half, sizeof half - 1); return -1;
    case FAKE_HUGE: send_huge(fd); return 0;
    case FAKE_STALL: connection->stalled = 1; return 0;
    case FAKE_STORM: break; /* was made one of the others */
    case FAKE_DIE_ON_REUSE:
        if (connection->requests > 1) return -1;
        send_created(fd, number);
        return 0;
    }
    return -1;
}

/* Bytes of the first whole request in the buffer, 0 when it is not whole yet. */
static size_t request_len(const struct connection *connection) {
    const char *end = strstr(connection->bytes, "\r\n\r\n"), *at = connection->bytes;
    size_t body = 0;

    if (!end) return 0;
    while ((at = strstr(at, "\r\n")) && at < end) {
        at += 2;
        if (strncasecmp(at, "Content-Length:", 15) == 0) body = strtoul(at + 15, NULL, 10);
    }
    size_t len = (size_t)(end - connection->bytes) + 4 + body;
    return len <= connection->len ? len : 0;
}

enum fake_answer fake_storm(size_t number) {
    static const enum fake_answer weather[] = {
        FAKE_CREATED, FAKE_CUT,   FAKE_CREATED, FAKE_THROTTLED, FAKE_GARBAGE, FAKE_CREATED, FAKE_CUT_BODY, FAKE_CREATED,
        FAKE_BUSY,    FAKE_ERROR, FAKE_CREATED, FAKE_STALL,     FAKE_CREATED, FAKE_HUGE,    FAKE_CREATED,  FAKE_CREATED,
    };
    return weather[(number - 1) % (sizeof weather / sizeof weather[0])];
}

static int on_request(struct fake_provider *fake, struct connection *connection, size_t len) {
    pthread_mutex_lock(&fake->lock);
    enum fake_answer answer = fake->answer;
    size_t number = ++fake->ledger_count;
    if (answer == FAKE_STORM) answer = fake_storm(number);
    if (number <= LEDGER_MAX) fake->ledger[number - 1] = strndup(connection->bytes, len);
    char page[sizeof fake->page] = "";
    if (strncmp(connection->bytes, "GET ", 4) == 0) memcpy(page, fake->page, sizeof page);
    pthread_mutex_unlock(&fake->lock);
    connection->requests++;
    if (*page) {
        send_reply(connection->fd, "200 OK", "", page);
        return 0;
    }
    return answer_with(connection, answer, number);
}

static void connection_close(struct fake_provider *fake, size_t index) {
    close(fake->connections[index].fd);
    free(fake->connections[index].bytes);
    fake->connections[index] = fake->connections[--fake->connection_count];
}

static int connection_read(struct fake_provider *fake, struct connection *connection) {
    ssize_t got = recv(connection->fd, connection->bytes + connection->len, REQUEST_MAX - connection->len, 0);
    size_t len;

    if (got <= 0) return -1;
    connection->len += (size_t)got;
    connection->bytes[connection->len] = '\0';
    while ((len = request_len(connection))) {
        if (on_request(fake, connection, len) < 0) return -1;
        connection->len -= len;
        memmove(connection->bytes, connection->bytes + len, connection->len + 1);
    }
    return 0;
}

static void accept_one(struct fake_provider *fake) {
    int fd = accept(fake->door, NULL, NULL);

    if (fd < 0) return;
    if (fake->connection_count == CONNECTIONS_MAX) {
        close(fd);
        return;
    }
    fake->connections[fake->connection_count++] = (struct connection){.fd = fd, .bytes = calloc(1, REQUEST_MAX + 1)};
    pthread_mutex_lock(&fake->lock);
    fake->accepted++;
    pthread_mutex_unlock(&fake->lock);
}

static int is_released(struct fake_provider *fake) {
    pthread_mutex_lock(&fake->lock);
    int released = fake->released;
    fake->released = 0;
    pthread_mutex_unlock(&fake->lock);
    return released;
}

static void release_stalled(struct fake_provider *fake) {
    for (size_t i = 0; i < fake->connection_count; i++) {
        if (fake->connections[i].stalled) send_created(fake->connections[i].fd, 0xfff + i);
        fake->connections[i].stalled = 0;
    }
}

static int is_ending(struct fake_provider *fake) {
    pthread_mutex_lock(&fake->lock);
    int ending = fake->ending;
    pthread_mutex_unlock(&fake->lock);
    return ending;
}

static void *serve(void *arg) {
    struct fake_provider *fake = arg;
    struct pollfd fds[CONNECTIONS_MAX + 2];
    char byte;

    while (!is_ending(fake)) {
        size_t count = fake->connection_count;
        fds[0] = (struct pollfd){fake->door, POLLIN, 0};
        fds[1] = (struct pollfd){fake->wake[0], POLLIN, 0};
        for (size_t i = 0; i < count; i++) fds[i + 2] = (struct pollfd){fake->connections[i].fd, POLLIN, 0};
        if (poll(fds, count + 2, -1) < 0) continue;
        for (size_t i = count; i-- > 0;)
            if (fds[i + 2].revents && connection_read(fake, &fake->connections[i]) < 0) connection_close(fake, i);
        if (fds[0].revents) accept_one(fake);
        if (fds[1].revents && read(fake->wake[0], &byte, 1) == 1 && is_released(fake)) release_stalled(fake);
    }
    while (fake->connection_count) connection_close(fake, 0);
    return NULL;
}

struct fake_provider *fake_provider_start(enum fake_answer answer) {
    struct fake_provider *fake = calloc(1, sizeof *fake);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;

    fake->answer = answer;
    fake->door = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert_eq(bind(fake->door, (struct sockaddr *)&address, sizeof address), 0);
    cr_assert_eq(listen(fake->door, 128), 0);
    cr_assert_eq(getsockname(fake->door, (struct sockaddr *)&address, &len), 0);
    cr_assert_eq(pipe(fake->wake), 0);
    snprintf(fake->url, sizeof fake->url, "http://127.0.0.1:%d", ntohs(address.sin_port));
    pthread_mutex_init(&fake->lock, NULL);
    cr_assert_eq(pthread_create(&fake->thread, NULL, serve, fake), 0);
    return fake;
}

static void wake(struct fake_provider *fake) {
    cr_assert_eq(write(fake->wake[1], "x", 1), 1);
}

void fake_provider_stop(struct fake_provider *fake) {
    pthread_mutex_lock(&fake->lock);
    fake->ending = 1;
    pthread_mutex_unlock(&fake->lock);
    wake(fake);
    pthread_join(fake->thread, NULL);
    close(fake->door);
    close(fake->wake[0]);
    close(fake->wake[1]);
    for (size_t i = 0; i < fake->ledger_count && i < LEDGER_MAX; i++) free(fake->ledger[i]);
    pthread_mutex_destroy(&fake->lock);
    free(fake);
}

const char *fake_provider_url(const struct fake_provider *fake) {
    return fake->url;
}

void fake_provider_page(struct fake_provider *fake, const char *page) {
    pthread_mutex_lock(&fake->lock);
    snprintf(fake->page, sizeof fake->page, "%s", page);
    pthread_mutex_unlock(&fake->lock);
}

void fake_provider_answer(struct fake_provider *fake, enum fake_answer answer) {
    pthread_mutex_lock(&fake->lock);
    fake->answer = answer;
    pthread_mutex_unlock(&fake->lock);
}

void fake_provider_release(struct fake_provider *fake) {
    pthread_mutex_lock(&fake->lock);
    fake->released = 1;
    pthread_mutex_unlock(&fake->lock);
    wake(fake);
}

size_t fake_provider_count(struct fake_provider *fake) {
    pthread_mutex_lock(&fake->lock);
    size_t count = fake->ledger_count;
    pthread_mutex_unlock(&fake->lock);
    return count;
}

size_t fake_provider_count_of(struct fake_provider *fake, const char *part) {
    size_t count = 0;

    pthread_mutex_lock(&fake->lock);
    for (size_t i = 0; i < fake->ledger_count && i < LEDGER_MAX; i++)
        if (strstr(fake->ledger[i], part)) count++;
    pthread_mutex_unlock(&fake->lock);
    return count;
}

const char *fake_provider_request(struct fake_provider *fake, size_t index) {
    pthread_mutex_lock(&fake->lock);
    const char *request = index < fake->ledger_count && index < LEDGER_MAX ? fake->ledger[index] : NULL;
    pthread_mutex_unlock(&fake->lock);
    return request;
}

size_t fake_provider_connections(struct fake_provider *fake) {
    pthread_mutex_lock(&fake->lock);
    size_t count = fake->accepted;
    pthread_mutex_unlock(&fake->lock);
    return count;
}
