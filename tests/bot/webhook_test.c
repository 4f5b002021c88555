/* webhook_test - the providers' door: who is refused, and that 200 means "on disk", with Redis and without. */
#include "bot/webhook.h"

#include "messages/sign.h"
#include "tests/bot/bot_help.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HELLO "{\"id\":\"IN1\",\"from\":\"+56911111111\",\"text\":\"hola\",\"at_ms\":1,\"kind\":\"text\"}"

static struct bot_help help;
static struct bot_client client, other;
static struct webhook *webhook;

static void begin(void) {
    struct error why = ERROR_INIT;
    bot_help_office(&help);
    cr_assert(webhook_mount(help.office, help.spool, help.http, &webhook, &why) == 0, "%s", why.text);
}

static void end(void) {
    webhook_free(webhook);
    bot_help_close(&help);
}

TestSuite(webhook, .init = begin, .fini = end);

static void post_signed(const char *path, const char *secret, const char *body) {
    unsigned char hash[SIGN_SHA256_LEN];
    char hex[2 * SIGN_SHA256_LEN + 1], headers[256];
    sign_hmac_sha256(secret, body, strlen(body), hash);
    sign_hex(hash, sizeof hash, hex);
    snprintf(headers, sizeof headers, "Content-Type: application/json\r\nX-Phone-Signature: sha256=%s\r\n", hex);
    bot_post(&help, &client, path, headers, body);
}

static unsigned long count(enum webhook_outcome outcome) {
    return webhook_count(webhook, 0, outcome);
}

Test(webhook, a_signed_message_is_answered_as_its_wire_says) {
    post_signed("/hook/phone-sms", "secret", HELLO);
    cr_assert_eq(bot_client_status(&client), 200);
    cr_assert_str_eq(bot_client_body(&client), "{\"ok\":true}");
    cr_assert(bot_client_has(&client, "Content-Type: application/json\r\n"));
    cr_assert_eq(count(WEBHOOK_FRESH), 1);
    cr_assert_eq(webhook_count(webhook, 1, WEBHOOK_FRESH), 0);
}

Test(webhook, the_same_message_again_is_answered_but_not_new) {
    for (int i = 0; i < 3; i++) {
        post_signed("/hook/phone-sms", "secret", HELLO);
        cr_assert_eq(bot_client_status(&client), 200);
    }
    cr_assert_eq(count(WEBHOOK_FRESH), 1);
    cr_assert_eq(count(WEBHOOK_SEEN), 2);
}

Test(webhook, a_wrong_signature_is_refused_without_a_word) {
    post_signed("/hook/phone-sms", "guess", HELLO);
    cr_assert_eq(bot_client_status(&client), 403);
    cr_assert_str_eq(bot_client_body(&client), "");
    cr_assert_not(bot_client_has(&client, "Content-Type"));
    bot_post(&help, &client, "/hook/phone-sms", "Content-Type: application/json\r\n", HELLO);
    cr_assert_eq(bot_client_status(&client), 403);
    cr_assert_eq(count(WEBHOOK_DENIED), 2);
    cr_assert_eq(count(WEBHOOK_FRESH), 0);
}

Test(webhook, a_signed_body_that_is_no_message_is_malformed) {
    static const char *const bodies[] = {"{", "[]", "{\"from\":\"+56911111111\",\"text\":\"x\"}", "{\"id\":5}"};
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        post_signed("/hook/phone-sms", "secret", bodies[i]);
        cr_assert_eq(bot_client_status(&client), 400, "%s", bodies[i]);
        cr_assert_str_eq(bot_client_body(&client), "");
    }
    cr_assert_eq(count(WEBHOOK_MALFORMED), 4);
}

Test(webhook, an_authentic_thing_of_an_unknown_kind_is_taken) {
    post_signed("/hook/phone-sms", "secret", "{\"id\":\"IN1\",\"from\":\"+56911111111\",\"kind\":\"hologram\"}");
    cr_assert_eq(bot_client_status(&client), 200);
    cr_assert_eq(count(WEBHOOK_SEEN), 1);
}

Test(webhook, other_channels_and_methods_do_not_exist) {
    static const char *const paths[] = {"/hook/line-9", "/hook/", "/hook/phone-sms/", "/hook/phone-sms/x",
                                        "/hook/PHONE-SMS"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        post_signed(paths[i], "secret", HELLO);
        cr_assert_eq(bot_client_status(&client), 404, "%s", paths[i]);
        cr_assert_str_eq(bot_client_body(&client), "");
    }
    bot_ask(&help, &client, "GET /hook/phone-sms HTTP/1.1\r\nHost: a\r\n\r\n");
    cr_assert_eq(bot_client_status(&client), 405);
    cr_assert(bot_client_has(&client, "Allow: POST\r\n"));
    cr_assert_str_eq(bot_client_body(&client), "");
}

Test(webhook, a_body_over_64_kib_is_refused) {
    static char body[HTTP_BODY_MAX + 2];
    memset(body, 'x', HTTP_BODY_MAX + 1);
    post_signed("/hook/phone-sms", "secret", body);
    cr_assert_eq(bot_client_status(&client), 413);
}

Test(webhook, while_redis_is_away_the_message_goes_to_the_spool) {
    bot_help_redis_stop(&help);
    post_signed("/hook/phone-sms", "secret", HELLO);
    cr_assert_eq(bot_client_status(&client), 200);
    cr_assert_str_eq(bot_client_body(&client), "{\"ok\":true}");
    cr_assert_eq(count(WEBHOOK_SPOOLED), 1);
    cr_assert_eq(spool_waiting(help.spool), 1);
    post_signed("/hook/phone-sms", "guess", HELLO);
    cr_assert_eq(bot_client_status(&client), 403);
    cr_assert_eq(spool_waiting(help.spool), 1);
}

/* Puts a file where the spool's folder was: nothing can be written there, not even by root. */
static void break_spool(void) {
    char dir[160];
    snprintf(dir, sizeof dir, "%s/spool", help.dir);
    cr_assert(rmdir(dir) == 0);
    close(open(dir, O_CREAT | O_WRONLY, 0600));
}

Test(webhook, without_redis_and_without_a_disk_the_provider_is_asked_to_come_again) {
    bot_help_redis_stop(&help);
    break_spool();
    post_signed("/hook/phone-sms", "secret", HELLO);
    cr_assert_eq(bot_client_status(&client), 503);
    cr_assert(bot_client_has(&client, "Retry-After: 5\r\n"));
    cr_assert_str_eq(bot_client_body(&client), "");
    cr_assert_eq(count(WEBHOOK_UNAVAILABLE), 1);
}

static void on_info(void *arg, const redisReply *reply, const struct error *why) {
    const char *line = why ? NULL : strstr(reply->str, "process_id:");
    *(pid_t *)arg = line ? (pid_t)strtol(line + 11, NULL, 10) : -1;
}

static int is_known(void *arg) {
    return *(pid_t *)arg != 0;
}

static pid_t redis_process(void) {
    const struct redis_arg args[] = {redis_arg("INFO"), redis_arg("server")};
    pid_t process = 0;
    redis_command(office_redis(help.office), args, 2, on_info, &process);
    cr_assert(bot_until(&help, is_known, &process) && process > 0);
    return process;
}

Test(webhook, when_redis_does_not_answer_in_time_the_message_goes_to_the_spool) {
    pid_t redis = redis_process();
    kill(redis, SIGSTOP);
    post_signed("/hook/phone-sms", "secret", HELLO);
    kill(redis, SIGCONT);
    cr_assert_eq(bot_client_status(&client), 200);
    cr_assert_eq(count(WEBHOOK_SPOOLED), 1);
}

static int is_handed(void *arg) {
    (void)arg;
    return http_server_connections(help.http) == 1;
}

Test(webhook, the_end_of_the_door_answers_those_who_wait_for_redis) {
    pid_t redis = redis_process();
    unsigned char hash[SIGN_SHA256_LEN];
    char hex[2 * SIGN_SHA256_LEN + 1], request[1024];
    sign_hmac_sha256("secret", HELLO, strlen(HELLO), hash);
    sign_hex(hash, sizeof hash, hex);
    snprintf(request, sizeof request,
             "POST /hook/phone-sms HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nX-Phone-Signature: "
             "sha256=%s\r\nContent-Length: %zu\r\n\r\n%s",
             hex, strlen(HELLO), HELLO);
    kill(redis, SIGSTOP);
    bot_client_open(&help, &client);
    bot_client_send(&client, request);
    cr_assert(bot_until(&help, is_handed, NULL));
    bot_ask(&help, &other, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"); /* by now the first request has been read */
    webhook_free(webhook);
    webhook = NULL;
    bot_client_await(&client);
    kill(redis, SIGCONT);
    cr_assert_eq(bot_client_status(&client), 503);
    bot_client_close(&client);
}
