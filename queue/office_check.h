/* office_check - is this Redis one that may hold what we promise? (promises section 0.3) */
#ifndef QUEUE_OFFICE_CHECK_H
#define QUEUE_OFFICE_CHECK_H

#include "queue/redis.h"

/* Asks the server for its version and settings. done is called once: why NULL when it is right; ERROR_INPUT with plain
 * words when it must be set otherwise; ERROR_BUSY when it went away or is loading. */
void office_check(struct redis *redis, void (*done)(void *arg, const struct error *why), void *arg);

/* The answers judged, one by one: the text of INFO, and the value of a setting. -1 ERROR_INPUT. */
int office_check_version(const char *info, struct error *why);
int office_check_setting(const char *name, const char *value, struct error *why);

#endif
