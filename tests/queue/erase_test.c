/* erase_test - a person asks for it twice, and then nothing of them is left: one text says so, and no older copy of the
 * data brings them back. */
#include "config/clock.h"
#include "config/own.h"
#include "queue/campaigns.h"
#include "queue/ledger.h"
#include "tests/queue/house_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <unistd.h>

#define ANA "+56911112222"
#define LUZ "+56933334444"

static void announce(struct house *house) {
    struct queue_wait wait = {0};
    struct campaigns_new campaign = {
        .text[LANGUAGE_ES] = "Charla el martes", .fallback = LANGUAGE_ES, .now_ms = clock_wall_ms()};
    campaigns_start(house_queue(house)->office, &campaign, queue_done, &wait);
    queue_await(house_queue(house), &wait);
    queue_wait_release(&wait);
}

/* What would betray a person: words that stand nowhere in Redis once they are gone. */
struct needles {
    char *at[40];
    size_t count;
};

static void needle(struct needles *needles, const char *word) {
    cr_assert(*word && needles->count < 40);
    needles->at[needles->count++] = strdup(word);
}

static void needles_of(struct house *house, const char *person, struct needles *ret, const char *format) {
    redisReply *list = queue_redis(house_queue(house), format, person);
    for (size_t i = 0; i < list->elements; i++) needle(ret, list->element[i]->str);
    freeReplyObject(list);
}

static void needles_release(struct needles *needles) {
    for (size_t i = 0; i < needles->count; i++) free(needles->at[i]);
    needles->count = 0;
}

/* How many keys hold the word, in their name or in what they keep. */
static size_t keys_with(struct house *house, const char *word, char *ret_key, size_t room) {
    redisReply *keys = queue_redis(house_queue(house), "KEYS *");
    size_t found = 0;
    for (size_t i = 0; i < keys->elements; i++) {
        const redisReply *key = keys->element[i];
        redisReply *dump = queue_redis(house_queue(house), "DUMP %b", key->str, key->len);
        if (strstr(key->str, word) || (dump->str && memmem(dump->str, dump->len, word, strlen(word)))) {
            found++;
            snprintf(ret_key, room, "%s", key->str);
        }
        freeReplyObject(dump);
    }
    freeReplyObject(keys);
    return found;
}

static void nothing_is_left(struct house *house, const struct needles *needles) {
    char key[256] = "";
    for (size_t i = 0; i < needles->count; i++)
        cr_expect_eq(keys_with(house, needles->at[i], key, sizeof key), 0, "'%s' stands in %s", needles->at[i], key);
}

static void collect(struct house *house, const char *number, struct needles *ret) {
    own_mem char *person = house_person(house, number), *index = house_index(house, number);
    char key[256];
    needle(ret, person);
    needle(ret, index);
    needles_of(house, person, ret, "SMEMBERS {test}:tickets-of:%s");
    needles_of(house, person, ret, "ZRANGE {test}:appts:%s 0 -1");
    for (size_t i = 0; i < ret->count; i++)
        cr_assert_gt(keys_with(house, ret->at[i], key, sizeof key), 0, "'%s' is nowhere: the test looks wrongly",
                     ret->at[i]);
}

static int receipts_gone(void *arg) {
    struct house *house = arg;
    return queue_number(house_queue(house), "HGET {test}:count erased") > 0 &&
           queue_number(house_queue(house), "EXISTS {test}:receipts") == 0;
}

static int ledger_written(void *arg) {
    struct house *house = arg;
    char path[LEDGER_PATH_MAX];
    return ledger_size(ledger_path(house_queue(house)->dir, path)) > 0 &&
           queue_number(house_queue(house), "EXISTS {test}:erased") == 0;
}

/* A person of whom there is something of every kind. */
static void live(struct house *house, const char *number) {
    house_text(house, number, "hola");
    house_text(house, number, "español");
    house_text(house, number, "alta");
    house_appoint(house, number);
    house_text(house, number, "corregir");
    house_text(house, number, "mi nombre es Rosalba");
    own_mem char *person = house_person(house, number);
    freeReplyObject(queue_redis(house_queue(house), "HSET {test}:buried old-event %s%s", person, " 1 machine M x"));
    freeReplyObject(queue_redis(house_queue(house), "HSET {test}:person:%s due:form x m:told %s", person, "1 yes"));
    freeReplyObject(queue_redis(house_queue(house), "ZADD {test}:due 9999999999999 %s|form|x", person));
}

/* Every text is with the provider and its answer read: a sender that is stopped earlier leaves a send under way. */
static int all_is_sent(void *arg) {
    struct house *house = arg;
    return !queue_number(house_queue(house),
                         "EXISTS {test}:lanes {test}:sending {test}:sending-of {test}:ready {test}:leases");
}

static void erase(struct house *house, const char *number) {
    house_text(house, number, "borrar mis datos");
    house_text(house, number, "si borrar");
}

/* No person and no text is there but hers: whoever existed for the receipt has gone too. */
static void only_of(struct house *house, const char *person) {
    redisReply *persons = queue_redis(house_queue(house), "KEYS {test}:person:*");
    redisReply *outs = queue_redis(house_queue(house), "KEYS {test}:out:*");
    cr_assert_eq(persons->elements, 1);
    for (size_t i = 0; i < outs->elements; i++) {
        own_mem char *of = queue_string(house_queue(house), "HGET %s person", outs->element[i]->str);
        cr_assert_str_eq(of, person, "%s", outs->element[i]->str);
    }
    freeReplyObject(persons);
    freeReplyObject(outs);
}

Test(erase, nothing_of_the_person_is_left_and_one_text_says_so) {
    struct house house;
    struct needles needles = {.count = 0};
    house_open(&house, FAKE_CREATED);
    live(&house, ANA);
    house_text(&house, LUZ, "alta");
    announce(&house);
    collect(&house, ANA, &needles);
    cr_assert_geq(needles.count, 4);
    erase(&house, ANA);
    cr_assert(queue_until(house_queue(&house), receipts_gone, &house), "the receipt does not leave");
    cr_assert_eq(fake_provider_count_of(house.send.fake, "borramos+todos+sus+datos") +
                     fake_provider_count_of(house.send.fake, "borramos%20todos%20sus%20datos"),
                 1, "exactly one receipt");
    cr_assert(queue_until(house_queue(&house), ledger_written, &house), "the ledger is not written");
    nothing_is_left(&house, &needles);
    own_mem char *other = house_person(&house, LUZ);
    cr_assert_eq(queue_number(house_queue(&house), "EXISTS {test}:person:%s", other), 1, "nobody else goes along");
    only_of(&house, other);
    needles_release(&needles);
    house_close(&house);
}

Test(erase, who_writes_again_is_somebody_new) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    live(&house, ANA);
    own_mem char *before = house_person(&house, ANA);
    erase(&house, ANA);
    house_text(&house, ANA, "mis datos");
    own_mem char *after = house_person(&house, ANA);
    cr_assert(*after && strcmp(before, after) != 0);
    cr_assert_eq(queue_number(house_queue(&house), "HEXISTS {test}:person:%s c:reminders", after), 0);
    cr_assert_eq(queue_number(house_queue(&house), "EXISTS {test}:appts:%s", after), 0);
    house_close(&house);
}

/* All keys as DUMP gives them, and back again: an older copy of the data. */
struct copy {
    redisReply *keys, *dumps[400];
};

static void copy_take(struct house *house, struct copy *ret) {
    ret->keys = queue_redis(house_queue(house), "KEYS *");
    cr_assert_leq(ret->keys->elements, 400);
    for (size_t i = 0; i < ret->keys->elements; i++)
        ret->dumps[i] =
            queue_redis(house_queue(house), "DUMP %b", ret->keys->element[i]->str, ret->keys->element[i]->len);
}

static void copy_restore(struct house *house, struct copy *copy) {
    freeReplyObject(queue_redis(house_queue(house), "FLUSHALL"));
    for (size_t i = 0; i < copy->keys->elements; i++) {
        freeReplyObject(queue_redis(house_queue(house), "RESTORE %b 0 %b", copy->keys->element[i]->str,
                                    copy->keys->element[i]->len, copy->dumps[i]->str, copy->dumps[i]->len));
        freeReplyObject(copy->dumps[i]);
    }
    freeReplyObject(copy->keys);
}

Test(erase, an_older_copy_of_the_data_brings_nobody_back) {
    struct house house;
    struct needles needles = {.count = 0};
    struct copy copy;
    house_open(&house, FAKE_CREATED);
    live(&house, ANA);
    live(&house, LUZ);
    collect(&house, ANA, &needles);
    copy_take(&house, &copy);
    erase(&house, ANA);
    cr_assert(queue_until(house_queue(&house), receipts_gone, &house));
    cr_assert(queue_until(house_queue(&house), ledger_written, &house));
    house_rest(&house);
    office_close(give(house_queue(&house)->office));
    copy_restore(&house, &copy);
    own_mem char *back = house_person(&house, ANA);
    cr_assert(*back, "the copy did bring her back");
    queue_help_office(house_queue(&house)); /* before anything is worked or sent */
    nothing_is_left(&house, &needles);
    own_mem char *other = house_person(&house, LUZ);
    cr_assert_eq(queue_number(house_queue(&house), "EXISTS {test}:person:%s", other), 1);
    needles_release(&needles);
    house_close(&house);
}

Test(erase, kill_of_redis_between_the_erasure_and_the_ledger_loses_neither) {
    struct house house;
    struct error why = ERROR_INIT;
    struct needles needles = {.count = 0};
    house_open(&house, FAKE_CREATED);
    eraser_free(give(house.eraser));
    live(&house, ANA);
    collect(&house, ANA, &needles);
    house_text(&house, ANA, "borrar mis datos");
    cr_assert(queue_until(house_queue(&house), all_is_sent, &house)); /* erasure drops what has not left */
    house_text(&house, ANA, "si borrar");
    cr_assert_eq(queue_number(house_queue(&house), "HLEN {test}:erased"), 1);
    queue_help_server_kill(house_queue(&house));
    queue_help_server_start(house_queue(&house), NULL);
    freeReplyObject(queue_redis(house_queue(&house), "CONFIG SET rdbcompression no"));
    cr_assert_eq(eraser_start(house_queue(&house)->office, &house.eraser, &why), 0);
    cr_assert(queue_until(house_queue(&house), ledger_written, &house), "the ledger is not written after the restart");
    cr_assert(queue_until(house_queue(&house), receipts_gone, &house), "the receipt does not leave after the restart");
    cr_assert_eq(fake_provider_count_of(house.send.fake, "borramos"), 2, "the question and one receipt, not %zu",
                 (size_t)fake_provider_count_of(house.send.fake, "borramos"));
    nothing_is_left(&house, &needles);
    needles_release(&needles);
    house_close(&house);
}

static int one_is_stalled(void *arg) {
    struct house *house = arg;
    return fake_provider_count(house->send.fake) == 1;
}
static int sender_is_idle(void *arg) {
    struct house *house = arg;
    return queue_number(house_queue(house), "ZCARD {test}:receipts") == 0;
}

Test(erase, a_send_under_way_ends_without_a_trace) {
    struct house house;
    struct needles needles = {.count = 0};
    house_open(&house, FAKE_STALL);
    house_text(&house, ANA, "hola");
    cr_assert(queue_until(house_queue(&house), one_is_stalled, &house));
    collect(&house, ANA, &needles);
    erase(&house, ANA);
    fake_provider_answer(house.send.fake, FAKE_CREATED);
    fake_provider_release(house.send.fake);
    cr_assert(queue_until(house_queue(&house), sender_is_idle, &house));
    queue_settle(house_queue(&house));
    nothing_is_left(&house, &needles);
    cr_assert_eq(queue_number(house_queue(&house), "HLEN {test}:sending-of"), 0);
    cr_assert_eq(queue_number(house_queue(&house), "ZCARD {test}:sending"), 0);
    needles_release(&needles);
    house_close(&house);
}

Test(erase, a_receipt_whose_outcome_is_unknown_waits_to_the_end_of_the_day) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    house_text(&house, ANA, "hola");
    house_text(&house, ANA, "borrar mis datos");
    queue_settle(house_queue(&house));
    fake_provider_answer(house.send.fake, FAKE_CUT);
    house_text(&house, ANA, "si borrar");
    schedule_free(give(house.schedule));
    redisReply *list = queue_redis(house_queue(&house), "ZRANGE {test}:receipts 0 0");
    cr_assert_eq(list->elements, 1);
    char id[64];
    snprintf(id, sizeof id, "%s.0", list->element[0]->str);
    send_help_until_state(&house.send, id, "unknown");
    long long now = clock_wall_ms();
    freeReplyObject(queue_redis(house_queue(&house), "FCALL chores 1 {test} %lld 100", now + 60000));
    cr_assert_eq(queue_number(house_queue(&house), "EXISTS {test}:out:%s", id), 1);
    freeReplyObject(queue_redis(house_queue(&house), "FCALL chores 1 {test} %lld 100", now + 25 * 3600000LL));
    cr_assert_eq(queue_number(house_queue(&house), "EXISTS {test}:out:%s {test}:receipts {test}:person:%s", id,
                              list->element[0]->str),
                 0);
    freeReplyObject(list);
    house_close(&house);
}

Test(erase, whom_the_provider_blocks_gets_no_receipt) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    house_text(&house, ANA, "hola");
    house_text(&house, ANA, "borrar mis datos");
    own_mem char *person = house_person(&house, ANA);
    queue_number(house_queue(&house), "HSET {test}:person:%s stopped 1", person);
    house_text(&house, ANA, "si borrar");
    cr_assert(queue_until(house_queue(&house), receipts_gone, &house));
    cr_assert_eq(fake_provider_count_of(house.send.fake, "borramos+todos"), 0);
    house_close(&house);
}

static int campaign_is_over(void *arg) {
    struct house *house = arg;
    redisReply *list = queue_redis(house_queue(house), "ZRANGE {test}:campaigns 0 0");
    int over =
        list->elements && queue_number(house_queue(house), "HGET {test}:campaign:%s sent", list->element[0]->str) == 1;
    freeReplyObject(list);
    return over;
}

Test(erase, the_place_in_an_audience_stays_and_the_counts_keep_their_sum) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    house_text(&house, ANA, "alta");
    house_text(&house, LUZ, "alta");
    cr_assert(queue_until(house_queue(&house), all_is_sent, &house));
    house_rest(&house);
    announce(&house);
    own_mem char *ana = house_person(&house, ANA), *campaign = NULL;
    redisReply *list = queue_redis(house_queue(&house), "ZRANGE {test}:campaigns 0 0");
    campaign = strdup(list->element[0]->str);
    freeReplyObject(list);
    freeReplyObject(queue_redis(house_queue(&house), "FCALL erased_again 1 {test} 5 %s", ana));
    cr_assert_eq(queue_number(house_queue(&house), "ZCARD {test}:campaign-to:%s", campaign), 2);
    house_work(&house);
    house_text(&house, LUZ, "hola");
    queue_settle(house_queue(&house));
    cr_assert(queue_until(house_queue(&house), campaign_is_over, &house), "the announcement does not end");
    redisReply *counts = queue_redis(house_queue(&house), "HMGET {test}:campaign:%s sent skipped", campaign);
    cr_assert_str_eq(counts->element[0]->str, "1");
    cr_assert_str_eq(counts->element[1]->str, "1");
    freeReplyObject(counts);
    house_close(&house);
}

Test(erase, lines_that_leave_the_conversation_take_their_out_records_along) {
    struct queue_help help;
    char person[VAULT_ID_MAX + 1];
    queue_help_open(&help);
    queue_person(&help, ANA, person);
    for (int i = 0; i < 499; i++) freeReplyObject(queue_redis(&help, "RPUSH {test}:log:%s %s", person, "in x 1 y"));
    freeReplyObject(queue_redis(&help, "LPUSH {test}:log:%s %s", person, "out o1 1 y"));
    freeReplyObject(queue_redis(&help, "HSET {test}:out:o1 person %s state delivered pid p1", person));
    freeReplyObject(queue_redis(&help, "HSET {test}:pids p1 o1"));
    freeReplyObject(queue_redis(&help, "HSET {test}:sending-of %s c.1", person));
    freeReplyObject(queue_redis(&help, "FCALL send_logged 1 {test} 5 %s c.1 sealed", person));
    cr_assert_eq(queue_number(&help, "EXISTS {test}:out:o1 {test}:pids"), 0);
    cr_assert_eq(queue_number(&help, "LLEN {test}:log:%s", person), 500);
    /* one that is still on its way keeps its line, and so it can be found */
    freeReplyObject(queue_redis(&help, "LPUSH {test}:log:%s %s", person, "out o2 1 y"));
    freeReplyObject(queue_redis(&help, "HSET {test}:out:o2 person %s state ready", person));
    freeReplyObject(queue_redis(&help, "HSET {test}:sending-of %s c.2", person));
    freeReplyObject(queue_redis(&help, "FCALL send_logged 1 {test} 5 %s c.2 sealed", person));
    cr_assert_eq(queue_number(&help, "EXISTS {test}:out:o2"), 1);
    cr_assert_eq(queue_number(&help, "LLEN {test}:log:%s", person), 502);
    queue_help_close(&help);
}

Test(ledger, a_line_that_was_left_half_is_cut_off_and_a_strange_one_is_named) {
    char path[] = "/tmp/acogida-ledger-XXXXXX";
    int fd = mkstemp(path);
    struct error why = ERROR_INIT;
    struct ledger ledger;
    long long size = 0;
    struct ledger_line line = {"AAAAAAAAAAAAAAAA", "2026-11-25"}, other = {"BBBBBBBBBBBBBBBB", "2026-11-26"};
    cr_assert_eq(ledger_append(path, &line, 1, &size, &why), 0, "%s", why.text);
    cr_assert_eq(size, LEDGER_LINE);
    cr_assert_eq(pwrite(fd, "half", 4, LEDGER_LINE), 4);
    cr_assert_eq(ledger_size(path), LEDGER_LINE);
    cr_assert_eq(ledger_append(path, &other, 1, &size, &why), 0);
    cr_assert_eq(ledger_read(path, &ledger, &why), 0, "%s", why.text);
    cr_assert(ledger.count == 2 && ledger_has(&ledger, line.hash) && ledger_has(&ledger, other.hash));
    cr_assert_eq(ledger_has(&ledger, "CCCCCCCCCCCCCCCC"), 0);
    ledger_free(&ledger);
    cr_assert_eq(pwrite(fd, "X", 1, VAULT_INDEX_MAX), 1);
    cr_assert_eq(ledger_read(path, &ledger, &why), -1);
    cr_assert_eq(why.kind, ERROR_INPUT);
    close(fd);
    unlink(path);
}
