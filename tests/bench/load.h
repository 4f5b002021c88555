/* load - shared by the parts of the load generator: requests made beforehand, webhook clients, and a provider that
 * takes what comes back. One thread, one epoll; every loop is bounded in count and time. */
#ifndef TESTS_BENCH_LOAD_H
#define TESTS_BENCH_LOAD_H

#include <stddef.h>
#include <stdint.h>

struct options {
    int port, connections, sink_port; /* sink_port 0 = no provider */
    long count, people;
    double per_s; /* 0 = closed loop: as fast as answers come */
    const char *token, *url, *path;
    const char *text;  /* what everybody writes; NULL = questions of every day */
    uint64_t delay_ns; /* of the provider's answers */
    long seed;
};

/* What an epoll event points to: an object that begins with the function to call. */
struct ready {
    void (*fn)(struct ready *self, unsigned events);
};

struct bytes {
    char *at;
    size_t len;
};

struct bench {
    struct options options;
    int epoll;
    uint64_t start_ns;
    struct bytes *requests;           /* count signed webhooks */
    uint64_t *due_ns;                 /* when each was due (open loop) or sent (closed loop) */
    uint32_t *webhook_ns, *answer_ns; /* latencies: webhook answered; reply handed to the provider (0 = not yet) */
    long sent, answered, refused;
    long received, first_received; /* calls at the provider; persons who got a first reply */
    uint64_t first_received_ns, last_received_ns;
};

uint64_t now_ns(void);
void die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
int connect_to(int port);
void watch(struct bench *bench, int fd, struct ready *ready);

void requests_make(struct bench *bench);
void clients_start(struct bench *bench);
void clients_pump(struct bench *bench); /* sends what is due on idle connections */
void sink_start(struct bench *bench);
int sink_pump(struct bench *bench); /* answers what has waited long enough; 1 when more waits */

#endif
