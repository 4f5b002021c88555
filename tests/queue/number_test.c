/* number_test - a new telephone: the appointment follows its person, the old number hears of it once and then nothing.
 */
#include "config/clock.h"
#include "config/own.h"
#include "queue/number_record.h"
#include "tests/queue/house_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define OLD   "+56911112222"
#define NEW   "+56933334444"
#define THIRD "+56955556666"

/* The code of a person, opened with their key. */
static char *code_of(struct house *house, const char *person) {
    redisReply *sealed = queue_redis(house_queue(house), "HGET {test}:person:%s claim-code", person);
    cr_assert_eq(sealed->type, REDIS_REPLY_STRING, "there is no code");
    char *code = queue_unseal(house_queue(house), person, "claim", (struct vault_bytes){sealed->str, sealed->len});
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
    house_open(&house, FAKE_CREATED);
    house_talk(&house, OLD, "español", NULL);
    house_appoint(&house, OLD);
    house_talk(&house, OLD, "numero nuevo", NULL);
    own_mem char *owner = house_person(&house, OLD), *code = code_of(&house, owner);
    house_talk(&house, NEW, "hola", NULL);
    house_talk(&house, NEW, "corregir", NULL); /* a ticket of the newcomer's own */
    own_mem char *newcomer = house_person(&house, NEW);
    size_t old = sent_to(&house, OLD);
    house_talk(&house, NEW, code, NULL);
    own_mem char *now = house_person(&house, NEW), *gone = house_person(&house, OLD);
    cr_assert_str_eq(now, owner, "the new number is the old person");
    cr_assert_str_eq(gone, "", "the old number is nobody's");
    cr_assert_eq(queue_number(house_queue(&house), "ZCARD {test}:appts:%s", owner), 1);
    cr_assert_eq(queue_number(house_queue(&house), "EXISTS {test}:person:%s", newcomer), 0,
                 "the newcomer went into them");
    own_mem char *ticket = queue_string(house_queue(&house), "HGET {test}:person:%s ticket", owner);
    own_mem char *holder = queue_string(house_queue(&house), "HGET {test}:ticket:%s person", ticket);
    cr_assert_str_eq(holder, owner, "the open ticket came along");
    cr_assert_eq(sent_to(&house, OLD), old + 1, "the old number hears of it once");
    cr_assert_eq(fake_provider_count_of(house.send.fake, "ya+no+recibe+mensajes") +
                     fake_provider_count_of(house.send.fake, "ya%20no%20recibe%20mensajes"),
                 1);
    house_talk(&house, NEW, "mis datos", NULL);
    cr_assert_eq(sent_to(&house, OLD), old + 1, "and then nothing");
    cr_assert_eq(queue_number(house_queue(&house), "HEXISTS {test}:person:%s claim", owner), 0, "the code is used up");
    house_close(&house);
}

Test(number, three_wrong_codes_end_it_for_a_day_even_with_the_right_one) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    house_talk(&house, OLD, "numero nuevo", NULL);
    own_mem char *owner = house_person(&house, OLD), *code = code_of(&house, owner);
    house_talk(&house, NEW, "español", NULL);
    for (int i = 0; i < 3; i++) house_talk(&house, NEW, "B2B2-B2B2", NULL);
    house_talk(&house, NEW, code, NULL);
    own_mem char *still = house_person(&house, OLD);
    cr_assert_str_eq(still, owner);
    own_mem char *newcomer = house_person(&house, NEW);
    queue_number(house_queue(&house), "HSET {test}:person:%s claim-tries %s", newcomer,
                 "3"); /* unreadable: begins anew */
    house_talk(&house, NEW, code, NULL);
    own_mem char *moved = house_person(&house, NEW);
    cr_assert_str_eq(moved, owner);
    house_close(&house);
}

Test(number, a_code_is_good_once_and_only_the_newest) {
    struct house house;
    char hash[VAULT_INDEX_MAX + 1];
    house_open(&house, FAKE_CREATED);
    house_talk(&house, OLD, "numero nuevo", NULL);
    own_mem char *owner = house_person(&house, OLD), *code = code_of(&house, owner);
    house_talk(&house, NEW, code, NULL);
    house_talk(&house, THIRD, code, NULL);
    own_mem char *at = house_person(&house, NEW), *third = house_person(&house, THIRD);
    cr_assert_str_eq(at, owner);
    cr_assert_str_neq(third, owner, "a used code is worth nothing");
    house_talk(&house, NEW, "numero nuevo", NULL);
    own_mem char *first = code_of(&house, owner);
    number_record_index(house_queue(&house)->office, first, hash);
    freeReplyObject(queue_redis(house_queue(&house),
                                "FCALL person_claim_code 1 {test} 5 u %s h other sealed 9999999999999", owner));
    cr_assert_eq(queue_number(house_queue(&house), "EXISTS {test}:claim:%s", hash), 0, "the older one went");
    freeReplyObject(queue_redis(house_queue(&house), "FCALL erased_again 1 {test} 5 %s", owner));
    cr_assert_eq(queue_number(house_queue(&house), "EXISTS {test}:claim:other"), 0,
                 "and the newest goes with its person");
    house_close(&house);
}

Test(number, ones_own_code_changes_nothing) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    house_talk(&house, OLD, "español", NULL);
    house_talk(&house, OLD, "numero nuevo", NULL);
    own_mem char *owner = house_person(&house, OLD), *code = code_of(&house, owner);
    house_talk(&house, OLD, code, NULL);
    own_mem char *still = house_person(&house, OLD);
    cr_assert_str_eq(still, owner);
    cr_assert_eq(queue_number(house_queue(&house), "HEXISTS {test}:person:%s claim", owner), 1);
    house_close(&house);
}
