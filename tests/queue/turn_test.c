/* turn_test - reserve, work, commit: in order, once, all or nothing, whoever dies in between. */
#include "config/clock.h"
#include "queue/accept.h"
#include "queue/args.h"
#include "queue/schedule.h"
#include "queue/worker.h"
#include "tests/queue/queue_help.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdlib.h>

#define NUMBER "+56911112222"
#define NOW    "1764000000000"
#define COMMIT "FCALL commit 1 {test} " NOW " %s %s e1 state "

/* ---- the scripts by themselves ------------------------------------------------------------------------------------
 */

struct lease {
    char person[VAULT_ID_MAX + 1], token[24];
    redisReply *reply; /* of RESERVE */
};

static struct lease reserve(struct queue_help *help, const char *now_ms) {
    struct lease lease = {"", "", queue_redis(help, "FCALL reserve 1 {test} %s 30000 10", now_ms)};
    cr_assert_eq(lease.reply->type, REDIS_REPLY_ARRAY, "%s", lease.reply->str);
    if (!lease.reply->elements) return lease;
    snprintf(lease.person, sizeof lease.person, "%s", lease.reply->element[0]->element[0]->str);
    snprintf(lease.token, sizeof lease.token, "%s", lease.reply->element[0]->element[1]->str);
    return lease;
}

static void put_mail(struct queue_help *help, const char *person, const char *entry) {
    queue_number(help, "RPUSH {test}:mailbox:%s %s", person, entry);
    queue_number(help, "ZADD {test}:ready NX 1 %s", person);
}

/* A person with one entry "R e1 ...", leased. */
static struct lease leased(struct queue_help *help) {
    char person[VAULT_ID_MAX + 1];
    queue_person(help, NUMBER, person);
    put_mail(help, person, "R e1 1 - ");
    struct lease lease = reserve(help, NOW);
    cr_assert_str_eq(lease.person, person);
    return lease;
}

static void refused(redisReply *reply, const char *begins) {
    cr_assert_eq(reply->type, REDIS_REPLY_ERROR);
    cr_assert_eq(strncmp(reply->str, begins, strlen(begins)), 0, "%s", reply->str);
    freeReplyObject(reply);
}

static void succeeded(redisReply *reply) {
    cr_assert_neq(reply->type, REDIS_REPLY_ERROR, "%s", reply->str);
    freeReplyObject(reply);
}

static void wrote_nothing(struct queue_help *help, const char *person) {
    cr_assert_eq(queue_number(help, "EXISTS {test}:state:%s {test}:outbox:%s {test}:log:%s", person, person, person),
                 0);
    cr_assert_eq(queue_number(help, "LLEN {test}:mailbox:%s", person), 1);
}

Test(turn, a_commit_takes_the_head_and_gives_the_lease_back) {
    struct queue_help help;
    queue_help_open(&help);
    struct lease lease = leased(&help);
    succeeded(queue_redis(&help, COMMIT "say e1.0 0 reply line-1 sms 9 1 text - log in e1 1 x greeted", lease.person,
                          lease.token));
    cr_assert_eq(queue_number(&help, "EXISTS {test}:mailbox:%s {test}:leases {test}:ready {test}:tokens", lease.person),
                 0);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:outbox:%s", lease.person), 1);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:lanes"), 1);
    cr_assert_eq(queue_number(&help, "HGET {test}:person:%s greeted", lease.person), 1);
    freeReplyObject(lease.reply);
    queue_help_close(&help);
}

Test(turn, a_worker_that_lost_its_lease_commits_nothing) {
    struct queue_help help;
    queue_help_open(&help);
    struct lease first = leased(&help);
    succeeded(queue_redis(&help, "FCALL chores 1 {test} 1764000031000 10"));
    struct lease second = reserve(&help, "1764000031000");
    cr_assert_str_eq(second.person, first.person);
    cr_assert_str_neq(second.token, first.token);
    refused(queue_redis(&help, COMMIT "say e1.0 0 reply line-1 sms 9 1 text -", first.person, first.token), "LOST");
    wrote_nothing(&help, first.person);
    succeeded(queue_redis(&help, COMMIT "say e1.0 0 reply line-1 sms 9 1 text -", second.person, second.token));
    refused(queue_redis(&help, COMMIT, second.person, second.token), "LOST");
    cr_assert_eq(queue_number(&help, "ZCARD {test}:outbox:%s", first.person), 1);
    freeReplyObject(first.reply);
    freeReplyObject(second.reply);
    queue_help_close(&help);
}

Test(turn, a_commit_of_another_event_than_the_head_is_refused) {
    struct queue_help help;
    queue_help_open(&help);
    struct lease lease = leased(&help);
    refused(queue_redis(&help, "FCALL commit 1 {test} " NOW " %s %s e2 state", lease.person, lease.token), "LOST");
    wrote_nothing(&help, lease.person);
    freeReplyObject(lease.reply);
    queue_help_close(&help);
}

Test(turn, a_malformed_operation_writes_nothing_at_all) {
    struct queue_help help;
    queue_help_open(&help);
    struct lease lease = leased(&help);
    refused(queue_redis(&help, COMMIT "log in e1 1 x dance", lease.person, lease.token), "INPUT");
    refused(queue_redis(&help, COMMIT "log in e1 1 x say e1.0 0", lease.person, lease.token), "INPUT");
    wrote_nothing(&help, lease.person);
    freeReplyObject(lease.reply);
    queue_help_close(&help);
}

Test(turn, a_record_of_a_wrong_type_is_met_before_the_first_write) {
    struct queue_help help;
    queue_help_open(&help);
    struct lease lease = leased(&help);
    succeeded(queue_redis(&help, "SET {test}:log:%s broken", lease.person));
    refused(
        queue_redis(&help, COMMIT "say e1.0 0 reply line-1 sms 9 1 text - log in e1 1 x", lease.person, lease.token),
        "INPUT");
    cr_assert_eq(queue_number(&help, "EXISTS {test}:state:%s {test}:outbox:%s", lease.person, lease.person), 0);
    freeReplyObject(lease.reply);
    queue_help_close(&help);
}

Test(turn, while_one_works_nobody_else_gets_the_person) {
    struct queue_help help;
    queue_help_open(&help);
    struct lease lease = leased(&help);
    put_mail(&help, lease.person, "R e2 1 - ");
    succeeded(queue_redis(&help, "ZREM {test}:ready %s", lease.person));
    struct lease none = reserve(&help, NOW);
    cr_assert_eq(none.reply->elements, 0);
    succeeded(queue_redis(&help, COMMIT, lease.person, lease.token));
    struct lease next = reserve(&help, NOW);
    cr_assert_str_eq(next.reply->element[0]->element[2]->str, "R e2 1 - ");
    freeReplyObject(lease.reply);
    freeReplyObject(none.reply);
    freeReplyObject(next.reply);
    queue_help_close(&help);
}

Test(turn, a_retry_waits_and_is_counted) {
    struct queue_help help;
    queue_help_open(&help);
    struct lease lease = leased(&help);
    succeeded(queue_redis(&help, "FCALL retry 1 {test} " NOW " %s %s e1 1764000001000", lease.person, lease.token));
    cr_assert_eq(queue_number(&help, "ZCARD {test}:ready"), 0);
    cr_assert_eq(queue_number(&help, "HGET {test}:tries %s", lease.person), 1);
    succeeded(queue_redis(&help, "FCALL chores 1 {test} 1764000000999 10"));
    cr_assert_eq(queue_number(&help, "ZCARD {test}:ready"), 0, "not yet");
    succeeded(queue_redis(&help, "FCALL chores 1 {test} 1764000001000 10"));
    cr_assert_eq(queue_number(&help, "ZCARD {test}:ready"), 1);
    freeReplyObject(lease.reply);
    queue_help_close(&help);
}

Test(turn, mail_that_comes_during_a_retry_waits_behind_it) {
    struct queue_help help;
    queue_help_open(&help);
    struct lease lease = leased(&help);
    succeeded(queue_redis(&help, "FCALL retry 1 {test} " NOW " %s %s e1 1764000001000", lease.person, lease.token));
    char *index = queue_string(&help, "HGET {test}:person:%s ix:sms", lease.person);
    succeeded(queue_redis(&help, "FCALL accept 1 {test} " NOW " e2 %s sms line-1 cand key to M body", index));
    cr_assert_eq(queue_number(&help, "LLEN {test}:mailbox:%s", lease.person), 2);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:ready"), 0);
    free(index);
    freeReplyObject(lease.reply);
    queue_help_close(&help);
}

Test(turn, consent_is_kept_with_its_proof_and_taken_back) {
    struct queue_help help;
    queue_help_open(&help);
    struct lease lease = leased(&help);
    put_mail(&help, lease.person, "R e2 1 - ");
    succeeded(queue_redis(&help, COMMIT "consent events 1 proof lang ht 1", lease.person, lease.token));
    cr_assert_eq(queue_number(&help, "ZCARD {test}:consent:events"), 1);
    struct lease next = reserve(&help, NOW);
    succeeded(queue_redis(&help, "FCALL commit 1 {test} " NOW " %s %s e2 state consent events 0 proof", next.person,
                          next.token));
    cr_assert_eq(queue_number(&help, "ZCARD {test}:consent:events"), 0);
    cr_assert_eq(queue_number(&help, "HGET {test}:person:%s c:events", lease.person), 0);
    cr_assert_eq(queue_number(&help, "LLEN {test}:proof:%s", lease.person), 2);
    freeReplyObject(lease.reply);
    freeReplyObject(next.reply);
    queue_help_close(&help);
}

Test(turn, a_timer_replaces_the_one_of_its_name) {
    struct queue_help help;
    queue_help_open(&help);
    struct lease lease = leased(&help);
    succeeded(
        queue_redis(&help, COMMIT "due form a 5 due form b 6 due other c 7 undue other", lease.person, lease.token));
    cr_assert_eq(queue_number(&help, "ZCARD {test}:due"), 1);
    cr_assert_eq(queue_number(&help, "ZSCORE {test}:due %s|form|b", lease.person), 6);
    freeReplyObject(lease.reply);
    queue_help_close(&help);
}

static void put_appointment(struct queue_help *help, const char *person, int version, const char *status) {
    queue_number(help, "HSET {test}:appt:a1 person %s at 1764000500000 version %d status %s", person, version, status);
    queue_number(help, "ZADD {test}:appts:%s 1764000500000 a1", person);
}

static size_t reserved_reminders(struct queue_help *help, int version, const char *status) {
    char person[VAULT_ID_MAX + 1], entry[128];
    queue_person(help, NUMBER, person);
    put_appointment(help, person, version, status);
    snprintf(entry, sizeof entry, "T t1 1 - %s|reminder|a1.1.2d", person);
    put_mail(help, person, entry);
    struct lease lease = reserve(help, NOW);
    size_t count = lease.reply->elements;
    if (count) cr_assert_str_eq(lease.reply->element[0]->element[8]->element[0]->str, "a1");
    if (!count) cr_assert_eq(queue_number(help, "EXISTS {test}:mailbox:%s {test}:ready", person), 0);
    freeReplyObject(lease.reply);
    return count;
}

Test(turn, the_reminder_of_a_standing_appointment_is_worked) {
    struct queue_help help;
    queue_help_open(&help);
    cr_assert_eq(reserved_reminders(&help, 1, "planned"), 1);
    queue_help_close(&help);
}

Test(turn, the_reminder_of_a_moved_or_cancelled_appointment_is_dropped) {
    struct queue_help help;
    queue_help_open(&help);
    cr_assert_eq(reserved_reminders(&help, 2, "planned"), 0);
    cr_assert_eq(reserved_reminders(&help, 1, "cancelled"), 0);
    cr_assert_eq(queue_number(&help, "HGET {test}:count reminders_dropped"), 2);
    queue_help_close(&help);
}

Test(turn, behind_a_dropped_reminder_the_next_entry_is_worked) {
    struct queue_help help;
    char person[VAULT_ID_MAX + 1], entry[128];
    queue_help_open(&help);
    queue_person(&help, NUMBER, person);
    snprintf(entry, sizeof entry, "T t1 1 - %s|reminder|gone.1.2d", person);
    put_mail(&help, person, entry);
    put_mail(&help, person, "R e2 1 - ");
    struct lease lease = reserve(&help, NOW);
    cr_assert_str_eq(lease.reply->element[0]->element[2]->str, "R e2 1 - ");
    freeReplyObject(lease.reply);
    queue_help_close(&help);
}

Test(turn, a_person_of_a_wrong_type_is_buried_and_the_others_go_on) {
    struct queue_help help;
    char person[VAULT_ID_MAX + 1];
    queue_help_open(&help);
    succeeded(queue_redis(&help, "SET {test}:person:broken x"));
    put_mail(&help, "broken", "R e1 1 - ");
    succeeded(queue_redis(&help, "SET {test}:mailbox:worse x"));
    succeeded(queue_redis(&help, "ZADD {test}:ready 1 worse"));
    queue_person(&help, NUMBER, person);
    put_mail(&help, person, "R e2 1 - ");
    struct lease lease = reserve(&help, NOW);
    cr_assert_eq(lease.reply->elements, 1);
    cr_assert_str_eq(lease.person, person);
    cr_assert_eq(queue_number(&help, "HLEN {test}:buried"), 2);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:ready"), 0);
    freeReplyObject(lease.reply);
    queue_help_close(&help);
}

Test(turn, leases_are_released_only_by_who_holds_them) {
    struct queue_help help;
    queue_help_open(&help);
    struct lease lease = leased(&help);
    cr_assert_eq(queue_number(&help, "FCALL release 1 {test} " NOW " %s wrong", lease.person), 0);
    cr_assert_eq(queue_number(&help, "FCALL release 1 {test} " NOW " %s %s", lease.person, lease.token), 1);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:ready"), 1);
    cr_assert_eq(queue_number(&help, "HEXISTS {test}:tries %s", lease.person), 0);
    freeReplyObject(lease.reply);
    queue_help_close(&help);
}
