/* discreet_test - what is said to a person in discreet mode waits sealed until their word comes. */
#include "config/own.h"
#include "queue/accept.h"
#include "queue/worker.h"
#include "tests/queue/send_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define NUMBER "+56911112222"

struct house {
    struct send_help send;
    struct worker *worker;
    long long turns;
    size_t message;
};

static struct queue_help *queue(struct house *house) {
    return &house->send.queue;
}

static void house_open(struct house *house) {
    struct error why = ERROR_INIT;
    memset(house, 0, sizeof *house);
    send_help_open(&house->send, FAKE_CREATED);
    queue(house)->settings.office.mode = MODE_TRIAL;
    snprintf(queue(house)->settings.office.trial_numbers, sizeof queue(house)->settings.office.trial_numbers, "+569*");
    queue_help_office(queue(house));
    queue_help_pack(queue(house));
    cr_assert_eq(worker_start(queue(house)->office, &house->worker, &why), 0, "%s", why.text);
    send_help_start(&house->send);
}

static void house_close(struct house *house) {
    worker_free(house->worker);
    send_help_close(&house->send);
}

static void on_accepted(void *arg, const struct accept_result *result, const struct error *why) {
    cr_assert(!why && result->fresh == 1);
    *(int *)arg = 1;
}
static int is_set(void *arg) {
    return *(int *)arg;
}
static int is_quiet(void *arg) {
    struct house *house = arg;
    return queue_number(queue(house), "HGET {test}:count turns") >= house->turns &&
           queue_number(queue(house), "EXISTS {test}:ready {test}:leases {test}:lanes {test}:sending") == 0;
}

static void text_as(struct house *house, const char *words) {
    struct inbox inbox = INBOX_INIT;
    struct message *message = inbox_add_message(&inbox);
    int accepted = 0;
    house->turns = queue_number(queue(house), "HGET {test}:count turns") + 1;
    snprintf(message->id, sizeof message->id, "SM%zu", ++house->message);
    snprintf(message->from, sizeof message->from, NUMBER);
    text_add(&message->body, words);
    accept_inbox(queue(house)->office, &queue(house)->settings.channels[0], &inbox, on_accepted, &accepted);
    inbox_release(&inbox);
    cr_assert(queue_until(queue(house), is_set, &accepted));
    cr_assert(queue_until(queue(house), is_quiet, house), "'%s' was not worked", words);
}

static char *person(struct house *house) {
    char index[VAULT_INDEX_MAX + 1];
    vault_index(queue(house)->vault, "sms", NUMBER, index);
    return queue_string(queue(house), "HGET {test}:addr %s", index);
}

/* The ten minutes are over. */
static void lock(struct house *house, const char *who) {
    queue_number(queue(house), "HDEL {test}:person:%s m:discreet-open", who);
}

Test(discreet, an_answer_waits_for_the_word_and_then_it_is_sent) {
    struct house house;
    house_open(&house);
    text_as(&house, "español");
    text_as(&house, "discreto");
    text_as(&house, "Girasol");
    own_mem char *who = person(&house);
    cr_assert_eq(queue_number(queue(&house), "HEXISTS {test}:person:%s word", who), 1);
    size_t before = fake_provider_count(house.send.fake);
    text_as(&house, "escuela");
    cr_assert_eq(fake_provider_count(house.send.fake), before + 1, "only the neutral line");
    cr_assert_eq(queue_number(queue(&house), "LLEN {test}:held:%s", who), 1);
    text_as(&house, "girasol ");
    cr_assert_eq(fake_provider_count(house.send.fake), before + 2, "and then what was held");
    cr_assert_eq(queue_number(queue(&house), "EXISTS {test}:held:%s", who), 0);
    text_as(&house, "cesfam");
    cr_assert_eq(fake_provider_count(house.send.fake), before + 3, "for ten minutes answers come at once");
    lock(&house, who);
    text_as(&house, "cesfam");
    cr_assert_eq(queue_number(queue(&house), "LLEN {test}:held:%s", who), 1, "and then they wait again");
    house_close(&house);
}

Test(discreet, what_became_useless_is_not_said_when_the_word_comes) {
    struct house house;
    house_open(&house);
    text_as(&house, "español");
    text_as(&house, "discreto");
    text_as(&house, "girasol");
    own_mem char *who = person(&house);
    char now[32], past[32];
    snprintf(now, sizeof now, "%lld", 1764000000000LL);
    snprintf(past, sizeof past, "%lld", 1764000000000LL - 1);
    queue_number(queue(&house), "RPUSH {test}:mailbox:%s %s", who, "R h1 1 - ");
    queue_number(queue(&house), "ZADD {test}:leases 9999999999999 %s", who);
    queue_number(queue(&house), "HSET {test}:tokens %s 7", who);
    freeReplyObject(queue_redis(queue(&house),
                                "FCALL commit 1 {test} %s %s 7 h1 state hold o1 0 reply line-1 sms %s 1 text %b", now,
                                who, past, "", (size_t)0));
    queue_number(queue(&house), "RPUSH {test}:mailbox:%s %s", who, "R h2 1 - ");
    queue_number(queue(&house), "ZADD {test}:leases 9999999999999 %s", who);
    queue_number(queue(&house), "HSET {test}:tokens %s 8", who);
    queue_number(queue(&house), "ZREM {test}:ready %s", who);
    freeReplyObject(queue_redis(queue(&house), "FCALL commit 1 {test} %s %s 8 h2 state held_read", now, who));
    cr_assert_eq(queue_number(queue(&house), "EXISTS {test}:out:o1 {test}:held:%s", who), 0);
    house_close(&house);
}

Test(discreet, neither_the_word_nor_its_first_writing_is_kept) {
    struct house house;
    house_open(&house);
    text_as(&house, "español");
    text_as(&house, "discreto");
    text_as(&house, "girasol");
    text_as(&house, "girasol");
    own_mem char *who = person(&house);
    struct vault_key key;
    redisReply *wrapped = queue_redis(queue(&house), "HGET {test}:person:%s key", who);
    cr_assert_eq(vault_unwrap(queue(&house)->vault, who, (struct vault_bytes){wrapped->str, wrapped->len}, &key, NULL),
                 0);
    freeReplyObject(wrapped);
    redisReply *lines = queue_redis(queue(&house), "LRANGE {test}:log:%s 0 -1", who);
    char bound[PERSON_BOUND_MAX];
    person_bound("log", who, NULL, bound);
    for (size_t i = 0; i < lines->elements; i++) {
        const char *sealed = lines->element[i]->str;
        size_t len;
        own_mem char *plain = NULL;
        for (int k = 0; k < 3; k++) sealed = strchr(sealed, ' ') + 1;
        cr_assert_eq(vault_unseal(&key, bound,
                                  (struct vault_bytes){sealed, lines->element[i]->len -
                                                                   (size_t)(sealed - lines->element[i]->str)},
                                  &plain, &len, NULL),
                     0);
        cr_assert_null(strcasestr(plain, "girasol"), "%s", plain);
    }
    freeReplyObject(lines);
    house_close(&house);
}
