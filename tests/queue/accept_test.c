/* accept_test - what a webhook carried is on disk once, sealed, and in its person's mailbox. */
#include "queue/accept.h"
#include "tests/queue/queue_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define DIGITS       "56911112222"
#define NUMBER       "+" DIGITS
#define SECRET_WORDS "no tengo papeles todavia"

struct accepting {
    int ended;
    struct accept_result result;
    struct error why;
};
static void on_accepted(void *arg, const struct accept_result *result, const struct error *why) {
    struct accepting *accepting = arg;
    accepting->ended++;
    accepting->result = *result;
    if (why) accepting->why = *why;
}
static int has_ended(void *arg) {
    return ((struct accepting *)arg)->ended > 0;
}

static void add_message(struct inbox *inbox, const char *id, const char *from, const char *text) {
    struct message *message = inbox_add_message(inbox);
    cr_assert(message != NULL);
    snprintf(message->id, sizeof message->id, "%s", id);
    snprintf(message->from, sizeof message->from, "%s", from);
    text_add(&message->body, text);
}

static struct accepting accept_now(struct queue_help *help, const char *channel, struct inbox *inbox) {
    struct accepting accepting = {0};
    accept_inbox(help->office, settings_channel(&help->settings, channel), inbox, on_accepted, &accepting);
    cr_assert(queue_until(help, has_ended, &accepting));
    cr_assert_eq(accepting.ended, 1);
    return accepting;
}

static struct accepting accept_one(struct queue_help *help, const char *channel, const char *id, const char *from) {
    struct inbox inbox = INBOX_INIT;
    add_message(&inbox, id, from, SECRET_WORDS);
    struct accepting accepting = accept_now(help, channel, &inbox);
    inbox_release(&inbox);
    return accepting;
}

static long long people(struct queue_help *help) {
    return queue_number(help, "HLEN {test}:addr");
}

/* Mail of all persons together. */
static long long mail(struct queue_help *help) {
    redisReply *persons = queue_redis(help, "HVALS {test}:addr");
    long long sum = 0;
    for (size_t i = 0; i < persons->elements; i++)
        sum += queue_number(help, "LLEN {test}:mailbox:%s", persons->element[i]->str);
    freeReplyObject(persons);
    return sum;
}

Test(accept, a_message_makes_a_person_who_is_ready) {
    struct queue_help help;
    queue_help_open(&help);
    struct accepting accepting = accept_one(&help, "line-1", "SM1", NUMBER);
    cr_assert_eq(accepting.why.kind, ERROR_NONE, "%s", accepting.why.text);
    cr_assert_eq(accepting.result.fresh, 1);
    cr_assert_eq(people(&help), 1);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:ready"), 1);
    cr_assert_eq(mail(&help), 1);
    queue_help_close(&help);
}

Test(accept, the_same_message_many_times_at_once_is_one_event) {
    struct queue_help help;
    struct accepting accepting[50] = {0};
    struct inbox inbox = INBOX_INIT;
    queue_help_open(&help);
    add_message(&inbox, "SM1", NUMBER, SECRET_WORDS);
    for (int i = 0; i < 50; i++)
        accept_inbox(help.office, &help.settings.channels[0], &inbox, on_accepted, &accepting[i]);
    cr_assert(queue_until(&help, has_ended, &accepting[49]));
    size_t fresh = 0, seen = 0;
    for (int i = 0; i < 50; i++) fresh += accepting[i].result.fresh, seen += accepting[i].result.seen;
    cr_assert_eq(fresh, 1);
    cr_assert_eq(seen, 49);
    cr_assert_eq(mail(&help), 1);
    cr_assert_eq(people(&help), 1);
    inbox_release(&inbox);
    queue_help_close(&help);
}

Test(accept, the_same_id_on_two_channels_is_two_events) {
    struct queue_help help;
    queue_help_open(&help);
    accept_one(&help, "line-1", "1", NUMBER);
    struct accepting other = accept_one(&help, "phone-sms", "1", NUMBER);
    cr_assert_eq(other.result.fresh, 1);
    cr_assert_eq(people(&help), 2, "a simulated number is not the real one");
    queue_help_close(&help);
}

Test(accept, one_person_keeps_the_order_of_a_whole_inbox) {
    struct queue_help help;
    struct inbox inbox = INBOX_INIT;
    queue_help_open(&help);
    for (int i = 0; i < 200; i++) {
        char id[32];
        snprintf(id, sizeof id, "SM%03d", i);
        add_message(&inbox, id, NUMBER, "hola");
    }
    struct accepting accepting = accept_now(&help, "line-1", &inbox);
    cr_assert_eq(accepting.result.fresh, 200);
    cr_assert_eq(people(&help), 1);
    redisReply *persons = queue_redis(&help, "HVALS {test}:addr");
    redisReply *entries = queue_redis(&help, "LRANGE {test}:mailbox:%s 0 -1", persons->element[0]->str);
    cr_assert_eq(entries->elements, 200);
    for (int i = 0; i < 200; i++) {
        char event[VAULT_INDEX_MAX + 1];
        vault_index(help.vault, "event/line-1", inbox.messages[i].id, event);
        cr_assert_eq(strncmp(entries->element[i]->str + 2, event, strlen(event)), 0);
    }
    freeReplyObject(entries);
    freeReplyObject(persons);
    inbox_release(&inbox);
    queue_help_close(&help);
}

/* 1 when any file of the data folder holds the bytes. */
static int on_disk(const struct queue_help *help, const char *bytes) {
    char command[512];
    snprintf(command, sizeof command, "grep -rqaF -- '%s' '%s'", bytes, help->dir);
    return system(command) == 0;
}

Test(accept, no_number_and_no_word_reaches_the_disk_in_the_clear) {
    struct queue_help help;
    queue_help_open(&help);
    accept_one(&help, "line-1", "SM" NUMBER, NUMBER);
    freeReplyObject(queue_redis(&help, "SET canary in-the-clear"));
    freeReplyObject(queue_redis(&help, "SAVE"));
    cr_assert(on_disk(&help, "in-the-clear"), "the search itself finds what is there");
    cr_assert_not(on_disk(&help, DIGITS));
    cr_assert_not(on_disk(&help, SECRET_WORDS));
    cr_assert_not(on_disk(&help, "papeles"));
    queue_help_close(&help);
}

Test(accept, without_redis_the_answer_is_busy) {
    struct queue_help help;
    queue_help_open(&help);
    queue_help_server_kill(&help);
    struct accepting accepting = accept_one(&help, "line-1", "SM1", NUMBER);
    cr_assert_eq(accepting.why.kind, ERROR_BUSY);
    cr_assert_eq(accepting.result.fresh, 0);
    queue_help_close(&help);
}

Test(accept, an_empty_inbox_is_answered_at_once) {
    struct queue_help help;
    struct inbox inbox = INBOX_INIT;
    struct accepting accepting = {0};
    queue_help_open(&help);
    accept_inbox(help.office, &help.settings.channels[0], &inbox, on_accepted, &accepting);
    cr_assert_eq(accepting.ended, 1);
    cr_assert_eq(accepting.why.kind, ERROR_NONE);
    queue_help_close(&help);
}

Test(accept, a_mailbox_of_a_wrong_type_buries_only_its_own_message) {
    struct queue_help help;
    queue_help_open(&help);
    accept_one(&help, "line-1", "SM1", NUMBER);
    redisReply *persons = queue_redis(&help, "HVALS {test}:addr");
    freeReplyObject(queue_redis(&help, "SET {test}:mailbox:%s broken", persons->element[0]->str));
    freeReplyObject(persons);
    struct accepting broken = accept_one(&help, "line-1", "SM2", NUMBER);
    struct accepting other = accept_one(&help, "line-1", "SM3", "+56933334444");
    cr_assert_eq(broken.why.kind, ERROR_NONE, "%s", broken.why.text);
    cr_assert_eq(other.result.fresh, 1);
    cr_assert_eq(queue_number(&help, "HLEN {test}:buried"), 1);
    queue_help_close(&help);
}

static char *accept_at(struct queue_help *help, const char *now_ms, const char *event) {
    return queue_string(help, "FCALL accept 1 {test} %s %s index sms line-1 candidate key address M body", now_ms,
                        event);
}

static int seen(struct queue_help *help, const char *now_ms, const char *event) {
    char *word = accept_at(help, now_ms, event);
    int is_seen = strcmp(word, "seen") == 0;
    free(word);
    return is_seen;
}

Test(accept, a_clock_that_jumps_forgets_no_event) {
    struct queue_help help;
    queue_help_open(&help);
    cr_assert_not(seen(&help, "1764000000000", "before"));
    cr_assert_not(seen(&help, "1795536000000", "in-a-year"), "a jump of a year ahead");
    cr_assert(seen(&help, "1795536000000", "before"));
    cr_assert_not(seen(&help, "1764000100000", "back"), "and back");
    freeReplyObject(queue_redis(&help, "FCALL chores 1 {test} 1764000100000 100"));
    cr_assert(seen(&help, "1764000100000", "before"));
    cr_assert(seen(&help, "1764000100000", "in-a-year"));
    cr_assert(seen(&help, "1766600000000", "back"), "thirty days on");
    queue_help_close(&help);
}

Test(accept, what_comes_after_a_jump_back_is_not_the_first_to_be_forgotten) {
    struct queue_help help;
    queue_help_open(&help);
    const char *months_ahead[] = {"1795536000000", "1798200000000", "1800800000000"};
    for (int i = 0; i < 3; i++) cr_assert_not(seen(&help, months_ahead[i], months_ahead[i]));
    cr_assert_not(seen(&help, "1764000000000", "back"));
    freeReplyObject(queue_redis(&help, "FCALL chores 1 {test} 1764000000000 100"));
    cr_assert(seen(&help, "1764000000000", "back"));
    queue_help_close(&help);
}

Test(accept, old_buckets_go_and_the_newest_three_stay) {
    struct queue_help help;
    queue_help_open(&help);
    const char *months[] = {"1764000000000", "1766600000000", "1769200000000", "1771800000000", "1774400000000"};
    for (int i = 0; i < 5; i++) cr_assert_not(seen(&help, months[i], months[i]));
    freeReplyObject(queue_redis(&help, "FCALL chores 1 {test} 1774400000000 100"));
    cr_assert_eq(queue_number(&help, "ZCARD {test}:seen"), 3);
    cr_assert(seen(&help, months[4], months[2]));
    cr_assert_not(seen(&help, months[4], months[0]));
    queue_help_close(&help);
}

static void add_out(struct queue_help *help, const char *person) {
    freeReplyObject(queue_redis(help, "HSET {test}:out:e.0 person %s state sent rank 0 code 0", person));
    char index[VAULT_INDEX_MAX + 1];
    vault_index(help->vault, "out/line-1", "SMx", index);
    freeReplyObject(queue_redis(help, "HSET {test}:pids %s e.0", index));
}

static struct accepting report(struct queue_help *help, enum delivery delivery, const char *out_id,
                               const char *provider_id) {
    struct inbox inbox = INBOX_INIT;
    struct status *status = inbox_add_status(&inbox);
    status->delivery = delivery;
    snprintf(status->out_id, sizeof status->out_id, "%s", out_id);
    snprintf(status->provider_id, sizeof status->provider_id, "%s", provider_id);
    if (delivery == DELIVERY_FAILED) snprintf(status->code, sizeof status->code, "30003");
    struct accepting accepting = accept_now(help, "line-1", &inbox);
    inbox_release(&inbox);
    return accepting;
}

static void state_is(struct queue_help *help, const char *state) {
    char *is = queue_string(help, "HGET {test}:out:e.0 state");
    cr_assert_str_eq(is, state);
    free(is);
}

Test(accept, a_status_is_merged_by_rank) {
    struct queue_help help;
    char person[VAULT_ID_MAX + 1];
    queue_help_open(&help);
    queue_person(&help, NUMBER, person);
    add_out(&help, person);
    report(&help, DELIVERY_DELIVERED, "e.0", "");
    state_is(&help, "delivered");
    report(&help, DELIVERY_SENT, "e.0", "");
    state_is(&help, "delivered");
    report(&help, DELIVERY_FAILED, "e.0", "");
    state_is(&help, "delivered");
    report(&help, DELIVERY_READ, "", "SMx");
    state_is(&help, "read");
    queue_help_close(&help);
}

Test(accept, a_failure_keeps_its_code_until_it_was_delivered_after_all) {
    struct queue_help help;
    char person[VAULT_ID_MAX + 1];
    queue_help_open(&help);
    queue_person(&help, NUMBER, person);
    add_out(&help, person);
    freeReplyObject(queue_redis(&help, "ZADD {test}:unknown 1 e.0"));
    report(&help, DELIVERY_FAILED, "e.0", "");
    state_is(&help, "failed");
    char *code = queue_string(&help, "HGET {test}:out:e.0 code");
    cr_assert_str_eq(code, "30003");
    free(code);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:unknown"), 0);
    report(&help, DELIVERY_DELIVERED, "e.0", "");
    state_is(&help, "delivered");
    queue_help_close(&help);
}

Test(accept, a_status_of_a_message_that_is_not_ours_is_counted) {
    struct queue_help help;
    queue_help_open(&help);
    struct accepting accepting = report(&help, DELIVERY_SENT, "nobody.0", "SMy");
    cr_assert_eq(accepting.result.unknown_statuses, 1);
    cr_assert_eq(accepting.result.statuses, 0);
    cr_assert_eq(queue_number(&help, "EXISTS {test}:out:nobody.0"), 0);
    queue_help_close(&help);
}

Test(accept, who_opted_out_at_the_provider_is_marked_and_the_machine_is_told_once) {
    struct queue_help help;
    char person[VAULT_ID_MAX + 1];
    struct inbox inbox = INBOX_INIT;
    queue_help_open(&help);
    queue_person(&help, NUMBER, person);
    add_out(&help, person);
    struct status *status = inbox_add_status(&inbox);
    status->delivery = DELIVERY_FAILED;
    status->stopped = 1;
    snprintf(status->out_id, sizeof status->out_id, "e.0");
    accept_now(&help, "line-1", &inbox);
    accept_now(&help, "line-1", &inbox);
    cr_assert_eq(queue_number(&help, "HGET {test}:person:%s stopped", person), 1);
    cr_assert_eq(queue_number(&help, "LLEN {test}:mailbox:%s", person), 1);
    inbox_release(&inbox);
    queue_help_close(&help);
}
