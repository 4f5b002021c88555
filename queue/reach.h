/* reach - by which way a text would leave for a person now: as 38_route.lua decides it, told beforehand to who writes.
 */
#ifndef QUEUE_REACH_H
#define QUEUE_REACH_H

#include "config/settings.h"
#include "queue/redis.h"

#include <jansson.h>
#include <stdint.h>

/* {"channel" (kind of the line on which they are answered, ""), "window": "none" (the line has no such rule), "open" or
 * "closed", "until_ms" (when an open one ends, else 0), "way": "text", "template" (what is written goes into the
 * approved template), "backup" or "none", "by" (kind of the line that takes it, "" when none)}. fields: the person's
 * record, flat. Whether a line is away or full for today is not known beforehand and not looked at. */
struct reach {
    const struct settings *settings;
    const struct office *office; /* whose templates may be used (queue/catalogue.h); NULL = all of the settings */
    const redisReply *fields;
    int64_t now_ms;
};
json_t *reach_json(const struct reach *reach);

#endif
