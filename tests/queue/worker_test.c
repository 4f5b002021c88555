/* worker_test - a message goes through the machine and comes out sealed, in order, once, whoever dies in between. */
#include "queue/worker.h"

#include "config/clock.h"
#include "queue/accept.h"
#include "queue/args.h"
#include "queue/schedule.h"
#include "tests/queue/queue_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define NUMBER "+56911112222"

struct shop {
    struct queue_help help;
    struct worker *worker;
    struct schedule *schedule;
    long long turns; /* what is waited for */
};

static void shop_work(struct shop *shop) {
    struct error why = ERROR_INIT;
    cr_assert(worker_start(shop->help.office, &shop->worker, &why) == 0, "%s", why.text);
    cr_assert(schedule_start(shop->help.office, &shop->schedule, &why) == 0, "%s", why.text);
}

static void shop_open(struct shop *shop) {
    memset(shop, 0, sizeof *shop);
    queue_help_open(&shop->help);
    queue_help_pack(&shop->help);
}

static void shop_close(struct shop *shop) {
    worker_free(shop->worker);
    schedule_free(shop->schedule);
    queue_help_close(&shop->help);
}

static void on_accepted(void *arg, const struct accept_result *result, const struct error *why) {
    cr_assert(!why, "%s", why->text);
    *(size_t *)arg += result->fresh;
}
static int one_is_fresh(void *arg) {
    return *(size_t *)arg == 1;
}

static void write_as(struct shop *shop, const char *number, const char *id, const char *words) {
    struct inbox inbox = INBOX_INIT;
    size_t fresh = 0;
    struct message *message = inbox_add_message(&inbox);
    snprintf(message->id, sizeof message->id, "%s", id);
    snprintf(message->from, sizeof message->from, "%s", number);
    text_add(&message->body, words);
    accept_inbox(shop->help.office, &shop->help.settings.channels[0], &inbox, on_accepted, &fresh);
    inbox_release(&inbox);
    cr_assert(queue_until(&shop->help, one_is_fresh, &fresh));
}

static int turns_done(void *arg) {
    struct shop *shop = arg;
    return queue_number(&shop->help, "HGET {test}:count turns") >= shop->turns;
}

static void until_turns(struct shop *shop, long long turns) {
    shop->turns = turns;
    cr_assert(queue_until(&shop->help, turns_done, shop), "%lld turns were not done", turns);
    queue_settle(&shop->help);
}

static char *person_of(struct shop *shop, const char *number) {
    char index[VAULT_INDEX_MAX + 1];
    vault_index(shop->help.vault, "sms", number, index);
    return queue_string(&shop->help, "HGET {test}:addr %s", index);
}

static void event_of(struct shop *shop, const char *id, char ret[VAULT_INDEX_MAX + 1]) {
    vault_index(shop->help.vault, "event/line-1", id, ret);
}

/* Opens a value that the person's key has sealed; malloc'ed. */
static char *unseal(struct shop *shop, const char *person, const char *bound, const char *bytes, size_t len) {
    struct error why = ERROR_INIT;
    struct vault_key key;
    char *plain;
    redisReply *wrapped = queue_redis(&shop->help, "HGET {test}:person:%s key", person);
    cr_assert(vault_unwrap(shop->help.vault, person, (struct vault_bytes){wrapped->str, wrapped->len}, &key, &why) ==
              0);
    cr_assert(vault_unseal(&key, bound, (struct vault_bytes){bytes, len}, &plain, &len, &why) == 0, "%s", why.text);
    freeReplyObject(wrapped);
    return plain;
}

/* Line `at` of the conversation as "<direction> <text>"; malloc'ed. */
static char *log_line_at(struct shop *shop, const char *person, int at) {
    redisReply *line = queue_redis(&shop->help, "LINDEX {test}:log:%s %d", person, at);
    char bound[PERSON_BOUND_MAX], *ret = NULL;
    cr_assert_eq(line->type, REDIS_REPLY_STRING);
    const char *sealed = line->str;
    for (int i = 0; i < 3; i++) sealed = strchr(sealed, ' ') + 1;
    char *text = unseal(shop, person, person_bound("log", person, NULL, bound), sealed,
                        line->len - (size_t)(sealed - line->str));
    cr_assert(asprintf(&ret, "%.*s %s", (int)strcspn(line->str, " "), line->str, text) > 0);
    free(text);
    freeReplyObject(line);
    return ret;
}

static void nothing_is_left(struct shop *shop) {
    cr_assert_eq(queue_number(&shop->help, "EXISTS {test}:ready {test}:leases {test}:tokens {test}:delayed"), 0);
}

Test(worker, a_message_is_answered_and_both_are_in_the_conversation) {
    struct shop shop;
    shop_open(&shop);
    shop_work(&shop);
    write_as(&shop, NUMBER, "SM1", "hola");
    until_turns(&shop, 1);
    char *person = person_of(&shop, NUMBER), *in = log_line_at(&shop, person, 0), *out = log_line_at(&shop, person, 1);
    cr_assert_str_eq(in, "in hola");
    cr_assert_eq(strncmp(out, "out ", 4), 0);
    cr_assert(queue_number(&shop.help, "ZCARD {test}:outbox:%s", person) >= 1);
    nothing_is_left(&shop);
    free(in), free(out), free(person);
    shop_close(&shop);
}

Test(worker, what_is_said_is_sealed_for_its_person_and_addressed_to_the_channel_they_used) {
    struct shop shop;
    char event[VAULT_INDEX_MAX + 1], id[64], bound[PERSON_BOUND_MAX];
    shop_open(&shop);
    shop_work(&shop);
    write_as(&shop, NUMBER, "SM1", "hola");
    until_turns(&shop, 1);
    char *person = person_of(&shop, NUMBER);
    event_of(&shop, "SM1", event);
    redisReply *ids = queue_redis(&shop.help, "ZRANGE {test}:outbox:%s 0 0", person);
    snprintf(id, sizeof id, "%s", ids->element[0]->str);
    cr_assert_eq(strncmp(id, event, strlen(event)), 0, "the id of an effect comes from its event");
    redisReply *sealed = queue_redis(&shop.help, "HGET {test}:out:%s text", id);
    char *text = unseal(&shop, person, person_bound("out", id, NULL, bound), sealed->str, sealed->len);
    char *channel = queue_string(&shop.help, "HGET {test}:out:%s channel", id);
    cr_assert(strlen(text) > 0);
    cr_assert_str_eq(channel, "line-1");
    freeReplyObject(ids);
    freeReplyObject(sealed);
    free(text), free(channel), free(person);
    shop_close(&shop);
}

Test(worker, one_persons_messages_are_worked_in_the_order_of_their_coming) {
    struct shop shop;
    shop_open(&shop);
    for (int i = 0; i < 20; i++) {
        char id[32], words[32];
        snprintf(id, sizeof id, "SM%d", i);
        snprintf(words, sizeof words, "palabra %d", i);
        write_as(&shop, NUMBER, id, words);
    }
    shop_work(&shop);
    until_turns(&shop, 20);
    char *person = person_of(&shop, NUMBER);
    long long lines = queue_number(&shop.help, "LLEN {test}:log:%s", person);
    int seen = 0;
    for (int at = 0; at < lines; at++) {
        char *line = log_line_at(&shop, person, at), expected[32];
        snprintf(expected, sizeof expected, "in palabra %d", seen);
        if (strncmp(line, "in ", 3) == 0) {
            cr_assert_str_eq(line, expected);
            seen++;
        }
        free(line);
    }
    cr_assert_eq(seen, 20);
    free(person);
    shop_close(&shop);
}

Test(worker, sixty_four_people_at_once_are_all_answered) {
    struct shop shop;
    shop_open(&shop);
    for (int i = 0; i < 64; i++) {
        char number[32], id[32];
        snprintf(number, sizeof number, "+569111100%02d", i);
        snprintf(id, sizeof id, "SM%d", i);
        write_as(&shop, number, id, "hola");
    }
    shop_work(&shop);
    until_turns(&shop, 64);
    cr_assert_eq(queue_number(&shop.help, "ZCARD {test}:lanes"), 64);
    nothing_is_left(&shop);
    shop_close(&shop);
}

static long long outs(struct shop *shop) {
    return queue_number(&shop->help, "EVAL %s 0", "return #redis.call('KEYS', '{test}:out:*')");
}

Test(worker, a_turn_whose_worker_died_is_done_again_with_the_same_ids) {
    struct shop shop;
    char event[VAULT_INDEX_MAX + 1];
    shop_open(&shop);
    write_as(&shop, NUMBER, "SM1", "hola");
    int64_t long_ago_ms = clock_wall_ms() - 60000;
    redisReply *dead = queue_redis(&shop.help, "FCALL reserve 1 {test} %lld 30000 10", (long long)long_ago_ms);
    cr_assert_eq(dead->elements, 1);
    shop_work(&shop);
    until_turns(&shop, 1);
    event_of(&shop, "SM1", event);
    long long said = outs(&shop);
    cr_assert(said >= 1);
    redisReply *late = queue_redis(&shop.help, "FCALL commit 1 {test} 1 %s %s %s state say %s.0 0 reply c r 9 1 t -",
                                   dead->element[0]->element[0]->str, dead->element[0]->element[1]->str, event, event);
    cr_assert_eq(late->type, REDIS_REPLY_ERROR);
    cr_assert_eq(outs(&shop), said);
    freeReplyObject(late);
    freeReplyObject(dead);
    shop_close(&shop);
}

static int buried_one(void *arg) {
    struct shop *shop = arg;
    return queue_number(&shop->help, "HLEN {test}:buried") >= 1;
}

static void put_broken(struct shop *shop, const char *person, const char *entry) {
    queue_number(&shop->help, "RPUSH {test}:mailbox:%s %s", person, entry);
    queue_number(&shop->help, "ZADD {test}:ready 1 %s", person);
}

Test(worker, a_message_that_cannot_be_unsealed_is_buried_and_its_person_is_told) {
    struct shop shop;
    char person[VAULT_ID_MAX + 1];
    shop_open(&shop);
    queue_person(&shop.help, NUMBER, person);
    put_broken(&shop, person, "M e1 1 line-1 garbage");
    write_as(&shop, "+56933334444", "SM1", "hola");
    shop_work(&shop);
    until_turns(&shop, 1);
    cr_assert(queue_until(&shop.help, buried_one, &shop));
    char *buried = queue_string(&shop.help, "HGET {test}:buried e1");
    cr_assert(strstr(buried, " sealed "), "%s", buried);
    cr_assert_eq(queue_number(&shop.help, "ZCARD {test}:outbox:%s", person), 1);
    cr_assert_eq(queue_number(&shop.help, "ZCARD {test}:tickets"), 1);
    nothing_is_left(&shop);
    free(buried);
    shop_close(&shop);
}

Test(worker, a_person_whose_key_is_lost_stops_nobody) {
    struct shop shop;
    char person[VAULT_ID_MAX + 1];
    shop_open(&shop);
    queue_person(&shop.help, NUMBER, person);
    queue_number(&shop.help, "HSET {test}:person:%s key short", person);
    put_broken(&shop, person, "M e1 1 line-1 garbage");
    write_as(&shop, "+56933334444", "SM1", "hola");
    shop_work(&shop);
    until_turns(&shop, 1);
    cr_assert(queue_until(&shop.help, buried_one, &shop));
    nothing_is_left(&shop);
    shop_close(&shop);
}

Test(worker, a_state_that_cannot_be_read_begins_anew) {
    struct shop shop;
    shop_open(&shop);
    write_as(&shop, NUMBER, "SM1", "hola");
    char *person = person_of(&shop, NUMBER);
    freeReplyObject(queue_redis(&shop.help, "SET {test}:state:%s truncated", person));
    shop_work(&shop);
    until_turns(&shop, 1);
    cr_assert(queue_number(&shop.help, "ZCARD {test}:outbox:%s", person) >= 1);
    cr_assert_eq(queue_number(&shop.help, "HLEN {test}:buried"), 0);
    free(person);
    shop_close(&shop);
}

Test(worker, an_event_that_kills_its_workers_is_buried_in_the_end) {
    struct shop shop;
    shop_open(&shop);
    write_as(&shop, NUMBER, "SM1", "hola");
    char *person = person_of(&shop, NUMBER);
    queue_number(&shop.help, "HSET {test}:tries %s 10", person);
    shop_work(&shop);
    cr_assert(queue_until(&shop.help, buried_one, &shop));
    cr_assert_eq(queue_number(&shop.help, "ZCARD {test}:outbox:%s", person), 1, "the person is told");
    cr_assert_eq(queue_number(&shop.help, "ZCARD {test}:tickets"), 1, "and the staff");
    cr_assert_eq(queue_number(&shop.help, "HEXISTS {test}:tries %s", person), 0);
    free(person);
    shop_close(&shop);
}

Test(worker, two_machines_that_answer_each_other_come_to_an_end) {
    struct shop shop;
    shop_open(&shop);
    shop.help.settings.worker.auto_replies_per_hour_max = 3;
    for (int i = 0; i < 10; i++) {
        char id[32];
        snprintf(id, sizeof id, "SM%d", i);
        write_as(&shop, NUMBER, id, "hola");
    }
    shop_work(&shop);
    until_turns(&shop, 10);
    cr_assert_eq(outs(&shop), 3);
    cr_assert(queue_number(&shop.help, "HGET {test}:count says_over_limit") >= 7);
    shop_close(&shop);
}

static void staff_reply(struct shop *shop, const char *person, const char *event, const char *words) {
    own_args struct args args = ARGS_INIT;
    own_text struct text json = TEXT_INIT(64 * 1024), entry = TEXT_INIT(64 * 1024);
    char bound[PERSON_BOUND_MAX];
    text_addf(&json, "{\"name\":\"reply\",\"text\":\"%s\",\"user\":\"u1\",\"ticket\":\"k1\"}", words);
    args_seal_text(&args, vault_office_key(shop->help.vault), person_bound("mail", event, NULL, bound),
                   text_get(&json));
    text_addf(&entry, "S %s 1 - ", event);
    text_add_bytes(&entry, text_get(&args.bytes), args.bytes.len);
    queue_number(&shop->help, "RPUSH {test}:mailbox:%s %b", person, text_get(&entry), entry.len);
    queue_number(&shop->help, "ZADD {test}:ready 1 %s", person);
}

Test(worker, a_caseworkers_text_goes_out_under_their_name) {
    struct shop shop;
    char person[VAULT_ID_MAX + 1];
    shop_open(&shop);
    queue_person(&shop.help, NUMBER, person);
    staff_reply(&shop, person, "s1", "Venga el martes");
    shop_work(&shop);
    until_turns(&shop, 1);
    char *line = log_line_at(&shop, person, 0), *by = queue_string(&shop.help, "HGET {test}:out:s1.0 by");
    cr_assert(strstr(line, "staff ") == line && strstr(line, "Venga el martes"), "%s", line);
    cr_assert_str_eq(by, "u1");
    free(line), free(by);
    shop_close(&shop);
}

/* What goes out of a caseworker's dear text; the conversation has it as it was written either way. */
static void expect_sent(const char *encoding, const char *begins, long long segments) {
    static const char words[] = "Atención: su hora del miércoles será a las 15:30. Traiga su cédula y un papel con su "
                                "dirección, señora Ñáñez.";
    struct shop shop;
    char person[VAULT_ID_MAX + 1], bound[PERSON_BOUND_MAX];
    shop_open(&shop);
    snprintf(shop.help.settings.channels[0].encoding, sizeof shop.help.settings.channels[0].encoding, "%s", encoding);
    queue_person(&shop.help, NUMBER, person);
    staff_reply(&shop, person, "s1", words);
    shop_work(&shop);
    until_turns(&shop, 1);
    redisReply *sealed = queue_redis(&shop.help, "HGET {test}:out:s1.0 text");
    char *sent = unseal(&shop, person, person_bound("out", "s1.0", NULL, bound), sealed->str, sealed->len);
    char *line = log_line_at(&shop, person, 0);
    cr_assert_eq(strncmp(sent, begins, strlen(begins)), 0, "%s", sent);
    cr_assert_not_null(strstr(sent, "señora Ñ"), "%s", sent);
    cr_assert_not_null(strstr(line, words), "the conversation keeps its accents: %s", line);
    cr_assert_eq(queue_number(&shop.help, "HGET {test}:out:s1.0 segments"), segments);
    freeReplyObject(sealed);
    free(sent), free(line);
    shop_close(&shop);
}

Test(worker, accents_that_make_an_sms_dear_stay_in_the_conversation_only) {
    expect_sent("smart", "Atencion: su hora del miércoles sera", 1);
}

Test(worker, a_channel_of_full_encoding_sends_what_was_written) {
    expect_sent("full", "Atención: su hora del miércoles será", 2);
}

/* A turn that cannot be done: its text is longer than any that is sent. */
static void failing_turn(struct shop *shop, char *ret_person) {
    char words[20001];
    memset(words, 'x', sizeof words - 1);
    words[sizeof words - 1] = '\0';
    queue_person(&shop->help, NUMBER, ret_person);
    staff_reply(shop, ret_person, "s1", words);
}

static int tried_once(void *arg) {
    return queue_number(&((struct shop *)arg)->help, "ZCARD {test}:delayed") == 1;
}

Test(worker, a_turn_that_fails_is_tried_again_later) {
    struct shop shop;
    char person[VAULT_ID_MAX + 1];
    shop_open(&shop);
    failing_turn(&shop, person);
    shop_work(&shop);
    cr_assert(queue_until(&shop.help, tried_once, &shop));
    cr_assert_eq(queue_number(&shop.help, "HGET {test}:tries %s", person), 1);
    cr_assert_eq(queue_number(&shop.help, "LLEN {test}:mailbox:%s", person), 1);
    cr_assert_eq(outs(&shop), 0, "nothing of a failed turn happens");
    shop_close(&shop);
}

Test(worker, a_turn_that_fails_too_often_is_buried_with_its_reason) {
    struct shop shop;
    char person[VAULT_ID_MAX + 1];
    shop_open(&shop);
    failing_turn(&shop, person);
    queue_number(&shop.help, "HSET {test}:tries %s 2", person);
    shop_work(&shop);
    cr_assert(queue_until(&shop.help, buried_one, &shop));
    char *buried = queue_string(&shop.help, "HGET {test}:buried s1");
    cr_assert(strstr(buried, " machine S s1 "), "%s", buried);
    nothing_is_left(&shop);
    free(buried);
    shop_close(&shop);
}

static int is_open(void *arg) {
    return office_is_open(((struct shop *)arg)->help.office);
}
static int is_shut(void *arg) {
    return !is_open(arg);
}

Test(worker, it_goes_on_when_redis_is_back) {
    struct shop shop;
    shop_open(&shop);
    shop_work(&shop);
    write_as(&shop, NUMBER, "SM1", "hola");
    until_turns(&shop, 1);
    queue_help_server_kill(&shop.help);
    cr_assert(queue_until(&shop.help, is_shut, &shop));
    queue_help_server_start(&shop.help, NULL);
    cr_assert(queue_until(&shop.help, is_open, &shop));
    write_as(&shop, NUMBER, "SM2", "hola");
    until_turns(&shop, 2);
    shop_close(&shop);
}

static void set_flag(void *arg) {
    *(int *)arg = 1;
}
static int flag_is_set(void *arg) {
    return *(int *)arg;
}

Test(worker, a_drained_worker_takes_nothing_more) {
    struct shop shop;
    int idle = 0;
    shop_open(&shop);
    shop_work(&shop);
    write_as(&shop, NUMBER, "SM1", "hola");
    until_turns(&shop, 1);
    worker_drain(shop.worker, set_flag, &idle);
    cr_assert(queue_until(&shop.help, flag_is_set, &idle));
    write_as(&shop, NUMBER, "SM2", "hola");
    queue_settle(&shop.help);
    cr_assert_eq(queue_number(&shop.help, "ZCARD {test}:ready"), 1);
    shop_close(&shop);
}

Test(worker, it_may_be_freed_in_the_middle_of_its_turns) {
    struct shop shop;
    shop_open(&shop);
    for (int i = 0; i < 40; i++) {
        char number[32], id[32];
        snprintf(number, sizeof number, "+569111100%02d", i);
        snprintf(id, sizeof id, "SM%d", i);
        write_as(&shop, number, id, "hola");
    }
    shop_work(&shop);
    until_turns(&shop, 1);
    shop_close(&shop);
}
