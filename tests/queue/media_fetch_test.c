/* media_fetch_test - what becomes of one medium, whatever stands at the other end; and where nothing is asked at all.
 */
#include "queue/client_guard.h"
#include "queue/media_fetch.h"
#include "tests/queue/file_server_help.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <string.h>

static struct loop *loop;
static struct client *client;
static struct file_server *server;
static struct channel channel = {.name = "line-1", .wire = "twilio", .kind = "sms", .account = "AC1", .secret = "hush"};

static void open_all(void) {
    struct error why;
    cr_assert_eq(loop_new(&loop, &why), 0);
    cr_assert_eq(client_new(loop, 1, &client, &why), 0);
    server = file_server_start();
    snprintf(channel.api_base, sizeof channel.api_base, "%s", file_server_url(server));
}
static void close_all(void) {
    client_free(client);
    file_server_stop(server);
    loop_free(loop);
}
TestSuite(media_fetch, .init = open_all, .fini = close_all, .timeout = 30);

struct outcome {
    enum media_end end;
    char why[32], type[24];
    size_t len;
    int ended;
};

static void on_done(void *arg, const struct media_result *result) {
    struct outcome *ret = arg;
    ret->end = result->end;
    ret->len = result->body_len;
    ret->ended++;
    snprintf(ret->why, sizeof ret->why, "%s", result->why);
    snprintf(ret->type, sizeof ret->type, "%s", result->type ? result->type->type : "");
    loop_stop(loop);
}

/* Of an address, or of a path of the server. */
static struct outcome fetch(const char *reference) {
    struct outcome ret = {.ended = 0};
    char url[1200];
    snprintf(url, sizeof url, "%s%s", *reference == '/' ? file_server_url(server) : "", reference);
    media_fetch(client, &(struct media_wanted){&channel, url, 64 * 1024}, on_done, &ret);
    while (!ret.ended) loop_run(loop); /* one that ended at once leaves a stop behind */
    cr_assert_eq(ret.ended, 1);
    return ret;
}

static void expect(const char *reference, enum media_end end, const char *why) {
    struct outcome got = fetch(reference);
    cr_expect(got.end == end && strcmp(got.why, why) == 0, "%s: %d %s", reference, (int)got.end, got.why);
}

Test(media_fetch, a_file_comes_and_is_called_what_it_is) {
    struct outcome got = fetch("/png");
    cr_expect(got.end == MEDIA_HERE && strcmp(got.type, "image/png") == 0 && got.len > 20);
    cr_expect(file_server_saw(server, "/png", "Authorization: Basic QUMxOmh1c2g="));
    cr_expect_str_eq(fetch("/ogg").type, "audio/ogg");
}

Test(media_fetch, a_redirect_is_followed_without_credentials) {
    char path[256];
    cr_expect_eq(fetch("/to/png").end, MEDIA_LATER, "a relative one leads to /to/png again and again");
    snprintf(path, sizeof path, "/to/%s/png", file_server_url(server));
    cr_expect_eq(fetch(path).end, MEDIA_HERE);
    cr_expect(!file_server_saw(server, "/png", "Authorization:"));
}

Test(media_fetch, what_is_no_medium_is_refused) {
    expect("/page", MEDIA_REFUSED, "type");
    expect("/huge", MEDIA_REFUSED, "too-big");
    expect("/endless", MEDIA_REFUSED, "too-big");
}

Test(media_fetch, what_may_come_later_is_tried_later) {
    expect("/missing", MEDIA_LATER, "missing");
    expect("/denied", MEDIA_LATER, "denied");
    expect("/slow", MEDIA_LATER, "no-answer");
    expect("/cut", MEDIA_LATER, "no-answer");
    expect("/loop", MEDIA_LATER, "provider");
}

Test(media_fetch, nothing_is_asked_of_this_machine_or_this_network) {
    static const char *const addresses[] = {"https://127.0.0.1/x",
                                            "https://localhost/x",
                                            "https://[::1]/x",
                                            "https://10.1.2.3/x",
                                            "https://192.168.0.1/x",
                                            "https://172.16.0.1/",
                                            "https://169.254.169.254/latest/meta-data/",
                                            "https://[::ffff:10.0.0.1]/",
                                            "https://0x7f.1/x",
                                            "https://2130706433/x",
                                            "https://[fe80::1]/x",
                                            "https://[fd00::1]/x",
                                            "https://0.0.0.0/x",
                                            "http://example.com/x",
                                            "file:///etc/passwd",
                                            "ftp://example.com/x",
                                            "gopher://127.0.0.1/",
                                            "https://u:p@127.0.0.1/"};
    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) expect(addresses[i], MEDIA_FAILED, "address");
    cr_expect_eq(file_server_count(server), 0);
    for (size_t i = 0; i < 9; i++) {
        char path[256];
        snprintf(path, sizeof path, "/to/%s", addresses[i]);
        expect(path, MEDIA_FAILED, "address");
    }
    cr_expect_eq(file_server_count(server), 9, "the redirects, and nothing behind them");
}

Test(media_fetch, another_port_of_the_same_machine_is_another_place) {
    struct file_server *other = file_server_start();
    char path[256], url[256];
    snprintf(path, sizeof path, "/to/%s/png", file_server_url(other));
    snprintf(url, sizeof url, "%s/png", file_server_url(other));
    expect(path, MEDIA_FAILED, "address");
    expect(url, MEDIA_FAILED, "address");
    cr_expect_eq(file_server_count(other), 0);
    file_server_stop(other);
}

Test(media_fetch, a_channel_that_is_gone_or_has_no_media_fails) {
    struct outcome got = {.ended = 0};
    media_fetch(client, &(struct media_wanted){NULL, "x", 1000}, on_done, &got);
    cr_expect(got.ended == 1 && got.end == MEDIA_FAILED && strcmp(got.why, "no-channel") == 0);
}

static int is_public(const char *words) {
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, words, &v4.sin_addr) == 1) return client_guard_is_public((struct sockaddr *)&v4);
    cr_assert_eq(inet_pton(AF_INET6, words, &v6.sin6_addr), 1, "%s", words);
    return client_guard_is_public((struct sockaddr *)&v6);
}

Test(media_fetch, public_addresses_are_told_from_the_others) {
    static const char *const open[] = {"1.1.1.1",         "8.8.8.8",         "11.0.0.1",        "172.15.255.255",
                                       "172.32.0.1",      "192.167.1.1",     "100.63.255.255",  "100.128.0.1",
                                       "223.255.255.255", "2606:4700::1111", "64:ff9b::808:808"};
    static const char *const closed[] = {"0.0.0.0",
                                         "10.0.0.0",
                                         "10.255.255.255",
                                         "100.64.0.1",
                                         "100.127.255.255",
                                         "127.0.0.1",
                                         "127.8.8.8",
                                         "169.254.1.1",
                                         "172.16.0.0",
                                         "172.31.255.255",
                                         "192.168.255.255",
                                         "198.18.0.1",
                                         "198.19.255.255",
                                         "224.0.0.1",
                                         "255.255.255.255",
                                         "::",
                                         "::1",
                                         "::ffff:127.0.0.1",
                                         "::ffff:10.0.0.1",
                                         "fe80::1",
                                         "fc00::1",
                                         "fdff::1",
                                         "ff02::1",
                                         "2001:db8::1",
                                         "2001::1",
                                         "2002:a00:1::1",
                                         "64:ff9b::a00:1",
                                         "::8.8.8.8"};
    for (size_t i = 0; i < sizeof open / sizeof open[0]; i++) cr_expect(is_public(open[i]), "%s", open[i]);
    for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++) cr_expect(!is_public(closed[i]), "%s", closed[i]);
}
