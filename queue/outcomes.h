/* outcomes - what became of messages, on its way to SEND_DONE (queue/lua/52_sent.lua).
 *
 * They are gathered until outcomes_flush(), which is called once a turn of the loop, and told many in one script. While
 * Redis is away they are kept and told again by outcomes_again(), so that a "sent" is not turned into an "unknown" by a
 * short loss. */
#ifndef QUEUE_OUTCOMES_H
#define QUEUE_OUTCOMES_H

#include "queue/send_item.h"
#include "queue/send_rules.h"

/* Of one message; whoever adds it keeps it alive until `ended` is called with it. */
struct outcome_told {
    struct outcome_told *next;
    struct send_item item;
    const char *outcome, *cause; /* words of SEND_DONE; cause "" or NULL = none */
    char code[40], index[VAULT_INDEX_MAX + 1], price[SEND_RULES_PRICE_MAX];
    int64_t retry_at_ms;
};

struct outcomes {
    struct office *office;
    void (*ended)(void *arg, struct outcome_told *told); /* Redis has taken it, or will never */
    void *arg;
    struct outcome_told *waiting, *untold; /* waiting: for the flush; untold: Redis was away */
    int closed;
};
void outcomes_init(struct outcomes *outcomes, struct office *office,
                   void (*ended)(void *arg, struct outcome_told *told), void *arg);
void outcomes_add(struct outcomes *outcomes, struct outcome_told *told);
void outcomes_flush(struct outcomes *outcomes);
void outcomes_again(struct outcomes *outcomes);
/* Ends all that have not been told, and those under way as soon as their answer comes. The struct must live until the
 * last has ended. */
void outcomes_close(struct outcomes *outcomes);

#endif
