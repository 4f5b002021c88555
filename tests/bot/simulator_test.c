/* simulator_test - a text on a phone takes the real road in, a call of the sender lands on the phone, nobody else may.
 */
#include "bot/simulator.h"

#include "bot/webhook.h"
#include "tests/bot/bot_help.h"

#include <criterion/criterion.h>
#include <string.h>

#define JSON   "Content-Type: application/json\r\n"
#define BEARER JSON "Authorization: Bearer secret\r\n"
#define ANA    "%2B56911111111"

static struct bot_help help;
static struct bot_client client, live;
static struct webhook *webhook;
static struct simulator *simulator;

static void begin(void) {
    struct error why = ERROR_INIT;
    bot_help_office(&help);
    cr_assert(webhook_mount(help.office, help.spool, help.http, &webhook, &why) == 0);
    cr_assert(simulator_mount(help.office, help.http, help.client, &simulator, &why) == 0, "%s", why.text);
}

static void end(void) {
    simulator_free(simulator);
    webhook_free(webhook);
    bot_help_close(&help);
}

TestSuite(simulator, .init = begin, .fini = end);

static void get(const char *path) {
    char request[512];
    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", path,
             http_server_port(help.http));
    bot_ask(&help, &client, request);
}

static void listen_to(const char *channel, const char *number) {
    char request[512];
    snprintf(request, sizeof request, "GET /phone/api/live?channel=%s&number=%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n",
             channel, number, http_server_port(help.http));
    bot_client_open(&help, &live);
    bot_client_send(&live, request);
    bot_client_await_text(&live, "text/event-stream");
}

static void hand_over(const char *to, const char *words, const char *out) {
    char body[512];
    snprintf(body, sizeof body,
             "{\"to\":\"%s\",\"text\":\"%s\",\"out\":\"%s\",\"status_url\":\"https://elsewhere.example/hook/"
             "phone-sms?out=%s\"}",
             to, words, out, out);
    bot_post(&help, &client, "/phone/provider/phone-sms/messages", BEARER, body);
}

static int has_one_fresh(void *arg) {
    (void)arg;
    return webhook_count(webhook, 0, WEBHOOK_FRESH) == 1;
}

static int has_two_reports(void *arg) {
    (void)arg;
    return webhook_count(webhook, 0, WEBHOOK_FRESH) + webhook_count(webhook, 0, WEBHOOK_SEEN) == 2;
}

Test(simulator, a_text_takes_the_road_of_a_signed_webhook_and_is_shown_as_delivered) {
    listen_to("phone-sms", ANA);
    bot_post(&help, &client, "/phone/api/send", JSON,
             "{\"channel\":\"phone-sms\",\"number\":\"+56 9 1111 1111\",\"text\":\"Hola \\u00f1 \\\"x\\\"\"}");
    cr_assert_eq(bot_client_status(&client), 202);
    cr_assert(bot_until(&help, has_one_fresh, NULL), "the webhook was not called");
    bot_client_await_text(&live, "\"by\":\"me\",\"text\":\"Hola \xc3\xb1 \\\"x\\\"\"");
    bot_client_await_text(&live, "{\"type\":\"state\"");
    bot_client_await_text(&live, "\"state\":\"delivered\"}");
    bot_client_close(&live);
}

Test(simulator, a_handed_over_message_lands_on_its_phone_and_is_reported_twice) {
    listen_to("phone-sms", ANA);
    hand_over("+56911111111", "Buenos d\\u00edas", "evt.0");
    cr_assert_eq(bot_client_status(&client), 201);
    cr_assert(strstr(bot_client_body(&client), "{\"id\":\"PH"));
    bot_client_await_text(&live, "\"by\":\"office\",\"text\":\"Buenos d\xc3\xad"
                                 "as\"");
    cr_assert(bot_until(&help, has_two_reports, NULL), "sent and delivered were not reported");
    cr_assert_eq(webhook_count(webhook, 0, WEBHOOK_DENIED), 0);
    cr_assert_eq(webhook_count(webhook, 0, WEBHOOK_MALFORMED), 0);
    bot_client_close(&live);
}

Test(simulator, a_phone_hears_first_what_it_got_before_and_nothing_of_others) {
    hand_over("+56911111111", "first", "a.0");
    hand_over("+56911111111", "second", "b.0");
    hand_over("+56922222222", "not yours", "c.0");
    listen_to("phone-sms", ANA);
    bot_client_await_text(&live, "second");
    const char *first = strstr(live.bytes, "first"), *second = strstr(live.bytes, "second");
    cr_assert(first && first < second);
    cr_assert_not(bot_client_has(&live, "not yours"));
    bot_client_close(&live);
    listen_to("phone-whatsapp", ANA);
    hand_over("+56911111111", "third", "d.0");
    cr_assert_not(bot_client_has(&live, "data: {"), "another channel is another phone");
    bot_client_close(&live);
}

Test(simulator, only_the_newest_two_hundred_messages_are_kept) {
    char words[16];
    for (int i = 1; i <= 203; i++) {
        snprintf(words, sizeof words, "n%d.", i);
        hand_over("+56911111111", words, "a.0");
        cr_assert_eq(bot_client_status(&client), 201);
    }
    listen_to("phone-sms", ANA);
    bot_client_await_text(&live, "\"n203.\"");
    cr_assert_not(bot_client_has(&live, "\"n3.\""));
    cr_assert(bot_client_has(&live, "\"n4.\""));
    bot_client_close(&live);
}

Test(simulator, more_phones_than_there_is_room_for_push_out_the_oldest) {
    char number[32];
    listen_to("phone-sms", ANA);
    for (int i = 0; i < 100; i++) {
        snprintf(number, sizeof number, "+569330000%02d", i);
        hand_over(number, "x", "a.0");
        cr_assert_eq(bot_client_status(&client), 201);
    }
    hand_over("+56911111111", "still here", "b.0");
    bot_client_await_text(&live, "still here");
    bot_client_close(&live);
}

Test(simulator, a_call_without_the_secret_or_to_nobody_is_refused) {
    static const char *const body = "{\"to\":\"+56911111111\",\"text\":\"x\"}";
    bot_post(&help, &client, "/phone/provider/phone-sms/messages", JSON, body);
    cr_assert_eq(bot_client_status(&client), 401);
    bot_post(&help, &client, "/phone/provider/phone-sms/messages", JSON "Authorization: Bearer guess\r\n", body);
    cr_assert_eq(bot_client_status(&client), 401);
    bot_post(&help, &client, "/phone/provider/line-9/messages", BEARER, body);
    cr_assert_eq(bot_client_status(&client), 404);
    bot_post(&help, &client, "/phone/provider/phone-sms/other", BEARER, body);
    cr_assert_eq(bot_client_status(&client), 404);
    hand_over("56911111111", "x", "a.0");
    cr_assert_eq(bot_client_status(&client), 400);
    cr_assert_str_eq(bot_client_body(&client), "{\"code\":\"bad-number\"}");
    hand_over("+56911111111", "", "a.0");
    cr_assert_str_eq(bot_client_body(&client), "{\"code\":\"empty\"}");
    bot_post(&help, &client, "/phone/provider/phone-sms/messages", BEARER, "[1]");
    cr_assert_eq(bot_client_status(&client), 400);
}

Test(simulator, a_page_of_another_site_cannot_use_a_phone) {
    static const char *const body = "{\"channel\":\"phone-sms\",\"number\":\"+56911111111\",\"text\":\"x\"}";
    bot_post(&help, &client, "/phone/api/send", JSON "Origin: http://evil.example\r\n", body);
    cr_assert_eq(bot_client_status(&client), 403);
    bot_post(&help, &client, "/phone/api/send", "Content-Type: text/plain\r\n", body);
    cr_assert_eq(bot_client_status(&client), 415);
    bot_ask(&help, &client,
            "GET /phone/api/live?channel=phone-sms&number=" ANA " HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    cr_assert_eq(bot_client_status(&client), 403);
    cr_assert_eq(webhook_count(webhook, 0, WEBHOOK_FRESH), 0);
}

Test(simulator, a_wrong_number_channel_or_text_is_told) {
    static char long_body[8192];
    static const struct {
        int status;
        const char *body;
    } wrong[] = {
        {400, "{\"channel\":\"phone-sms\",\"number\":\"911111111\",\"text\":\"x\"}"},
        {400, "{\"channel\":\"phone-sms\",\"number\":\"+hola\",\"text\":\"x\"}"},
        {400, "{\"channel\":\"phone-sms\",\"number\":\"\",\"text\":\"x\"}"},
        {400, "{\"channel\":\"phone-sms\",\"number\":\"+56911111111\",\"text\":\"\"}"},
        {400, "{\"channel\":\"phone-sms\",\"number\":\"+56911111111\",\"text\":5}"},
        {400, "{\"channel\":\"phone-sms\"}"},
        {400, "nonsense"},
        {404, "{\"channel\":\"line-9\",\"number\":\"+56911111111\",\"text\":\"x\"}"},
        {400, long_body},
    };
    int len =
        snprintf(long_body, sizeof long_body, "{\"channel\":\"phone-sms\",\"number\":\"+56911111111\",\"text\":\"");
    memset(long_body + len, 'x', 4097);
    strcat(long_body, "\"}");
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        bot_post(&help, &client, "/phone/api/send", JSON, wrong[i].body);
        cr_assert_eq(bot_client_status(&client), wrong[i].status, "%s", wrong[i].body);
        cr_assert(strstr(bot_client_body(&client), "{\"error\":"));
        cr_assert_not(bot_client_has(&client, "911111111"), "an error text holds a number");
    }
}

Test(simulator, the_page_and_its_parts_are_served) {
    get("/phone");
    cr_assert_eq(bot_client_status(&client), 200);
    cr_assert(bot_client_has(&client, "Content-Type: text/html; charset=utf-8\r\n"));
    cr_assert(bot_client_has(&client, "nada sale de esta m\xc3\xa1quina"));
    cr_assert_not(bot_client_has(&client, "style="), "the page's policy allows no inline style");
    get("/phone/phone.js");
    cr_assert(bot_client_has(&client, "Content-Type: text/javascript; charset=utf-8\r\n"));
    get("/phone/phone.css");
    cr_assert(bot_client_has(&client, "Content-Type: text/css; charset=utf-8\r\n"));
    get("/phone/api/channels");
    cr_assert(
        strstr(bot_client_body(&client), "{\"name\":\"phone-sms\",\"kind\":\"sms\",\"number\":\"+56900000001\"}"));
    cr_assert_not(bot_client_has(&client, "secret"));
}

Test(simulator, draining_closes_the_pages) {
    listen_to("phone-sms", ANA);
    simulator_drain(simulator);
    bot_client_await_text(&live, "\r\n0\r\n\r\n");
    bot_client_close(&live);
}

Test(simulator, its_end_while_a_text_is_on_its_way_is_safe) {
    bot_post(&help, &client, "/phone/api/send", JSON,
             "{\"channel\":\"phone-sms\",\"number\":\"+56911111111\",\"text\":\"x\"}");
    simulator_free(simulator);
    simulator = NULL;
    cr_assert(bot_until(&help, has_one_fresh, NULL));
}
