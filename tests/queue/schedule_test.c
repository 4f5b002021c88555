/* schedule_test - what time brings comes once: timers, leases, sends. */
#include "queue/schedule.h"
#include "tests/queue/queue_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define NOW "1764000000000"

static void script(struct queue_help *help, const char *call) {
    char line[512];
    snprintf(line, sizeof line, "FCALL %s", call);
    redisReply *reply = queue_redis(help, line);
    cr_assert_neq(reply->type, REDIS_REPLY_ERROR, "%s: %s", call, reply->str);
    freeReplyObject(reply);
}

struct emptying {
    struct queue_help *help;
    const char *person;
    long long mail;
};
static int has_mail(void *arg) {
    struct emptying *emptying = arg;
    return queue_number(emptying->help, "LLEN {test}:mailbox:%s", emptying->person) >= emptying->mail;
}

Test(schedule, a_due_entry_becomes_one_event_though_two_processes_look) {
    struct queue_help help;
    struct schedule *one, *two;
    struct error why = ERROR_INIT;
    char person[VAULT_ID_MAX + 1];
    queue_help_open(&help);
    queue_person(&help, "+56911112222", person);
    for (int i = 0; i < 1200; i++) queue_number(&help, "ZADD {test}:due %d %s|reminder|a%d.1.2d", i + 1, person, i);
    queue_number(&help, "ZADD {test}:due 9999999999999 %s|reminder|later.1.2d", person);
    cr_assert(schedule_start(help.office, &one, &why) == 0 && schedule_start(help.office, &two, &why) == 0);
    struct emptying emptying = {&help, person, 1200};
    cr_assert(queue_until(&help, has_mail, &emptying));
    queue_settle(&help);
    cr_assert_eq(queue_number(&help, "LLEN {test}:mailbox:%s", person), 1200);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:due"), 1);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:ready"), 1);
    schedule_free(one);
    schedule_free(two);
    queue_help_close(&help);
}

Test(schedule, the_event_of_a_timer_has_a_stable_id_that_names_nobody) {
    struct queue_help help;
    char person[VAULT_ID_MAX + 1];
    queue_help_open(&help);
    queue_person(&help, "+56911112222", person);
    for (int i = 0; i < 2; i++) {
        queue_number(&help, "ZADD {test}:due 1000 %s|form|x", person);
        script(&help, "due 1 {test} " NOW " 10");
    }
    char *first = queue_string(&help, "LINDEX {test}:mailbox:%s 0", person);
    char *second = queue_string(&help, "LINDEX {test}:mailbox:%s 1", person);
    cr_assert_str_eq(first, second);
    char event[64] = "";
    cr_assert_eq(sscanf(first, "T %63s ", event), 1);
    cr_assert(strlen(event) <= 20);
    cr_assert_not(strstr(event, person));
    free(first);
    free(second);
    queue_help_close(&help);
}

Test(schedule, a_timer_of_an_erased_person_is_dropped) {
    struct queue_help help;
    queue_help_open(&help);
    queue_number(&help, "ZADD {test}:due 1000 gone|form|x");
    script(&help, "due 1 {test} " NOW " 10");
    cr_assert_eq(queue_number(&help, "ZCARD {test}:due"), 0);
    cr_assert_eq(queue_number(&help, "EXISTS {test}:mailbox:gone"), 0);
    queue_help_close(&help);
}

static void reserve(struct queue_help *help, const char *person) {
    queue_number(help, "RPUSH {test}:mailbox:%s %s", person, "R e1 1 - ");
    queue_number(help, "ZADD {test}:ready 1 %s", person);
    script(help, "reserve 1 {test} " NOW " 30000 10");
    cr_assert_eq(queue_number(help, "ZCARD {test}:leases"), 1);
}

Test(schedule, a_dead_worker_gives_its_person_back) {
    struct queue_help help;
    char person[VAULT_ID_MAX + 1];
    queue_help_open(&help);
    queue_person(&help, "+56911112222", person);
    reserve(&help, person);
    script(&help, "chores 1 {test} 1764000029000 10");
    cr_assert_eq(queue_number(&help, "ZCARD {test}:ready"), 0, "the lease still stands");
    script(&help, "chores 1 {test} 1764000031000 10");
    cr_assert_eq(queue_number(&help, "ZCARD {test}:ready"), 1);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:leases"), 0);
    cr_assert_eq(queue_number(&help, "HGET {test}:tries %s", person), 1);
    queue_help_close(&help);
}

Test(schedule, a_clock_set_back_by_a_year_holds_no_lease_for_a_year) {
    struct queue_help help;
    char person[VAULT_ID_MAX + 1];
    queue_help_open(&help);
    queue_person(&help, "+56911112222", person);
    reserve(&help, person);
    script(&help, "chores 1 {test} 1732464000000 10");
    cr_assert_eq(queue_number(&help, "ZCARD {test}:ready"), 1);
    queue_help_close(&help);
}

Test(schedule, an_expired_send_is_unknown_and_never_queued_again) {
    struct queue_help help;
    char person[VAULT_ID_MAX + 1];
    queue_help_open(&help);
    queue_person(&help, "+56911112222", person);
    for (int i = 0; i < 2; i++) queue_number(&help, "HSET {test}:out:e.%d person %s state sending rank 0", i, person);
    queue_number(&help, "ZADD {test}:outbox:%s 1 e.0 2 e.1", person);
    queue_number(&help, "ZADD {test}:sending 1 e.0");
    queue_number(&help, "HSET {test}:sending-of %s e.0", person);
    script(&help, "chores 1 {test} " NOW " 10");
    char *state = queue_string(&help, "HGET {test}:out:e.0 state");
    cr_assert_str_eq(state, "unknown");
    free(state);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:unknown"), 1);
    char *left = queue_string(&help, "ZSCORE {test}:outbox:%s e.0", person);
    cr_assert_str_eq(left, "");
    free(left);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:lanes"), 1, "the next message goes on");
    queue_help_close(&help);
}

Test(schedule, a_send_that_a_status_has_settled_does_not_become_unknown) {
    struct queue_help help;
    char person[VAULT_ID_MAX + 1];
    queue_help_open(&help);
    queue_person(&help, "+56911112222", person);
    queue_number(&help, "HSET {test}:out:e.0 person %s state delivered rank 4", person);
    queue_number(&help, "ZADD {test}:sending 1 e.0");
    script(&help, "chores 1 {test} " NOW " 10");
    char *state = queue_string(&help, "HGET {test}:out:e.0 state");
    cr_assert_str_eq(state, "delivered");
    free(state);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:unknown"), 0);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:sending"), 0);
    queue_help_close(&help);
}

Test(schedule, a_schedule_may_be_freed_while_it_waits_for_redis) {
    struct queue_help help;
    struct schedule *schedule;
    struct error why = ERROR_INIT;
    queue_help_open(&help);
    cr_assert(schedule_start(help.office, &schedule, &why) == 0);
    queue_settle(&help);
    schedule_free(schedule);
    queue_help_close(&help);
}
