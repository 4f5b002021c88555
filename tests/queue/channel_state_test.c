/* channel_state_test - a line that fails is left alone, tried with one message, and known to every process; a refused
 * account is told to somebody once. */
#include "queue/channel_state.h"

#include "config/clock.h"
#include "config/own.h"
#include "queue/channel_alarm.h"
#include "queue/channels.h"
#include "tests/queue/send_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define CHIEF "+56933330003"

static struct send_help help;
static struct channel_states *states, *elsewhere; /* elsewhere: of a second process */

static void begin(void) {
    struct error why = ERROR_INIT;
    send_help_open(&help, FAKE_CREATED);
    snprintf(help.queue.settings.duty.technical_numbers, SETTINGS_TEXT_MAX, CHIEF);
    queue_help_office(&help.queue);
    queue_help_pack(&help.queue);
    cr_assert_eq(channel_states_new(help.queue.office, &states, &why), 0, "%s", why.text);
    cr_assert_eq(channel_states_new(help.queue.office, &elsewhere, &why), 0, "%s", why.text);
    help.states = states;
    queue_settle(&help.queue);
}

static void end(void) {
    channel_states_free(elsewhere);
    send_help_close(&help);
}

TestSuite(channel_state, .init = begin, .fini = end, .timeout = 60);

static void outcome(struct channel_states *where, enum outcome_kind kind, const char *code) {
    channel_states_begin(where, 0);
    channel_states_end(where, 0, kind, code);
}

static enum channel_may may(const struct channel_states *where) {
    return channel_states_may(where, 0, clock_wall_ms());
}

struct expected {
    const struct channel_states *where;
    enum channel_health health;
};
static int has_health(void *arg) {
    const struct expected *expected = arg;
    return channel_states_get(expected->where, 0)->health == expected->health;
}
static void until_health(const struct channel_states *where, enum channel_health health) {
    struct expected expected = {where, health};
    cr_assert(queue_until(&help.queue, has_health, &expected), "it is %s, not %s",
              channel_health_word(channel_states_get(where, 0)->health), channel_health_word(health));
}

/* The rest, or the pause, is over; every process hears it. */
static void let_rest_end(void) {
    own_mem char *is = queue_string(&help.queue, "HGET {test}:channel-states line-1");
    char word[16], rest[128];
    cr_assert_eq(sscanf(is, "%15s %*s %127[^\n]", word, rest), 2, "%s", is);
    char record[160];
    snprintf(record, sizeof record, "%s 1 %s", word, rest);
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:channel-states line-1 %s", record));
    queue_number(&help.queue, "PUBLISH {test}:bell channels");
    queue_settle(&help.queue);
    queue_settle(&help.queue);
}

Test(channel_state, five_failures_in_a_row_are_a_rest_that_every_process_keeps) {
    for (int i = 0; i < 4; i++) outcome(states, OUTCOME_UNKNOWN, "no-answer");
    cr_assert_eq(may(states), CHANNEL_MAY);
    outcome(states, OUTCOME_NOT_SENT, "not-sent");
    cr_assert_eq(may(states), CHANNEL_MAY_NOT);
    until_health(elsewhere, CHANNEL_RESTING);
    cr_assert_eq(may(elsewhere), CHANNEL_MAY_NOT);
    const struct channel_state *state = channel_states_get(elsewhere, 0);
    cr_assert_geq(state->until_ms, clock_wall_ms() + 20000);
    cr_assert_str_eq(state->code, "not-sent");
}

Test(channel_state, a_success_in_between_begins_the_count_anew) {
    for (int i = 0; i < 4; i++) outcome(states, OUTCOME_UNKNOWN, "no-answer");
    outcome(states, OUTCOME_REFUSED, "21211"); /* an answer is an answer */
    for (int i = 0; i < 4; i++) outcome(states, OUTCOME_UNKNOWN, "no-answer");
    cr_assert_eq(may(states), CHANNEL_MAY);
}

Test(channel_state, after_the_rest_one_message_tries_and_a_further_failure_makes_the_rest_longer) {
    for (int i = 0; i < 5; i++) outcome(states, OUTCOME_UNKNOWN, "no-answer");
    until_health(elsewhere, CHANNEL_RESTING);
    let_rest_end();
    cr_assert_eq(may(states), CHANNEL_MAY_TRY);
    channel_states_begin(states, 0);
    cr_assert_eq(may(states), CHANNEL_MAY_NOT, "one is trying");
    channel_states_end(states, 0, OUTCOME_UNKNOWN, "no-answer");
    cr_assert_geq(channel_states_get(states, 0)->until_ms, clock_wall_ms() + 50000, "twice as long");
    cr_assert_eq(channel_states_get(states, 0)->times, 2);
    let_rest_end();
    outcome(states, OUTCOME_SENT, "");
    cr_assert_eq(may(states), CHANNEL_MAY);
    until_health(elsewhere, CHANNEL_WELL);
    cr_assert_eq(queue_number(&help.queue, "EXISTS {test}:channel-states"), 0);
}

Test(channel_state, what_was_under_way_when_the_rest_began_does_not_make_it_longer) {
    for (int i = 0; i < 20; i++) outcome(states, OUTCOME_UNKNOWN, "no-answer");
    cr_assert_eq(channel_states_get(states, 0)->times, 1);
}

Test(channel_state, of_many_that_wait_one_tries_and_the_rest_follows_when_it_went_well) {
    char people[3][VAULT_ID_MAX + 1];
    for (int i = 0; i < 5; i++) outcome(states, OUTCOME_UNKNOWN, "no-answer");
    until_health(elsewhere, CHANNEL_RESTING);
    let_rest_end();
    for (int i = 0; i < 3; i++) {
        char number[24], id[16];
        snprintf(number, sizeof number, "+5691111111%d", i);
        snprintf(id, sizeof id, "e%d.0", i);
        queue_person(&help.queue, number, people[i]);
        send_help_out(&help, people[i], &(struct send_help_out){.id = id, .text = "x"});
    }
    fake_provider_answer(help.fake, FAKE_STALL);
    send_help_start(&help);
    send_help_until_count(&help, 1);
    for (int i = 0; i < 10; i++) queue_settle(&help.queue);
    cr_assert_eq(fake_provider_count(help.fake), 1, "only one tries");
    fake_provider_answer(help.fake, FAKE_CREATED);
    fake_provider_release(help.fake);
    until_health(states, CHANNEL_WELL);
    freeReplyObject(
        queue_redis(&help.queue, "ZADD {test}:lanes-later 1 %s 1 %s 1 %s", people[0], people[1], people[2]));
    send_help_ring(&help);
    send_help_until_count(&help, 3);
}

Test(channel_state, a_person_holds_and_lets_go_and_no_process_undoes_it) {
    struct queue_wait wait = {0};
    channels_hold(help.queue.office, "u1", "line-1", queue_done, &wait);
    queue_await(&help.queue, &wait);
    queue_wait_release(&wait);
    until_health(elsewhere, CHANNEL_HELD);
    cr_assert_str_eq(channel_states_get(elsewhere, 0)->by, "u1");
    cr_assert_eq(may(elsewhere), CHANNEL_MAY_NOT);
    outcome(elsewhere, OUTCOME_SENT, "");
    outcome(elsewhere, OUTCOME_CHANNEL, "20003");
    queue_settle(&help.queue);
    cr_assert_eq(may(elsewhere), CHANNEL_MAY_NOT);
    channels_resume(help.queue.office, "u1", "line-1", queue_done, &wait);
    queue_await(&help.queue, &wait);
    queue_wait_release(&wait);
    until_health(elsewhere, CHANNEL_WELL);
    cr_assert_eq(queue_number(&help.queue, "XLEN {test}:audit"), 2);
    channels_hold(help.queue.office, "u1", "line-9", queue_done, &wait);
    queue_await_error(&help.queue, &wait);
    cr_assert_eq(wait.why.kind, ERROR_MISSING);
}

/* --- a refused account is told --- */

static int alarms_are_told(void *arg) {
    (void)arg;
    return queue_number(&help.queue, "HGET {test}:count channels_refused") > 0 &&
           queue_number(&help.queue, "EXISTS {test}:channel-alarms") == 0;
}

static char *chief(void) {
    char index[VAULT_INDEX_MAX + 1];
    vault_index(help.queue.vault, "phone/sms", CHIEF, index);
    return queue_string(&help.queue, "HGET {test}:addr %s", index);
}

Test(channel_state, no_credit_is_told_once_over_another_line_in_plain_words) {
    struct channel_alarm *one, *two;
    struct error why = ERROR_INIT;
    cr_assert_eq(channel_alarm_start(help.queue.office, states, &one, &why), 0);
    cr_assert_eq(channel_alarm_start(help.queue.office, elsewhere, &two, &why), 0);
    outcome(states, OUTCOME_CHANNEL, "1070");
    cr_assert(queue_until(&help.queue, alarms_are_told, NULL), "nobody was told");
    let_rest_end();
    outcome(states, OUTCOME_CHANNEL, "1070"); /* still no credit a minute later */
    queue_settle(&help.queue);
    cr_assert_eq(queue_number(&help.queue, "EXISTS {test}:channel-alarms"), 0, "once is enough");
    own_mem char *person = chief();
    cr_assert_eq(queue_number(&help.queue, "ZCARD {test}:outbox:%s", person), 1);
    redisReply *ids = queue_redis(&help.queue, "ZRANGE {test}:outbox:%s 0 -1", person);
    redisReply *sealed = queue_redis(&help.queue, "HGET {test}:out:%s text", ids->element[0]->str);
    char *text = queue_unseal_of(&help.queue, person, "out", ids->element[0]->str,
                                 (struct vault_bytes){sealed->str, sealed->len});
    cr_assert(strstr(text, "line-1") && strstr(text, "no tiene saldo"), "%s", text);
    free(text);
    freeReplyObject(sealed);
    freeReplyObject(ids);
    channel_alarm_free(one);
    channel_alarm_free(two);
}
