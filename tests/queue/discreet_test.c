/* discreet_test - what is said to a person in discreet mode waits sealed until their word comes. */
#include "config/own.h"
#include "tests/queue/house_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define NUMBER "+56911112222"

/* The ten minutes are over. */
static void lock(struct house *house, const char *who) {
    queue_number(house_queue(house), "HDEL {test}:person:%s m:discreet-open", who);
}

Test(discreet, an_answer_waits_for_the_word_and_then_it_is_sent) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    house_talk(&house, NUMBER, "español", NULL);
    house_talk(&house, NUMBER, "discreto", NULL);
    house_talk(&house, NUMBER, "Girasol", NULL);
    own_mem char *who = house_person(&house, NUMBER);
    cr_assert_eq(queue_number(house_queue(&house), "HEXISTS {test}:person:%s word", who), 1);
    size_t before = fake_provider_count(house.send.fake);
    house_talk(&house, NUMBER, "escuela", NULL);
    cr_assert_eq(fake_provider_count(house.send.fake), before + 1, "only the neutral line");
    cr_assert_eq(queue_number(house_queue(&house), "LLEN {test}:held:%s", who), 1);
    house_talk(&house, NUMBER, "girasol ", NULL);
    cr_assert_eq(fake_provider_count(house.send.fake), before + 2, "and then what was held");
    cr_assert_eq(queue_number(house_queue(&house), "EXISTS {test}:held:%s", who), 0);
    house_talk(&house, NUMBER, "cesfam", NULL);
    cr_assert_eq(fake_provider_count(house.send.fake), before + 3, "for ten minutes answers come at once");
    lock(&house, who);
    house_talk(&house, NUMBER, "cesfam", NULL);
    cr_assert_eq(queue_number(house_queue(&house), "LLEN {test}:held:%s", who), 1, "and then they wait again");
    house_close(&house);
}

Test(discreet, what_became_useless_is_not_said_when_the_word_comes) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    house_talk(&house, NUMBER, "español", NULL);
    house_talk(&house, NUMBER, "discreto", NULL);
    house_talk(&house, NUMBER, "girasol", NULL);
    own_mem char *who = house_person(&house, NUMBER);
    char now[32], past[32];
    snprintf(now, sizeof now, "%lld", 1764000000000LL);
    snprintf(past, sizeof past, "%lld", 1764000000000LL - 1);
    queue_number(house_queue(&house), "RPUSH {test}:mailbox:%s %s", who, "R h1 1 - ");
    queue_number(house_queue(&house), "ZADD {test}:leases 9999999999999 %s", who);
    queue_number(house_queue(&house), "HSET {test}:tokens %s 7", who);
    freeReplyObject(queue_redis(house_queue(&house),
                                "FCALL commit 1 {test} %s %s 7 h1 state hold o1 0 reply line-1 sms %s 1 text %b", now,
                                who, past, "", (size_t)0));
    queue_number(house_queue(&house), "RPUSH {test}:mailbox:%s %s", who, "R h2 1 - ");
    queue_number(house_queue(&house), "ZADD {test}:leases 9999999999999 %s", who);
    queue_number(house_queue(&house), "HSET {test}:tokens %s 8", who);
    queue_number(house_queue(&house), "ZREM {test}:ready %s", who);
    freeReplyObject(queue_redis(house_queue(&house), "FCALL commit 1 {test} %s %s 8 h2 state held_read", now, who));
    cr_assert_eq(queue_number(house_queue(&house), "EXISTS {test}:out:o1 {test}:held:%s", who), 0);
    house_close(&house);
}

Test(discreet, neither_the_word_nor_its_first_writing_is_kept) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    house_talk(&house, NUMBER, "español", NULL);
    house_talk(&house, NUMBER, "discreto", NULL);
    house_talk(&house, NUMBER, "girasol", NULL);
    house_talk(&house, NUMBER, "girasol", NULL);
    own_mem char *who = house_person(&house, NUMBER);
    own_mem char *talk = queue_thread(house_queue(&house), who);
    cr_assert_null(strcasestr(talk, "girasol"), "%s", talk);
    house_close(&house);
}
