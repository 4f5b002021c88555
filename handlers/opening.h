/* opening - the office's hours: is it open, when does it open next, by when will a person have answered. Pure.
 *
 * Hours, breaks and holidays are the pack's (office.yaml), in the office's zone (clock_set_zone). Spans are walked as
 * local dates, so that a night in which the clock changes has no effect on the next morning; an opening hour that does
 * not exist in such a night is the first one that does. */
#ifndef HANDLERS_OPENING_H
#define HANDLERS_OPENING_H

#include "messages/pack.h"

#include <stdint.h>

#define OPENING_DAYS_MAX 60 /* so many days ahead are looked at */

int opening_is_open(const struct pack *pack, int64_t now_ms);

/* When the office opens next; now_ms when it is open. -1: not within OPENING_DAYS_MAX days. */
int opening_next(const struct pack *pack, int64_t now_ms, int64_t *ret_ms);

/* When so many minutes of open office will have passed. -1 as above. */
int opening_after(const struct pack *pack, int64_t now_ms, long open_min, int64_t *ret_ms);

/* Minutes of open office between two moments; counts at most OPENING_DAYS_MAX days. */
long opening_minutes(const struct pack *pack, int64_t from_ms, int64_t until_ms);

/* The end of the working day that is `days` working days after the next opening: 0 is that day itself. -1 as above. */
int opening_day_end(const struct pack *pack, int64_t now_ms, long days, int64_t *ret_ms);

#endif
