/* number_test - a new telephone: the appointment follows its person, the old number hears of it once and then nothing.
 */
#include "config/clock.h"
#include "config/own.h"
#include "queue/accept.h"
#include "queue/appointments.h"
#include "queue/number_record.h"
#include "queue/schedule.h"
#include "queue/worker.h"
#include "tests/queue/send_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define OLD   "+56911112222"
#define NEW   "+56933334444"
#define THIRD "+56955556666"

struct house {
    struct send_help send;
    struct worker *worker;
    struct schedule *schedule;
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
    cr_assert_eq(schedule_start(queue(house)->office, &house->schedule, &why), 0, "%s", why.text);
    send_help_start(&house->send);
}

static void house_close(struct house *house) {
    worker_free(house->worker);
    schedule_free(house->schedule);
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
           queue_number(queue(house), "EXISTS {test}:ready {test}:leases {test}:delayed {test}:lanes {test}:sending "
                                      "{test}:receipts") == 0;
}

/* Someone texts, and all that follows has been worked and sent. */
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
    cr_assert(queue_until(queue(house), is_quiet, house), "'%s' was not worked", words);
}

static char *person_of(struct house *house, const char *number) {
    char index[VAULT_INDEX_MAX + 1];
    vault_index(queue(house)->vault, "sms", number, index);
    return queue_string(queue(house), "HGET {test}:addr %s", index);
}

static void appoint(struct house *house, const char *number) {
    struct queue_wait wait = {0};
    char file[256], day[32];
    struct tm local;
    clock_local(clock_wall_ms() + INT64_C(5) * 86400000, &local);
    strftime(day, sizeof day, "%d-%m-%Y", &local);
    snprintf(file, sizeof file, "numero,fecha,hora,motivo,lugar\n%s,%s,10:00,abogado,Oficina\n", number, day);
    struct appointments_import import = {.name = "a.csv",
                                         .bytes = file,
                                         .len = strlen(file),
                                         .channel = &queue(house)->settings.channels[0],
                                         .now_ms = clock_wall_ms()};
    appointments_import(queue(house)->office, &import, queue_done, &wait);
    queue_await(queue(house), &wait);
    queue_wait_release(&wait);
}

/* The code of a person, opened with their key. */
static char *code_of(struct house *house, const char *person) {
    char bound[PERSON_BOUND_MAX], *code = NULL;
    struct vault_key key;
    size_t len;
    redisReply *wrapped = queue_redis(queue(house), "HGET {test}:person:%s key", person);
    redisReply *sealed = queue_redis(queue(house), "HGET {test}:person:%s claim-code", person);
    cr_assert_eq(sealed->type, REDIS_REPLY_STRING, "there is no code");
    cr_assert_eq(
        vault_unwrap(queue(house)->vault, person, (struct vault_bytes){wrapped->str, wrapped->len}, &key, NULL), 0);
    cr_assert_eq(vault_unseal(&key, person_bound("claim", person, NULL, bound),
                              (struct vault_bytes){sealed->str, sealed->len}, &code, &len, NULL),
                 0);
    freeReplyObject(wrapped);
    freeReplyObject(sealed);
    return code;
}

/* How many texts went to a number, as the provider saw them. */
static size_t sent_to(struct house *house, const char *number) {
    char field[64];
    snprintf(field, sizeof field, "To=%%2B%s", number + 1);
    return fake_provider_count_of(house->send.fake, field);
}

Test(number, the_appointment_follows_and_the_old_number_hears_of_it_once) {
    struct house house;
    house_open(&house);
    text_as(&house, OLD, "español");
    appoint(&house, OLD);
    text_as(&house, OLD, "numero nuevo");
    own_mem char *owner = person_of(&house, OLD), *code = code_of(&house, owner);
    text_as(&house, NEW, "hola");
    text_as(&house, NEW, "corregir"); /* a ticket of the newcomer's own */
    own_mem char *newcomer = person_of(&house, NEW);
    size_t old = sent_to(&house, OLD);
    text_as(&house, NEW, code);
    own_mem char *now = person_of(&house, NEW), *gone = person_of(&house, OLD);
    cr_assert_str_eq(now, owner, "the new number is the old person");
    cr_assert_str_eq(gone, "", "the old number is nobody's");
    cr_assert_eq(queue_number(queue(&house), "ZCARD {test}:appts:%s", owner), 1);
    cr_assert_eq(queue_number(queue(&house), "EXISTS {test}:person:%s", newcomer), 0, "the newcomer went into them");
    own_mem char *ticket = queue_string(queue(&house), "HGET {test}:person:%s ticket", owner);
    own_mem char *holder = queue_string(queue(&house), "HGET {test}:ticket:%s person", ticket);
    cr_assert_str_eq(holder, owner, "the open ticket came along");
    cr_assert_eq(sent_to(&house, OLD), old + 1, "the old number hears of it once");
    cr_assert_eq(fake_provider_count_of(house.send.fake, "ya+no+recibe+mensajes") +
                     fake_provider_count_of(house.send.fake, "ya%20no%20recibe%20mensajes"),
                 1);
    text_as(&house, NEW, "mis datos");
    cr_assert_eq(sent_to(&house, OLD), old + 1, "and then nothing");
    cr_assert_eq(queue_number(queue(&house), "HEXISTS {test}:person:%s claim", owner), 0, "the code is used up");
    house_close(&house);
}

Test(number, three_wrong_codes_end_it_for_a_day_even_with_the_right_one) {
    struct house house;
    house_open(&house);
    text_as(&house, OLD, "numero nuevo");
    own_mem char *owner = person_of(&house, OLD), *code = code_of(&house, owner);
    text_as(&house, NEW, "español");
    for (int i = 0; i < 3; i++) text_as(&house, NEW, "B2B2-B2B2");
    text_as(&house, NEW, code);
    own_mem char *still = person_of(&house, OLD);
    cr_assert_str_eq(still, owner);
    own_mem char *newcomer = person_of(&house, NEW);
    queue_number(queue(&house), "HSET {test}:person:%s claim-tries %s", newcomer, "3"); /* unreadable: begins anew */
    text_as(&house, NEW, code);
    own_mem char *moved = person_of(&house, NEW);
    cr_assert_str_eq(moved, owner);
    house_close(&house);
}

Test(number, a_code_is_good_once_and_only_the_newest) {
    struct house house;
    char hash[VAULT_INDEX_MAX + 1];
    house_open(&house);
    text_as(&house, OLD, "numero nuevo");
    own_mem char *owner = person_of(&house, OLD), *code = code_of(&house, owner);
    text_as(&house, NEW, code);
    text_as(&house, THIRD, code);
    own_mem char *at = person_of(&house, NEW), *third = person_of(&house, THIRD);
    cr_assert_str_eq(at, owner);
    cr_assert_str_neq(third, owner, "a used code is worth nothing");
    text_as(&house, NEW, "numero nuevo");
    own_mem char *first = code_of(&house, owner);
    number_record_index(queue(&house)->office, first, hash);
    freeReplyObject(
        queue_redis(queue(&house), "FCALL person_claim_code 1 {test} 5 u %s h other sealed 9999999999999", owner));
    cr_assert_eq(queue_number(queue(&house), "EXISTS {test}:claim:%s", hash), 0, "the older one went");
    freeReplyObject(queue_redis(queue(&house), "FCALL erased_again 1 {test} 5 %s", owner));
    cr_assert_eq(queue_number(queue(&house), "EXISTS {test}:claim:other"), 0, "and the newest goes with its person");
    house_close(&house);
}

Test(number, ones_own_code_changes_nothing) {
    struct house house;
    house_open(&house);
    text_as(&house, OLD, "español");
    text_as(&house, OLD, "numero nuevo");
    own_mem char *owner = person_of(&house, OLD), *code = code_of(&house, owner);
    text_as(&house, OLD, code);
    own_mem char *still = person_of(&house, OLD);
    cr_assert_str_eq(still, owner);
    cr_assert_eq(queue_number(queue(&house), "HEXISTS {test}:person:%s claim", owner), 1);
    house_close(&house);
}
