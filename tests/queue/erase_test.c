/* erase_test - a person asks for it twice, and then nothing of them is left: one text says so, and no older copy of the
 * data brings them back. */
#include "config/clock.h"
#include "config/own.h"
#include "queue/accept.h"
#include "queue/appointments.h"
#include "queue/campaigns.h"
#include "queue/eraser.h"
#include "queue/ledger.h"
#include "queue/schedule.h"
#include "queue/worker.h"
#include "tests/queue/send_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <unistd.h>

#define ANA "+56911112222"
#define LUZ "+56933334444"

struct house {
    struct send_help send;
    struct worker *worker;
    struct schedule *schedule;
    struct eraser *eraser;
    long long turns;
    size_t message;
};

static struct queue_help *queue(struct house *house) {
    return &house->send.queue;
}

static void house_work(struct house *house) {
    struct error why = ERROR_INIT;
    cr_assert_eq(worker_start(queue(house)->office, &house->worker, &why), 0, "%s", why.text);
    cr_assert_eq(schedule_start(queue(house)->office, &house->schedule, &why), 0, "%s", why.text);
    cr_assert_eq(eraser_start(queue(house)->office, &house->eraser, &why), 0, "%s", why.text);
    send_help_start(&house->send);
}

static void house_rest(struct house *house) {
    worker_free(give(house->worker));
    schedule_free(give(house->schedule));
    eraser_free(give(house->eraser));
    sender_free(give(house->send.sender));
}

static void house_open(struct house *house, enum fake_answer answer) {
    memset(house, 0, sizeof *house);
    send_help_open(&house->send, answer);
    queue(house)->settings.office.mode = MODE_TRIAL; /* proposed answers are spoken */
    snprintf(queue(house)->settings.office.trial_numbers, sizeof queue(house)->settings.office.trial_numbers, "+569*");
    freeReplyObject(queue_redis(queue(house), "CONFIG SET rdbcompression no")); /* DUMP then shows what is kept */
    queue_help_office(queue(house));
    queue_help_pack(queue(house));
    house_work(house);
}

static void house_close(struct house *house) {
    house_rest(house);
    send_help_close(&house->send);
}

static void on_accepted(void *arg, const struct accept_result *result, const struct error *why) {
    cr_assert(!why && result->fresh == 1, "%s", why ? why->text : "seen before");
    *(int *)arg = 1;
}
static int is_set(void *arg) {
    return *(int *)arg;
}
static int turns_done(void *arg) {
    struct house *house = arg;
    return queue_number(queue(house), "HGET {test}:count turns") >= house->turns;
}

/* Someone texts, and the turn is written. */
static void text_as(struct house *house, const char *number, const char *words) {
    struct inbox inbox = INBOX_INIT;
    struct message *message = inbox_add_message(&inbox);
    int accepted = 0;
    house->turns = queue_number(queue(house), "HGET {test}:count turns") + 1;
    snprintf(message->id, sizeof message->id, "SM%zu", ++house->message);
    snprintf(message->from, sizeof message->from, "%s", number);
    text_add(&message->body, words);
    accept_inbox(queue(house)->office, &queue(house)->settings.channels[0], &inbox, on_accepted, &accepted);
    inbox_release(&inbox);
    cr_assert(queue_until(queue(house), is_set, &accepted));
    cr_assert(queue_until(queue(house), turns_done, house), "'%s' was not worked", words);
    queue_settle(queue(house));
}

static char *index_of(struct house *house, const char *number) {
    char index[VAULT_INDEX_MAX + 1];
    vault_index(queue(house)->vault, "sms", number, index);
    return strdup(index);
}

static char *person_of(struct house *house, const char *number) {
    own_mem char *index = index_of(house, number);
    return queue_string(queue(house), "HGET {test}:addr %s", index);
}

static void appoint(struct house *house, const char *number) {
    struct queue_wait wait = {0};
    char file[256], day[32];
    struct tm local;
    clock_local(clock_wall_ms() + INT64_C(5) * 86400000, &local);
    strftime(day, sizeof day, "%d-%m-%Y", &local);
    snprintf(file, sizeof file, "numero,fecha,hora,motivo,lugar,codigo\n%s,%s,10:00,abogado,Oficina,%s\n", number, day,
             number);
    struct appointments_import import = {.name = "a.csv",
                                         .bytes = file,
                                         .len = strlen(file),
                                         .channel = &queue(house)->settings.channels[0],
                                         .now_ms = clock_wall_ms()};
    appointments_import(queue(house)->office, &import, queue_done, &wait);
    queue_await(queue(house), &wait);
    cr_assert_eq(json_integer_value(json_object_get(wait.result, "new")), 1);
    queue_wait_release(&wait);
}

static void announce(struct house *house) {
    struct queue_wait wait = {0};
    struct campaigns_new campaign = {
        .text[LANGUAGE_ES] = "Charla el martes", .fallback = LANGUAGE_ES, .now_ms = clock_wall_ms()};
    campaigns_start(queue(house)->office, &campaign, queue_done, &wait);
    queue_await(queue(house), &wait);
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
    redisReply *list = queue_redis(queue(house), format, person);
    for (size_t i = 0; i < list->elements; i++) needle(ret, list->element[i]->str);
    freeReplyObject(list);
}

static void needles_release(struct needles *needles) {
    for (size_t i = 0; i < needles->count; i++) free(needles->at[i]);
    needles->count = 0;
}

/* How many keys hold the word, in their name or in what they keep. */
static size_t keys_with(struct house *house, const char *word, char *ret_key, size_t room) {
    redisReply *keys = queue_redis(queue(house), "KEYS *");
    size_t found = 0;
    for (size_t i = 0; i < keys->elements; i++) {
        const redisReply *key = keys->element[i];
        redisReply *dump = queue_redis(queue(house), "DUMP %b", key->str, key->len);
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
    own_mem char *person = person_of(house, number), *index = index_of(house, number);
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
    return queue_number(queue(house), "HGET {test}:count erased") > 0 &&
           queue_number(queue(house), "EXISTS {test}:receipts") == 0;
}

static int ledger_written(void *arg) {
    struct house *house = arg;
    char path[LEDGER_PATH_MAX];
    return ledger_size(ledger_path(queue(house)->dir, path)) > 0 &&
           queue_number(queue(house), "EXISTS {test}:erased") == 0;
}

/* A person of whom there is something of every kind. */
static void live(struct house *house, const char *number) {
    text_as(house, number, "hola");
    text_as(house, number, "español");
    text_as(house, number, "alta");
    appoint(house, number);
    text_as(house, number, "corregir");
    text_as(house, number, "mi nombre es Rosalba");
    own_mem char *person = person_of(house, number);
    freeReplyObject(queue_redis(queue(house), "HSET {test}:buried old-event %s%s", person, " 1 machine M x"));
    freeReplyObject(queue_redis(queue(house), "HSET {test}:person:%s due:form x m:told %s", person, "1 yes"));
    freeReplyObject(queue_redis(queue(house), "ZADD {test}:due 9999999999999 %s|form|x", person));
}

/* Every text is with the provider and its answer read: a sender that is stopped earlier leaves a send under way. */
static int all_is_sent(void *arg) {
    struct house *house = arg;
    return !queue_number(queue(house),
                         "EXISTS {test}:lanes {test}:sending {test}:sending-of {test}:ready {test}:leases");
}

static void erase(struct house *house, const char *number) {
    text_as(house, number, "borrar mis datos");
    text_as(house, number, "si borrar");
}

/* No person and no text is there but hers: whoever existed for the receipt has gone too. */
static void only_of(struct house *house, const char *person) {
    redisReply *persons = queue_redis(queue(house), "KEYS {test}:person:*");
    redisReply *outs = queue_redis(queue(house), "KEYS {test}:out:*");
    cr_assert_eq(persons->elements, 1);
    for (size_t i = 0; i < outs->elements; i++) {
        own_mem char *of = queue_string(queue(house), "HGET %s person", outs->element[i]->str);
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
    text_as(&house, LUZ, "alta");
    announce(&house);
    collect(&house, ANA, &needles);
    cr_assert_geq(needles.count, 4);
    erase(&house, ANA);
    cr_assert(queue_until(queue(&house), receipts_gone, &house), "the receipt does not leave");
    cr_assert_eq(fake_provider_count_of(house.send.fake, "borramos+todos+sus+datos") +
                     fake_provider_count_of(house.send.fake, "borramos%20todos%20sus%20datos"),
                 1, "exactly one receipt");
    cr_assert(queue_until(queue(&house), ledger_written, &house), "the ledger is not written");
    nothing_is_left(&house, &needles);
    own_mem char *other = person_of(&house, LUZ);
    cr_assert_eq(queue_number(queue(&house), "EXISTS {test}:person:%s", other), 1, "nobody else goes along");
    only_of(&house, other);
    needles_release(&needles);
    house_close(&house);
}

Test(erase, who_writes_again_is_somebody_new) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    live(&house, ANA);
    own_mem char *before = person_of(&house, ANA);
    erase(&house, ANA);
    text_as(&house, ANA, "mis datos");
    own_mem char *after = person_of(&house, ANA);
    cr_assert(*after && strcmp(before, after) != 0);
    cr_assert_eq(queue_number(queue(&house), "HEXISTS {test}:person:%s c:reminders", after), 0);
    cr_assert_eq(queue_number(queue(&house), "EXISTS {test}:appts:%s", after), 0);
    house_close(&house);
}

/* All keys as DUMP gives them, and back again: an older copy of the data. */
struct copy {
    redisReply *keys, *dumps[400];
};

static void copy_take(struct house *house, struct copy *ret) {
    ret->keys = queue_redis(queue(house), "KEYS *");
    cr_assert_leq(ret->keys->elements, 400);
    for (size_t i = 0; i < ret->keys->elements; i++)
        ret->dumps[i] = queue_redis(queue(house), "DUMP %b", ret->keys->element[i]->str, ret->keys->element[i]->len);
}

static void copy_restore(struct house *house, struct copy *copy) {
    freeReplyObject(queue_redis(queue(house), "FLUSHALL"));
    for (size_t i = 0; i < copy->keys->elements; i++) {
        freeReplyObject(queue_redis(queue(house), "RESTORE %b 0 %b", copy->keys->element[i]->str,
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
    cr_assert(queue_until(queue(&house), receipts_gone, &house));
    cr_assert(queue_until(queue(&house), ledger_written, &house));
    house_rest(&house);
    office_close(give(queue(&house)->office));
    copy_restore(&house, &copy);
    own_mem char *back = person_of(&house, ANA);
    cr_assert(*back, "the copy did bring her back");
    queue_help_office(queue(&house)); /* before anything is worked or sent */
    nothing_is_left(&house, &needles);
    own_mem char *other = person_of(&house, LUZ);
    cr_assert_eq(queue_number(queue(&house), "EXISTS {test}:person:%s", other), 1);
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
    text_as(&house, ANA, "borrar mis datos");
    cr_assert(queue_until(queue(&house), all_is_sent, &house)); /* erasure drops what has not left */
    text_as(&house, ANA, "si borrar");
    cr_assert_eq(queue_number(queue(&house), "HLEN {test}:erased"), 1);
    queue_help_server_kill(queue(&house));
    queue_help_server_start(queue(&house), NULL);
    freeReplyObject(queue_redis(queue(&house), "CONFIG SET rdbcompression no"));
    cr_assert_eq(eraser_start(queue(&house)->office, &house.eraser, &why), 0);
    cr_assert(queue_until(queue(&house), ledger_written, &house), "the ledger is not written after the restart");
    cr_assert(queue_until(queue(&house), receipts_gone, &house), "the receipt does not leave after the restart");
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
    return queue_number(queue(house), "ZCARD {test}:receipts") == 0;
}

Test(erase, a_send_under_way_ends_without_a_trace) {
    struct house house;
    struct needles needles = {.count = 0};
    house_open(&house, FAKE_STALL);
    text_as(&house, ANA, "hola");
    cr_assert(queue_until(queue(&house), one_is_stalled, &house));
    collect(&house, ANA, &needles);
    erase(&house, ANA);
    fake_provider_answer(house.send.fake, FAKE_CREATED);
    fake_provider_release(house.send.fake);
    cr_assert(queue_until(queue(&house), sender_is_idle, &house));
    queue_settle(queue(&house));
    nothing_is_left(&house, &needles);
    cr_assert_eq(queue_number(queue(&house), "HLEN {test}:sending-of"), 0);
    cr_assert_eq(queue_number(queue(&house), "ZCARD {test}:sending"), 0);
    needles_release(&needles);
    house_close(&house);
}

Test(erase, a_receipt_whose_outcome_is_unknown_waits_to_the_end_of_the_day) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    text_as(&house, ANA, "hola");
    text_as(&house, ANA, "borrar mis datos");
    queue_settle(queue(&house));
    fake_provider_answer(house.send.fake, FAKE_CUT);
    text_as(&house, ANA, "si borrar");
    schedule_free(give(house.schedule));
    redisReply *list = queue_redis(queue(&house), "ZRANGE {test}:receipts 0 0");
    cr_assert_eq(list->elements, 1);
    char id[64];
    snprintf(id, sizeof id, "%s.0", list->element[0]->str);
    send_help_until_state(&house.send, id, "unknown");
    long long now = clock_wall_ms();
    freeReplyObject(queue_redis(queue(&house), "FCALL chores 1 {test} %lld 100", now + 60000));
    cr_assert_eq(queue_number(queue(&house), "EXISTS {test}:out:%s", id), 1);
    freeReplyObject(queue_redis(queue(&house), "FCALL chores 1 {test} %lld 100", now + 25 * 3600000LL));
    cr_assert_eq(
        queue_number(queue(&house), "EXISTS {test}:out:%s {test}:receipts {test}:person:%s", id, list->element[0]->str),
        0);
    freeReplyObject(list);
    house_close(&house);
}

Test(erase, whom_the_provider_blocks_gets_no_receipt) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    text_as(&house, ANA, "hola");
    text_as(&house, ANA, "borrar mis datos");
    own_mem char *person = person_of(&house, ANA);
    queue_number(queue(&house), "HSET {test}:person:%s stopped 1", person);
    text_as(&house, ANA, "si borrar");
    cr_assert(queue_until(queue(&house), receipts_gone, &house));
    cr_assert_eq(fake_provider_count_of(house.send.fake, "borramos+todos"), 0);
    house_close(&house);
}

static int campaign_is_over(void *arg) {
    struct house *house = arg;
    redisReply *list = queue_redis(queue(house), "ZRANGE {test}:campaigns 0 0");
    int over = list->elements && queue_number(queue(house), "HGET {test}:campaign:%s sent", list->element[0]->str) == 1;
    freeReplyObject(list);
    return over;
}

Test(erase, the_place_in_an_audience_stays_and_the_counts_keep_their_sum) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    text_as(&house, ANA, "alta");
    text_as(&house, LUZ, "alta");
    cr_assert(queue_until(queue(&house), all_is_sent, &house));
    house_rest(&house);
    announce(&house);
    own_mem char *ana = person_of(&house, ANA), *campaign = NULL;
    redisReply *list = queue_redis(queue(&house), "ZRANGE {test}:campaigns 0 0");
    campaign = strdup(list->element[0]->str);
    freeReplyObject(list);
    freeReplyObject(queue_redis(queue(&house), "FCALL erased_again 1 {test} 5 %s", ana));
    cr_assert_eq(queue_number(queue(&house), "ZCARD {test}:campaign-to:%s", campaign), 2);
    house_work(&house);
    text_as(&house, LUZ, "hola");
    queue_settle(queue(&house));
    cr_assert(queue_until(queue(&house), campaign_is_over, &house), "the announcement does not end");
    redisReply *counts = queue_redis(queue(&house), "HMGET {test}:campaign:%s sent skipped", campaign);
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
    freeReplyObject(queue_redis(&help, "HSET {test}:out:c.1 person %s", person));
    freeReplyObject(queue_redis(&help, "FCALL send_logged 1 {test} 5 %s c.1 sealed", person));
    cr_assert_eq(queue_number(&help, "EXISTS {test}:out:o1 {test}:pids"), 0);
    cr_assert_eq(queue_number(&help, "LLEN {test}:log:%s", person), 500);
    /* one that is still on its way keeps its line, and so it can be found */
    freeReplyObject(queue_redis(&help, "LPUSH {test}:log:%s %s", person, "out o2 1 y"));
    freeReplyObject(queue_redis(&help, "HSET {test}:out:o2 person %s state ready", person));
    freeReplyObject(queue_redis(&help, "HSET {test}:out:c.2 person %s", person));
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
