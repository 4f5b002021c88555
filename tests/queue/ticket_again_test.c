/* ticket_again_test - a ticket's life in the store: waiting, answered, closed, opened again by writing, told about. */
#include "config/own.h"
#include "queue/tickets.h"
#include "tests/queue/shop_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER "+56911112222"
#define ANA    "user-ana"
#define DAY_MS (24LL * 3600 * 1000)

static struct shop shop;
static char *ticket, *person;

static void setup(void) {
    shop_open(&shop);
    shop_user(&shop, ANA, "Ana");
    shop_write(&shop, NUMBER, "necesito hablar con una persona");
    for (int i = 0; i < 4; i++) shop_write(&shop, NUMBER, "1");
    person = shop_person(&shop, NUMBER);
    ticket = queue_string(&shop.help, "HGET {test}:person:%s ticket", person);
    cr_assert(*ticket);
}
static void teardown(void) {
    free(ticket), free(person);
    shop_close(&shop);
}
TestSuite(ticket_again, .init = setup, .fini = teardown, .timeout = 60);

static void holds(void) {
    free(shop_claim(&shop, NUMBER, ANA));
}
static void replies(const char *key) {
    struct queue_wait wait = {0};
    tickets_reply(shop.help.office, &(struct tickets_reply){ANA, ticket, key, "Buenos días, mañana la llamo."},
                  queue_done, &wait);
    queue_await(&shop.help, &wait);
    queue_wait_release(&wait);
    shop_turns(&shop, 1);
}
static void closes(void) {
    struct queue_wait wait = {0};
    tickets_close(shop.help.office, ANA, ticket, "answered", queue_done, &wait);
    queue_await(&shop.help, &wait);
    queue_wait_release(&wait);
    shop_turns(&shop, 1);
}
static int state_is(const char *state) {
    own_mem char *is = queue_string(&shop.help, "HGET {test}:ticket:%s state", ticket);
    return strcmp(is, state) == 0;
}

Test(ticket_again, where_is_my_ticket_is_told_at_each_stage) {
    shop_write(&shop, NUMBER, "mi ticket");
    cr_assert(shop_last_says(&shop, NUMBER, "en la lista"));
    holds();
    shop_write(&shop, NUMBER, "mi ticket");
    cr_assert(shop_last_says(&shop, NUMBER, "ya tiene su solicitud"));
    replies("k1");
    shop_write(&shop, NUMBER, "mi ticket");
    cr_assert(shop_last_says(&shop, NUMBER, "ya le respond"));
    closes();
    shop_write(&shop, NUMBER, "mi ticket");
    cr_assert(shop_last_says(&shop, NUMBER, "se cerr"));
}

Test(ticket_again, words_that_nobody_understands_open_the_closed_ticket_again_with_all_that_was_in_it) {
    holds();
    replies("k1");
    closes();
    cr_assert(state_is("closed"));
    cr_assert_eq(queue_number(&shop.help, "HEXISTS {test}:person:%s ticket", person), 0);
    shop_write(&shop, NUMBER, "prwt zzkl");
    cr_assert(state_is("open"));
    own_mem char *is = queue_string(&shop.help, "HGET {test}:person:%s ticket", person);
    cr_assert_str_eq(is, ticket);
    cr_assert_eq(queue_number(&shop.help, "ZCARD {test}:tickets-closed"), 0);
    cr_assert_eq(queue_number(&shop.help, "ZCARD {test}:tickets"), 1);
    cr_assert_eq(queue_number(&shop.help, "HGET {test}:ticket:%s unread", ticket), 1);
    struct queue_wait wait = {0};
    tickets_get(shop.help.office, ANA, ticket, queue_done, &wait);
    queue_await(&shop.help, &wait);
    cr_assert_gt(json_array_size(json_object_get(wait.result, "fields")), 3);
    queue_wait_release(&wait);
}

Test(ticket_again, a_topic_a_thank_you_and_a_number_leave_it_closed) {
    static const char *const words[] = {"gracias", "cesfam", "0"};
    holds();
    closes();
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        shop_write(&shop, NUMBER, words[i]);
        cr_assert(state_is("closed"), "%s", words[i]);
    }
}

Test(ticket_again, after_a_week_it_stays_closed) {
    char closed[128];
    holds();
    closes();
    snprintf(closed, sizeof closed, "%s K7M-42 %lld", ticket, 1000000LL);
    queue_number(&shop.help, "HSET {test}:person:%s closed %s", person, closed);
    shop_write(&shop, NUMBER, "prwt zzkl");
    cr_assert(state_is("closed"));
}

Test(ticket_again, somebody_elses_ticket_is_not_opened) {
    holds();
    closes();
    queue_number(&shop.help, "HSET {test}:ticket:%s person somebody-else", ticket);
    shop_write(&shop, NUMBER, "prwt zzkl");
    cr_assert(state_is("closed"));
    cr_assert_eq(queue_number(&shop.help, "HEXISTS {test}:person:%s ticket", person), 0);
}

Test(ticket_again, only_the_first_answer_is_measured) {
    holds();
    replies("k1");
    replies("k2");
    cr_assert_eq(queue_number(&shop.help, "LLEN {test}:first-answers"), 1);
}

Test(ticket_again, who_asks_next_is_told_how_long_it_usually_takes) {
    /* six tickets that waited no more than a minute: the promise is hours, not days */
    for (int i = 0; i < 6; i++)
        freeReplyObject(queue_redis(&shop.help, "LPUSH {test}:first-answers %s", "1795000000000 1795000060000"));
    shop_write(&shop, "+56911113333", "necesito hablar con una persona");
    for (int i = 0; i < 4; i++) shop_write(&shop, "+56911113333", "1");
    own_mem char *asker = shop_person(&shop, "+56911113333");
    own_mem char *member = queue_string(&shop.help, "HGET {test}:person:%s due:promise", asker);
    cr_assert(*member, "no promise is kept an eye on");
    char name[128];
    snprintf(name, sizeof name, "%s|promise|%s", asker, member);
    own_mem char *soon = queue_string(&shop.help, "ZSCORE {test}:due %s", name);
    own_mem char *first = queue_string(&shop.help, "HGET {test}:person:%s due:promise", person);
    snprintf(name, sizeof name, "%s|promise|%s", person, first);
    own_mem char *late = queue_string(&shop.help, "ZSCORE {test}:due %s", name);
    cr_assert_lt(strtoll(soon, NULL, 10), strtoll(late, NULL, 10));
}

Test(ticket_again, nobody_took_it_and_the_person_is_told) {
    shop_later(&shop, 10 * DAY_MS);
    cr_assert(shop_last_says(&shop, NUMBER, "Disculpe la demora"));
}
