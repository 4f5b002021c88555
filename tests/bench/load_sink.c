/* load_sink - the provider's side: takes Twilio sends over keep-alive connections, answers 201, and notes when the
 * first reply to each number came. */
#include "tests/bench/load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define LATE_MAX 4096

struct caller {
    struct ready ready;
    struct bench *bench;
    int fd, waits; /* waits: its answer is still to come */
    size_t have;
    char in[16384];
};

struct listener {
    struct ready ready;
    struct bench *bench;
    int fd;
};

static void note(struct bench *bench, const char *body) {
    const char *to = strstr(body, "To=%2B569");
    uint64_t now = now_ns();
    bench->received++;
    if (!bench->first_received_ns) bench->first_received_ns = now;
    bench->last_received_ns = now;
    if (!to) return;
    long person = strtol(to + 9, NULL, 10);
    if (person < 0 || person >= bench->options.count || bench->answer_ns[person]) return;
    bench->answer_ns[person] = (uint32_t)(now - bench->due_ns[person]);
    bench->first_received++;
}

/* Answers to come, oldest first: all have waited for as long. */
static struct late {
    struct caller *caller;
    uint64_t due_ns;
} late[LATE_MAX];
static size_t late_first, late_count;

static void answer(struct caller *caller) {
    char out[256], body[96];
    int len = snprintf(body, sizeof body, "{\"sid\":\"SM%032lx\",\"status\":\"queued\"}", caller->bench->received);
    len = snprintf(out, sizeof out,
                   "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len, body);
    if (send(caller->fd, out, (size_t)len, MSG_NOSIGNAL) != len) die("the provider cannot answer: %s", strerror(errno));
}

static void answer_later(struct caller *caller) {
    if (late_count == LATE_MAX) die("more than %d calls wait for the provider", LATE_MAX);
    caller->waits = 1;
    late[(late_first + late_count++) % LATE_MAX] = (struct late){caller, now_ns() + caller->bench->options.delay_ns};
}

int sink_pump(struct bench *bench) {
    (void)bench;
    for (uint64_t now = late_count ? now_ns() : 0; late_count && late[late_first].due_ns <= now; late_count--) {
        struct caller *caller = late[late_first].caller;
        late_first = (late_first + 1) % LATE_MAX;
        caller->waits = 0;
        if (caller->fd >= 0)
            answer(caller);
        else
            free(caller);
    }
    return late_count > 0;
}

/* Takes one whole request off the front; 0 when there is none yet. */
static int take_request(struct caller *caller) {
    caller->in[caller->have] = '\0';
    char *end = strstr(caller->in, "\r\n\r\n"), *length = strcasestr(caller->in, "\r\ncontent-length:");
    if (!end || !length) return 0;
    size_t whole = (size_t)(end + 4 - caller->in) + (size_t)strtol(length + 17, NULL, 10);
    if (caller->have < whole) return 0;
    char kept = caller->in[whole];
    caller->in[whole] = '\0';
    note(caller->bench, end + 4);
    caller->in[whole] = kept;
    caller->have -= whole;
    memmove(caller->in, caller->in + whole, caller->have);
    return 1;
}

static void on_bytes(struct ready *self, unsigned events) {
    struct caller *caller = (struct caller *)self;
    (void)events;
    ssize_t got = recv(caller->fd, caller->in + caller->have, sizeof caller->in - 1 - caller->have, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
        close(caller->fd);
        caller->fd = -1;
        if (!caller->waits) free(caller);
        return;
    }
    caller->have += (size_t)got;
    while (take_request(caller)) {
        if (caller->bench->options.delay_ns)
            answer_later(caller);
        else
            answer(caller);
    }
}

static void on_caller(struct ready *self, unsigned events) {
    struct listener *listener = (struct listener *)self;
    (void)events;
    int fd;
    while ((fd = accept4(listener->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        struct caller *caller = calloc(1, sizeof *caller);
        if (!caller) die("no memory");
        *caller = (struct caller){.ready = {on_bytes}, .bench = listener->bench, .fd = fd};
        watch(listener->bench, fd, &caller->ready);
    }
}

void sink_start(struct bench *bench) {
    static struct listener listener;
    int one = 1;
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)bench->options.sink_port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    listener = (struct listener){.ready = {on_caller}, .bench = bench};
    listener.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(listener.fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener.fd, (struct sockaddr *)&at, sizeof at) || listen(listener.fd, 1024))
        die("provider: %s", strerror(errno));
    watch(bench, listener.fd, &listener.ready);
}
