/* route_test - which channel takes a message: the 24 hours of WhatsApp, templates, the backup, the breaker, the cap of
 * a day. */
#include "tests/queue/send_help.h"

#include "config/clock.h"
#include "queue/accept.h"
#include "queue/send_rules.h"

#include <criterion/criterion.h>
#include <string.h>

#define HOUR_MS (3600LL * 1000)

static struct send_help help;
static char person[VAULT_ID_MAX + 1];

/* line-1 becomes WhatsApp at Twilio, line-2 is an SMS line that stands behind it at the same fake provider. */
static void open_all(void) {
    send_help_open(&help, FAKE_CREATED);
    struct settings *settings = &help.queue.settings;
    settings->channel_count = 2;
    settings->channels[1] = settings->channels[0];
    snprintf(settings->channels[1].name, sizeof settings->channels[1].name, "line-2");
    snprintf(settings->channels[1].number, sizeof settings->channels[1].number, "+56220000002");
    snprintf(settings->channels[1].prices, sizeof settings->channels[1].prices, "+56:30, +569:32.5, *:60");
    snprintf(settings->channels[0].kind, sizeof settings->channels[0].kind, "whatsapp");
    snprintf(settings->channels[0].backup, sizeof settings->channels[0].backup, "line-2");
    queue_help_office(&help.queue);
    queue_person(&help.queue, "+56911111111", person);
}
static void close_all(void) {
    send_help_close(&help);
}
TestSuite(route, .init = open_all, .fini = close_all, .timeout = 60);

static struct channel *channel(size_t index) {
    return &help.queue.settings.channels[index];
}

static void wrote(long long ago_ms) {
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:person:%s in:whatsapp %lld", person,
                                (long long)clock_wall_ms() - ago_ms));
}

static void put(const char *id) {
    const struct send_help_out out = {.id = id, .text = "Su hora es a las 10"};
    /* the address that tests make belongs to the SMS realm: WhatsApp's is the same number */
    freeReplyObject(queue_redis(&help.queue, "EVAL %s 1 {test}:person:%s",
                                "redis.call('HSET', KEYS[1], 'to:whatsapp', redis.call('HGET', KEYS[1], 'to:sms'))",
                                person));
    send_help_out(&help, person, &out);
}

static int has_passed(void *arg) {
    return clock_mono_ms() >= *(int64_t *)arg;
}

/* The sender has looked around several times since. */
static void pass_ms(int64_t ms) {
    int64_t until_ms = clock_mono_ms() + ms;
    cr_assert(queue_until(&help.queue, has_passed, &until_ms));
}

Test(route, within_24_hours_whatsapp_takes_it_as_it_is) {
    wrote(23 * HOUR_MS);
    put("e1.0");
    send_help_start(&help);
    send_help_until_state(&help, "e1.0", "queued");
    cr_assert_eq(fake_provider_count_of(help.fake, "To=whatsapp%3A%2B56911111111"), 1);
    cr_assert_eq(fake_provider_count_of(help.fake, "Body=Su%20hora"), 1);
    send_help_assert_field(&help, "e1.0", "channel", "line-1");
}

Test(route, what_a_text_offers_by_number_can_be_tapped_on_whatsapp_and_is_read_by_sms) {
    const struct send_help_out menu = {.id = "e1.0", .text = "Responda 1 Confirmo, 2 Cambiar hora, 3 No puedo ir."};
    snprintf(channel(0)->contents, sizeof channel(0)->contents, "3:HX03");
    wrote(HOUR_MS);
    put("e0.0");
    send_help_out(&help, person, &menu);
    send_help_start(&help);
    send_help_until_state(&help, "e1.0", "queued");
    cr_assert_eq(fake_provider_count_of(help.fake, "ContentSid=HX03"), 1);
    cr_assert_eq(fake_provider_count_of(help.fake, "%222%22%3A%22Confirmo%22%2C%223%22%3A%221%22"), 1);
    cr_assert_eq(fake_provider_count_of(help.fake, "Responda%201%20Confirmo"), 1);
}

Test(route, after_24_hours_a_template_carries_the_text) {
    snprintf(channel(0)->templates, sizeof channel(0)->templates, "ht:HX01, *:HX02");
    wrote(25 * HOUR_MS);
    put("e1.0");
    send_help_start(&help);
    send_help_until_state(&help, "e1.0", "queued");
    cr_assert_eq(fake_provider_count_of(help.fake, "ContentSid=HX02"), 1);
    cr_assert_eq(fake_provider_count_of(help.fake, "Su%20hora%20es%20a%20las%2010"), 1);
    cr_assert_eq(fake_provider_count_of(help.fake, "Body="), 0);
}

Test(route, after_24_hours_without_a_template_it_goes_by_sms_and_has_a_price) {
    wrote(25 * HOUR_MS);
    put("e1.0");
    send_help_start(&help);
    send_help_until_state(&help, "e1.0", "queued");
    cr_assert_eq(fake_provider_count_of(help.fake, "To=%2B56911111111&From=%2B56220000002&Body=Su"), 1);
    cr_assert_eq(fake_provider_count_of(help.fake, "out%3De1.0"), 1);
    send_help_assert_field(&help, "e1.0", "channel", "line-2");
    send_help_assert_field(&help, "e1.0", "price", "32.5");
}

Test(route, without_any_way_it_fails_with_its_reason) {
    *channel(0)->backup = '\0';
    wrote(25 * HOUR_MS);
    put("e1.0");
    send_help_start(&help);
    send_help_until_state(&help, "e1.0", "failed");
    send_help_assert_field(&help, "e1.0", "code", "window");
    cr_assert_eq(fake_provider_count(help.fake), 0);
}

static long long tickets(void) {
    return queue_number(&help.queue, "ZCARD {test}:tickets");
}

Test(route, what_has_no_way_to_a_person_becomes_one_ticket_a_day_so_that_somebody_calls) {
    *channel(0)->backup = '\0';
    wrote(25 * HOUR_MS);
    put("e1.0");
    put("e2.0");
    send_help_start(&help);
    send_help_until_state(&help, "e2.0", "failed");
    send_help_assert_field(&help, "e1.0", "state", "failed");
    cr_assert_eq(tickets(), 1);
    char *id = queue_string(&help.queue, "HGET {test}:person:%s ticket", person);
    char *is = queue_string(&help.queue, "EVAL %s 1 {test}:ticket:%s",
                            "return table.concat(redis.call('HMGET', KEYS[1], 'topic', 'priority', 'state', 'person', "
                            "'unread'), ' ')",
                            id);
    own_text struct text as = TEXT_INIT(100);
    text_addf(&as, "window 0 open %s 1", person);
    cr_assert_str_eq(is, text_get(&as));
    char *code = queue_string(&help.queue, "HGET {test}:ticket:%s code", id);
    cr_assert_eq(strlen(code), 6);
    cr_assert_eq(code[3], '-');
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:person:%s unreached 1", person)); /* long ago */
    put("e3.0");
    send_help_ring(&help);
    send_help_until_state(&help, "e3.0", "failed");
    cr_assert_eq(tickets(), 1);
    cr_assert_eq(queue_number(&help.queue, "HGET {test}:ticket:%s unread", id), 2, "the open ticket is noted");
    free(code);
    free(is);
    free(id);
}

Test(route, a_campaign_opens_no_tickets) {
    *channel(0)->backup = '\0';
    wrote(25 * HOUR_MS);
    put("e1.0");
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:out:e1.0 campaign c1 purpose events"));
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:campaign:c1 state running text:es x fallback es"));
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:person:%s c:events 1", person));
    send_help_start(&help);
    send_help_until_state(&help, "e1.0", "failed");
    cr_assert_eq(tickets(), 0);
}

Test(route, a_reminder_that_cannot_reach_its_person_becomes_a_ticket_and_a_reply_does_not) {
    const struct send_help_out reminder = {.id = "e2.0", .text = "Su hora", .purpose = "reminders", .lane = 1};
    *channel(0)->backup = '\0';
    fake_provider_answer(help.fake, FAKE_REFUSED);
    wrote(HOUR_MS);
    put("e1.0");
    send_help_start(&help);
    send_help_until_state(&help, "e1.0", "failed");
    cr_assert_eq(tickets(), 0);
    send_help_out(&help, person, &reminder);
    send_help_ring(&help);
    send_help_until_state(&help, "e2.0", "failed");
    cr_assert_eq(tickets(), 1);
}

Test(route, a_report_that_a_reminder_did_not_arrive_becomes_a_ticket) {
    const struct send_help_out reminder = {.id = "e1.0", .text = "Su hora", .purpose = "reminders", .lane = 1};
    wrote(HOUR_MS);
    put("e0.0");
    send_help_out(&help, person, &reminder);
    send_help_start(&help);
    send_help_until_state(&help, "e1.0", "queued");
    free(queue_string(&help.queue, "FCALL status 1 {test} %lld e1.0 x 3 failed 30006 0 unreachable",
                      (long long)clock_wall_ms()));
    send_help_assert_field(&help, "e1.0", "state", "failed");
    cr_assert_eq(tickets(), 1);
}

Test(route, what_the_provider_takes_no_more_today_goes_the_next_morning_and_not_before) {
    const struct send_help_out reminder = {
        .id = "e1.0", .text = "Su hora", .purpose = "reminders", .lane = 1, .good_for_ms = 240 * HOUR_MS};
    *channel(0)->backup = '\0';
    fake_provider_answer(help.fake, FAKE_DAY);
    wrote(HOUR_MS);
    put("e0.0");
    send_help_out(&help, person, &reminder);
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:out:e0.0 useless 1"));
    int64_t before_ms = clock_wall_ms();
    send_help_start(&help);
    send_help_until_count(&help, 1);
    send_help_until_state(&help, "e1.0", "ready");
    long long next = queue_number(&help.queue, "ZSCORE {test}:lanes-day %s", person);
    cr_assert_geq(next, send_rules_morning(NULL, before_ms, 0));
    cr_assert_leq(next, send_rules_morning(NULL, clock_wall_ms(), 0) + 20 * 60 * 1000);
    fake_provider_answer(help.fake, FAKE_CREATED);
    put("e2.0"); /* a reply does not wait for it */
    send_help_ring(&help);
    send_help_until_state(&help, "e2.0", "queued");
    pass_ms(1500);
    send_help_assert_field(&help, "e1.0", "state", "ready");
    cr_assert_eq(queue_number(&help.queue, "ZSCORE {test}:lanes-day %s", person), next);
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:out:e1.0 next 0"));
    freeReplyObject(queue_redis(&help.queue, "ZADD {test}:lanes-day XX 1 %s", person));
    send_help_ring(&help);
    send_help_until_state(&help, "e1.0", "queued");
    cr_assert_eq(queue_number(&help.queue, "EXISTS {test}:lanes-day {test}:lanes {test}:lanes-later"), 0);
}

static int is_set(void *arg) {
    return *(int *)arg;
}

static void on_statuses(void *arg, const struct accept_result *result, const struct error *why) {
    cr_assert(!why && result->statuses == 1);
    *(int *)arg = 1;
}

/* The provider reports that its message of this id did not arrive since it takes no more today. */
static void report_day(const char *provider_id) {
    struct inbox inbox = INBOX_INIT;
    struct status *status = inbox_add_status(&inbox);
    int accepted = 0;
    status->delivery = DELIVERY_FAILED;
    status->cause = OUTCOME_DAY;
    snprintf(status->out_id, sizeof status->out_id, "e1.0");
    snprintf(status->provider_id, sizeof status->provider_id, "%s", provider_id);
    snprintf(status->code, sizeof status->code, "131049");
    accept_inbox(help.queue.office, channel(0), &inbox, on_statuses, &accepted);
    cr_assert(queue_until(&help.queue, is_set, &accepted));
    inbox_release(&inbox);
}

Test(route, what_is_reported_as_no_more_today_goes_the_next_morning_once) {
    const struct send_help_out reminder = {
        .id = "e1.0", .text = "Su hora", .purpose = "reminders", .lane = 1, .good_for_ms = 240 * HOUR_MS};
    *channel(0)->backup = '\0';
    wrote(HOUR_MS);
    put("e0.0");
    send_help_out(&help, person, &reminder);
    send_help_start(&help);
    send_help_until_state(&help, "e1.0", "queued");
    int64_t before_ms = clock_wall_ms();
    report_day("SM-first");
    send_help_assert_field(&help, "e1.0", "state", "ready");
    send_help_ring(&help);
    pass_ms(700);
    long long next = queue_number(&help.queue, "ZSCORE {test}:lanes-day %s", person);
    cr_assert_geq(next, send_rules_morning(NULL, before_ms, 0));
    cr_assert_leq(next, send_rules_morning(NULL, clock_wall_ms(), 0) + 20 * 60 * 1000);
    cr_assert_eq(queue_number(&help.queue, "EXISTS {test}:astray"), 0, "nobody has to do anything about it");
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:out:e1.0 next 0"));
    freeReplyObject(queue_redis(&help.queue, "ZADD {test}:lanes-day XX 1 %s", person));
    send_help_ring(&help);
    send_help_until_state(&help, "e1.0", "queued");
    report_day("SM-first");
    send_help_assert_field(&help, "e1.0", "state", "queued"); /* what was known of the first try */
    cr_assert_eq(fake_provider_count(help.fake), 3);
}

Test(route, what_would_be_useless_the_next_morning_has_failed) {
    *channel(0)->backup = '\0';
    wrote(HOUR_MS);
    put("e1.0");
    send_help_start(&help);
    send_help_until_state(&help, "e1.0", "queued");
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:out:e1.0 useless %lld", (long long)clock_wall_ms() + 1000));
    report_day("SM-first");
    send_help_assert_field(&help, "e1.0", "state", "failed");
}

Test(route, a_report_before_the_providers_answer_does_not_lose_the_next_try) {
    wrote(HOUR_MS);
    put("e1.0");
    fake_provider_answer(help.fake, FAKE_STALL);
    send_help_start(&help);
    send_help_until_count(&help, 1);
    free(queue_string(&help.queue, "FCALL status 1 {test} %lld e1.0 x 3 failed 30006 0 unreachable line-2 sms 0",
                      (long long)clock_wall_ms()));
    send_help_assert_field(&help, "e1.0", "state", "ready");
    fake_provider_answer(help.fake, FAKE_CREATED);
    fake_provider_release(help.fake);
    send_help_until_count(&help, 2);
    send_help_until_state(&help, "e1.0", "queued");
    send_help_assert_field(&help, "e1.0", "channel", "line-2");
}

Test(route, a_backup_takes_what_the_provider_takes_no_more_today) {
    fake_provider_answer(help.fake, FAKE_DAY);
    wrote(HOUR_MS);
    put("e1.0");
    send_help_start(&help);
    send_help_until_count(&help, 1);
    fake_provider_answer(help.fake, FAKE_CREATED);
    send_help_ring(&help);
    send_help_until_count(&help, 2);
    cr_assert_eq(fake_provider_count_of(help.fake, "To=%2B56911111111&From=%2B56220000002"), 1);
}

Test(route, the_next_morning_is_when_the_office_opens_or_nine) {
    int64_t friday_ms, saturday_ms;
    clock_set_zone("America/Santiago", NULL);
    clock_from_local(2026, 11, 27, 18 * 60, &friday_ms, NULL);
    clock_from_local(2026, 11, 28, 9 * 60, &saturday_ms, NULL);
    cr_assert_eq(send_rules_morning(NULL, friday_ms, 0), saturday_ms);
    cr_assert_eq(send_rules_morning(NULL, friday_ms, 1199), saturday_ms + 1199000);
    struct pack *pack;
    struct pack_faults *faults = calloc(1, sizeof *faults);
    int64_t monday_ms;
    cr_assert_eq(pack_load_sample(&pack, faults, NULL), 0);
    clock_from_local(2026, 11, 30, 9 * 60, &monday_ms, NULL);
    cr_assert_eq(send_rules_morning(pack, friday_ms, 0), monday_ms);
    pack_free(pack);
    free(faults);
}

Test(route, whom_whatsapp_does_not_reach_is_written_to_by_sms) {
    fake_provider_answer(help.fake, FAKE_REFUSED); /* 21211, whatever the line */
    wrote(HOUR_MS);
    put("e1.0");
    send_help_start(&help);
    send_help_until_count(&help, 2);
    cr_assert_eq(fake_provider_count_of(help.fake, "To=whatsapp%3A"), 1);
    cr_assert_eq(fake_provider_count_of(help.fake, "To=%2B56911111111&From=%2B56220000002"), 1);
    send_help_until_state(&help, "e1.0", "failed"); /* the second line has no backup */
    cr_assert_eq(fake_provider_count(help.fake), 2);
}

Test(route, a_line_whose_account_is_refused_leaves_the_message_to_its_backup) {
    fake_provider_answer(help.fake, FAKE_DENIED);
    wrote(HOUR_MS);
    put("e1.0");
    send_help_start(&help);
    send_help_until_count(&help, 1);
    fake_provider_answer(help.fake, FAKE_CREATED);
    send_help_ring(&help);
    send_help_until_state(&help, "e1.0", "queued");
    send_help_assert_field(&help, "e1.0", "channel", "line-2");
}

static void on_accepted(void *arg, const struct accept_result *result, const struct error *why) {
    cr_assert(!why && result->fresh == 1);
    *(int *)arg = 1;
}

/* try: which of the messages at the provider it tells of. */
static int status(const char *try, const char *cause, const char *backup, const char *realm) {
    char *said = queue_string(&help.queue, "FCALL status 1 {test} %lld e1.0 %s 3 failed 63016 0 %s %s %s",
                              (long long)clock_wall_ms(), try, cause, backup, realm);
    int merged = strcmp(said, "merged") == 0;
    free(said);
    return merged;
}

Test(route, a_report_that_it_did_not_arrive_sends_it_another_way_once) {
    wrote(HOUR_MS);
    put("e1.0");
    send_help_start(&help);
    send_help_until_state(&help, "e1.0", "queued");
    cr_assert(status("first", "template", "line-2", "sms"));
    send_help_until_count(&help, 2);
    send_help_until_state(&help, "e1.0", "queued");
    send_help_assert_field(&help, "e1.0", "channel", "line-2");
    cr_assert_not(status("first", "template", "line-2", "sms"), "what the provider says again changes nothing");
    cr_assert(status("second", "refused", "", ""));
    send_help_assert_field(&help, "e1.0", "state", "failed");
    cr_assert_eq(fake_provider_count(help.fake), 2);
}

Test(route, a_full_day_moves_to_the_backup_and_without_one_waits) {
    channel(0)->daily_max = 1;
    wrote(HOUR_MS);
    put("e1.0");
    send_help_start(&help);
    send_help_until_state(&help, "e1.0", "queued");
    put("e2.0");
    send_help_ring(&help);
    send_help_until_state(&help, "e2.0", "queued");
    send_help_assert_field(&help, "e1.0", "channel", "line-1");
    send_help_assert_field(&help, "e2.0", "channel", "line-2");
    *channel(0)->backup = '\0';
    put("e3.0");
    send_help_ring(&help);
    pass_ms(1500);
    send_help_assert_field(&help, "e3.0", "state", "ready");
    cr_assert_eq(fake_provider_count(help.fake), 2);
}

Test(route, a_message_that_moves_to_sms_counts_its_segments_there) {
    char says[SEND_RULES_SEGMENTS_MAX];
    own_text struct text text = TEXT_INIT(1000);
    while (text.len < 161) text_add_char(&text, 'a');
    cr_assert_str_eq(send_rules_segments(&help.queue.settings, channel(0), text_get(&text), says), "1/2");
    cr_assert_str_eq(send_rules_segments(&help.queue.settings, channel(1), text_get(&text), says), "2");
    channel(0)->daily_max = 2;
    channel(1)->daily_max = 3;
    wrote(HOUR_MS);
    for (int i = 1; i <= 5; i++) {
        char id[24];
        snprintf(id, sizeof id, "e%d.0", i);
        put(id);
        freeReplyObject(queue_redis(&help.queue, "HSET {test}:out:%s segments 1/2", id));
    }
    send_help_start(&help);
    send_help_until_state(&help, "e3.0", "queued"); /* two on WhatsApp, one by SMS, and no room for another there */
    pass_ms(700);
    send_help_assert_field(&help, "e4.0", "state", "ready");
    send_help_assert_field(&help, "e2.0", "segments", "1/2");
    send_help_assert_field(&help, "e3.0", "segments", "2");
    cr_assert_eq(queue_number(&help.queue, "HGET {test}:day:line-1 segments"), 2);
    cr_assert_eq(queue_number(&help.queue, "HGET {test}:day:line-2 segments"), 2);
}

Test(route, a_price_is_that_of_the_longest_prefix_and_of_each_segment) {
    char price[SEND_RULES_PRICE_MAX];
    cr_expect_str_eq(send_rules_price(channel(1), "+56911111111", "hola", price), "32.5");
    cr_expect_str_eq(send_rules_price(channel(1), "+56221111111", "hola", price), "30");
    cr_expect_str_eq(send_rules_price(channel(1), "+15551111111", "hola", price), "60");
    own_text struct text text = TEXT_INIT(1000);
    while (text.len < 161) text_add_char(&text, 'a');
    cr_expect_str_eq(send_rules_price(channel(1), "+56911111111", text_get(&text), price), "65");
    cr_expect_str_eq(send_rules_price(channel(0), "+56911111111", "hola", price), "");
}

Test(route, a_message_on_whatsapp_opens_its_window_with_the_providers_time) {
    struct inbox inbox = INBOX_INIT;
    struct message *message = inbox_add_message(&inbox);
    long long written = clock_wall_ms() - 5 * HOUR_MS;
    message->at_ms = written;
    snprintf(message->id, sizeof message->id, "SM1");
    snprintf(message->from, sizeof message->from, "+56922222222");
    text_add(&message->body, "hola");
    int accepted = 0;
    accept_inbox(help.queue.office, channel(0), &inbox, on_accepted, &accepted);
    cr_assert(queue_until(&help.queue, is_set, &accepted));
    char *whose =
        queue_string(&help.queue, "EVAL %s 0",
                     "for _, k in ipairs(redis.call('KEYS', '{test}:person:*')) do local at = redis.call('HGET', "
                     "k, 'in:whatsapp') if at then return at end end return ''");
    cr_assert_eq(strtoll(whose, NULL, 10), written);
    free(whose);
    inbox_release(&inbox);
}

static void receive(const char *id, const char *from, const char *user_id) {
    struct inbox inbox = INBOX_INIT;
    struct message *message = inbox_add_message(&inbox);
    int accepted = 0;
    snprintf(message->id, sizeof message->id, "%s", id);
    snprintf(message->from, sizeof message->from, "%s", from);
    snprintf(message->user_id, sizeof message->user_id, "%s", user_id);
    text_add(&message->body, "hola");
    accept_inbox(help.queue.office, channel(0), &inbox, on_accepted, &accepted);
    cr_assert(queue_until(&help.queue, is_set, &accepted));
    inbox_release(&inbox);
}

Test(route, who_wrote_with_a_number_is_known_by_whatsapps_id_later) {
    long long people = queue_number(&help.queue, "HGET {test}:count people");
    receive("SM1", "+56933333333", "CL.13491208655302741918");
    cr_assert_eq(queue_number(&help.queue, "HGET {test}:count people"), people + 1);
    receive("SM2", "CL.13491208655302741918", "");
    cr_assert_eq(queue_number(&help.queue, "HGET {test}:count people"), people + 1);
    receive("SM3", "CL.999", "");
    cr_assert_eq(queue_number(&help.queue, "HGET {test}:count people"), people + 2);
}
