/* send_rules - when: quiet hours, and the time of the next try. Pure, but for the office's zone. */
#ifndef QUEUE_SEND_RULES_H
#define QUEUE_SEND_RULES_H

#include "config/settings.h"

#include <stdint.h>

/* 1 when only replies may leave at this time (settings send.quiet_from and quiet_until, office's local time). */
int send_rules_quiet(const struct settings *settings, int64_t now_ms);

/* The time of the next try of a message that was not taken: after 30 s, 2, 8 and 30 min, then hourly; 20 % more or less
 * by chance (any number), so that what failed together does not come back together. What the provider asked for
 * (retry_after_s, 0 = nothing) is not undercut. tries: tries before this one. */
int64_t send_rules_retry_at(int64_t now_ms, long tries, long retry_after_s, uint32_t chance);

#endif
