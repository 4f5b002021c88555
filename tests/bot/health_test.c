/* health_test - what machines that watch are told, in good and bad times. */
#include "bot/health.h"

#include "tests/bot/bot_help.h"

#include <criterion/criterion.h>
#include <string.h>

#define GET(path) "GET " path " HTTP/1.1\r\nHost: a\r\n\r\n"

static struct bot_help help;
static struct bot_client client;
static struct webhook *webhook;
static struct health *health;

static void begin(void) {
    struct error why = ERROR_INIT;
    bot_help_office(&help);
    cr_assert(webhook_mount(help.office, help.spool, help.http, &webhook, &why) == 0);
    cr_assert(health_mount(help.office, help.http, &health, &why) == 0);
}

static void end(void) {
    health_free(health);
    webhook_free(webhook);
    bot_help_close(&help);
}

TestSuite(health, .init = begin, .fini = end);

Test(health, all_well_is_200) {
    health_watch(health, webhook, help.spool, help.client);
    bot_ask(&help, &client, GET("/healthz"));
    cr_assert_eq(bot_client_status(&client), 200);
    cr_assert(bot_client_has(&client, "Content-Type: application/json\r\n"));
    cr_assert_str_eq(bot_client_body(&client),
                     "{\"status\":\"ok\",\"redis\":true,\"spool\":0,\"surveys_settled\":true,\"channels\":{}}\n");
}

Test(health, redis_away_is_503_and_says_so) {
    bot_help_redis_stop(&help);
    bot_ask(&help, &client, GET("/healthz"));
    cr_assert_eq(bot_client_status(&client), 503);
    cr_assert_str_eq(
        bot_client_body(&client),
        "{\"status\":\"degraded\",\"redis\":false,\"spool\":0,\"surveys_settled\":true,\"channels\":{}}\n");
    bot_ask(&help, &client, GET("/metrics"));
    cr_assert_eq(bot_client_status(&client), 200);
    cr_assert(bot_client_has(&client, "\nacogida_redis_up 0\n"));
}

static int keeps_failing(void *arg) {
    return surveys_settle_fails(arg) >= SURVEYS_FAILS_TOLD;
}

/* With a file where its folder should be, no rewrite can begin; what is open goes on. */
static void no_rewrite_can_begin(void) {
    char folder[128], elsewhere[128];
    snprintf(folder, sizeof folder, "%s/redis/appendonlydir", help.dir);
    snprintf(elsewhere, sizeof elsewhere, "%s/redis/elsewhere", help.dir);
    cr_assert_eq(rename(folder, elsewhere), 0);
    FILE *file = fopen(folder, "w");
    cr_assert_not_null(file);
    fclose(file);
}

Test(health, an_order_of_answers_that_stays_on_disk_is_503_and_says_so) {
    struct error why = ERROR_INIT;
    struct surveys_settler *settler;
    char key[OFFICE_KEY_MAX];
    struct redis_arg one_row[] = {redis_arg("INCR"), redis_arg(office_key(help.office, "survey-fresh", NULL, key))};
    no_rewrite_can_begin();
    redis_command(office_redis(help.office), one_row, 2, NULL, NULL);
    cr_assert_eq(surveys_settler_new(help.office, &settler, &why), 0);
    health_watch_surveys(health, settler);
    bot_ask(&help, &client, GET("/healthz"));
    cr_assert_eq(bot_client_status(&client), 200, "one failure is not yet told");
    cr_assert(bot_until(&help, keeps_failing, settler));
    bot_ask(&help, &client, GET("/healthz"));
    cr_assert_eq(bot_client_status(&client), 503);
    cr_assert_str_eq(
        bot_client_body(&client),
        "{\"status\":\"degraded\",\"redis\":true,\"spool\":0,\"surveys_settled\":false,\"channels\":{}}\n");
    bot_ask(&help, &client, GET("/metrics"));
    cr_assert(bot_client_has(&client, "\nacogida_survey_rewrites_failed 3\n"));
    health_watch_surveys(health, NULL);
    surveys_settler_free(settler);
}

Test(health, metrics_count_requests_by_channel_and_outcome) {
    static const char *const lines[] = {
        "acogida_webhook_requests_total{channel=\"phone-sms\",outcome=\"denied\"} 2\n",
        "acogida_webhook_requests_total{channel=\"phone-sms\",outcome=\"fresh\"} 0\n",
        "acogida_webhook_requests_total{channel=\"phone-whatsapp\",outcome=\"denied\"} 0\n",
        "# TYPE acogida_webhook_requests_total counter\n",
        "\nacogida_spool_records 0\n",
        "\nacogida_redis_up 1\n",
        "\nacogida_sends_in_flight 0\n",
    };
    health_watch(health, webhook, help.spool, help.client);
    for (int i = 0; i < 2; i++) bot_post(&help, &client, "/hook/phone-sms", "", "x");
    bot_ask(&help, &client, GET("/metrics"));
    cr_assert(bot_client_has(&client, "Content-Type: text/plain; version=0.0.4"));
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        cr_assert(bot_client_has(&client, lines[i]), "%s is missing in\n%s", lines[i], client.bytes);
}

Test(health, metrics_know_the_programs_memory_and_no_number_of_anybody) {
    bot_ask(&help, &client, GET("/metrics"));
    const char *line = strstr(client.bytes, "\nprocess_resident_memory_bytes ");
    cr_assert(line && strtoul(line + 31, NULL, 10) > 1000000, "%s", client.bytes);
    cr_assert_not(strstr(client.bytes, "+569"));
}

static int is_refused(void *arg) {
    return channel_states_get(arg, 0)->health == CHANNEL_REFUSED;
}

Test(health, a_channel_whose_account_is_refused_is_503_and_named) {
    struct error why = ERROR_INIT;
    struct channel_states *states;
    cr_assert_eq(channel_states_new(help.office, &states, &why), 0);
    health_watch_channels(health, states);
    channel_states_begin(states, 0);
    channel_states_end(states, 0, OUTCOME_CHANNEL, "20003");
    cr_assert(bot_until(&help, is_refused, states));
    bot_ask(&help, &client, GET("/healthz"));
    cr_assert_eq(bot_client_status(&client), 503);
    cr_assert(bot_client_has(&client, "\"channels\":{\"phone-sms\":\"refused\"}"), "%s", client.bytes);
    bot_ask(&help, &client, GET("/metrics"));
    cr_assert(bot_client_has(&client, "\nacogida_channel_well{channel=\"phone-sms\"} 0\n"));
    channel_states_begin(states, 0);
    channel_states_end(states, 0, OUTCOME_SENT, "");
    bot_ask(&help, &client, GET("/healthz"));
    cr_assert_eq(bot_client_status(&client), 200);
    health_watch_channels(health, NULL);
    channel_states_free(states);
}
