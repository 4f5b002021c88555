/* send_scripts_test - the scripts of sending by themselves, with a time of their own: leases, tokens, rates. */
#include "tests/queue/send_help.h"

#include "config/clock.h"

#include <criterion/criterion.h>
#include <string.h>

static struct send_help help;
static char person[VAULT_ID_MAX + 1];
static long long now_ms;

static void open_all(void) {
    send_help_open(&help, FAKE_CREATED);
    queue_help_office(&help.queue);
    queue_person(&help.queue, "+56911111111", person);
    now_ms = clock_wall_ms();
}
static void close_all(void) {
    send_help_close(&help);
}
TestSuite(send_scripts, .init = open_all, .fini = close_all, .timeout = 60);

static redisReply *reserve(int max, int replies_only, int rate) {
    redisReply *reply = queue_redis(&help.queue, "FCALL send_reserve 1 {test} %lld %d 30000 %d line-1 %d sms 1", now_ms,
                                    max, replies_only, rate);
    cr_assert_eq(reply->type, REDIS_REPLY_ARRAY, "%s", reply->str);
    return reply;
}

/* Reserves the one message that is waiting; ret_token as the lease gave it. */
static void reserve_one(const char *id, char ret_token[24]) {
    redisReply *reply = reserve(10, 0, 1000);
    cr_assert_eq(reply->elements, 2);
    cr_assert_str_eq(reply->element[1]->element[0]->str, id);
    snprintf(ret_token, 24, "%s", reply->element[1]->element[2]->str);
    freeReplyObject(reply);
}

static void assert_done(const char *id, const char *token, const char *outcome, const char *answer) {
    redisReply *reply =
        queue_redis(&help.queue, "FCALL send_done 1 {test} %lld %s %s %s code index %lld %s %s %s %s %s", now_ms, id,
                    token, outcome, now_ms + 30000, "", "", "", "", "");
    cr_assert_eq(reply->elements, 1, "%s", reply->str);
    const char *said = reply->element[0]->str;
    cr_assert_eq(strncmp(said, answer, strlen(answer)), 0, "%s", said);
    freeReplyObject(reply);
}

static void assert_lost(const char *id, const char *token, const char *outcome) {
    assert_done(id, token, outcome, "LOST");
}

static void put(const char *id) {
    const struct send_help_out out = {.id = id, .text = "x"};
    send_help_out(&help, person, &out);
}

static void expire(void) {
    now_ms += 60000;
    freeReplyObject(queue_redis(&help.queue, "FCALL chores 1 {test} %lld 100", now_ms));
}

Test(send_scripts, a_message_under_way_is_not_handed_out_again) {
    char token[24];
    put("e1.0");
    put("e2.0");
    reserve_one("e1.0", token);
    redisReply *reply = reserve(10, 0, 1000);
    cr_assert_eq(reply->elements, 1, "the person's next message went out beside the first");
    freeReplyObject(reply);
    assert_done("e1.0", token, "sent", "done");
    reserve_one("e2.0", token);
}

Test(send_scripts, a_lease_that_runs_out_makes_it_unknown_and_a_late_sent_settles_it) {
    char token[24];
    put("e1.0");
    reserve_one("e1.0", token);
    expire();
    send_help_assert_field(&help, "e1.0", "state", "unknown");
    redisReply *reply = reserve(10, 0, 1000);
    cr_assert_eq(reply->elements, 1, "an unknown message was handed out again");
    freeReplyObject(reply);
    assert_done("e1.0", token, "sent", "settled");
    send_help_assert_field(&help, "e1.0", "state", "queued");
    cr_assert_eq(queue_number(&help.queue, "ZCARD {test}:unknown"), 0);
}

Test(send_scripts, after_the_lease_only_a_sent_is_believed) {
    char token[24];
    put("e1.0");
    reserve_one("e1.0", token);
    expire();
    assert_lost("e1.0", token, "later");
    assert_lost("e1.0", token, "failed");
    send_help_assert_field(&help, "e1.0", "state", "unknown");
    cr_assert_eq(queue_number(&help.queue, "ZCARD {test}:outbox:%s", person), 0);
}

Test(send_scripts, an_old_token_says_nothing) {
    char first[24], second[24];
    put("e1.0");
    reserve_one("e1.0", first);
    assert_done("e1.0", first, "later", "done");
    now_ms += 60000;
    reserve_one("e1.0", second);
    assert_lost("e1.0", first, "sent");
    send_help_assert_field(&help, "e1.0", "state", "sending");
    assert_done("e1.0", second, "sent", "done");
}

Test(send_scripts, a_status_before_the_answer_is_kept) {
    char token[24];
    put("e1.0");
    reserve_one("e1.0", token);
    freeReplyObject(queue_redis(&help.queue, "FCALL status 1 {test} %lld e1.0 x 4 delivered %s 0", now_ms, ""));
    assert_done("e1.0", token, "unknown", "done");
    send_help_assert_field(&help, "e1.0", "state", "delivered");
    cr_assert_eq(queue_number(&help.queue, "ZCARD {test}:unknown"), 0);
    cr_assert_eq(queue_number(&help.queue, "EXISTS {test}:sending {test}:sending-of {test}:outbox:%s", person), 0);
}

Test(send_scripts, a_reply_does_not_wait_for_a_reminders_next_try) {
    char token[24];
    const struct send_help_out reminder = {.id = "e1.0", .text = "x", .purpose = "reminders", .lane = 1};
    send_help_out(&help, person, &reminder);
    reserve_one("e1.0", token);
    put("e2.0");
    assert_done("e1.0", token, "later", "done");
    reserve_one("e2.0", token);
}

/* How many of 30 people are served within a time, when asked every 10 ms. */
static size_t served_within(long long time_ms, int rate) {
    long long end_ms = now_ms + time_ms;
    size_t served = 0;
    for (; now_ms < end_ms; now_ms += 10) {
        redisReply *reply = reserve(30, 0, rate);
        served += reply->elements - 1;
        freeReplyObject(reply);
    }
    return served;
}

static void put_for_thirty(int lane) {
    for (int i = 0; i < 30; i++) {
        char number[24], id[32], each[VAULT_ID_MAX + 1];
        snprintf(number, sizeof number, "+569%d%07d", 2 + lane, i);
        snprintf(id, sizeof id, "l%d-%d.0", lane, i);
        queue_person(&help.queue, number, each);
        const struct send_help_out out = {.id = id, .text = "x", .lane = lane};
        send_help_out(&help, each, &out);
    }
}

Test(send_scripts, a_channel_hands_over_no_more_than_its_rate) {
    put_for_thirty(0);
    size_t served = served_within(1000, 10);
    cr_assert_geq(served, 9);
    cr_assert_leq(served, 11);
    served += served_within(2100, 10);
    cr_assert_geq(served, 29, "tokens were lost: %zu", served);
}

Test(send_scripts, two_segments_cost_two_tokens) {
    put_for_thirty(0);
    for (int i = 0; i < 30; i++) freeReplyObject(queue_redis(&help.queue, "HSET {test}:out:l0-%d.0 segments 2", i));
    size_t served = served_within(1000, 10);
    cr_assert_geq(served, 5);
    cr_assert_leq(served, 6);
}

Test(send_scripts, a_reply_overtakes_reminders_that_wait_for_tokens) {
    put_for_thirty(1);
    cr_assert_leq(served_within(100, 10), 2);
    put("e1.0");
    for (int i = 0; i < 20; i++) {
        redisReply *reply = reserve(30, 0, 10);
        int is_ours = reply->elements > 1 && strcmp(reply->element[1]->element[0]->str, "e1.0") == 0;
        freeReplyObject(reply);
        if (is_ours) return;
        now_ms += 10;
    }
    cr_assert_fail("the reply waited behind the reminders");
}

Test(send_scripts, a_clock_that_was_set_back_does_not_stop_a_channel) {
    put_for_thirty(0);
    served_within(500, 10);
    now_ms -= 24LL * 3600 * 1000;
    cr_assert_geq(served_within(1000, 10), 9);
}

Test(send_scripts, a_channel_that_is_away_does_not_hold_up_another) {
    char other[VAULT_ID_MAX + 1];
    queue_person(&help.queue, "+56922222222", other);
    put("e1.0");
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:out:e1.0 channel line-9"));
    const struct send_help_out out = {.id = "e2.0", .text = "x"};
    send_help_out(&help, other, &out);
    char token[24];
    reserve_one("e2.0", token);
    send_help_assert_field(&help, "e1.0", "state", "ready");
    cr_assert_eq(queue_number(&help.queue, "ZSCORE {test}:lanes-later %s", person), now_ms + 60000);
}

/* Two messages of two people, reserved in one call. */
static void reserve_two(char ret_tokens[2][24]) {
    char other[VAULT_ID_MAX + 1];
    put("e1.0");
    queue_person(&help.queue, "+56922222222", other);
    const struct send_help_out out = {.id = "e2.0", .text = "x"};
    send_help_out(&help, other, &out);
    redisReply *reply = reserve(10, 0, 1000);
    cr_assert_eq(reply->elements, 3);
    for (size_t i = 0; i < 2; i++) {
        const redisReply *item = reply->element[i + 1];
        size_t at = strcmp(item->element[0]->str, "e1.0") == 0 ? 0 : 1;
        snprintf(ret_tokens[at], 24, "%s", item->element[2]->str);
    }
    freeReplyObject(reply);
}

static redisReply *done_two(char tokens[2][24], const char *first, const char *second) {
    return queue_redis(
        &help.queue,
        "FCALL send_done 1 {test} %lld e1.0 %s %s code i1 0 %s %s %s %s %s e2.0 %s %s code i2 0 %s %s %s %s %s", now_ms,
        tokens[0], first, "", "", "", "0.5", "day line-1", tokens[1], second, "", "", "", "0.25", "day line-1");
}

Test(send_scripts, outcomes_of_many_are_written_in_one_call) {
    char tokens[2][24];
    reserve_two(tokens);
    redisReply *said = done_two(tokens, "sent", "sent");
    cr_assert_eq(said->elements, 2);
    cr_assert_str_eq(said->element[0]->str, "done");
    cr_assert_str_eq(said->element[1]->str, "done");
    freeReplyObject(said);
    send_help_assert_field(&help, "e1.0", "state", "queued");
    send_help_assert_field(&help, "e2.0", "pid", "i2");
    cr_assert_eq(queue_number(&help.queue, "HGET {test}:count sent"), 2);
    cr_assert_eq(queue_number(&help.queue, "HLEN {test}:pids"), 2);
    char *spent = queue_string(&help.queue, "HGET {test}:spent %s", "day line-1");
    cr_assert_str_eq(spent, "0.75");
    free(spent);
    cr_assert_eq(queue_number(&help.queue, "EXISTS {test}:sending {test}:sending-of {test}:outbox:%s", person), 0);
}

Test(send_scripts, a_lost_one_among_many_is_named_alone) {
    char tokens[2][24];
    reserve_two(tokens);
    snprintf(tokens[0], sizeof tokens[0], "0");
    redisReply *said = done_two(tokens, "sent", "later");
    cr_assert_eq(strncmp(said->element[0]->str, "LOST", 4), 0, "%s", said->element[0]->str);
    cr_assert_str_eq(said->element[1]->str, "done");
    freeReplyObject(said);
    send_help_assert_field(&help, "e1.0", "state", "sending");
    send_help_assert_field(&help, "e2.0", "state", "ready");
}

Test(send_scripts, an_outcome_that_cannot_be_written_harms_no_other) {
    char tokens[2][24];
    reserve_two(tokens);
    redisReply *said = done_two(tokens, "nonsense", "sent");
    cr_assert_eq(said->elements, 2);
    cr_assert_eq(strncmp(said->element[0]->str, "ERR ", 4), 0, "%s", said->element[0]->str);
    cr_assert_str_eq(said->element[1]->str, "done");
    freeReplyObject(said);
    send_help_assert_field(&help, "e2.0", "state", "queued");
}
