/* opening - the office's hours, walked as local dates. */
#include "handlers/opening.h"

#include "config/clock.h"

#define MINUTE_MS INT64_C(60000)
#define DAY_MIN   (24 * 60)
#define GAP_MAX_H 3 /* no zone skips more in a night */

/* A walk over opening times, from the local day of a moment on. */
struct walk {
    const struct pack *pack;
    struct tm day; /* a date, normalised */
    size_t at;     /* next span of the day */
    int left;      /* days */
};

struct span {
    int64_t from_ms, until_ms;
    int yday, year; /* of the local date */
};

/* A date with so many days more; noon in UTC, so that normalising never meets a clock change. */
static void add_days(struct tm *day, int days) {
    day->tm_mday += days;
    day->tm_hour = 12;
    day->tm_isdst = 0;
    timegm(day);
}

/* A minute of a local date as a moment: 24:00 is the next day's 0:00, and what a clock change skips is the hour
 * behind. */
static int64_t moment(struct tm day, int minute) {
    int64_t ms = 0;
    if (minute >= DAY_MIN) add_days(&day, 1), minute -= DAY_MIN;
    for (int hour = 0; hour <= GAP_MAX_H; hour++)
        if (clock_from_local(day.tm_year + 1900, day.tm_mon + 1, day.tm_mday, minute + hour * 60, &ms, NULL) == 0)
            break;
    return ms;
}

static void walk_begin(struct walk *walk, const struct pack *pack, int64_t now_ms) {
    struct tm local;
    clock_local(now_ms, &local);
    *walk = (struct walk){.pack = pack, .left = OPENING_DAYS_MAX};
    walk->day = (struct tm){.tm_year = local.tm_year, .tm_mon = local.tm_mon, .tm_mday = local.tm_mday};
    add_days(&walk->day, 0);
}

static size_t hours_of(const struct walk *walk, const struct pack_hours **ret) {
    const struct tm *day = &walk->day;
    if (pack_is_holiday(walk->pack, day->tm_year + 1900, day->tm_mon + 1, day->tm_mday)) return 0;
    return pack_hours(walk->pack, day->tm_wday, ret);
}

/* The next span; 0 when the walk is over. */
static int walk_next(struct walk *walk, struct span *ret) {
    const struct pack_hours *hours = NULL;
    while (walk->at >= hours_of(walk, &hours)) {
        if (walk->left-- <= 0) return 0;
        walk->at = 0;
        add_days(&walk->day, 1);
    }
    ret->from_ms = moment(walk->day, hours[walk->at].from_min);
    ret->until_ms = moment(walk->day, hours[walk->at].until_min);
    ret->yday = walk->day.tm_yday;
    ret->year = walk->day.tm_year;
    walk->at++;
    return 1;
}

/* The first span that has not ended by now. */
static int walk_from(struct walk *walk, const struct pack *pack, int64_t now_ms, struct span *ret) {
    walk_begin(walk, pack, now_ms);
    while (walk_next(walk, ret))
        if (ret->until_ms > now_ms) return 1;
    return 0;
}

int opening_is_open(const struct pack *pack, int64_t now_ms) {
    int64_t next_ms;
    return opening_next(pack, now_ms, &next_ms) == 0 && next_ms == now_ms;
}

int opening_next(const struct pack *pack, int64_t now_ms, int64_t *ret_ms) {
    struct walk walk;
    struct span span;
    if (!walk_from(&walk, pack, now_ms, &span)) return -1;
    *ret_ms = span.from_ms > now_ms ? span.from_ms : now_ms;
    return 0;
}

int opening_after(const struct pack *pack, int64_t now_ms, long open_min, int64_t *ret_ms) {
    struct walk walk;
    struct span span;
    int64_t left_ms = open_min * MINUTE_MS;
    for (int found = walk_from(&walk, pack, now_ms, &span); found; found = walk_next(&walk, &span)) {
        int64_t from_ms = span.from_ms > now_ms ? span.from_ms : now_ms;
        if (span.until_ms - from_ms >= left_ms) {
            *ret_ms = from_ms + left_ms;
            return 0;
        }
        left_ms -= span.until_ms - from_ms;
    }
    return -1;
}

long opening_minutes(const struct pack *pack, int64_t from_ms, int64_t until_ms) {
    struct walk walk;
    struct span span;
    int64_t open_ms = 0;
    for (int found = walk_from(&walk, pack, from_ms, &span); found; found = walk_next(&walk, &span)) {
        int64_t from = span.from_ms > from_ms ? span.from_ms : from_ms;
        int64_t until = span.until_ms < until_ms ? span.until_ms : until_ms;
        if (from >= until_ms) break;
        open_ms += until - from;
    }
    return (long)(open_ms / MINUTE_MS);
}

int opening_day_end(const struct pack *pack, int64_t now_ms, long days, int64_t *ret_ms) {
    struct walk walk;
    struct span span;
    if (!walk_from(&walk, pack, now_ms, &span)) return -1;
    int yday = span.yday, year = span.year;
    *ret_ms = span.until_ms;
    while (walk_next(&walk, &span)) {
        int same = span.yday == yday && span.year == year;
        if (!same && days-- <= 0) return 0;
        yday = span.yday;
        year = span.year;
        *ret_ms = span.until_ms;
    }
    return days <= 0 ? 0 : -1;
}
