/* content_live - what this process says: the published version, swapped at once when another is published.
 *
 * At every opening of the office, on the bell "content <number>" and once in CONTENT_LIVE_TICK_MS (a bell may be
 * missed) the current version is fetched, built and checked on the pool, and handed to office_set_pack() between two
 * callbacks of the loop: a turn begins and ends with one pack. The old one is freed after that turn of the loop. Until
 * it is known what was published the office has no pack, so that nobody hears yesterday's words after a restart.
 *
 * A version with a fault is refused and logged, and what spoke goes on. At a start there is nothing that could go on:
 * then the next older version without fault speaks, and if there is none, the pack that the program brought along. */
#ifndef QUEUE_CONTENT_LIVE_H
#define QUEUE_CONTENT_LIVE_H

#include "queue/office.h"

#define CONTENT_LIVE_TICK_MS 30000

struct content_live;

/* base speaks while nothing is published; it is borrowed and must outlive the office. */
int content_live_start(struct office *office, const struct pack *base, struct content_live **ret, struct error *why);
/* Two steps, since the pool may be at work: stop before the office and the loop are closed, free after loop_free(),
 * which waits for the pool. Both NULL-safe. */
void content_live_stop(struct content_live *live);
void content_live_free(struct content_live *live);

/* Number of the version that speaks; 0 = base, -1 = not yet known. */
int64_t content_live_number(const struct content_live *live);

#endif
