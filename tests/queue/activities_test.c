/* activities_test - seats are given once, free ones move up, and only who was told of an activity hears of its change.
 */
#include "config/clock.h"
#include "tests/queue/activities_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>

TestSuite(activities, .init = activities_open, .fini = activities_close, .timeout = 60);

Test(activities, two_people_race_for_the_last_seat_and_exactly_one_gets_it) {
    create_activity("event", 1, 1);
    is_known(ANA);
    is_known(JEAN);
    start_work();
    says(ANA, "fiesta1");
    says(JEAN, "fiesta1");
    worker_free(help_worker);
    writes(ANA, "1");
    writes(JEAN, "1"); /* both stand in the mailboxes: one RESERVE takes both, and both see a free seat */
    struct error why = ERROR_INIT;
    cr_assert(worker_start(help.office, &help_worker, &why) == 0);
    until_turns(4);
    cr_assert_eq(queue_number(&help, "HGET {test}:count turns_again"), 1);
    cr_assert_eq(activity_field("taken"), 1);
    int yes = (seat_of(ANA) == 'y') + (seat_of(JEAN) == 'y'), waits = (seat_of(ANA) == 'w') + (seat_of(JEAN) == 'w');
    cr_assert(yes == 1 && waits == 1, "%d seats, %d waiting", yes, waits);
    const char *late = seat_of(ANA) == 'w' ? ANA : JEAN;
    cr_assert_eq(heard(late, "Lista de espera: 1."), 1);
    cr_assert_eq(heard(late, "le esperamos"), 0);
}

Test(activities, free_seats_move_up_one_after_the_other) {
    static const char *const numbers[] = {ANA, JEAN, LUZ};
    create_activity("event", 1, 1);
    for (int i = 0; i < 3; i++) is_known(numbers[i]);
    start_work();
    for (int i = 0; i < 3; i++) {
        says(numbers[i], "fiesta1");
        says(numbers[i], "1");
    }
    cr_assert_eq(heard(LUZ, "Lista de espera: 2."), 1);
    says(ANA, "ya no voy");
    until_turns(8); /* Jean's, who is told */
    cr_assert_eq(seat_of(JEAN), 'y');
    cr_assert_eq(heard(JEAN, "Se liberó un cupo"), 1);
    cr_assert_eq(seat_of(LUZ), 'w');
    says(JEAN, "no");
    until_turns(10);
    cr_assert_eq(seat_of(LUZ), 'y');
    cr_assert_eq(heard(LUZ, "Se liberó un cupo"), 1);
    cr_assert_eq(activity_field("taken"), 1);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:activity-wait:%s", activity), 0);
}

Test(activities, a_group_that_does_not_fit_lets_smaller_ones_pass_and_more_seats_take_it_in) {
    create_activity("event", 2, 1);
    is_known(ANA);
    is_known(JEAN);
    start_work();
    says(ANA, "fiesta1");
    says(ANA, "2");
    says(ANA, "3"); /* four of them for two seats */
    cr_assert_eq(seat_of(ANA), 'w');
    says(JEAN, "fiesta1");
    says(JEAN, "1");
    cr_assert_eq(seat_of(JEAN), 'y');
    change_activity("capacity", json_integer(5), 1);
    until_turns(6);
    cr_assert_eq(seat_of(ANA), 'y');
    cr_assert_eq(activity_field("taken"), 5);
    cr_assert_eq(activity_field("version"), 1, "nobody has to hear of more seats");
    cr_assert_eq(heard(JEAN, "CAMBIO"), 0);
}

Test(activities, only_who_was_told_hears_of_a_change_and_the_old_reminders_never_come) {
    create_activity("event", 10, 1);
    is_known(ANA);
    is_known(JEAN);
    is_known(LUZ);
    start_work();
    says(ANA, "fiesta1");
    says(ANA, "1");
    says(JEAN, "fiesta1");
    says(JEAN, "3");
    change_activity("place", json_pack("{s:s, s:s}", "es", "Gimnasio", "ht", "Jimnaz"), 1);
    until_quiet();
    cr_assert_eq(heard(ANA, "CAMBIO: Fiesta"), 1);
    cr_assert_eq(heard(ANA, "Gimnasio"), 1);
    cr_assert_eq(heard(JEAN, "CAMBIO"), 0, "who said no is left in peace");
    cr_assert_eq(heard(LUZ, "Fiesta"), 0);
    due_now("2d");
    until_quiet();
    cr_assert_eq(heard(ANA, "Recuerde"), 1, "of the new version, and not of the old one");
    cr_assert_eq(heard(ANA, "Recuerde: Fiesta"), 1);
    cancel_activity();
    until_quiet();
    cr_assert_eq(heard(ANA, "Se canceló: Fiesta"), 1);
    due_now("3h");
    until_quiet();
    cr_assert_eq(heard(ANA, "Recuerde"), 1, "nothing is reminded of what is cancelled");
}

Test(activities, eight_sessions_are_eight_reminders_each_once) {
    create_activity("workshop", 10, 8);
    is_known(ANA);
    start_work();
    says(ANA, "fiesta1");
    says(ANA, "1");
    cr_assert_eq(queue_number(&help, "ZCARD {test}:due"), 16);
    due_now("1d");
    until_quiet();
    cr_assert_eq(heard(ANA, "Recuerde"), 8);
    for (int i = 1; i <= 8; i++) {
        char words[24];
        snprintf(words, sizeof words, "sesión %d:", i);
        cr_assert_eq(heard(ANA, words), 1);
    }
    says(ANA, "ya no voy");
    cr_assert_eq(queue_number(&help, "ZCARD {test}:due"), 0, "who has left is not written to any more");
}

Test(activities, a_code_is_counted_once_and_who_left_is_free_of_reminders) {
    create_activity("event", 10, 1);
    char *sessions = queue_string(&help, "HGET {test}:activity:%s sessions", activity), code[8] = "", now[96];
    snprintf(code, sizeof code, "%s", strrchr(sessions, ':') + 1);
    free(sessions);
    is_known(ANA);
    start_work();
    says(ANA, code);
    cr_assert_eq(heard(ANA, "todavía no vale"), 1);
    int64_t from_ms = clock_wall_ms() - 60000;
    snprintf(now, sizeof now, "%lld:%lld:%lld:%s", (long long)from_ms, (long long)from_ms + 3600000,
             (long long)from_ms + DAY, code);
    freeReplyObject(queue_redis(&help, "HSET {test}:activity:%s sessions %s", activity, now));
    freeReplyObject(queue_redis(&help, "PUBLISH {test}:bell board"));
    queue_settle(&help);
    says(ANA, code);
    says(ANA, code);
    cr_assert_eq(heard(ANA, "gracias por venir"), 2);
    cr_assert_eq(seat_of(ANA), 'y', "whoever stands there gets a seat");
    cr_assert_eq(activity_field("came:0"), 1);
    wait_anew();
    activities_get(help.office, activity, queue_done, &answer);
    queue_await(&help, &answer);
    const json_t *counts = json_object_get(json_object_get(answer.result, "counts"), "es");
    cr_assert_eq(json_integer_value(json_object_get(counts, "came")), 1);
    cr_assert_eq(json_integer_value(json_object_get(counts, "yes")), 1);
}

Test(activities, a_change_of_what_somebody_else_has_changed_is_refused) {
    create_activity("event", 10, 1);
    change_activity("place", json_pack("{s:s}", "es", "Gimnasio"), 1);
    json_auto_t *json = json_pack("{s:i, s:{s:s}}", "version", 1, "place", "es", "Parque");
    wait_anew();
    activities_change(help.office, by_maria(), activity, json, queue_done, &answer);
    queue_await_error(&help, &answer);
    cr_assert_eq(answer.why.kind, ERROR_CONFLICT);
}

Test(activities, a_change_can_be_taken_back_while_nobody_has_been_told) {
    struct activities_by held;
    create_activity("event", 10, 1);
    is_known(ANA);
    start_work();
    says(ANA, "fiesta1");
    says(ANA, "1");
    held = *by_maria();
    held.hold_ms = 60000;
    json_auto_t *json = json_pack("{s:i, s:{s:s}}", "version", 1, "place", "es", "Parque");
    wait_anew();
    activities_change(help.office, &held, activity, json, queue_done, &answer);
    queue_await(&help, &answer);
    wait_anew();
    activities_undo(help.office, by_maria(), activity, queue_done, &answer);
    queue_await(&help, &answer);
    until_quiet();
    cr_assert_eq(heard(ANA, "CAMBIO"), 0);
    char *place = queue_string(&help, "HGET {test}:activity:%s place:es", activity);
    cr_assert_str_eq(place, "Plaza");
    free(place);
    due_now("2d");
    until_quiet();
    cr_assert_eq(heard(ANA, "Recuerde"), 1, "her reminders came along, once");
    wait_anew();
    activities_undo(help.office, by_maria(), activity, queue_done, &answer);
    queue_await_error(&help, &answer);
    cr_assert_eq(answer.why.kind, ERROR_CONFLICT);
}

Test(activities, what_is_wrong_is_said_and_nothing_is_stored) {
    static const struct {
        const char *name;
        const char *value;
    } faults[] = {{"kind", "\"party\""},
                  {"title", "{\"ht\":\"Fèt\"}"},
                  {"title", "{\"es\":\"\"}"},
                  {"title", "{\"es\":\"una\\ndos\"}"},
                  {"title", "{\"xx\":\"una\"}"},
                  {"title", "\"una\""},
                  {"place", "{\"es\":7}"},
                  {"capacity", "0"},
                  {"capacity", "\"40\""},
                  {"word", "\"dos palabras\""},
                  {"word", "\"ALTO\""},
                  {"sessions", "[]"},
                  {"sessions", "[{\"from_ms\":1,\"until_ms\":2}]"},
                  {"sessions", "[{\"from_ms\":9999999999999,\"until_ms\":1}]"},
                  {"more", "1"},
                  {"version", "1"}};
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        json_auto_t *json = activity_of("event", 10, 1);
        if (strstr(faults[i].value, "{\"ht\"")) json_object_del(json, "title");
        json_object_set_new(json, faults[i].name, json_loads(faults[i].value, JSON_DECODE_ANY, NULL));
        wait_anew();
        activities_create(help.office, by_maria(), json, queue_done, &answer);
        queue_await_error(&help, &answer);
        cr_expect_eq(answer.why.kind, ERROR_INPUT, "%s: %s", faults[i].name, faults[i].value);
    }
    cr_assert_eq(queue_number(&help, "EXISTS {test}:activities"), 0);
}

Test(activities, the_board_has_room_for_twenty) {
    for (int i = 0; i < BOARD_ACTIVITIES_MAX; i++) create_activity("event", 10, 1);
    json_auto_t *json = activity_of("event", 10, 1);
    wait_anew();
    activities_create(help.office, by_maria(), json, queue_done, &answer);
    queue_await_error(&help, &answer);
    cr_assert_eq(answer.why.kind, ERROR_CONFLICT);
}
