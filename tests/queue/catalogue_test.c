/* catalogue_test - templates that the provider does not take are not used; who would have got one is reached otherwise.
 */
#include "queue/catalogue.h"

#include "config/clock.h"
#include "config/own.h"
#include "queue/channels.h"
#include "tests/queue/send_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct send_help help;
static struct catalogue *catalogue;
static char person[VAULT_ID_MAX + 1];

#define APPROVED "{\"whatsapp\":{\"name\":\"aviso\",\"status\":\"approved\",\"rejection_reason\":\"\"}}"
#define PAUSED   "{\"whatsapp\":{\"name\":\"aviso\",\"status\":\"paused\",\"rejection_reason\":\"\"}}"

/* A WhatsApp line with a template and an SMS line behind it; somebody wrote two days ago. */
static void open_all(void) {
    send_help_open(&help, FAKE_CREATED);
    struct settings *settings = &help.queue.settings;
    settings->channel_count = 2;
    settings->channels[1] = settings->channels[0];
    snprintf(settings->channels[1].name, sizeof settings->channels[1].name, "line-2");
    snprintf(settings->channels[0].kind, sizeof settings->channels[0].kind, "whatsapp");
    snprintf(settings->channels[0].backup, sizeof settings->channels[0].backup, "line-2");
    snprintf(settings->channels[0].templates, sizeof settings->channels[0].templates, "*:HX01");
    queue_help_office(&help.queue);
    queue_person(&help.queue, "+56911111111", person);
    freeReplyObject(queue_redis(&help.queue, "EVAL %s 1 {test}:person:%s",
                                "redis.call('HSET', KEYS[1], 'to:whatsapp', redis.call('HGET', KEYS[1], 'to:sms'), "
                                "'in:whatsapp', 1)",
                                person));
}
static void close_all(void) {
    catalogue_free(catalogue);
    catalogue = NULL;
    send_help_close(&help);
}
TestSuite(catalogue, .init = open_all, .fini = close_all, .timeout = 60);

static void start(void) {
    struct error why = ERROR_INIT;
    send_help_start(&help);
    cr_assert_eq(catalogue_start(help.queue.office, help.client, &catalogue, &why), 0, "%s", why.text);
}

struct wish {
    const char *state, *use;
};
static int is_said(void *arg) {
    const struct wish *wish = arg;
    own_mem char *record = queue_string(&help.queue, "HGET {test}:templates %s", "line-1 HX01");
    return strstr(record, wish->state) && strcmp(office_templates(help.queue.office, 0), wish->use) == 0;
}
/* The provider has said so, and the sender knows it. */
static void await(const char *state, const char *use) {
    struct wish wish = {state, use};
    cr_assert(queue_until(&help.queue, is_said, &wish), "'%s' instead of '%s'", office_templates(help.queue.office, 0),
              use);
}

static void send(const char *id, const char *channel) {
    const struct send_help_out out = {.id = id, .text = "Su hora es a las 10"};
    send_help_out(&help, person, &out);
    send_help_ring(&help);
    send_help_until_state(&help, id, "queued");
    send_help_assert_field(&help, id, "channel", channel);
}

/* An hour has passed. */
static void due(void) {
    freeReplyObject(queue_redis(&help.queue, "EVAL %s 1 {test}:templates",
                                "local r = redis.call('HGET', KEYS[1], 'line-1 HX01') redis.call('HSET', KEYS[1], "
                                "'line-1 HX01', '1' .. r:match('^%d+(.*)$'))"));
    freeReplyObject(queue_redis(&help.queue, "PUBLISH {test}:bell templates-doubt"));
}

Test(catalogue, one_that_is_paused_is_not_used_until_it_is_well_again) {
    fake_provider_page(help.fake, PAUSED);
    start();
    await("paused", "");
    send("e1.0", "line-2");
    cr_expect_eq(fake_provider_count_of(help.fake, "ContentSid="), 0);
    fake_provider_page(help.fake, APPROVED);
    due();
    await("approved", "*:HX01");
    send("e2.0", "line-1");
    cr_expect_eq(fake_provider_count_of(help.fake, "ContentSid=HX01"), 1);
}

/* For what we do not fill in a content has a default value, which nobody should get. */
Test(catalogue, one_that_is_approved_but_wants_more_than_the_text_is_not_used) {
    fake_provider_page(help.fake,
                       "{\"whatsapp\":{\"status\":\"approved\"},\"types\":{\"twilio/text\":{\"body\":\"Sr. {{2}}: "
                       "{{1}}\"}}}");
    start();
    await("approved 2 -\nSr. {{2}}: {{1}}", "");
    send("e1.0", "line-2");
    cr_expect_eq(fake_provider_count_of(help.fake, "ContentSid="), 0);
}

Test(catalogue, until_the_provider_says_something_the_settings_are_believed) {
    fake_provider_page(help.fake, "{\"no\":\"answer\"}");
    start();
    send_help_until_count(&help, 1);
    queue_settle(&help.queue);
    send("e1.0", "line-1");
    cr_expect_eq(fake_provider_count_of(help.fake, "ContentSid=HX01"), 1);
}

Test(catalogue, it_is_asked_once_a_day_and_by_one_process) {
    struct catalogue *second = NULL;
    fake_provider_page(help.fake, APPROVED);
    start();
    cr_assert_eq(catalogue_start(help.queue.office, help.client, &second, NULL), 0);
    await("approved", "*:HX01");
    freeReplyObject(queue_redis(&help.queue, "PUBLISH {test}:bell templates-doubt"));
    queue_settle(&help.queue);
    queue_settle(&help.queue);
    cr_expect_eq(fake_provider_count_of(help.fake, "GET /v1/Content/HX01/ApprovalRequests"), 1);
    catalogue_free(second);
}

#define HOUR_MS 3600000LL

/* What the provider has said was said so long ago. */
static void age(long long ms) {
    freeReplyObject(queue_redis(&help.queue, "EVAL %s 1 {test}:templates %lld",
                                "local r = redis.call('HGET', KEYS[1], 'line-1 HX01') redis.call('HSET', KEYS[1], "
                                "'line-1 HX01', ARGV[1] .. r:match('^%d+(.*)$'))",
                                (long long)clock_wall_ms() - ms));
}

/* What was approved this morning may be paused by noon. */
Test(catalogue, a_refused_template_is_asked_for_at_once) {
    fake_provider_page(help.fake, APPROVED);
    start();
    await("approved", "*:HX01");
    age(HOUR_MS);
    fake_provider_page(help.fake, PAUSED);
    fake_provider_answer(help.fake, FAKE_TEMPLATE);
    const struct send_help_out out = {.id = "e1.0", .text = "Su hora"};
    send_help_out(&help, person, &out);
    send_help_ring(&help);
    await("paused", "");
    send_help_assert_field(&help, "e1.0", "channel", "line-2"); /* and it went, or tried to go, by the backup */
}

Test(catalogue, what_the_provider_says_of_itself_is_asked_for_at_once) {
    fake_provider_page(help.fake, APPROVED);
    start();
    await("approved", "*:HX01");
    age(60000);
    fake_provider_page(help.fake, PAUSED);
    catalogue_doubt(help.queue.office, &help.queue.settings.channels[0]);
    queue_settle(&help.queue);
    cr_expect_eq(fake_provider_count_of(help.fake, "GET /v1/Content/HX01/ApprovalRequests"), 1,
                 "it was asked a moment ago");
    catalogue_news(help.queue.office, &help.queue.settings.channels[0]);
    await("paused", "");
}

/* Twilio takes the message and tells later that WhatsApp did not. */
static void report(const char *backup) {
    free(queue_string(&help.queue, "FCALL status 1 {test} %lld e1.0 first 3 failed 63041 0 template %s sms 0",
                      (long long)clock_wall_ms(), backup));
}

Test(catalogue, one_that_is_reported_as_refused_is_asked_for_at_once) {
    fake_provider_page(help.fake, APPROVED);
    start();
    await("approved", "*:HX01");
    send("e1.0", "line-1");
    age(HOUR_MS);
    fake_provider_page(help.fake, PAUSED);
    report("line-2");
    await("paused", "");
    send_help_ring(&help);
    send_help_until_state(&help, "e1.0", "queued");
    send_help_assert_field(&help, "e1.0", "channel", "line-2");
}

Test(catalogue, a_reminder_whose_template_is_reported_as_refused_becomes_a_ticket_when_there_is_no_other_way) {
    const struct send_help_out reminder = {.id = "e1.0", .text = "Su hora", .purpose = "reminders", .lane = 1};
    *help.queue.settings.channels[0].backup = '\0';
    fake_provider_page(help.fake, APPROVED);
    start();
    await("approved", "*:HX01");
    send_help_out(&help, person, &reminder);
    send_help_ring(&help);
    send_help_until_state(&help, "e1.0", "queued");
    report("");
    send_help_assert_field(&help, "e1.0", "state", "failed");
    cr_expect_eq(queue_number(&help.queue, "ZCARD {test}:tickets"), 1);
}

Test(catalogue, the_desk_is_told_of_each_template) {
    struct queue_wait wait = {0};
    fake_provider_page(help.fake, "{\"whatsapp\":{\"status\":\"rejected\",\"rejection_reason\":\"SCAM\"}}");
    start();
    await("rejected", "");
    channels_list(help.queue.office, queue_done, &wait);
    queue_await(&help.queue, &wait);
    const json_t *line = json_array_get(json_object_get(wait.result, "channels"), 0);
    const json_t *one = json_array_get(json_object_get(line, "templates"), 0);
    cr_expect_str_eq(json_string_value(json_object_get(one, "language")), "*");
    cr_expect_str_eq(json_string_value(json_object_get(one, "name")), "HX01");
    cr_expect_str_eq(json_string_value(json_object_get(one, "state")), "rejected");
    cr_expect_str_eq(json_string_value(json_object_get(one, "reason")), "SCAM");
    cr_expect_not(json_boolean_value(json_object_get(one, "used")));
    cr_expect_gt(json_integer_value(json_object_get(one, "said_ms")), 0);
    queue_wait_release(&wait);
}

Test(catalogue, a_pair_names_a_template_and_its_language) {
    char room[SETTINGS_PAIR_MAX];
    struct message_template template;
    catalogue_template("pt", "aviso/pt_BR", room, &template);
    cr_expect_str_eq(template.name, "aviso");
    cr_expect_str_eq(template.language, "pt_BR");
    catalogue_template("es", "HX01", room, &template);
    cr_expect_str_eq(template.language, "es");
    catalogue_template("*", "HX01", room, &template);
    cr_expect_str_eq(template.language, "");
}
