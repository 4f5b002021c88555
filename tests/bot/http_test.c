/* http_test - what handlers and clients may count on: answers now or later, bounds, streams, an orderly end. */
#include "tests/bot/bot_help.h"

#include <criterion/criterion.h>
#include <string.h>

#define GET(path)  "GET " path " HTTP/1.1\r\nHost: a\r\n\r\n"
#define BODY_LIMIT 5000

static struct bot_help help;
static struct bot_client client, other;
static struct http_exchange *held; /* by the route /later */
static struct http_stream *stream; /* of the route /live */
static int calls, gone_count;
static size_t body_len;
static char body_seen[BODY_LIMIT + 1];

static void on_hello(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    char words[256];
    (void)arg;
    calls++;
    snprintf(words, sizeof words, "%s %s?%s\n", request->method, request->path, request->query);
    http_respond_text(exchange, 200, "text/plain", words);
}

static void on_name(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    (void)request;
    http_respond_text(exchange, 200, "text/plain", arg);
}

static void on_body(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    (void)arg;
    calls++;
    body_len = request->body_len;
    memcpy(body_seen, request->body, request->body_len + 1);
    http_respond_text(exchange, 200, "text/plain", "taken");
}

static void on_later(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    (void)arg, (void)request;
    held = exchange;
}

static void on_header(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    (void)arg, (void)request;
    http_header_add(exchange, "X-One", "1");
    http_header_add(exchange, "X-Bad", "a\r\nX-Forged: b");
    http_header_add(exchange, "Cache-Control", "max-age=60");
    http_respond_text(exchange, 200, "text/plain", http_exchange_peer(exchange));
}

static void on_hook(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    (void)arg;
    int denied = strcmp(request->path, "/hook/denied") == 0;
    http_respond_text(exchange, denied ? 403 : 200, "text/xml", denied ? "" : "<Response/>");
}

static void on_gone(void *arg) {
    (void)arg;
    gone_count++;
    stream = NULL;
}

static void on_live(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    (void)arg, (void)request;
    stream = http_stream_open(exchange, on_gone, NULL);
    http_stream_send(stream, "data: one\n\n", 11, NULL);
}

static void begin(void) {
    static const struct http_route routes[] = {
        {"GET", "/", on_hello, NULL, 0, 0},
        {"GET", "/hello", on_hello, NULL, 0, 0},
        {"GET", "/a/", on_name, (char *)"short", 0, 0},
        {"GET", "/a/b/", on_name, (char *)"long", 0, 0},
        {"POST", "/body", on_body, NULL, BODY_LIMIT, 0},
        {"GET", "/later", on_later, NULL, 0, 0},
        {"GET", "/header", on_header, NULL, 0, 0},
        {"POST", "/hook/", on_hook, NULL, BODY_LIMIT, 1},
        {"GET", "/live", on_live, NULL, 0, 0},
        {"PUT", "/hello", on_hello, NULL, 10, 0},
    };
    struct error why = ERROR_INIT;
    bot_help_http(&help);
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++)
        cr_assert(http_route_add(help.http, &routes[i], &why) == 0);
}

static void end(void) {
    bot_help_close(&help);
}

static int is_held(void *arg) {
    (void)arg;
    return held != NULL;
}

static int is_gone(void *arg) {
    (void)arg;
    return gone_count > 0;
}

TestSuite(http, .init = begin, .fini = end);

Test(http, a_request_is_answered_with_its_path_and_query_as_sent) {
    bot_ask(&help, &client, GET("/hello?a=%2B1&b"));
    cr_assert_eq(bot_client_status(&client), 200);
    cr_assert_str_eq(bot_client_body(&client), "GET /hello?a=%2B1&b\n");
}

Test(http, every_page_carries_the_security_headers) {
    static const char *const wanted[] = {
        "Content-Security-Policy: default-src 'self'; img-src 'self' blob:; media-src 'self' blob:; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'; object-src 'none'\r\n",
        "X-Content-Type-Options: nosniff\r\n", "Referrer-Policy: no-referrer\r\n",
        "Cross-Origin-Opener-Policy: same-origin\r\n", "Cache-Control: no-store\r\n"};
    static const char *const requests[] = {GET("/hello"), GET("/nothing"), "GET /hello HTTP/1.1\r\n\r\n\r\n"};
    for (size_t r = 0; r < 2; r++) {
        bot_ask(&help, &client, requests[r]);
        for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
            cr_assert(bot_client_has(&client, wanted[i]), "%s has no %s", requests[r], wanted[i]);
    }
}

Test(http, head_is_get_without_the_body) {
    bot_ask(&help, &client, "HEAD /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    cr_assert_eq(bot_client_status(&client), 200);
    cr_assert(bot_client_has(&client, "Content-Length: 13\r\n"));
    cr_assert_str_eq(bot_client_body(&client), "");
}

Test(http, the_longest_prefix_wins_and_the_root_is_only_itself) {
    bot_ask(&help, &client, GET("/a/x"));
    cr_assert_str_eq(bot_client_body(&client), "short");
    bot_ask(&help, &client, GET("/a/b/x"));
    cr_assert_str_eq(bot_client_body(&client), "long");
    bot_ask(&help, &client, GET("/b"));
    cr_assert_eq(bot_client_status(&client), 404);
    bot_ask(&help, &client, GET("/hello/x"));
    cr_assert_eq(bot_client_status(&client), 404);
}

Test(http, a_wrong_method_is_told_which_are_right) {
    bot_ask(&help, &client, "DELETE /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    cr_assert_eq(bot_client_status(&client), 405);
    cr_assert(bot_client_has(&client, "Allow: GET, HEAD, PUT\r\n"));
}

Test(http, a_connection_is_kept_and_pipelined_requests_are_answered_in_order) {
    bot_client_open(&help, &client);
    bot_client_send(&client, GET("/hello?1") GET("/hello?2"));
    bot_client_await(&client);
    cr_assert(bot_client_has(&client, "/hello?1\n"));
    bot_client_await(&client);
    cr_assert(bot_client_has(&client, "/hello?2\n"));
    bot_client_send(&client, GET("/hello?3"));
    bot_client_await(&client);
    cr_assert(bot_client_has(&client, "/hello?3\n"));
    cr_assert_not(client.ended);
    bot_client_close(&client);
}

Test(http, an_answer_may_come_later_and_others_do_not_wait_for_it) {
    bot_client_open(&help, &client);
    bot_client_send(&client, GET("/later"));
    cr_assert(bot_until(&help, is_held, NULL));
    bot_ask(&help, &other, GET("/hello"));
    cr_assert_eq(bot_client_status(&other), 200);
    cr_assert_str_eq(http_exchange_request(held)->path, "/later");
    http_respond_text(held, 201, "text/plain", "at last");
    bot_client_await(&client);
    cr_assert_eq(bot_client_status(&client), 201);
    cr_assert_str_eq(bot_client_body(&client), "at last");
    bot_client_close(&client);
}

Test(http, an_answer_for_a_client_that_left_goes_nowhere) {
    bot_client_open(&help, &client);
    bot_client_send(&client, GET("/later"));
    cr_assert(bot_until(&help, is_held, NULL));
    bot_client_close(&client);
    http_respond_text(held, 200, "text/plain", "anyone?");
    bot_ask(&help, &other, GET("/hello"));
    cr_assert_eq(bot_client_status(&other), 200);
}

Test(http, an_answer_after_the_end_of_the_server_goes_nowhere) {
    bot_client_open(&help, &client);
    bot_client_send(&client, GET("/later"));
    cr_assert(bot_until(&help, is_held, NULL));
    http_server_free(help.http);
    help.http = NULL;
    http_header_add(held, "X-One", "1");
    http_respond_text(held, 200, "text/plain", "anyone?");
    bot_client_close(&client);
}

Test(http, a_body_in_pieces_arrives_whole) {
    char piece[1001];
    memset(piece, 'x', sizeof piece - 1);
    piece[1000] = '\0';
    bot_client_open(&help, &client);
    bot_client_send(&client, "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n");
    for (int i = 0; i < 5; i++) {
        bot_client_send(&client, piece);
        bot_ask(&help, &other, GET("/hello")); /* so that the piece has been read before the next one comes */
    }
    bot_client_await(&client);
    cr_assert_eq(bot_client_status(&client), 200);
    cr_assert_eq(body_len, 5000);
    cr_assert_eq(strspn(body_seen, "x"), 5000);
    bot_client_close(&client);
}

Test(http, a_body_over_the_limit_is_refused_and_never_handed_over) {
    static char request[8192];
    int head = snprintf(request, sizeof request, "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 5001\r\n\r\n");
    memset(request + head, 'x', 5001);
    bot_ask(&help, &client, request);
    cr_assert_eq(bot_client_status(&client), 413);
    cr_assert(bot_client_has(&client, "Connection: close\r\n"));
    cr_assert_eq(calls, 0);
    bot_ask(&help, &client, "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\n\r\n");
    cr_assert_eq(bot_client_status(&client), 413);
    bot_ask(&help, &client, "GET /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
    cr_assert_eq(bot_client_status(&client), 413);
}

Test(http, a_client_that_asks_first_is_told_to_go_on) {
    bot_client_open(&help, &client);
    bot_client_send(&client, "POST /body HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
    bot_client_await_text(&client, "100 Continue\r\n\r\n");
    bot_client_send(&client, "abcd");
    bot_client_await_text(&client, "taken");
    cr_assert_str_eq(body_seen, "abcd");
    bot_client_close(&client);
}

Test(http, webhook_answers_are_bare_and_an_empty_refusal_has_no_type) {
    bot_post(&help, &client, "/hook/x", "", "a");
    cr_assert_eq(bot_client_status(&client), 200);
    cr_assert(bot_client_has(&client, "Content-Type: text/xml\r\n"));
    cr_assert_not(bot_client_has(&client, "Content-Security-Policy"));
    bot_post(&help, &client, "/hook/denied", "", "a");
    cr_assert_eq(bot_client_status(&client), 403);
    cr_assert_not(bot_client_has(&client, "Content-Type"));
    bot_post(&help, &client, "/hook/x", "", "b");
    cr_assert_eq(bot_client_status(&client), 200);
    cr_assert_str_eq(bot_client_body(&client), "<Response/>");
}

Test(http, a_handlers_headers_are_sent_but_none_can_be_forged) {
    bot_ask(&help, &client, GET("/header"));
    cr_assert(bot_client_has(&client, "X-One: 1\r\n"));
    cr_assert_not(bot_client_has(&client, "X-Forged"));
    cr_assert(bot_client_has(&client, "Cache-Control: max-age=60\r\n"));
    cr_assert_not(bot_client_has(&client, "no-store"));
    cr_assert_str_eq(bot_client_body(&client), "127.0.0.1");
}

Test(http, a_stream_tells_what_it_is_fed_and_notices_that_its_page_is_closed) {
    bot_client_open(&help, &client);
    bot_client_send(&client, GET("/live"));
    bot_client_await_text(&client, "data: one\n\n");
    cr_assert(bot_client_has(&client, "Content-Type: text/event-stream\r\n"));
    cr_assert(http_stream_send(stream, "data: two\n\n", 11, NULL) == 0);
    bot_client_await_text(&client, "data: two\n\n");
    bot_client_close(&client);
    cr_assert(bot_until(&help, is_gone, NULL), "nobody said that the client left");
    cr_assert_eq(gone_count, 1);
}

Test(http, a_closed_stream_ends_and_its_owner_is_not_called) {
    bot_client_open(&help, &client);
    bot_client_send(&client, "GET /live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    bot_client_await_text(&client, "data: one\n\n");
    http_stream_close(stream);
    bot_client_await_end(&client);
    cr_assert_eq(gone_count, 0);
    bot_client_close(&client);
}

Test(http, a_stream_whose_reader_sleeps_is_busy_and_bounded) {
    static char block[16384];
    size_t fed = 0;
    struct error why = ERROR_INIT;
    memset(block, 'x', sizeof block);
    bot_client_open(&help, &client);
    bot_client_send(&client, GET("/live"));
    bot_client_await_text(&client, "data: one\n\n");
    loop_fd_want(client.watch, 0); /* reads no more */
    while (fed < 64 * 1024 * 1024 && http_stream_send(stream, block, sizeof block, &why) == 0) {
        fed += sizeof block;
        bot_ask(&help, &other, GET("/hello"));
    }
    cr_assert_eq(why.kind, ERROR_BUSY);
    bot_client_close(&client);
}

static void on_idle(void *arg) {
    *(int *)arg = 1;
}

static int is_set(void *arg) {
    return *(int *)arg;
}

Test(http, a_draining_server_finishes_what_it_has_and_takes_no_more) {
    int idle = 0;
    bot_client_open(&help, &client);
    bot_client_send(&client, GET("/later"));
    bot_client_open(&help, &other);
    bot_client_send(&other, GET("/hello"));
    bot_client_await(&other);
    cr_assert(bot_until(&help, is_held, NULL));
    http_server_drain(help.http, on_idle, &idle);
    bot_client_await_end(&other);
    cr_assert_eq(idle, 0);
    http_respond_text(held, 200, "text/plain", "done");
    cr_assert(bot_until(&help, is_set, &idle));
    bot_client_await(&client);
    cr_assert_str_eq(bot_client_body(&client), "done");
    cr_assert(bot_client_has(&client, "Connection: close\r\n"));
    bot_client_close(&client);
    bot_client_close(&other);
}

Test(http, a_draining_server_ends_its_streams) {
    int idle = 0;
    bot_client_open(&help, &client);
    bot_client_send(&client, GET("/live"));
    bot_client_await_text(&client, "data: one\n\n");
    http_server_drain(help.http, on_idle, &idle);
    cr_assert(bot_until(&help, is_set, &idle));
    cr_assert_eq(gone_count, 1);
    bot_client_close(&client);
}

Test(http, a_taken_port_and_a_wrong_address_are_told_in_plain_words) {
    static const char *const wrong[] = {"8080",   "127.0.0.1", "127.0.0.1:",  "127.0.0.1:70000",
                                        "::1:80", ":80",       "127.0.0.1:8a"};
    char taken[32];
    struct http_server *second = NULL;
    struct error why = ERROR_INIT;
    snprintf(taken, sizeof taken, "127.0.0.1:%d", http_server_port(help.http));
    cr_assert(http_server_start(help.loop, taken, "", &second, &why) == -1);
    cr_assert_eq(why.kind, ERROR_INPUT);
    cr_assert(strstr(why.text, "taken") && strstr(why.text, taken) && strstr(why.text, "--listen"), "%s", why.text);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct error fault = ERROR_INIT;
        cr_assert(http_server_start(help.loop, wrong[i], "", &second, &fault) == -1, "%s", wrong[i]);
        cr_assert_eq(fault.kind, ERROR_INPUT);
    }
    cr_assert(http_server_start(help.loop, "192.0.2.1:8080", "", &second, &why) == -1);
}
