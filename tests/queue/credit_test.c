/* credit_test - little is left on the account, or of the day: somebody is told, once, before the line falls silent. */
#include "queue/credit.h"

#include "config/clock.h"
#include "config/own.h"
#include "queue/channel_alarm.h"
#include "queue/channels.h"
#include "tests/queue/send_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define CHIEF "+56999999999"

static struct send_help help;
static struct credit *credit;
static struct channel_alarm *alarm;

#define BALANCE(amount) "{\"account_sid\":\"AC1\",\"balance\":\"" amount "\",\"currency\":\"USD\"}"

static void open_all(void) {
    send_help_open(&help, FAKE_CREATED);
    struct settings *settings = &help.queue.settings;
    snprintf(settings->duty.technical_numbers, sizeof settings->duty.technical_numbers, CHIEF);
    settings->channels[0].low_credit = 20;
    queue_help_office(&help.queue);
    queue_help_pack(&help.queue);
    send_help_start(&help);
}
static void close_all(void) {
    credit_free(credit);
    channel_alarm_free(alarm);
    credit = NULL;
    alarm = NULL;
    send_help_close(&help);
}
TestSuite(credit, .init = open_all, .fini = close_all, .timeout = 60);

static void start(void) {
    struct error why = ERROR_INIT;
    cr_assert_eq(channel_alarm_start(help.queue.office, help.states, &alarm, &why), 0, "%s", why.text);
    cr_assert_eq(credit_start(help.queue.office, help.client, &credit, &why), 0, "%s", why.text);
}

static int is_known(void *arg) {
    return credit_get(credit, 0)->said_ms > 0 && credit_get(credit, 0)->balance.amount == *(const double *)arg;
}
static void await(double amount) {
    cr_assert(queue_until(&help.queue, is_known, &amount), "%f", credit_get(credit, 0)->balance.amount);
}

/* How many texts to the chief have left that hold this. */
struct heard {
    const char *part;
    size_t count;
};
static int is_heard(void *arg) {
    const struct heard *heard = arg;
    return fake_provider_count_of(help.fake, heard->part) == heard->count &&
           queue_number(&help.queue, "EXISTS {test}:channel-alarms {test}:sending {test}:lanes") == 0;
}
static void hears(const char *part, size_t count) {
    struct heard heard = {part, count};
    cr_assert(queue_until(&help.queue, is_heard, &heard), "%s: %zu, %zu wanted", part,
              fake_provider_count_of(help.fake, part), count);
}

/* So much time has passed since the account was asked for, and since somebody was told. */
static void pass(long asked_ms, long told_ms) {
    freeReplyObject(queue_redis(
        &help.queue, "EVAL %s 1 {test}:credit %lld %ld %ld",
        "local a, s, m, c, t = redis.call('HGET', KEYS[1], 'line-1'):match('^(%S+) (%S+) (%S+) (%S+) (%S+)$') "
        "if t ~= '0' then t = ARGV[1] - ARGV[3] end "
        "redis.call('HSET', KEYS[1], 'line-1', string.format('%d %s %s %s %d', ARGV[1] - ARGV[2], s, m, c, t))",
        (long long)clock_wall_ms(), asked_ms, told_ms));
    struct error why = ERROR_INIT;
    credit_free(credit); /* the next tick is a minute away: a new one asks at once */
    cr_assert_eq(credit_start(help.queue.office, help.client, &credit, &why), 0, "%s", why.text);
}

#define HOUR_MS 3600000

Test(credit, little_is_told_once_a_day_and_again_after_it_was_enough) {
    fake_provider_page(help.fake, BALANCE("19.5"));
    start();
    await(19.5);
    hears("poco%20saldo%20%2819.50%20USD%29", 1);
    cr_expect(credit_get(credit, 0)->is_low);
    fake_provider_page(help.fake, BALANCE("18"));
    pass(HOUR_MS, HOUR_MS);
    await(18);
    hears("poco%20saldo", 1);
    fake_provider_page(help.fake, BALANCE("17"));
    pass(HOUR_MS, 24 * HOUR_MS);
    await(17);
    hears("poco%20saldo", 2);
    fake_provider_page(help.fake, BALANCE("100"));
    pass(HOUR_MS, HOUR_MS);
    await(100);
    cr_expect_not(credit_get(credit, 0)->is_low);
    fake_provider_page(help.fake, BALANCE("16"));
    pass(HOUR_MS, HOUR_MS);
    await(16);
    hears("poco%20saldo", 3);
}

Test(credit, is_asked_once_an_hour_by_one_process_and_only_where_it_is_wanted) {
    struct credit *second = NULL;
    fake_provider_page(help.fake, BALANCE("100"));
    start();
    cr_assert_eq(credit_start(help.queue.office, help.client, &second, NULL), 0);
    await(100);
    pass(HOUR_MS / 2, 0);
    for (int i = 0; i < 5; i++) queue_settle(&help.queue);
    cr_expect_eq(fake_provider_count_of(help.fake, "GET /2010-04-01/Accounts/"), 1);
    help.queue.settings.channels[0].low_credit = 0;
    pass(2 * HOUR_MS, 0);
    for (int i = 0; i < 5; i++) queue_settle(&help.queue);
    cr_expect_eq(fake_provider_count_of(help.fake, "GET /2010-04-01/Accounts/"), 1);
    credit_free(second);
}

Test(credit, an_answer_that_is_none_leaves_what_was_known) {
    fake_provider_page(help.fake, BALANCE("100"));
    start();
    await(100);
    fake_provider_page(help.fake, "{\"balance\":null}");
    pass(HOUR_MS, 0);
    await(100);
    hears("poco%20saldo", 0);
}

Test(credit, the_desk_shows_it) {
    struct queue_wait wait = {0};
    fake_provider_page(help.fake, BALANCE("3.25"));
    start();
    await(3.25);
    channels_list(help.queue.office, queue_done, &wait);
    queue_await(&help.queue, &wait);
    const json_t *shown = json_object_get(json_array_get(json_object_get(wait.result, "channels"), 0), "credit");
    cr_expect_float_eq(json_real_value(json_object_get(shown, "amount")), 3.25, 1e-9);
    cr_expect_str_eq(json_string_value(json_object_get(shown, "currency")), "USD");
    cr_expect(json_boolean_value(json_object_get(shown, "low")));
    queue_wait_release(&wait);
}

Test(credit, low_is_what_the_settings_say_now_and_what_is_not_asked_is_not_shown) {
    struct channel *line = &help.queue.settings.channels[0];
    fake_provider_page(help.fake, BALANCE("19.5"));
    start();
    await(19.5);
    cr_expect(credit_get(credit, 0)->is_low);
    line->low_credit = 10;
    pass(0, 0);
    await(19.5);
    cr_expect_not(credit_get(credit, 0)->is_low);
    line->low_credit = 0;
    struct queue_wait wait = {0};
    pass(0, 0);
    channels_list(help.queue.office, queue_done, &wait);
    queue_await(&help.queue, &wait);
    cr_expect(json_is_null(json_object_get(json_array_get(json_object_get(wait.result, "channels"), 0), "credit")));
    for (int i = 0; i < 5; i++) queue_settle(&help.queue);
    cr_expect_eq(credit_get(credit, 0)->said_ms, 0);
    queue_wait_release(&wait);
}

/* --- the cap of a day --- */

static void send(int number) {
    char phone[24], id[24], person[VAULT_ID_MAX + 1];
    snprintf(phone, sizeof phone, "+5691111%04d", number);
    snprintf(id, sizeof id, "e%d.0", number);
    queue_person(&help.queue, phone, person);
    send_help_out(&help, person, &(struct send_help_out){.id = id, .text = "x"});
    send_help_ring(&help);
    if (number <= 9) send_help_until_state(&help, id, "queued");
}

Test(credit, four_fifths_of_a_day_and_the_whole_are_told_once_each) {
    struct settings *settings = &help.queue.settings;
    settings->channels[0].low_credit = 0;
    settings->channels[0].daily_max = 9;
    settings->channel_count = 2;
    settings->channels[1] = settings->channels[0];
    snprintf(settings->channels[1].name, sizeof settings->channels[1].name, "line-2");
    snprintf(settings->channels[1].number, sizeof settings->channels[1].number, "+56220000002");
    settings->channels[1].daily_max = 0;
    snprintf(settings->duty.channel, sizeof settings->duty.channel, "line-2");
    start();
    for (int i = 1; i <= 7; i++) send(i);
    hears("ya%20uso", 0);
    send(8);
    hears("ya%20uso%208%20de%20los%209%20segmentos", 1);
    send(9);
    hears("maximo%20de%20hoy", 0);
    send(10);
    hears("maximo%20de%20hoy%20%289%20segmentos%29", 1);
    send(11);
    for (int i = 0; i < 5; i++) queue_settle(&help.queue);
    cr_expect_eq(fake_provider_count_of(help.fake, "maximo%20de%20hoy"), 1);
    cr_expect_eq(fake_provider_count_of(help.fake, "ya%20uso"), 1);
}
