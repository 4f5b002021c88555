/* turn_limits - how much a person may bring about by writing: two machines that answer each other come to an end, and a
 * flood of one address does not tie up the office.
 *
 * Three paces, each a moment up to which what was done is paid for (GCRA), so that they slide and no clock hour begins
 * anew: automatic replies (worker.auto_replies_per_hour_max), replies to what was not understood, to pictures and
 * courtesies outside a form (worker.chatter_replies_per_hour_max), and messages (worker.messages_per_minute_max).
 * What comes faster than that is kept and shown to the staff, but not worked: it is answered with "one moment", once a
 * minute. Danger, a stop and answers of a survey are always worked. Staff and timers are free. Kept in field pace of
 * the person. */
#ifndef QUEUE_TURN_LIMITS_H
#define QUEUE_TURN_LIMITS_H

#include "queue/args.h"
#include "queue/claim.h"

#define TURN_LIMITS_FIELD_MAX 100

struct turn_limits {
    int is_limited; /* 0: nothing is counted or left out */
    int is_chatter;
    int64_t now_ms, reply_ms, chatter_ms; /* what one reply costs */
    int64_t says_until_ms, chatter_until_ms, heard_until_ms, told_ms;
};

/* Reads the paces for a message that machine_step() has worked into turn, and counts it. When there were too many, turn
 * becomes one that only notes it: the state stays `was`. */
void turn_limits_take(const struct settings *settings, const struct claim *claim, const struct state *was,
                      const struct event *event, struct turn *turn, struct turn_limits *ret);

/* How many texts the turn may still say. */
int64_t turn_limits_left(const struct turn_limits *limits);

/* Counts what was said, and adds the operation that keeps it. */
void turn_limits_add(const struct turn_limits *limits, int64_t said, struct args *args);

#endif
