/* load - posts signed webhooks to a server on loopback and measures; prints one JSON object.
 *
 * load -p PORT -n COUNT [-c CONNECTIONS] [-m PEOPLE] [-r PER_S] [-s SINK_PORT] [-d SINK_DELAY_MS] [-k TOKEN] [-u URL]
 *      [-P PATH] [-S SEED] [-t TEXT] */
#include "tests/bench/load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define QUIET_NS 2000000000ull /* the provider has heard nothing for so long: all that comes has come */

uint64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000ull + (uint64_t)now.tv_nsec;
}

void die(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(1);
}

int connect_to(int port) {
    struct sockaddr_in at = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof at)) die("127.0.0.1:%d: %s", port, strerror(errno));
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

void watch(struct bench *bench, int fd, struct ready *ready) {
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = ready};
    if (epoll_ctl(bench->epoll, EPOLL_CTL_ADD, fd, &event)) die("epoll_ctl: %s", strerror(errno));
}

static void read_options(int argc, char **argv, struct options *ret) {
    *ret = (struct options){.connections = 64,
                            .token = "0123456789abcdef0123456789abcdef",
                            .url = "http://127.0.0.1",
                            .path = "/hook/line-1",
                            .seed = 1};
    for (int o; (o = getopt(argc, argv, "p:n:c:m:r:s:d:k:u:P:S:t:")) != -1;) switch (o) {
        case 'p': ret->port = (int)strtol(optarg, NULL, 10); break;
        case 'n': ret->count = strtol(optarg, NULL, 10); break;
        case 'c': ret->connections = (int)strtol(optarg, NULL, 10); break;
        case 'm': ret->people = strtol(optarg, NULL, 10); break;
        case 'r': ret->per_s = strtod(optarg, NULL); break;
        case 's': ret->sink_port = (int)strtol(optarg, NULL, 10); break;
        case 'd': ret->delay_ns = strtoull(optarg, NULL, 10) * 1000000ull; break;
        case 't': ret->text = optarg; break;
        case 'k': ret->token = optarg; break;
        case 'u': ret->url = optarg; break;
        case 'P': ret->path = optarg; break;
        case 'S': ret->seed = strtol(optarg, NULL, 10); break;
        default: exit(2);
        }
    if (ret->port < 1 || ret->count < 1 || ret->count > 2000000 || ret->connections < 1)
        die("load -p PORT -n COUNT ...");
    if (ret->people < 1) ret->people = ret->count;
}

static void turn(struct bench *bench) {
    struct epoll_event events[256];
    int waits = sink_pump(bench);
    int ready = epoll_wait(bench->epoll, events, 256, bench->options.per_s > 0 ? 0 : waits ? 1 : 100);
    for (int i = 0; i < ready; i++) {
        struct ready *object = events[i].data.ptr;
        object->fn(object, events[i].events);
    }
}

static void run(struct bench *bench) {
    uint64_t last_progress = now_ns();
    bench->start_ns = now_ns();
    for (long before = -1; bench->answered < bench->options.count; before = bench->answered) {
        clients_pump(bench);
        turn(bench);
        if (bench->answered != before) last_progress = now_ns();
        if (now_ns() - last_progress > 10 * QUIET_NS)
            die("no answer for 20 s (%ld of %ld)", bench->answered, bench->options.count);
    }
}

static void wait_for_replies(struct bench *bench) {
    uint64_t since = now_ns();
    bench->options.per_s = 0;
    while (bench->options.sink_port) {
        uint64_t last = bench->last_received_ns > since ? bench->last_received_ns : since;
        if (now_ns() - last > QUIET_NS) return;
        turn(bench);
    }
}

static int by_size(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void print_latency(const char *name, uint32_t *at, long count) {
    if (count == 0) return;
    qsort(at, (size_t)count, sizeof *at, by_size);
    printf(",\"%s_p50_ms\":%.3f,\"%s_p99_ms\":%.3f,\"%s_max_ms\":%.3f", name, at[count / 2] / 1e6, name,
           at[count * 99 / 100] / 1e6, name, at[count - 1] / 1e6);
}

int main(int argc, char **argv) {
    static struct bench bench;
    read_options(argc, argv, &bench.options);
    size_t count = (size_t)bench.options.count;
    bench.epoll = epoll_create1(EPOLL_CLOEXEC);
    bench.requests = calloc(count, sizeof *bench.requests);
    bench.due_ns = calloc(count, sizeof *bench.due_ns);
    bench.webhook_ns = calloc(count, sizeof *bench.webhook_ns);
    bench.answer_ns = calloc(count, sizeof *bench.answer_ns);
    if (!bench.requests || !bench.due_ns || !bench.webhook_ns || !bench.answer_ns) die("no memory");
    requests_make(&bench);
    if (bench.options.sink_port) sink_start(&bench);
    clients_start(&bench);
    run(&bench);
    double seconds = (double)(now_ns() - bench.start_ns) / 1e9;
    wait_for_replies(&bench);
    printf("{\"count\":%ld,\"seconds\":%.3f,\"per_s\":%.0f,\"refused\":%ld", bench.answered, seconds,
           (double)bench.answered / seconds, bench.refused);
    print_latency("webhook", bench.webhook_ns, bench.answered);
    qsort(bench.answer_ns, count, sizeof *bench.answer_ns, by_size);
    print_latency("reply", bench.answer_ns + (bench.options.count - bench.first_received), bench.first_received);
    if (bench.received > 1)
        printf(",\"received\":%ld,\"answered_people\":%ld,\"received_per_s\":%.0f", bench.received,
               bench.first_received,
               (double)bench.received / ((double)(bench.last_received_ns - bench.first_received_ns) / 1e9));
    puts("}");
    return bench.refused > 0;
}
