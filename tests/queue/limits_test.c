/* limits_test - paces slide, chatter is quiet, a flood is kept and answered once, danger always comes through. */
#include "config/own.h"
#include "tests/queue/shop_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER "+56911112222"
#define OTHER  "+56911113333"

static struct shop shop;

static void setup(void) {
    shop_open(&shop);
    shop.help.settings.worker.chatter_replies_per_hour_max = 5;
    shop.help.settings.worker.messages_per_minute_max = 20;
}
static void teardown(void) {
    shop_close(&shop);
}
TestSuite(limits, .init = setup, .fini = teardown, .timeout = 60);

static long long replies(const char *number) {
    own_mem char *thread = shop_thread(&shop, number);
    long long count = strncmp(thread, "out ", 4) == 0;
    for (const char *at = thread; (at = strstr(at, "\nout ")); at++) count++;
    return count;
}

/* As if the last messages of this person had come so long ago. */
static void some_time_ago(const char *number, long long ms) {
    own_mem char *person = shop_person(&shop, number);
    own_mem char *pace = queue_string(&shop.help, "HGET {test}:person:%s pace", person);
    long long at[4];
    char back[128];
    cr_assert_eq(sscanf(pace, "%lld %lld %lld %lld", &at[0], &at[1], &at[2], &at[3]), 4, "%s", pace);
    snprintf(back, sizeof back, "%lld %lld %lld %lld", at[0] - ms, at[1] - ms, at[2] - ms, at[3] - ms);
    freeReplyObject(queue_redis(&shop.help, "HSET {test}:person:%s pace %s", person, back));
}

Test(limits, a_robot_hears_five_replies_to_chatter_and_people_are_still_served) {
    shop_write(&shop, NUMBER, "hola");
    long long before = replies(NUMBER);
    for (int i = 0; i < 18; i++) {
        shop_write(&shop, NUMBER, i % 2 ? "gracias" : "hasta luego");
    }
    cr_assert_leq(replies(NUMBER) - before, 5, "%lld", replies(NUMBER) - before);
    before = replies(NUMBER);
    shop_write(&shop, NUMBER, "cesfam");
    cr_assert_eq(replies(NUMBER), before + 1, "a question is still answered");
    shop_write(&shop, OTHER, "cesfam");
    cr_assert_geq(replies(OTHER), 1);
}

Test(limits, the_hour_slides) {
    shop.help.settings.worker.auto_replies_per_hour_max = 4;
    shop_write(&shop, NUMBER, "hola"); /* the welcome and the menu of languages */
    shop_write(&shop, NUMBER, "1");
    long long before = replies(NUMBER);
    for (int i = 0; i < 4; i++) shop_write(&shop, NUMBER, "menu");
    cr_assert_leq(replies(NUMBER), before + 2);
    before = replies(NUMBER);
    shop_write(&shop, NUMBER, "menu");
    cr_assert_eq(replies(NUMBER), before);
    some_time_ago(NUMBER, 16 * 60 * 1000); /* a quarter of an hour buys one reply, not a whole new hour */
    shop_write(&shop, NUMBER, "menu");
    shop_write(&shop, NUMBER, "menu");
    cr_assert_eq(replies(NUMBER), before + 1);
}

Test(limits, a_flood_is_kept_and_answered_once_and_danger_comes_through) {
    shop_write(&shop, NUMBER, "cesfam");
    for (int i = 0; i < 30; i++) shop_write(&shop, NUMBER, "menu");
    own_mem char *thread = shop_thread(&shop, NUMBER);
    const char *told = strstr(thread, "Un momento");
    cr_assert_not_null(told);
    cr_assert_null(strstr(told + 1, "Un momento"), "once a minute");
    long long ins = 0;
    for (const char *at = thread; (at = strstr(at, "in menu")); at++) ins++;
    cr_assert_eq(ins, 30, "all is kept");
    shop_write(&shop, NUMBER, "mi marido me pega");
    cr_assert(shop_last_says(&shop, NUMBER, "133"));
    some_time_ago(NUMBER, 60 * 1000);
    shop_write(&shop, NUMBER, "escuela");
    own_mem char *last = shop_line(&shop, NUMBER, -1);
    cr_assert_eq(strncmp(last, "out ", 4), 0, "it is answered again: %s", last);
}

Test(limits, a_flood_does_not_answer_a_forms_questions) {
    shop.help.settings.worker.messages_per_minute_max = 3;
    shop_write(&shop, NUMBER, "necesito hablar con una persona");
    for (int i = 0; i < 12; i++) shop_write(&shop, NUMBER, "1");
    cr_assert_eq(queue_number(&shop.help, "ZCARD {test}:tickets"), 0);
    some_time_ago(NUMBER, 60 * 1000);
    for (int i = 0; i < 2; i++) shop_write(&shop, NUMBER, "1");
    cr_assert_eq(queue_number(&shop.help, "ZCARD {test}:tickets"), 1, "it goes on where it stood");
}

/* What the bot says comes back to it, as from another such machine. */
Test(limits, two_machines_come_to_an_end) {
    int rounds = 0;
    shop_write(&shop, NUMBER, "hola");
    for (; rounds < 100; rounds++) {
        own_mem char *last = shop_line(&shop, NUMBER, -1);
        if (strncmp(last, "out ", 4) != 0) break;
        shop_write(&shop, NUMBER, last + 4);
    }
    cr_assert_lt(rounds, 60, "they are still talking");
}

Test(limits, a_full_mailbox_takes_no_more_and_counts_it) {
    own_mem char *ignored = NULL;
    shop_write(&shop, NUMBER, "cesfam");
    worker_free(shop.worker);
    shop.worker = NULL;
    own_mem char *person = shop_person(&shop, NUMBER);
    for (int i = 0; i < 1000; i++) queue_number(&shop.help, "RPUSH {test}:mailbox:%s x", person);
    char index[VAULT_INDEX_MAX + 1];
    vault_index(shop.help.vault, "sms", NUMBER, index);
    ignored = queue_string(&shop.help, "FCALL accept 1 {test} 1795000000000 e-full %s sms line-1 p w a M body", index);
    cr_assert_str_eq(ignored, "full");
    cr_assert_eq(queue_number(&shop.help, "LLEN {test}:mailbox:%s", person), 1000);
    cr_assert_eq(queue_number(&shop.help, "HGET {test}:count mailbox_full"), 1);
}
