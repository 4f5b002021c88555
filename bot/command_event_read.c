/* command_event_read - an activity from the flags of a command line. */
#include "bot/command_event.h"

#include "config/clock.h"
#include "messages/language.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WEEK_DAYS     7
#define HOURS_DEFAULT 2

static void take_texts(struct command_line *rest, const char *flag, const char *name, json_t *json) {
    json_t *texts = json_object();
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        char full[16];
        const char *code = language_code((enum language)i);
        if (!*code) continue; /* declared by nobody */
        snprintf(full, sizeof full, "--%s%s", flag, code);
        const char *text = command_value(rest, full);
        if (text) json_object_set_new(texts, code, json_string(text));
    }
    if (json_object_size(texts))
        json_object_set_new(json, name, texts);
    else
        json_decref(texts);
}

/* A whole number from 1 on. */
static int take_number(struct command_line *rest, const char *flag, long fallback, long *ret, struct error *why) {
    const char *word = command_value(rest, flag);
    char *end = NULL;
    *ret = word ? strtol(word, &end, 10) : fallback;
    if (!word || (end && !*end && *ret >= 1)) return 0;
    return error_set(why, ERROR_INPUT, "%s must be a whole number, not '%.20s'", flag, word);
}

struct when {
    int year, month, day, hour, minute;
    long hours, sessions;
};

/* The same day of the week and hour, week after week: local time, so that daylight saving does not move it. */
static int add_session(const struct when *when, long week, json_t *sessions, struct error *why) {
    struct tm day;
    int64_t noon_ms, from_ms;
    if (clock_from_local(when->year, when->month, when->day, 12 * 60, &noon_ms, why) < 0) return -1;
    clock_local(noon_ms + week * WEEK_DAYS * INT64_C(86400000), &day);
    if (clock_from_local(day.tm_year + 1900, day.tm_mon + 1, day.tm_mday, when->hour * 60 + when->minute, &from_ms,
                         why) < 0)
        return -1;
    json_int_t until_ms = from_ms + when->hours * INT64_C(3600000);
    json_array_append_new(sessions, json_pack("{s:I, s:I}", "from_ms", (json_int_t)from_ms, "until_ms", until_ms));
    return 0;
}

static int take_sessions(struct command_line *rest, json_t *json, struct error *why) {
    struct when when = {.hours = HOURS_DEFAULT, .sessions = 1};
    const char *from = command_value(rest, "--when");
    int len = 0;
    if (take_number(rest, "--hours", HOURS_DEFAULT, &when.hours, why) < 0 ||
        take_number(rest, "--sessions", 1, &when.sessions, why) < 0)
        return -1;
    if (!from) return 0;
    if (sscanf(from, "%4d-%2d-%2d %2d:%2d%n", &when.year, &when.month, &when.day, &when.hour, &when.minute, &len) !=
            5 ||
        from[len] || when.hour > 23 || when.minute > 59)
        return error_set(why, ERROR_INPUT, "--when is written \"2026-12-05 18:00\"");
    json_t *sessions = json_array();
    json_object_set_new(json, "sessions", sessions);
    for (long week = 0; week < when.sessions && week < BOARD_SESSIONS_MAX + 1; week++)
        if (add_session(&when, week, sessions, why) < 0) return -1;
    return 0;
}

static int take_rest(struct command_line *rest, json_t *json, struct error *why) {
    const char *word = command_value(rest, "--word"), *version = command_value(rest, "--version");
    long capacity;
    if (take_number(rest, "--capacity", 0, &capacity, why) < 0) return -1;
    if (capacity) json_object_set_new(json, "capacity", json_integer(capacity));
    if (word) json_object_set_new(json, "word", json_string(word));
    if (version) json_object_set_new(json, "version", json_integer(strtol(version, NULL, 10)));
    return take_sessions(rest, json, why);
}

json_t *event_read(struct command_line *rest, struct error *why) {
    json_t *json = json_object();
    const char *kind = command_value(rest, "--kind");
    if (kind) json_object_set_new(json, "kind", json_string(kind));
    take_texts(rest, "", "title", json);
    take_texts(rest, "place-", "place", json);
    if (take_rest(rest, json, why) == 0) return json;
    json_decref(json);
    return NULL;
}
