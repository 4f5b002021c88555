/* redis_test - the link: deadlines, losses, errors. */
#include "tests/queue/queue_help.h"

#include <criterion/criterion.h>
#include <signal.h>

struct answer {
    int ended;
    struct error why;
    long long number;
    char text[64];
};

static void on_answer(void *arg, const redisReply *reply, const struct error *why) {
    struct answer *answer = arg;
    answer->ended++;
    if (why) answer->why = *why;
    if (!reply) return;
    answer->number = reply->integer;
    if (reply->str) snprintf(answer->text, sizeof answer->text, "%s", reply->str);
}
static int has_answer(void *arg) {
    return ((struct answer *)arg)->ended > 0;
}
static int is_up(void *arg) {
    return redis_is_up(arg);
}
static int is_down(void *arg) {
    return !redis_is_up(arg);
}

static void send(struct redis *redis, const char *const words[], struct answer *answer) {
    struct redis_arg args[8];
    size_t count = 0;
    for (; words[count]; count++) args[count] = redis_arg(words[count]);
    redis_command(redis, args, count, on_answer, answer);
}

static struct redis *link_up(struct queue_help *help, const char *password) {
    struct redis *redis = NULL;
    struct error why = ERROR_INIT;
    queue_help_start(help);
    cr_assert(redis_new(help->loop, help->url, password, &redis, &why) == 0, "%s", why.text);
    return redis;
}

Test(redis, answers_come_in_order_and_carry_bytes) {
    struct queue_help help;
    struct redis *redis = link_up(&help, "");
    struct answer set = {0}, get = {0};
    cr_assert(queue_until(&help, is_up, redis));
    send(redis, (const char *[]){"SET", "k", "value", NULL}, &set);
    send(redis, (const char *[]){"GET", "k", NULL}, &get);
    cr_assert_eq(get.ended, 0);
    cr_assert(queue_until(&help, has_answer, &get));
    cr_assert_eq(set.ended, 1);
    cr_assert_str_eq(get.text, "value");
    redis_free(redis);
    queue_help_close(&help);
}

Test(redis, an_error_of_redis_arrives_as_an_error) {
    struct queue_help help;
    struct redis *redis = link_up(&help, "");
    struct answer push = {0}, get = {0};
    cr_assert(queue_until(&help, is_up, redis));
    send(redis, (const char *[]){"RPUSH", "k", "v", NULL}, &push);
    send(redis, (const char *[]){"GET", "k", NULL}, &get);
    cr_assert(queue_until(&help, has_answer, &get));
    cr_assert_eq(get.why.kind, ERROR_SYSTEM);
    cr_assert(strstr(get.why.text, "WRONGTYPE"));
    redis_free(redis);
    queue_help_close(&help);
}

Test(redis, the_kind_of_an_error_says_what_to_do) {
    cr_assert_eq(redis_error_kind("LOADING Redis is loading the dataset in memory"), ERROR_BUSY);
    cr_assert_eq(redis_error_kind("READONLY You can't write against a read only replica."), ERROR_BUSY);
    cr_assert_eq(redis_error_kind("MISCONF Errors writing to the AOF file"), ERROR_BUSY);
    cr_assert_eq(redis_error_kind("OOM command not allowed"), ERROR_BUSY);
    cr_assert_eq(redis_error_kind("LOST the lease"), ERROR_CONFLICT);
    cr_assert_eq(redis_error_kind("MISSING ticket"), ERROR_MISSING);
    cr_assert_eq(redis_error_kind("INPUT x"), ERROR_INPUT);
    cr_assert_eq(redis_error_kind("ERR something else"), ERROR_SYSTEM);
}

Test(redis, a_link_that_is_down_refuses_at_once_and_comes_back_by_itself) {
    struct queue_help help;
    struct redis *redis = link_up(&help, "");
    struct answer under_way = {0}, refused = {0}, again = {0};
    cr_assert(queue_until(&help, is_up, redis));
    send(redis, (const char *[]){"PING", NULL}, &under_way);
    queue_help_server_kill(&help);
    cr_assert(queue_until(&help, is_down, redis));
    cr_assert_eq(under_way.ended, 1);
    send(redis, (const char *[]){"PING", NULL}, &refused);
    cr_assert_eq(refused.ended, 1);
    cr_assert_eq(refused.why.kind, ERROR_BUSY);
    queue_help_server_start(&help, NULL);
    cr_assert(queue_until(&help, is_up, redis));
    send(redis, (const char *[]){"PING", NULL}, &again);
    cr_assert(queue_until(&help, has_answer, &again));
    cr_assert_eq(again.why.kind, ERROR_NONE);
    redis_free(redis);
    queue_help_close(&help);
}

Test(redis, a_server_that_falls_silent_is_given_up_and_found_again) {
    struct queue_help help;
    struct redis *redis = link_up(&help, "");
    struct answer silent = {0}, behind = {0};
    cr_assert(queue_until(&help, is_up, redis));
    kill(help.server, SIGSTOP);
    send(redis, (const char *[]){"PING", NULL}, &silent);
    send(redis, (const char *[]){"PING", NULL}, &behind);
    cr_assert(queue_until(&help, has_answer, &silent));
    cr_assert_eq(silent.why.kind, ERROR_BUSY);
    cr_assert_eq(behind.ended, 1);
    cr_assert_not(redis_is_up(redis));
    kill(help.server, SIGCONT);
    cr_assert(queue_until(&help, is_up, redis));
    redis_free(redis);
    queue_help_close(&help);
}

Test(redis, what_is_under_way_is_answered_when_the_link_is_freed) {
    struct queue_help help;
    struct redis *redis = link_up(&help, "");
    struct answer answer = {0};
    cr_assert(queue_until(&help, is_up, redis));
    send(redis, (const char *[]){"PING", NULL}, &answer);
    redis_free(redis);
    cr_assert_eq(answer.ended, 1);
    cr_assert_eq(answer.why.kind, ERROR_BUSY);
    queue_help_close(&help);
}

Test(redis, no_more_than_the_maximum_waits) {
    struct queue_help help;
    struct redis *redis = link_up(&help, "");
    static struct answer answers[REDIS_PENDING_MAX + 1];
    cr_assert(queue_until(&help, is_up, redis));
    for (size_t i = 0; i <= REDIS_PENDING_MAX; i++) send(redis, (const char *[]){"PING", NULL}, &answers[i]);
    cr_assert_eq(answers[REDIS_PENDING_MAX].why.kind, ERROR_BUSY);
    cr_assert(queue_until(&help, has_answer, &answers[REDIS_PENDING_MAX - 1]));
    cr_assert_eq(answers[REDIS_PENDING_MAX - 1].why.kind, ERROR_NONE);
    redis_free(redis);
    queue_help_close(&help);
}

struct ear {
    int heard;
    char last[32];
};
static void on_heard(void *arg, const char *message, size_t len) {
    struct ear *ear = arg;
    ear->heard++;
    snprintf(ear->last, sizeof ear->last, "%.*s", (int)len, message);
}
static int heard_two(void *arg) {
    return ((struct ear *)arg)->heard >= 2;
}

static void stop(void *arg) {
    loop_stop(arg);
}

/* Publishes until someone has heard it: a subscription comes up in its own time. */
static void publish(struct queue_help *help, const char *word, struct ear *ear, int until) {
    while (ear->heard < until) {
        queue_number(help, "PUBLISH bell %s", word);
        struct error why = ERROR_INIT;
        struct loop_timer *timer;
        cr_assert(loop_timer_new(help->loop, stop, help->loop, &timer, &why) == 0);
        loop_timer_set(timer, 10);
        loop_run(help->loop);
        loop_timer_free(timer);
    }
}

Test(redis, a_subscription_hears_again_after_a_loss, .timeout = 20) {
    struct queue_help help;
    struct redis *redis = link_up(&help, "");
    struct error why = ERROR_INIT;
    struct ear ear = {0};
    cr_assert(redis_listen(redis, "bell", on_heard, &ear, &why) == 0);
    publish(&help, "one", &ear, 1);
    cr_assert_str_eq(ear.last, "one");
    queue_help_server_kill(&help);
    queue_help_server_start(&help, NULL);
    ear.heard = 1;
    publish(&help, "two", &ear, 2);
    cr_assert(heard_two(&ear));
    cr_assert_str_eq(ear.last, "two");
    redis_free(redis);
    queue_help_close(&help);
}

static int is_refused(void *arg) {
    struct error why = ERROR_INIT;
    redis_fault(arg, &why);
    return why.kind == ERROR_INPUT;
}

Test(redis, a_password_is_given_and_a_wrong_one_is_said) {
    struct queue_help help;
    struct redis *wrong = link_up(&help, "guess"), *right = NULL;
    struct error why = ERROR_INIT;
    freeReplyObject(queue_redis(&help, "CONFIG SET requirepass %s", "open sesame"));
    cr_assert(redis_new(help.loop, help.url, "open sesame", &right, &why) == 0);
    cr_assert(queue_until(&help, is_up, right));
    cr_assert(queue_until(&help, is_refused, wrong));
    cr_assert_not(redis_is_up(wrong));
    redis_free(wrong);
    redis_free(right);
    queue_help_close(&help);
}

Test(redis, a_url_is_unix_or_tcp) {
    struct loop *loop;
    struct redis *redis = NULL;
    struct error why = ERROR_INIT;
    const char *bad[] = {"",
                         "redis://h:1",
                         "tcp://",
                         "tcp://host",
                         "tcp://host:",
                         "tcp://host:0",
                         "tcp://host:65536",
                         "tcp://host:12x",
                         "unix:",
                         "unix:relative"};
    cr_assert(loop_new(&loop, &why) == 0);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct error fault = ERROR_INIT;
        cr_assert(redis_new(loop, bad[i], "", &redis, &fault) < 0, "%s", bad[i]);
        cr_assert_eq(fault.kind, ERROR_INPUT);
    }
    cr_assert(redis_new(loop, "tcp://[::1]:6379", "", &redis, &why) == 0);
    redis_free(redis);
    loop_free(loop);
}
