/* clock - see clock.h. */
#include "config/clock.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ZONE_FOLDER "/usr/share/zoneinfo/"
#define DAY_S       86400

static int64_t ms_of(clockid_t id) {
    struct timespec now;

    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_wall_ms(void) {
    return ms_of(CLOCK_REALTIME);
}

int64_t clock_mono_ms(void) {
    return ms_of(CLOCK_MONOTONIC);
}

int clock_zone_exists(const char *zone) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    char path[256], magic[4] = "";
    int len, file, ok;

    if (!*zone || *zone == '/' || zone[strspn(zone, letters)]) return 0;
    len = snprintf(path, sizeof path, ZONE_FOLDER "%s", zone);
    if (len >= (int)sizeof path) return 0;
    file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    /* the folder holds lists and tables beside zones; RFC 8536 section 3.1 names the magic */
    ok = read(file, magic, sizeof magic) == sizeof magic && !memcmp(magic, "TZif", sizeof magic);
    close(file);
    return ok;
}

int clock_set_zone(const char *zone, struct error *why) {
    if (!clock_zone_exists(zone))
        return error_set(why, ERROR_INPUT, "there is no time zone '%.40s' on this machine", zone);
    if (setenv("TZ", zone, 1)) return error_set(why, ERROR_SYSTEM, "cannot set the time zone");
    tzset();
    return 0;
}

/* Whole seconds, rounded down also before 1970. */
static time_t seconds_of(int64_t ms) {
    return (time_t)(ms / 1000 - (ms % 1000 < 0));
}

void clock_local(int64_t wall_ms, struct tm *ret) {
    time_t at = seconds_of(wall_ms);

    memset(ret, 0, sizeof *ret);
    localtime_r(&at, ret);
}

/* The moment at which the clocks of this zone show `shown` (read as UTC), if their offset is the one of near. */
static int moment_of(time_t shown, time_t near, time_t *ret) {
    struct tm local;
    time_t at;

    localtime_r(&near, &local);
    at = shown - local.tm_gmtoff;
    localtime_r(&at, &local);
    if (at + local.tm_gmtoff != shown) return -1;
    *ret = at;
    return 0;
}

int clock_from_local(int year, int month, int day, int minute_of_day, int64_t *ret_ms, struct error *why) {
    struct tm wanted = {.tm_min = minute_of_day}, date = {.tm_hour = 0};
    time_t shown, at = 0, other = 0;
    int found;

    if (year < 1970 || year > 9999 || minute_of_day < 0 || minute_of_day >= 24 * 60)
        return error_set(why, ERROR_INPUT, "this date or time of day does not exist");
    if (month < 1 || month > 12 || day < 1 || day > 31) return error_set(why, ERROR_INPUT, "this date does not exist");
    date.tm_year = wanted.tm_year = year - 1900;
    date.tm_mon = wanted.tm_mon = month - 1;
    date.tm_mday = wanted.tm_mday = day;
    timegm(&date); /* normalises: 30 February becomes 1 or 2 March */
    if (date.tm_mon != month - 1) return error_set(why, ERROR_INPUT, "this date does not exist");
    shown = timegm(&wanted);
    /* a zone changes at most once in two days: the offsets before and after are the only candidates */
    found = !moment_of(shown, shown - DAY_S, &at);
    if (!moment_of(shown, shown + DAY_S, &other) && (!found || other < at)) {
        at = other;
        found = 1;
    }
    if (!found) return error_set(why, ERROR_INPUT, "this hour does not exist: the clock moves forward in that night");
    *ret_ms = (int64_t)at * 1000;
    return 0;
}
