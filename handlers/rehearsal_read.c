/* rehearsal_read - spans, times and appointments as a transcript writes them. */
#include "handlers/rehearsal.h"

#include "config/clock.h"

#include <stdlib.h>
#include <string.h>

#define DAY_S    86400L
#define SPAN_MAX 400L

int64_t rehearsal_span(const char *text) {
    static const struct {
        char letter;
        long seconds;
    } units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', DAY_S}};
    char *end;
    if (*text < '0' || *text > '9') return -1;
    long count = strtol(text, &end, 10);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (*end != units[i].letter || end[1]) continue;
        if (count > SPAN_MAX * DAY_S / units[i].seconds) return -1;
        return (int64_t)count * units[i].seconds * 1000;
    }
    return -1;
}

int rehearsal_time(const char *text, int64_t *ret_ms, int *ret_len, struct error *why) {
    int year, month, day, hour, minute, len = 0;
    if (sscanf(text, "%4d-%2d-%2d %2d:%2d%n", &year, &month, &day, &hour, &minute, &len) != 5 || hour < 0 ||
        hour > 23 || minute < 0 || minute > 59 || year < 1971)
        return error_set(why, ERROR_INPUT, "a time is written 2026-11-24 10:00");
    *ret_len = len;
    return clock_from_local(year, month, day, hour * 60 + minute, ret_ms, why);
}

/* Copies up to the end, blanks around it cut. */
static void copy_trimmed(const char *from, size_t len, char *ret, size_t size) {
    while (len && *from == ' ') from++, len--;
    while (len && from[len - 1] == ' ') len--;
    if (len >= size) len = size - 1;
    memcpy(ret, from, len);
    ret[len] = '\0';
}

static void insert_sorted(struct known *known, const struct known_appointment *appointment) {
    size_t at = known->appointment_count++;
    while (at && known->appointments[at - 1].at_ms > appointment->at_ms) {
        known->appointments[at] = known->appointments[at - 1];
        at--;
    }
    known->appointments[at] = *appointment;
}

int rehearsal_appoint(struct rehearsal *rehearsal, const char *line, struct error *why) {
    struct known_appointment appointment = {.status = "planned"};
    size_t id_len = strcspn(line, " ");
    int len = 0;
    if (!id_len || id_len >= sizeof appointment.id || !line[id_len])
        return error_set(why, ERROR_INPUT, "an appointment is written: ID 2026-11-26 15:30 WHAT | PLACE");
    if (rehearsal->known.appointment_count >= EVENT_APPOINTMENTS_MAX)
        return error_set(why, ERROR_INPUT, "more than %d appointments", EVENT_APPOINTMENTS_MAX);
    copy_trimmed(line, id_len, appointment.id, sizeof appointment.id);
    if (rehearsal_time(line + id_len + 1, &appointment.at_ms, &len, why) < 0) return -1;
    const char *what = line + id_len + 1 + len, *bar = strchr(what, '|');
    copy_trimmed(what, bar ? (size_t)(bar - what) : strlen(what), appointment.what, sizeof appointment.what);
    if (bar) copy_trimmed(bar + 1, strlen(bar + 1), appointment.place, sizeof appointment.place);
    insert_sorted(&rehearsal->known, &appointment);
    return 0;
}
