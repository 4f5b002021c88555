/* schedule - due entries become TIMER events in their person's mailbox (script DUE); also the nightly and minutely
 * chores: expired leases back to ready, expired sends to unknown (never queued again), old dedupe buckets away. */
#ifndef QUEUE_SCHEDULE_H
#define QUEUE_SCHEDULE_H

#include "queue/office.h"

struct schedule;
int schedule_start(struct office *office, struct schedule **ret, struct error *why);
void schedule_free(struct schedule *schedule);

#endif
