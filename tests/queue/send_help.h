/* send_help - an office with a fake provider behind channel "line-1", and messages put into outboxes by hand. */
#ifndef TESTS_QUEUE_SEND_HELP_H
#define TESTS_QUEUE_SEND_HELP_H

#include "queue/client.h"
#include "queue/sender.h"
#include "tests/queue/fake_provider_help.h"
#include "tests/queue/queue_help.h"

struct send_help {
    struct queue_help queue;
    struct fake_provider *fake;
    struct client *client;
    struct channel_states *states;
    struct sender *sender; /* NULL until send_help_start() */
};

/* Live mode, no quiet hours; change help->queue.settings before send_help_start(). */
void send_help_open(struct send_help *help, enum fake_answer answer);
void send_help_start(struct send_help *help);
void send_help_close(struct send_help *help);

/* A message of a person, as a COMMIT writes it; useless after `good_for_ms` from now. Rings nobody. */
struct send_help_out {
    const char *id, *text, *purpose; /* purpose NULL = "reply" */
    int lane;
    long good_for_ms; /* 0 = an hour */
};
void send_help_out(struct send_help *help, const char *person, const struct send_help_out *out);
void send_help_ring(struct send_help *help); /* "out" */

/* Waits until out record `id` is in this state, or until the fake has had this many requests; asserts that it comes so.
 */
void send_help_until_state(struct send_help *help, const char *id, const char *state);
void send_help_until_count(struct send_help *help, size_t count);
void send_help_assert_field(struct send_help *help, const char *id, const char *field, const char *value);

/* The time of what was put off has come. */
void send_help_later_is_now(struct send_help *help, const char *person, const char *id);

#endif
