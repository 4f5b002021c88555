/* clock - the only file that asks the time; what is below the loops gets time as an input.
 *
 * Wall time is Unix time in ms (int64_t), UTC. Local time is the office's zone (settings office.timezone), set once
 * for the process by clock_set_zone(); conversions use the system's zone files, so daylight saving of
 * America/Santiago is the system's business (Debian package tzdata). */
#ifndef CONFIG_CLOCK_H
#define CONFIG_CLOCK_H

#include "config/error.h"

#include <stdint.h>
#include <time.h>

/* Wall time, ms since 1970. Follows jumps of the system clock. */
int64_t clock_wall_ms(void);

/* Monotonic time, ms; never jumps. For durations and deadlines inside one process only. */
int64_t clock_mono_ms(void);

/* 1 when this machine has a zone file of this name. */
int clock_zone_exists(const char *zone);

/* Sets the process' zone, e.g. "America/Santiago". ERROR_INPUT when the zone file does not exist. Call once. */
int clock_set_zone(const char *zone, struct error *why);

/* Breaks wall time into the office's local time. */
void clock_local(int64_t wall_ms, struct tm *ret);

/* Wall time in ms of a local date and time. An hour that does not exist on the night the clock moves forward, and a
 * date that does not exist (30 February), is ERROR_INPUT; an hour that exists twice is its first one. */
int clock_from_local(int year, int month, int day, int minute_of_day, int64_t *ret_ms, struct error *why);

#endif
