/* send_rules - when: quiet hours, and the time of the next try. */
#include "queue/send_rules.h"

#include "config/clock.h"

#include <stddef.h>
#include <stdlib.h>

/* Minute of the day of "HH:MM", -1 when it is none (settings have checked it before). */
static int minute_of(const char *text) {
    char *end;
    long hour = strtol(text, &end, 10);

    if (end == text || *end != ':') return -1;
    const char *minutes = end + 1;
    long minute = strtol(minutes, &end, 10);
    if (end == minutes || hour < 0 || hour > 23 || minute < 0 || minute > 59) return -1;
    return (int)(hour * 60 + minute);
}

int send_rules_quiet(const struct settings *settings, int64_t now_ms) {
    int from = minute_of(settings->send.quiet_from), until = minute_of(settings->send.quiet_until);
    struct tm local;

    if (from < 0 || until < 0 || from == until) return 0;
    clock_local(now_ms, &local);
    int now = local.tm_hour * 60 + local.tm_min;
    return from < until ? now >= from && now < until : now >= from || now < until;
}

int64_t send_rules_retry_at(int64_t now_ms, long tries, long retry_after_s, uint32_t chance) {
    static const int64_t steps_s[] = {30, 120, 480, 1800, 3600};
    size_t last = sizeof steps_s / sizeof *steps_s - 1;
    size_t step = tries < 0 ? 0 : (size_t)tries > last ? last : (size_t)tries;
    int64_t wait_ms = steps_s[step] * (800 + (int64_t)(chance % 401));

    if (retry_after_s > 0 && wait_ms < retry_after_s * 1000) wait_ms = retry_after_s * 1000;
    return now_ms + wait_ms;
}
