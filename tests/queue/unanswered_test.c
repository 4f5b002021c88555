/* unanswered_test - what could not be answered is kept of nobody, and "did this help?" is counted. */
#include "queue/unanswered.h"

#include "config/clock.h"
#include "config/own.h"
#include "tests/queue/shop_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER "+56911112222"
#define OTHER  "+56933334444"
#define WORDS  "grumf tarsk 98765"
#define MASKED "grumf tarsk #####"
#define DAY_MS (24LL * 3600 * 1000)

static struct shop shop;

static void setup(void) {
    shop_open(&shop);
    shop.help.settings.office.unanswered_max = 500;
    shop.help.settings.office.helped_every = 0;
}
static void teardown(void) {
    shop_close(&shop);
}
TestSuite(unanswered, .init = setup, .fini = teardown, .timeout = 60);

static json_t *list(const char *language) {
    struct queue_wait wait = {0};
    unanswered_list(shop.help.office, &(struct unanswered_query){"user-ana", language, 0, 100}, queue_done, &wait);
    queue_await(&shop.help, &wait);
    return wait.result;
}

static const char *text_at(const json_t *all, size_t at, const char *name) {
    const char *text = json_string_value(json_object_get(json_array_get(json_object_get(all, "questions"), at), name));
    return text ? text : "";
}

static long long total(const json_t *all) {
    return json_integer_value(json_object_get(all, "total"));
}

static void miss(const char *number, const char *words) {
    shop_write(&shop, number, "ESPANOL");
    shop_write(&shop, number, words);
}

Test(unanswered, the_words_are_kept_without_digits_and_without_a_person) {
    miss(NUMBER, WORDS);
    json_auto_t *all = list("");
    cr_assert_eq(total(all), 1);
    cr_expect_str_eq(text_at(all, 0, "text"), MASKED);
    cr_expect_str_eq(text_at(all, 0, "language"), "es");
    redisReply *members = queue_redis(&shop.help, "ZRANGE {test}:unanswered 0 -1 WITHSCORES");
    own_mem char *person = shop_person(&shop, NUMBER);
    cr_assert_eq(members->elements, 2);
    cr_expect(!memmem(members->element[0]->str, members->element[0]->len, "grumf", 5), "sealed");
    cr_expect(!memmem(members->element[0]->str, members->element[0]->len, person, strlen(person)), "of nobody");
    cr_expect_eq(atoll(members->element[1]->str), clock_wall_ms() / DAY_MS, "no time finer than the day");
    freeReplyObject(members);
    json_auto_t *none = list("ht");
    cr_expect_eq(total(none), 0);
}

Test(unanswered, the_order_within_a_day_is_not_that_of_the_writing) {
    char ids[12][20];
    for (int i = 0; i < 12; i++) {
        char number[32];
        snprintf(number, sizeof number, "+569111122%02d", i);
        miss(number, WORDS);
    }
    json_auto_t *all = list("");
    cr_assert_eq(total(all), 12);
    for (size_t i = 0; i < 12; i++) snprintf(ids[i], sizeof ids[i], "%s", text_at(all, i, "id"));
    for (size_t i = 1; i < 12; i++) cr_expect_gt(strcmp(ids[i - 1], ids[i]), 0, "sorted by ids that are random");
}

Test(unanswered, forms_danger_tickets_and_an_office_that_wants_none_leave_nothing) {
    miss(NUMBER, "9");
    shop_write(&shop, NUMBER, WORDS); /* in a form */
    for (int i = 0; i < 3; i++) shop_write(&shop, NUMBER, "1");
    shop_write(&shop, NUMBER, WORDS); /* a ticket is open */
    shop.help.settings.office.unanswered_max = 0;
    miss(OTHER, WORDS);
    json_auto_t *all = list("");
    cr_expect_eq(total(all), 0);
}

static void put(long long day, const char *member) {
    queue_number(&shop.help, "ZADD {test}:unanswered %lld %s", day, member);
}

Test(unanswered, the_oldest_leave_by_number_and_by_time) {
    static const char *const ids[] = {"aaaaaaaaaaaaaaa0es xxxx", "aaaaaaaaaaaaaaa1es xxxx", "aaaaaaaaaaaaaaa2es xxxx"};
    shop.help.settings.office.unanswered_max = 2;
    long long today = clock_wall_ms() / DAY_MS;
    for (int i = 0; i < 3; i++) put(today - 10 - i, ids[i]);
    put(today - 91, "bbbbbbbbbbbbbbbbes xxxx");
    miss(NUMBER, WORDS);
    cr_expect_eq(queue_number(&shop.help, "ZCARD {test}:unanswered"), 2);
    put(today - 91, "cccccccccccccccces xxxx");
    freeReplyObject(queue_redis(&shop.help, "FCALL chores 1 {test} %lld 100", (long long)clock_wall_ms()));
    cr_expect_eq(queue_number(&shop.help, "ZCARD {test}:unanswered"), 2, "what is older than 90 days is gone");
}

Test(unanswered, one_becomes_an_example_and_is_dealt_with) {
    miss(NUMBER, WORDS);
    json_auto_t *all = list("es");
    const char *id = text_at(all, 0, "id");
    struct queue_wait wait = {0};
    unanswered_example(shop.help.office, id, "cesfam", queue_done, &wait);
    queue_await(&shop.help, &wait);
    cr_expect_str_eq(json_string_value(json_object_get(wait.result, "file")), "examples/es.yaml");
    cr_expect_str_eq(json_string_value(json_object_get(wait.result, "under")), "topics: cesfam");
    cr_expect_str_eq(json_string_value(json_object_get(wait.result, "line")), MASKED);
    queue_wait_release(&wait);
    wait = (struct queue_wait){0};
    unanswered_example(shop.help.office, id, "nada", queue_done, &wait);
    queue_await_error(&shop.help, &wait);
    cr_expect_eq(wait.why.kind, ERROR_INPUT);
    queue_wait_release(&wait);
    wait = (struct queue_wait){0};
    unanswered_dismiss(shop.help.office, "user-ana", id, queue_done, &wait);
    queue_await(&shop.help, &wait);
    queue_wait_release(&wait);
    json_auto_t *left = list("");
    cr_expect_eq(total(left), 0);
    wait = (struct queue_wait){0};
    unanswered_example(shop.help.office, id, "cesfam", queue_done, &wait);
    queue_await_error(&shop.help, &wait);
    cr_expect_eq(wait.why.kind, ERROR_MISSING);
    queue_wait_release(&wait);
}

Test(unanswered, did_this_help_is_asked_later_once_a_week_and_counted) {
    shop.help.settings.office.helped_every = 1;
    miss(NUMBER, "cesfam");
    cr_expect_not(shop_last_says(&shop, NUMBER, "¿Le sirvió"));
    shop_later(&shop, 180000);
    cr_expect(shop_last_says(&shop, NUMBER, "¿Le sirvió"));
    shop_write(&shop, NUMBER, "2");
    shop_write(&shop, NUMBER, "afp");
    shop_later(&shop, 180000);
    cr_expect_not(shop_last_says(&shop, NUMBER, "¿Le sirvió"), "once a week");
    miss(OTHER, "cesfam");
    shop_later(&shop, 180000);
    shop_write(&shop, OTHER, "1");
    struct queue_wait wait = {0};
    unanswered_helped(shop.help.office, queue_done, &wait);
    queue_await(&shop.help, &wait);
    const json_t *answers = json_object_get(wait.result, "answers"), *first = json_array_get(answers, 0);
    cr_assert_eq(json_array_size(answers), 1);
    cr_expect_str_eq(json_string_value(json_object_get(first, "topic")), "cesfam");
    cr_expect_str_eq(json_string_value(json_object_get(first, "language")), "es");
    cr_expect_eq(json_integer_value(json_object_get(first, "yes")), 1);
    cr_expect_eq(json_integer_value(json_object_get(first, "no")), 1);
    queue_wait_release(&wait);
}
