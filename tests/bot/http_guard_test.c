/* http_guard_test - odd requests: each is refused with its status, closed, and never reaches a handler. */
#include "tests/bot/bot_help.h"

#include <criterion/criterion.h>
#include <string.h>

static struct bot_help help;
static struct bot_client client;
static int calls;

static void on_request(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    (void)arg, (void)request;
    calls++;
    http_respond_text(exchange, 200, "text/plain", "ok");
}

static void begin(void) {
    struct error why = ERROR_INIT;
    bot_help_http(&help);
    http_route_add(help.http, &(struct http_route){NULL, "/", on_request, NULL, 100, 0}, &why);
    http_route_add(help.http, &(struct http_route){NULL, "/p/", on_request, NULL, 100, 0}, &why);
}

static void end(void) {
    bot_help_close(&help);
}

TestSuite(http_guard, .init = begin, .fini = end);

struct odd {
    int status;
    const char *bytes;
    size_t len;
};
#define ODD(status, bytes)                                                                                             \
    { status, bytes, sizeof bytes - 1 }
#define POST "POST / HTTP/1.1\r\nHost: a\r\n"
#define NEXT "GET /p/smuggled HTTP/1.1\r\nHost: a\r\n\r\n"

static void refuses(const struct odd *odds, size_t count) {
    for (size_t i = 0; i < count; i++) {
        bot_client_open(&help, &client);
        bot_client_send_bytes(&client, odds[i].bytes, odds[i].len);
        bot_client_await_end(&client);
        cr_assert_eq(bot_client_status(&client), odds[i].status, "%zu %s: %s", i, odds[i].bytes, client.bytes);
        cr_assert_not(strstr(client.bytes + 1, "HTTP/1.1 200"), "%s", odds[i].bytes);
        cr_assert_eq(calls, 0, "%zu %s reached the handler", i, odds[i].bytes);
        bot_client_close(&client);
    }
}

Test(http_guard, two_ways_to_tell_the_length_are_none) {
    static const struct odd odds[] = {
        ODD(400, POST "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" NEXT),
        ODD(400, POST "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n" NEXT),
        ODD(400, POST "Content-Length: 0\r\nContent-Length: 40\r\n\r\n" NEXT),
        ODD(400, POST "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc" NEXT),
        ODD(400, POST "Content-Length: 3, 3\r\n\r\nabc"),
        ODD(400, POST "Content-Length: +3\r\n\r\nabc"),
        ODD(400, POST "Content-Length: -1\r\n\r\nabc"),
        ODD(400, POST "Content-Length: 0x3\r\n\r\nabc"),
        ODD(400, POST "Content-Length: 3 \r\n\r\nabc"),
        ODD(400, POST "Content-Length:\r\n\r\nabc"),
        ODD(413, POST "Content-Length: 18446744073709551615\r\n\r\nabc"),
        ODD(413, POST "Content-Length: 99999999999999999999999\r\n\r\nabc"),
        ODD(411, POST "\r\n"),
        ODD(411, POST "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
        ODD(400, POST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        ODD(400, POST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        ODD(400, POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n"),
    };
    refuses(odds, sizeof odds / sizeof odds[0]);
}

Test(http_guard, a_head_that_is_not_lines_of_name_and_value_is_refused) {
    static const struct odd odds[] = {
        ODD(400, "GET / HTTP/1.1\nHost: a\n\n"),
        ODD(400, "GET / HTTP/1.1\r\nHost: a\n\r\n"),
        ODD(400, "GET / HTTP/1.1\r\nHost: a\r\nX: y\n\r\n"),
        ODD(400, "GET / HTTP/1.1\nHost: a\r\n\r\n"),
        ODD(400, "GET / HTTP/1.1\r\nHost: a\r\n\n"),
        ODD(400, "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n"),
        ODD(400, "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n"),
        ODD(400, "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\tc\r\nY: d\r\n\r\n"),
        ODD(400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
        ODD(400, "GET / HTTP/1.1\r\nHost : a\r\n\r\n"),
        ODD(400, "GET / HTTP/1.1\r\nHost: a\r\nX y: b\r\n\r\n"),
        ODD(400, "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n"),
        ODD(400, "GET / HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n"),
        ODD(400, "GET / HTTP/1.1\r\nHost: a\r\nX\0y: b\r\n\r\n"),
        ODD(400, "GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\nY: d\r\n\r\n"),
        ODD(400, "GET / HTTP/1.1\r\nHost: a\r\nX: b\x01\r\n\r\n"),
        ODD(400, "GET / HTTP/1.1\r\nHost: a\r\nX\xe9: b\r\n\r\n"),
    };
    refuses(odds, sizeof odds / sizeof odds[0]);
}

Test(http_guard, a_target_with_tricks_is_refused) {
    static const struct odd odds[] = {
        ODD(400, "GET /p/a\0b HTTP/1.1\r\nHost: a\r\n\r\n"),
        ODD(400, "GET /p/%00 HTTP/1.1\r\nHost: a\r\n\r\n"),
        ODD(400, "GET /p/%zz HTTP/1.1\r\nHost: a\r\n\r\n"),
        ODD(400, "GET /p/%4 HTTP/1.1\r\nHost: a\r\n\r\n"),
        ODD(400, "GET /p/../x HTTP/1.1\r\nHost: a\r\n\r\n"),
        ODD(400, "GET /p/.. HTTP/1.1\r\nHost: a\r\n\r\n"),
        ODD(400, "GET /p/./x HTTP/1.1\r\nHost: a\r\n\r\n"),
        ODD(400, "GET /p/%2e%2e%2fx HTTP/1.1\r\nHost: a\r\n\r\n"),
        ODD(400, "GET /p\\x HTTP/1.1\r\nHost: a\r\n\r\n"),
        ODD(400, "GET /p/\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n"),
        ODD(400, "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        ODD(400, "GET /p/?x=\x01 HTTP/1.1\r\nHost: a\r\n\r\n"),
        ODD(400, "GET  HTTP/1.1\r\nHost: a\r\n\r\n"),
        ODD(400, "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"),
        ODD(400, "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n"),
    };
    refuses(odds, sizeof odds / sizeof odds[0]);
}

Test(http_guard, other_methods_versions_hosts_and_encodings_are_refused) {
    static const struct odd odds[] = {
        ODD(405, "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"),
        ODD(405, "OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n"),
        ODD(405, "BREW / HTTP/1.1\r\nHost: a\r\n\r\n"),
        ODD(405, "get / HTTP/1.1\r\nHost: a\r\n\r\n"),
        ODD(505, "GET / HTTP/1.2\r\nHost: a\r\n\r\n"),
        ODD(505, "GET / HTTP/3.0\r\nHost: a\r\n\r\n"),
        ODD(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        ODD(400, "GET / http/1.1\r\nHost: a\r\n\r\n"),
        ODD(400, "GET /\r\n\r\n"),
        ODD(400, "GET / HTTP/1.1\r\nX: a\r\n\r\n"),
        ODD(400, "GET / HTTP/1.0\r\n\r\n"),
        ODD(400, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        ODD(400, "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
        ODD(400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
        ODD(400, POST "Content-Type: a/b\r\nContent-Type: c/d\r\nContent-Length: 0\r\n\r\n"),
        ODD(415, POST "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"),
        ODD(417, POST "Expect: 200-maybe\r\nContent-Length: 3\r\n\r\nabc"),
    };
    refuses(odds, sizeof odds / sizeof odds[0]);
}

static void repeat(char *ret, size_t room, const char *first, const char *piece, size_t times) {
    struct text text = TEXT_INIT(room - 1);
    text_add(&text, first);
    while (times--) text_add(&text, piece);
    text_add(&text, strstr(first, "HTTP/1.1") ? "\r\n" : " HTTP/1.1\r\nHost: a\r\n\r\n");
    cr_assert(text_ok(&text));
    memcpy(ret, text_get(&text), text.len + 1);
    text_release(&text);
}

Test(http_guard, too_much_of_anything_is_refused_at_once) {
    static char bytes[100000];
    static const struct {
        int status;
        const char *first, *piece;
        size_t times;
    } bombs[] = {
        {414, "GET /p/", "aaaaaaaaaa", 210},
        {414, "GET /p/", "aaaaaaaaaa", 4000},
        {414, "GET /?a=1", "&a=1", 1000},
        {431, "GET / HTTP/1.1\r\nHost: a\r\n", "X: y\r\n", 65},
        {431, "GET / HTTP/1.1\r\nHost: a\r\n", "X: y\r\n", 5000},
        {431, "GET / HTTP/1.1\r\nHost: a\r\n", "Xaaaaaaaaa: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n", 1000},
    };
    for (size_t i = 0; i < sizeof bombs / sizeof bombs[0]; i++) {
        repeat(bytes, sizeof bytes, bombs[i].first, bombs[i].piece, bombs[i].times);
        bot_client_open(&help, &client);
        bot_client_send(&client, bytes);
        bot_client_await_end(&client);
        cr_assert_eq(bot_client_status(&client), bombs[i].status, "%zu: %s", i, client.bytes);
        bot_client_close(&client);
    }
    cr_assert_eq(calls, 0);
}

Test(http_guard, five_hundred_query_arguments_do_not_hang_a_connection) {
    static char bytes[4000];
    repeat(bytes, sizeof bytes, "GET /?a", "&a", 500);
    bot_ask(&help, &client, bytes);
    cr_assert_eq(bot_client_status(&client), 200);
}

Test(http_guard, honest_requests_pass) {
    static const char *const honest[] = {
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n",
        "GET /p/%C3%A9?x=%2B1&y=%00 HTTP/1.1\r\nHost:a\r\nX:   spaced\r\nCookie: a=b\r\nCookie: c=d\r\n\r\n",
        "GET /p/.well-known/...x HTTP/1.1\r\nHost: a\r\nX-Name: Jos\xc3\xa9\r\nX-Empty:\r\nX-Tab: a\tb\r\n\r\n",
        "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
        "PUT / HTTP/1.1\r\nHost: a\r\nContent-Encoding: identity\r\nContent-Length: 1\r\n\r\na",
        "DELETE / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
    };
    for (size_t i = 0; i < sizeof honest / sizeof honest[0]; i++) {
        bot_ask(&help, &client, honest[i]);
        cr_assert_eq(bot_client_status(&client), 200, "%s: %s", honest[i], client.bytes);
    }
    cr_assert_eq(calls, sizeof honest / sizeof honest[0]);
}

Test(http_guard, an_http_1_0_client_is_answered_and_closed) {
    bot_client_open(&help, &client);
    bot_client_send(&client, "GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
    bot_client_await_end(&client);
    cr_assert_eq(bot_client_status(&client), 200);
    bot_client_close(&client);
}
