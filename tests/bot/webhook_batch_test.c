/* webhook_batch_test - a provider that asks before it sends, and then sends a thousand messages at once (Meta). */
#include "bot/webhook.h"

#include "messages/sign.h"
#include "tests/bot/bot_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define META 2 /* its place in settings */

static struct bot_help help;
static struct bot_client client;
static struct webhook *webhook;

static void begin(void) {
    struct error why = ERROR_INIT;
    bot_help_office(&help);
    help.settings.channels[help.settings.channel_count++] = (struct channel){.name = "wa-1",
                                                                             .wire = "meta",
                                                                             .kind = "whatsapp",
                                                                             .number = "+15550783881",
                                                                             .account = "106540352242922",
                                                                             .secret = "app secret",
                                                                             .token = "token",
                                                                             .verify_token = "palabra",
                                                                             .rate_per_s = 10};
    cr_assert(webhook_mount(help.office, help.spool, help.http, &webhook, &why) == 0, "%s", why.text);
}

static void end(void) {
    webhook_free(webhook);
    bot_help_close(&help);
}

TestSuite(webhook_batch, .init = begin, .fini = end);

static void post_signed(const char *body) {
    unsigned char hash[SIGN_SHA256_LEN];
    char hex[2 * SIGN_SHA256_LEN + 1], headers[256];
    sign_hmac_sha256("app secret", body, strlen(body), hash);
    sign_hex(hash, sizeof hash, hex);
    snprintf(headers, sizeof headers, "Content-Type: application/json\r\nX-Hub-Signature-256: sha256=%s\r\n", hex);
    bot_post(&help, &client, "/hook/wa-1", headers, body);
}

static void batch(struct text *ret, size_t count, size_t bad_each) {
    text_add(ret,
             "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":\"messages\","
             "\"value\":{\"metadata\":{\"phone_number_id\":\"106540352242922\"},\"messages\":[");
    for (size_t i = 0; i < count; i++)
        text_addf(ret,
                  "%s{\"from\":\"%s5690000%04zu\",\"id\":\"wamid.%zu=\",\"timestamp\":\"1750000000\",\"type\":\"text\","
                  "\"text\":{\"body\":\"pregunta %zu\"}}",
                  i ? "," : "", i % bad_each == bad_each - 1 ? "x" : "", i, i, i);
    text_add(ret, "]}}]}]}");
    cr_assert(text_ok(ret));
}

struct wait {
    int answered;
    long long number;
};
static void on_reply(void *arg, const redisReply *reply, const struct error *why) {
    struct wait *wait = arg;
    wait->answered = 1;
    wait->number = !why && reply->type == REDIS_REPLY_STRING ? strtoll(reply->str, NULL, 10) : -1;
}
static int is_answered(void *arg) {
    return ((struct wait *)arg)->answered;
}

static long long accepted(void) {
    struct redis_arg args[] = {redis_arg("HGET"), redis_arg("{test}:count"), redis_arg("accepted")};
    struct wait wait = {0, 0};
    redis_command(office_redis(help.office), args, 3, on_reply, &wait);
    cr_assert(bot_until(&help, is_answered, &wait));
    return wait.number;
}

Test(webhook_batch, metas_question_is_answered_with_its_own_word) {
    bot_ask(&help, &client,
            "GET /hook/wa-1?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=palabra HTTP/1.1\r\nHost: "
            "a\r\n\r\n");
    cr_assert_eq(bot_client_status(&client), 200);
    cr_assert_str_eq(bot_client_body(&client), "1158201444");
    cr_assert(bot_client_has(&client, "Content-Type: text/plain\r\n"));
    bot_ask(
        &help, &client,
        "GET /hook/wa-1?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=otra HTTP/1.1\r\nHost: a\r\n\r\n");
    cr_assert_eq(bot_client_status(&client), 403);
    cr_assert_str_eq(bot_client_body(&client), "");
    cr_assert_eq(webhook_count(webhook, META, WEBHOOK_DENIED), 1);
}

Test(webhook_batch, of_a_thousand_messages_the_good_ones_come_in_and_the_bad_are_counted) {
    own_text struct text body = TEXT_INIT(HTTP_BATCH_MAX);
    batch(&body, 1000, 100);
    cr_assert(body.len > HTTP_BODY_MAX);
    post_signed(text_get(&body));
    cr_assert_eq(bot_client_status(&client), 200);
    cr_assert_eq(accepted(), 990);
    cr_assert_eq(webhook_count(webhook, META, WEBHOOK_FRESH), 1);
    cr_assert_eq(webhook_count(webhook, META, WEBHOOK_MALFORMED), 1);
    post_signed(text_get(&body));
    cr_assert_eq(bot_client_status(&client), 200);
    cr_assert_eq(accepted(), 990);
}

Test(webhook_batch, a_body_over_the_batch_limit_is_refused) {
    bot_ask(&help, &client,
            "POST /hook/wa-1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 3145729\r\n\r\n");
    cr_assert_eq(bot_client_status(&client), 413);
}

Test(webhook_batch, strangers_cannot_fill_the_memory_with_large_bodies) {
    struct bot_client many[9];
    const char *head = "POST /hook/wa-1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
                       "3145728\r\n\r\n";
    for (size_t i = 0; i < 8; i++) {
        bot_client_open(&help, &many[i]);
        bot_client_send(&many[i], head);
        bot_ask(&help, &client, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"); /* the server has read what came before */
    }
    bot_client_open(&help, &many[8]);
    bot_client_send(&many[8], head);
    bot_client_await(&many[8]);
    cr_assert_eq(bot_client_status(&many[8]), 503);
    for (size_t i = 0; i < 9; i++) bot_client_close(&many[i]);
    post_signed("{\"object\":\"instagram\"}");
    cr_assert_eq(bot_client_status(&client), 200);
}
