/* profile_test - several people on one telephone, in a real Redis: each with a key of their own, and the address leads
 * to the one who writes. */
#include "config/clock.h"
#include "config/own.h"
#include "tests/queue/house_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define PHONE "+56911112222"
#define OTHER "+56933334444"

static long long profiles(struct house *house) {
    own_mem char *index = house_index(house, PHONE);
    return queue_number(house_queue(house), "LLEN {test}:profiles:%s", index);
}

static void assert_active(struct house *house, const char *person) {
    own_mem char *now = house_person(house, PHONE);
    cr_assert_str_eq(now, person);
}

static void assert_field(struct house *house, const char *person, const char *field, const char *value) {
    own_mem char *is = queue_string(house_queue(house), "HGET {test}:person:%s %s", person, field);
    cr_assert_str_eq(is, value, "%s is '%s'", field, is);
}

/* Another person, who chooses this language by its name. */
static char *join(struct house *house, const char *language) {
    house_talk(house, PHONE, "otra persona", NULL);
    house_talk(house, PHONE, "1", NULL);
    house_talk(house, PHONE, language, NULL);
    return house_person(house, PHONE);
}

/* How many texts to the provider held these words, blanks in either form of encoding. */
static size_t said(struct house *house, const char *plus, const char *percent) {
    return fake_provider_count_of(house->send.fake, plus) + fake_provider_count_of(house->send.fake, percent);
}

static void let_come_due(struct house *house, const char *person, int at_ms) {
    redisReply *ids = queue_redis(house_queue(house), "ZRANGE {test}:appts:%s 0 -1", person);
    cr_assert_eq(ids->elements, 1, "the appointment is of person 2");
    own_mem char *version = queue_string(house_queue(house), "HGET {test}:appt:%s version", ids->element[0]->str);
    char member[256];
    snprintf(member, sizeof member, "%s|reminder|%s.%s.2d", person, ids->element[0]->str, version);
    house->turns = queue_number(house_queue(house), "HGET {test}:count turns") + 1;
    queue_number(house_queue(house), "ZADD {test}:due %d %s", at_ms, member);
    freeReplyObject(ids);
    cr_assert(queue_until(house_queue(house), house_is_quiet, house), "the reminder was not worked");
}

/* Every key of the office, as it lies in Redis. */
static int lies_open(struct house *house, const char *needle) {
    redisReply *keys = queue_redis(house_queue(house), "KEYS *");
    int found = 0;
    for (size_t i = 0; i < keys->elements && !found; i++) {
        redisReply *dump = queue_redis(house_queue(house), "DUMP %b", keys->element[i]->str, keys->element[i]->len);
        found = dump->type == REDIS_REPLY_STRING && memmem(dump->str, dump->len, needle, strlen(needle)) != NULL;
        found |= strstr(keys->element[i]->str, needle) != NULL;
        freeReplyObject(dump);
    }
    freeReplyObject(keys);
    return found;
}

Test(profile, a_second_person_has_a_key_and_a_language_of_their_own_and_each_comes_back) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    house_talk(&house, PHONE, "español", NULL);
    own_mem char *first = house_person(&house, PHONE), *second = join(&house, "kreyol");
    cr_assert_str_neq(first, second);
    cr_assert_eq(profiles(&house), 2);
    assert_field(&house, first, "lang", "es");
    assert_field(&house, second, "lang", "ht");
    assert_field(&house, second, "profile", "2");
    own_mem char *key = queue_string(&house.send.queue, "HGET {test}:person:%s key", first);
    own_mem char *other = queue_string(&house.send.queue, "HGET {test}:person:%s key", second);
    cr_assert_str_neq(key, other);
    house_talk(&house, PHONE, "soy 1", NULL);
    assert_active(&house, first);
    house_talk(&house, PHONE, "mwen se 2", NULL);
    assert_active(&house, second);
    cr_assert_eq(queue_number(house_queue(&house), "HGET {test}:count people"), 2);
    house_close(&house);
}

Test(profile, what_came_behind_the_word_is_of_the_one_who_was_named) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    house_talk(&house, PHONE, "español", NULL);
    own_mem char *first = house_person(&house, PHONE), *second = join(&house, "kreyol");
    long long mine = queue_number(house_queue(&house), "LLEN {test}:log:%s", second);
    house_talk(&house, PHONE, "soy 1", "english");
    assert_active(&house, first);
    assert_field(&house, first, "lang", "en");
    assert_field(&house, second, "lang", "ht");
    cr_assert_eq(queue_number(house_queue(&house), "LLEN {test}:log:%s", second), mine + 1, "only the word itself");
    cr_assert_eq(queue_number(house_queue(&house), "EXISTS {test}:mailbox:%s {test}:mailbox:%s", first, second), 0);
    house_close(&house);
}

Test(profile, a_reminder_says_for_whom_and_its_answer_reaches_that_person) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    house_talk(&house, PHONE, "español", NULL);
    own_mem char *first = house_person(&house, PHONE), *second = join(&house, "español");
    house_appoint(&house, PHONE);
    house_talk(&house, PHONE, "soy 1", NULL);
    let_come_due(&house, second, 1);
    cr_assert_eq(said(&house, "antes+de+responder%3A+SOY+2", "antes%20de%20responder%3A%20SOY%202"), 1,
                 "who is writing just now goes on");
    assert_active(&house, first);
    queue_number(house_queue(&house), "DEL {test}:log:%s", first); /* their last text was long ago */
    let_come_due(&house, second, 2);
    cr_assert_eq(said(&house, "Para+la+persona+2%3A", "Para%20la%20persona%202%3A"), 1);
    assert_active(&house, second);
    house_talk(&house, PHONE, "1", NULL);
    redisReply *ids = queue_redis(house_queue(&house), "ZRANGE {test}:appts:%s 0 -1", second);
    own_mem char *status = queue_string(house_queue(&house), "HGET {test}:appt:%s status", ids->element[0]->str);
    freeReplyObject(ids);
    cr_assert_str_eq(status, "confirmed");
    house_close(&house);
}

Test(profile, who_is_erased_leaves_the_others_and_the_address) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    house_talk(&house, PHONE, "español", NULL);
    own_mem char *first = house_person(&house, PHONE), *second = join(&house, "español"),
                 *third = join(&house, "english");
    house_talk(&house, PHONE, "i am 2", NULL);
    assert_active(&house, second);
    house_talk(&house, PHONE, "borrar mis datos", NULL);
    house_talk(&house, PHONE, "1", NULL);
    cr_assert_eq(queue_number(house_queue(&house), "EXISTS {test}:person:%s", second), 0);
    cr_assert(!lies_open(&house, second), "nothing is called after them");
    assert_active(&house, first);
    assert_field(&house, third, "profile", "3");
    own_mem char *next = join(&house, "français");
    assert_field(&house, next, "profile", "2");
    freeReplyObject(queue_redis(house_queue(&house), "FCALL erased_again 1 {test} 5 %s %s", next, first));
    assert_active(&house, third);
    cr_assert_eq(queue_number(house_queue(&house), "HEXISTS {test}:person:%s profile", third), 0, "alone again");
    cr_assert_eq(profiles(&house), 0);
    house_close(&house);
}

Test(profile, four_at_most) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    house_talk(&house, PHONE, "español", NULL);
    for (int i = 0; i < 3; i++) free(join(&house, "español"));
    own_mem char *fourth = house_person(&house, PHONE);
    assert_field(&house, fourth, "profile", "4");
    house_talk(&house, PHONE, "otra persona", NULL);
    house_talk(&house, PHONE, "1", NULL);
    cr_assert_eq(profiles(&house), 4);
    assert_active(&house, fourth);
    cr_assert_eq(queue_number(house_queue(&house), "HGET {test}:count people"), 4);
    house_close(&house);
}

Test(profile, who_moves_to_another_telephone_leaves_the_others_where_they_are) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    house_talk(&house, PHONE, "español", NULL);
    own_mem char *first = house_person(&house, PHONE), *second = join(&house, "español");
    house_talk(&house, PHONE, "numero nuevo", NULL);
    redisReply *sealed = queue_redis(house_queue(&house), "HGET {test}:person:%s claim-code", second);
    own_mem char *shown =
        queue_unseal(house_queue(&house), second, "claim", (struct vault_bytes){sealed->str, sealed->len});
    freeReplyObject(sealed);
    house_talk(&house, PHONE, "soy 1", NULL);
    house_talk(&house, PHONE, shown, NULL);
    cr_assert_eq(queue_number(house_queue(&house), "EXISTS {test}:person:%s", first), 1,
                 "a code of the same telephone erases nobody");
    assert_active(&house, first);
    house_talk(&house, OTHER, shown, NULL);
    own_mem char *there = house_person(&house, OTHER);
    cr_assert_str_eq(there, second);
    assert_active(&house, first);
    cr_assert_eq(profiles(&house), 0, "the one who stays is alone");
    cr_assert_eq(said(&house, "ya+no+recibe+mensajes", "ya%20no%20recibe%20mensajes"), 0, "the old number still does");
    house_close(&house);
}

Test(profile, neither_number_nor_words_lie_open) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    house_talk(&house, PHONE, "español", NULL);
    own_mem char *second = join(&house, "español");
    house_talk(&house, PHONE, "girasol amarillo", NULL);
    cr_assert(lies_open(&house, second), "the scan sees what is kept");
    cr_assert(!lies_open(&house, PHONE + 1));
    cr_assert(!lies_open(&house, "girasol"));
    cr_assert(!lies_open(&house, "otra persona"));
    house_close(&house);
}
