/* client_test - what a send can come to, and that a POST is made once whatever the other end does. */
#include "queue/client.h"
#include "tests/queue/fake_provider_help.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct loop *loop;
static struct client *client;
static struct fake_provider *fake;
static struct error why;

struct answers {
    int count, wanted;
    struct http_reply last;
    char body[256];
};

static void open_all(void) {
    cr_assert_eq(loop_new(&loop, &why), 0);
    cr_assert_eq(client_new(loop, 2, &client, &why), 0);
    fake = fake_provider_start(FAKE_CREATED);
}
static void close_all(void) {
    client_free(client);
    fake_provider_stop(fake);
    loop_free(loop);
}
TestSuite(client, .init = open_all, .fini = close_all, .timeout = 30);

static void on_done(void *arg, const struct http_reply *reply) {
    struct answers *answers = arg;

    answers->last = *reply;
    snprintf(answers->body, sizeof answers->body, "%s", reply->body);
    if (++answers->count == answers->wanted) loop_stop(loop);
}

static void send_to(const char *url, const char *body, struct answers *answers) {
    struct http_call call;

    http_call_init(&call);
    call.method = "POST";
    text_add(&call.url, url);
    text_add(&call.body, body);
    text_add(&call.headers[call.header_count++], "Content-Type: text/plain");
    client_send(client, &call, on_done, answers);
    cr_assert_eq(call.url.len, 0, "the call was not taken");
    cr_assert_eq(answers->count, 0, "done came before client_send() returned");
}

static struct answers send_one(const char *body) {
    struct answers answers = {.wanted = 1};

    send_to(fake_provider_url(fake), body, &answers);
    loop_run(loop);
    cr_assert_eq(answers.count, 1);
    cr_assert_eq(client_in_flight(client), 0);
    return answers;
}

Test(client, an_answer_has_its_status_and_body) {
    struct answers answers = send_one("hello=1");

    cr_assert_eq(answers.last.fate, HTTP_ANSWERED);
    cr_assert_eq(answers.last.status, 201);
    cr_assert(strstr(answers.body, "\"status\":\"queued\""));
    cr_assert_eq(fake_provider_count_of(fake, "\r\n\r\nhello=1"), 1);
    cr_assert_eq(fake_provider_count_of(fake, "Content-Type: text/plain\r\n"), 1);
    cr_assert_eq(fake_provider_count_of(fake, "Expect:"), 0);
}

Test(client, user_and_password_travel_as_basic_authorization_and_do_not_stick) {
    struct answers answers = {.wanted = 1};
    struct http_call call;

    http_call_init(&call);
    call.method = "POST";
    text_add(&call.url, fake_provider_url(fake));
    text_add(&call.body, "x");
    text_add(&call.user, "me");
    text_add(&call.password, "secret");
    client_send(client, &call, on_done, &answers);
    loop_run(loop);
    cr_assert_eq(fake_provider_count_of(fake, "Authorization: Basic bWU6c2VjcmV0\r\n"), 1);
    send_one("y");
    cr_assert_eq(fake_provider_count_of(fake, "Authorization:"), 1);
}

Test(client, a_get_has_no_body_and_the_next_post_has_its_own) {
    struct answers answers = {.wanted = 1};
    struct http_call call;

    http_call_init(&call);
    call.method = "GET";
    text_addf(&call.url, "%s/send?to=1", fake_provider_url(fake));
    client_send(client, &call, on_done, &answers);
    loop_run(loop);
    cr_assert_eq(answers.last.status, 201);
    cr_assert_eq(fake_provider_count_of(fake, "GET /send?to=1 HTTP/1.1\r\n"), 1);
    cr_assert_eq(fake_provider_count_of(fake, "Content-Length"), 0);
    send_one("y");
    cr_assert_eq(fake_provider_count_of(fake, "\r\n\r\ny"), 1);
}

Test(client, sends_after_one_another_share_a_connection) {
    for (int i = 0; i < 5; i++) send_one("again");
    cr_assert_eq(fake_provider_count(fake), 5);
    cr_assert_eq(fake_provider_connections(fake), 1);
}

Test(client, a_reused_connection_that_dies_is_one_post_and_a_lost_answer) {
    fake_provider_answer(fake, FAKE_DIE_ON_REUSE);
    struct answers first = send_one("id=first;");
    struct answers second = send_one("id=second;");

    cr_assert_eq(first.last.fate, HTTP_ANSWERED);
    cr_assert_eq(second.last.fate, HTTP_LOST);
    cr_assert_eq(fake_provider_count_of(fake, "id=second;"), 1);
    cr_assert_eq(fake_provider_count(fake), 2, "curl tried again by itself");
}

Test(client, an_empty_post_is_not_repeated_either) {
    fake_provider_answer(fake, FAKE_DIE_ON_REUSE);
    send_one("id=first;");
    fake_provider_answer(fake, FAKE_CUT);
    struct answers answers = send_one("");

    cr_assert_eq(answers.last.fate, HTTP_LOST);
    cr_assert_eq(fake_provider_count(fake), 2);
}

Test(client, a_connection_that_is_cut_after_the_request_is_lost) {
    fake_provider_answer(fake, FAKE_CUT);
    cr_assert_eq(send_one("x").last.fate, HTTP_LOST);
    cr_assert_eq(fake_provider_count(fake), 1);
}

Test(client, half_an_answer_is_lost) {
    fake_provider_answer(fake, FAKE_CUT_BODY);
    cr_assert_eq(send_one("x").last.fate, HTTP_LOST);
}

Test(client, an_answer_that_is_no_http_is_lost) {
    fake_provider_answer(fake, FAKE_GARBAGE);
    cr_assert_eq(send_one("x").last.fate, HTTP_LOST);
}

Test(client, an_answer_that_never_comes_is_lost_after_the_timeout) {
    fake_provider_answer(fake, FAKE_STALL);
    cr_assert_eq(send_one("x").last.fate, HTTP_LOST);
    cr_assert_eq(fake_provider_count(fake), 1);
}

Test(client, a_port_that_nobody_listens_on_is_not_sent) {
    struct answers answers = {.wanted = 1};
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;
    char url[64];
    int fd = socket(AF_INET, SOCK_STREAM, 0); /* bound, not listening: nobody else can take the port meanwhile */

    cr_assert_eq(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    getsockname(fd, (struct sockaddr *)&address, &len);
    snprintf(url, sizeof url, "http://127.0.0.1:%d/", ntohs(address.sin_port));
    send_to(url, "x", &answers);
    loop_run(loop);
    cr_assert_eq(answers.last.fate, HTTP_NOT_SENT);
    close(fd);
}

Test(client, a_name_that_does_not_exist_is_not_sent_and_the_next_send_still_goes) {
    struct answers answers = {.wanted = 1};

    send_to("http://no-such-host.invalid/", "x", &answers);
    loop_run(loop);
    cr_assert_eq(answers.last.fate, HTTP_NOT_SENT);
    cr_assert_eq(send_one("x").last.fate, HTTP_ANSWERED);
}

Test(client, a_plain_port_asked_for_tls_is_not_sent) {
    struct answers answers = {.wanted = 1};
    char url[64];

    snprintf(url, sizeof url, "https%s", fake_provider_url(fake) + 4);
    send_to(url, "x", &answers);
    loop_run(loop);
    cr_assert_neq(answers.last.fate, HTTP_ANSWERED);
    cr_assert_eq(answers.last.fate, HTTP_NOT_SENT);
    cr_assert_eq(fake_provider_count(fake), 0);
}

Test(client, other_protocols_and_nonsense_are_not_sent) {
    const char *const urls[] = {"file:///etc/passwd", "ftp://127.0.0.1/", "", "http://", "nonsense"};

    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct answers answers = {.wanted = 1};
        send_to(urls[i], "x", &answers);
        loop_run(loop);
        cr_assert_eq(answers.last.fate, HTTP_NOT_SENT, "%s", urls[i]);
    }
}

Test(client, a_redirect_is_an_answer_and_is_not_followed) {
    fake_provider_answer(fake, FAKE_REDIRECT);
    struct answers answers = send_one("x");

    cr_assert_eq(answers.last.status, 307);
    cr_assert_eq(fake_provider_count(fake), 1);
}

Test(client, the_wait_that_a_provider_asks_for_is_read) {
    fake_provider_answer(fake, FAKE_THROTTLED);
    struct answers answers = send_one("x");

    cr_assert_eq(answers.last.status, 429);
    cr_assert_eq(answers.last.retry_after_s, 7);
}

Test(client, a_huge_answer_is_cut) {
    fake_provider_answer(fake, FAKE_HUGE);
    struct answers answers = send_one("x");

    cr_assert_eq(answers.last.fate, HTTP_ANSWERED);
    cr_assert_eq(answers.last.body_len, HTTP_REPLY_MAX);
}

Test(client, a_long_body_arrives_whole) {
    static char body[HTTP_CALL_BODY_MAX];

    memset(body, 'b', sizeof body - 1);
    cr_assert_eq(send_one(body).last.fate, HTTP_ANSWERED);
    cr_assert_eq(fake_provider_count_of(fake, body), 1);
}

Test(client, many_sends_at_once_all_end) {
    struct answers answers = {.wanted = 200};

    for (int i = 0; i < 200; i++) send_to(fake_provider_url(fake), "many", &answers);
    cr_assert_eq(client_in_flight(client), 200);
    loop_run(loop);
    cr_assert_eq(answers.count, 200);
    cr_assert_eq(fake_provider_count(fake), 200);
}

Test(client, what_is_under_way_when_the_client_ends_is_lost) {
    struct answers answers = {.wanted = 1};
    struct loop_timer *timer;

    fake_provider_answer(fake, FAKE_STALL);
    send_to(fake_provider_url(fake), "x", &answers);
    cr_assert_eq(loop_timer_new(loop, (loop_fn)loop_stop, loop, &timer, &why), 0);
    while (fake_provider_count(fake) == 0) {
        loop_timer_set(timer, 1);
        loop_run(loop);
    }
    client_free(client);
    client = NULL;
    cr_assert_eq(answers.count, 1);
    cr_assert_eq(answers.last.fate, HTTP_LOST);
    loop_timer_free(timer);
}
