/* activities_people_test - who came, who missed two sessions, and when that is forgotten. */
#include "config/clock.h"
#include "tests/queue/activities_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>

TestSuite(activities_people, .init = activities_open, .fini = activities_close, .timeout = 60);

/* The first two sessions are over; whoever came by the code is in bits. */
static void two_sessions_are_over(void) {
    char sessions[512] = "";
    int64_t now_ms = clock_wall_ms();
    for (int i = 0; i < 4; i++) {
        int64_t from_ms = now_ms + (i - 2) * WEEK - DAY;
        snprintf(sessions + strlen(sessions), sizeof sessions - strlen(sessions), "%s%lld:%lld:%lld:B%dC%d",
                 i ? " " : "", (long long)from_ms, (long long)from_ms + 3600000, (long long)from_ms + DAY, i + 2,
                 i + 2);
    }
    freeReplyObject(
        queue_redis(&help, "HSET {test}:activity:%s sessions %s came:0 1 came:1 1 came:2 1", activity, sessions));
}

static void came(const char *number, int bits) {
    char *person = person_of(number), entry[64];
    snprintf(entry, sizeof entry, "y 1 %d 1", bits);
    freeReplyObject(queue_redis(&help, "HSET {test}:activity-people:%s %s %s", activity, person, entry));
    free(person);
}

Test(activities_people, who_missed_two_sessions_is_listed_for_a_call_and_who_was_there_gets_a_certificate) {
    create_activity("workshop", 10, 4);
    is_known(ANA);
    is_known(JEAN);
    start_work();
    says(ANA, "fiesta1");
    says(ANA, "1");
    says(JEAN, "fiesta1");
    says(JEAN, "1");
    two_sessions_are_over();
    came(ANA, 7);
    wait_anew();
    activities_people(help.office, by_maria(), activity, 0, 50, queue_done, &answer);
    queue_await(&help, &answer);
    const json_t *people = json_object_get(answer.result, "people");
    cr_assert_eq(json_array_size(people), 2);
    cr_assert(!json_is_true(json_object_get(json_array_get(people, 0), "call")));
    cr_assert(json_is_true(json_object_get(json_array_get(people, 1), "call")));
    cr_assert_eq(json_integer_value(json_object_get(json_array_get(people, 1), "missed")), 3);
    wait_anew();
    activities_certificates(help.office, by_maria(), activity, ACTIVITIES_SHARE, queue_done, &answer);
    queue_await(&help, &answer);
    cr_assert_eq(json_array_size(json_object_get(answer.result, "people")), 1);
    cr_assert_eq(json_integer_value(json_object_get(answer.result, "needed")), 3);
    cr_assert(strstr(json_string_value(json_object_get(answer.result, "csv")), "\"3\";\"4\"\r\n") != NULL);
    char *jean = person_of(JEAN);
    wait_anew();
    activities_came(help.office, by_maria(), activity, jean, 1, queue_done, &answer);
    queue_await(&help, &answer);
    wait_anew();
    activities_came(help.office, by_maria(), activity, "nobody", 1, queue_done, &answer);
    queue_await_error(&help, &answer);
    cr_assert_eq(answer.why.kind, ERROR_MISSING);
    wait_anew();
    activities_came(help.office, by_maria(), activity, jean, 3, queue_done, &answer);
    queue_await_error(&help, &answer);
    cr_assert_eq(answer.why.kind, ERROR_INPUT, "a session that has not begun");
    free(jean);
}

static int is_forgotten(void *arg) {
    (void)arg;
    return queue_number(&help, "EXISTS {test}:activity-people:%s", activity) == 0;
}

Test(activities_people, who_came_is_forgotten_in_time_and_how_many_stays) {
    create_activity("event", 10, 1);
    is_known(ANA);
    is_known(JEAN);
    start_work();
    says(ANA, "fiesta1");
    says(ANA, "1");
    says(JEAN, "fiesta1");
    says(JEAN, "3");
    came(ANA, 1);
    cr_assert_geq(queue_number(&help, "ZSCORE {test}:activities-people %s", activity),
                  (long long)clock_wall_ms() + 189 * DAY);
    freeReplyObject(queue_redis(&help, "ZADD {test}:activities-people 1 %s", activity));
    cr_assert(queue_until(&help, is_forgotten, NULL));
    cr_assert_eq(queue_number(&help, "EXISTS {test}:activity-to:%s {test}:activities-people", activity), 0);
    wait_anew();
    activities_get(help.office, activity, queue_done, &answer);
    queue_await(&help, &answer);
    const json_t *counts = json_object_get(json_object_get(answer.result, "counts"), "es");
    cr_assert_eq(json_integer_value(json_object_get(counts, "invited")), 2);
    cr_assert_eq(json_integer_value(json_object_get(counts, "yes")), 1);
    cr_assert_eq(json_integer_value(json_object_get(counts, "no")), 1);
    cr_assert_eq(json_integer_value(json_object_get(counts, "came")), 1);
}
