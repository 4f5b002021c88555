/* office_test - the office opens on a Redis that may hold what we promise, and on no other. */
#include "queue/office_check.h"
#include "queue/scripts.h"
#include "tests/queue/queue_help.h"

#include <criterion/criterion.h>

struct ready {
    int ended;
    struct error why;
};
static void on_ready(void *arg, const struct error *why) {
    struct ready *ready = arg;
    ready->ended++;
    if (why) ready->why = *why;
}
static int is_ready(void *arg) {
    return ((struct ready *)arg)->ended > 0;
}
static int is_open(void *arg) {
    return office_is_open(((struct queue_help *)arg)->office);
}
static int is_shut(void *arg) {
    return !is_open(arg);
}

static void try_open(struct queue_help *help, struct ready *ready) {
    struct error why = ERROR_INIT;
    cr_assert(office_open(&help->settings, help->vault, help->loop, help->url, &help->office, &why) == 0, "%s",
              why.text);
    office_when_ready(help->office, on_ready, ready);
    cr_assert(queue_until(help, is_ready, ready), "nobody says whether the office opens");
}

static void refuses(const char *setting, const char *value) {
    struct queue_help help;
    struct ready ready = {0};
    queue_help_start(&help);
    freeReplyObject(queue_redis(&help, "CONFIG SET %s %s", setting, value));
    try_open(&help, &ready);
    cr_assert_eq(ready.why.kind, ERROR_INPUT);
    cr_assert(strstr(ready.why.text, setting) && strstr(ready.why.text, value), "%s", ready.why.text);
    cr_assert_not(office_is_open(help.office));
    queue_help_close(&help);
}

Test(office, a_server_that_may_lose_messages_is_refused_in_plain_words) {
    refuses("appendfsync", "everysec");
    refuses("appendonly", "no");
    refuses("no-appendfsync-on-rewrite", "yes");
    refuses("maxmemory-policy", "allkeys-lru");
}

Test(office, an_old_server_is_refused) {
    struct error why = ERROR_INIT;
    cr_assert(office_check_version("# Server\r\nredis_version:6.2.7\r\n", &why) < 0);
    cr_assert_eq(why.kind, ERROR_INPUT);
    cr_assert(strstr(why.text, "6.2.7"));
    cr_assert(office_check_version("# Server\r\nredis_version:7.0.15\r\n", &why) == 0);
    cr_assert(office_check_version("# Server\r\nredis_version:10.1.0\r\n", &why) == 0);
    cr_assert(office_check_version("nonsense", &why) < 0);
}

Test(office, a_server_that_hides_its_settings_is_refused_with_what_to_do) {
    struct queue_help help;
    struct ready ready = {0};
    queue_help_start(&help);
    queue_help_server_kill(&help);
    queue_help_server_start(&help, (const char *[]){"--rename-command", "CONFIG", "", NULL});
    try_open(&help, &ready);
    cr_assert_eq(ready.why.kind, ERROR_INPUT);
    cr_assert(strstr(ready.why.text, "CONFIG"), "%s", ready.why.text);
    queue_help_close(&help);
}

Test(office, a_missing_password_is_named) {
    struct queue_help help;
    struct ready ready = {0};
    queue_help_start(&help);
    freeReplyObject(queue_redis(&help, "CONFIG SET requirepass secret"));
    try_open(&help, &ready);
    cr_assert_eq(ready.why.kind, ERROR_INPUT);
    cr_assert(strstr(ready.why.text, "password"), "%s", ready.why.text);
    queue_help_close(&help);
}

static int has_our_library(void *arg) {
    char ours[SCRIPTS_VERSION_MAX + 1];
    scripts_version(ours);
    redisReply *reply = queue_redis(arg, "FCALL library_version 1 {test}");
    int same = reply->type == REDIS_REPLY_STRING && strcmp(reply->str, ours) == 0;
    freeReplyObject(reply);
    return same;
}

Test(office, a_library_of_another_version_is_replaced) {
    struct queue_help help;
    queue_help_start(&help);
    freeReplyObject(queue_redis(&help, "FUNCTION LOAD %s",
                                "#!lua name=acogida\nredis.register_function{function_name='library_version', "
                                "callback=function() return 'old' end, flags={'no-writes'}}"));
    queue_help_office(&help);
    cr_assert(has_our_library(&help));
    queue_help_close(&help);
}

Test(office, it_shuts_when_redis_goes_and_opens_again_by_itself) {
    struct queue_help help;
    queue_help_open(&help);
    queue_help_server_kill(&help);
    cr_assert(queue_until(&help, is_shut, &help));
    queue_help_server_start(&help, NULL);
    cr_assert(queue_until(&help, is_open, &help));
    cr_assert(has_our_library(&help));
    queue_help_close(&help);
}

Test(office, a_server_that_came_back_without_scripts_gets_them_again) {
    struct queue_help help;
    queue_help_open(&help);
    freeReplyObject(queue_redis(&help, "FUNCTION FLUSH"));
    queue_help_server_kill(&help);
    queue_help_server_start(&help, NULL);
    cr_assert(queue_until(&help, is_shut, &help));
    cr_assert(queue_until(&help, is_open, &help));
    cr_assert(has_our_library(&help));
    queue_help_close(&help);
}

struct ear {
    int heard;
    char word[32];
};
static void on_bell(void *arg, const char *word) {
    struct ear *ear = arg;
    ear->heard++;
    snprintf(ear->word, sizeof ear->word, "%s", word);
}
static int has_heard(void *arg) {
    return ((struct ear *)arg)->heard > 0;
}
static void count_open(void *arg) {
    ++*(int *)arg;
}
static int opened_twice(void *arg) {
    return *(int *)arg >= 2;
}

Test(office, listeners_hear_the_bell_until_they_are_forgotten) {
    struct queue_help help;
    struct ear first = {0}, second = {0};
    queue_help_open(&help);
    office_on_bell(help.office, on_bell, &first);
    office_on_bell(help.office, on_bell, &second);
    while (queue_number(&help, "PUBLISH {test}:bell mail") == 0) queue_settle(&help);
    cr_assert(queue_until(&help, has_heard, &first));
    cr_assert_str_eq(first.word, "mail");
    office_forget(help.office, &first);
    first.heard = second.heard = 0;
    queue_number(&help, "PUBLISH {test}:bell out");
    cr_assert(queue_until(&help, has_heard, &second));
    cr_assert_eq(first.heard, 0);
    queue_help_close(&help);
}

Test(office, each_opening_is_told) {
    struct queue_help help;
    int openings = 0;
    queue_help_open(&help);
    office_on_open(help.office, count_open, &openings);
    cr_assert_eq(openings, 1);
    queue_help_server_kill(&help);
    queue_help_server_start(&help, NULL);
    cr_assert(queue_until(&help, opened_twice, &openings));
    queue_help_close(&help);
}

Test(office, another_offices_keys_are_out_of_reach) {
    struct queue_help help;
    char key[OFFICE_KEY_MAX];
    queue_help_open(&help);
    cr_assert_str_eq(office_key(help.office, "mailbox", "p", key), "{test}:mailbox:p");
    cr_assert_str_eq(office_key(help.office, "due", NULL, key), "{test}:due");
    queue_help_close(&help);
}
