/* command_event_print - activities and their people on standard output: a line each, tabs between. */
#include "bot/command_event.h"

#include "config/clock.h"

#include <stdio.h>

static const char *text(const json_t *json, const char *name) {
    const char *value = json_string_value(json_object_get(json, name));
    return value ? value : "";
}

static long long number(const json_t *json, const char *name) {
    return (long long)json_integer_value(json_object_get(json, name));
}

static const char *spanish(const json_t *json, const char *name) {
    return text(json_object_get(json, name), "es");
}

static void print_time(long long at_ms) {
    struct tm local;
    clock_local(at_ms, &local);
    printf("%04d-%02d-%02d %02d:%02d", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday, local.tm_hour,
           local.tm_min);
}

void event_print_line(const json_t *activity) {
    const json_t *sessions = json_object_get(activity, "sessions");
    printf("%s\t%s\t%s\t", text(activity, "id"), text(activity, "kind"), text(activity, "state"));
    print_time(number(json_array_get(sessions, 0), "from_ms"));
    printf("\tx%zu\t%lld/%lld\t%lld waiting\t%s\t%s\n", json_array_size(sessions), number(activity, "taken"),
           number(activity, "capacity"), number(activity, "waiting"), spanish(activity, "title"),
           spanish(activity, "place"));
}

static void print_counts(const json_t *counts) {
    const char *language;
    json_t *row;
    puts("language\tinvited\tyes\twaiting\tno\tseats\tcame");
    json_object_foreach((json_t *)counts, language, row) printf(
        "%s\t%lld\t%lld\t%lld\t%lld\t%lld\t%lld\n", *language ? language : "-", number(row, "invited"),
        number(row, "yes"), number(row, "waiting"), number(row, "no"), number(row, "seats"), number(row, "came"));
}

void event_print_whole(const json_t *activity) {
    const json_t *sessions = json_object_get(activity, "sessions"), *answers = json_object_get(activity, "answers");
    event_print_line(activity);
    printf("version\t%lld\n", number(activity, "version"));
    for (size_t i = 0; i < json_array_size(sessions); i++) {
        const json_t *session = json_array_get(sessions, i);
        printf("session %zu\t", i + 1);
        print_time(number(session, "from_ms"));
        printf("\tcode of the day %s\t%lld came\n", text(session, "code"), number(session, "came"));
    }
    print_counts(json_object_get(activity, "counts"));
    printf("answers afterwards\t1: %lld\t2: %lld\t3: %lld\n", (long long)json_integer_value(json_array_get(answers, 0)),
           (long long)json_integer_value(json_array_get(answers, 1)),
           (long long)json_integer_value(json_array_get(answers, 2)));
}

void event_print_people(const json_t *people) {
    size_t i, k;
    json_t *one, *session;
    json_array_foreach((json_t *)people, i, one) {
        printf("%s\t%s\t%s\t%s\t%lld\t", text(one, "code"), text(one, "name"), text(one, "language"),
               text(one, "state"), number(one, "seats"));
        json_array_foreach(json_object_get(one, "came"), k, session)
            printf("%s%lld", k ? "," : "", (long long)json_integer_value(session) + 1);
        printf("\t%lld missed%s\n", number(one, "missed"), json_is_true(json_object_get(one, "call")) ? "\tCALL" : "");
    }
}

void event_print_preview(const json_t *preview) {
    const char *code;
    json_t *row;
    json_object_foreach(json_object_get(preview, "by_language"), code, row)
        printf("  %s: %lld people x %lld segments\n      %s\n", code, number(row, "people"), number(row, "segments"),
               text(row, "text"));
    printf("  in all: %lld people, %lld segments\n", number(preview, "people"), number(preview, "segments_total"));
}

long long event_told(const json_t *activity) {
    long long told = 0;
    const char *language;
    json_t *row;
    json_object_foreach(json_object_get(activity, "counts"), language, row) told +=
        number(row, "invited") - number(row, "no");
    return told;
}
