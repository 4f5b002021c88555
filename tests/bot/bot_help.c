/* bot_help - a web server on a free port, clients with raw bytes, and when asked a whole office, for tests of bot/. */
#include "tests/bot/bot_help.h"

#include "config/clock.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

static void add_channel(struct settings *settings, const char *name, const char *kind) {
    struct channel *channel = &settings->channels[settings->channel_count++];
    snprintf(channel->name, sizeof channel->name, "%s", name);
    snprintf(channel->wire, sizeof channel->wire, "phone");
    snprintf(channel->kind, sizeof channel->kind, "%s", kind);
    snprintf(channel->number, sizeof channel->number, "+5690000000%zu", settings->channel_count);
    snprintf(channel->secret, sizeof channel->secret, "secret");
    channel->rate_per_s = 100;
}

static void fill_settings(struct bot_help *help) {
    struct settings *settings = &help->settings;
    snprintf(settings->office.tag, sizeof settings->office.tag, "test");
    snprintf(settings->office.name, sizeof settings->office.name, "Oficina de prueba");
    snprintf(settings->office.timezone, sizeof settings->office.timezone, "America/Santiago");
    snprintf(settings->office.phone_prefix, sizeof settings->office.phone_prefix, "+56");
    snprintf(settings->server.listen, sizeof settings->server.listen, "127.0.0.1:0");
    snprintf(settings->data.dir, sizeof settings->data.dir, "%s", help->dir);
    snprintf(settings->data.key_file, sizeof settings->data.key_file, "%s/master.key", help->dir);
    settings->office.mode = MODE_TRIAL;
    settings->worker.lease_s = 30;
    settings->worker.tries_max = 3;
    settings->worker.auto_replies_per_hour_max = 40;
    settings->worker.chatter_replies_per_hour_max = 40;
    settings->worker.messages_per_minute_max = 1000;
    settings->send.in_flight_max = 64;
    settings->survey.least = 5;
    settings->send.timeout_s = 5;
    add_channel(settings, "phone-sms", "sms");
    add_channel(settings, "phone-whatsapp", "whatsapp");
}

void bot_help_http(struct bot_help *help) {
    struct error why = ERROR_INIT;
    const char *temporary = getenv("TMPDIR");
    memset(help, 0, sizeof *help);
    snprintf(help->dir, sizeof help->dir, "%s/acogida-XXXXXX",
             temporary && strlen(temporary) < 40 ? temporary : P_tmpdir);
    cr_assert(mkdtemp(help->dir) != NULL);
    fill_settings(help);
    cr_assert(loop_new(&help->loop, &why) == 0, "%s", why.text);
    cr_assert(http_server_start(help->loop, help->settings.server.listen, "", &help->http, &why) == 0, "%s", why.text);
    snprintf(help->settings.server.public_url, sizeof help->settings.server.public_url, "http://127.0.0.1:%d",
             http_server_port(help->http));
    http_server_set_public_url(help->http, help->settings.server.public_url);
}

struct opening {
    int ended;
    struct error why;
};
static void on_ready(void *arg, const struct error *why) {
    struct opening *opening = arg;
    opening->ended = 1;
    if (why) opening->why = *why;
}
static int has_opened(void *arg) {
    return ((struct opening *)arg)->ended;
}

void bot_help_office(struct bot_help *help) {
    struct error why = ERROR_INIT;
    struct opening opening = {0};
    bot_help_http(help);
    cr_assert(vault_open(help->settings.data.key_file, 1, &help->vault, &why) == 0, "%s", why.text);
    cr_assert(server_start(help->loop, &help->settings, &help->server, &why) == 0, "%s", why.text);
    cr_assert(office_open(&help->settings, help->vault, help->loop, server_url(help->server), &help->office, &why) == 0,
              "%s", why.text);
    cr_assert(spool_open(help->office, &help->spool, &why) == 0, "%s", why.text);
    cr_assert(client_new(help->loop, 5, &help->client, &why) == 0, "%s", why.text);
    office_when_ready(help->office, on_ready, &opening);
    cr_assert(bot_until(help, has_opened, &opening), "the office does not open");
    cr_assert(opening.why.kind == ERROR_NONE, "%s", opening.why.text);
}

struct stopping {
    struct bot_help *help;
    int stopped;
};
static void on_stopped(void *arg) {
    ((struct stopping *)arg)->stopped = 1;
}
static int is_shut(void *arg) {
    struct stopping *stopping = arg;
    return stopping->stopped && !office_is_open(stopping->help->office);
}

void bot_help_redis_stop(struct bot_help *help) {
    struct stopping stopping = {help, 0};
    server_stop(help->server, on_stopped, &stopping);
    cr_assert(bot_until(help, is_shut, &stopping), "Redis does not end");
    server_free(help->server);
    help->server = NULL;
}

static int remove_one(const char *path, const struct stat *is, int kind, struct FTW *where) {
    (void)is, (void)kind, (void)where;
    return remove(path);
}

void bot_help_close(struct bot_help *help) {
    http_server_free(help->http);
    if (help->server) bot_help_redis_stop(help);
    spool_close(help->spool);
    client_free(help->client);
    office_close(help->office);
    loop_free(help->loop);
    vault_close(help->vault);
    nftw(help->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* --- waiting --- */

struct condition {
    struct loop *loop;
    int (*holds)(void *arg);
    void *arg;
    int held;
};

static void look(void *arg) {
    struct condition *condition = arg;
    if (condition->held || !condition->holds(condition->arg)) return;
    condition->held = 1;
    loop_stop(condition->loop);
}

static void on_limit(void *arg) {
    loop_stop(((struct condition *)arg)->loop);
}

int bot_until(struct bot_help *help, int (*holds)(void *arg), void *arg) {
    struct condition condition = {help->loop, holds, arg, 0};
    struct loop_timer *limit;
    struct loop_hook *hook;
    struct error why = ERROR_INIT;
    if (holds(arg)) return 1;
    cr_assert(loop_timer_new(help->loop, on_limit, &condition, &limit, &why) == 0);
    cr_assert(loop_hook_new(help->loop, look, &condition, &hook, &why) == 0);
    loop_timer_set(limit, BOT_HELP_LIMIT_MS);
    loop_run(help->loop);
    loop_timer_free(limit);
    loop_hook_free(hook);
    return condition.held;
}

/* --- clients --- */

static void on_bytes(void *arg, int events) {
    struct bot_client *client = arg;
    (void)events;
    ssize_t got = recv(client->fd, client->bytes + client->len, sizeof client->bytes - 1 - client->len, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
        client->ended = 1;
        loop_fd_want(client->watch, 0);
        return;
    }
    client->len += (size_t)got;
    client->bytes[client->len] = '\0';
}

void bot_client_open(struct bot_help *help, struct bot_client *client) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)http_server_port(help->http))};
    struct error why = ERROR_INIT;
    memset(client, 0, sizeof *client);
    client->help = help;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    client->fd = socket(AF_INET, SOCK_STREAM, 0);
    cr_assert(connect(client->fd, (struct sockaddr *)&address, sizeof address) == 0);
    fcntl(client->fd, F_SETFL, O_NONBLOCK);
    cr_assert(loop_fd_new(help->loop, client->fd, on_bytes, client, &client->watch, &why) == 0);
    loop_fd_want(client->watch, LOOP_READ);
}

void bot_client_send_bytes(struct bot_client *client, const char *bytes, size_t len) {
    cr_assert(send(client->fd, bytes, len, MSG_NOSIGNAL) == (ssize_t)len, "the bytes do not fit into the socket");
}

void bot_client_send(struct bot_client *client, const char *bytes) {
    bot_client_send_bytes(client, bytes, strlen(bytes));
}

/* Length of the first whole answer, 0 when there is none yet. */
static size_t whole_answer(const struct bot_client *client) {
    const char *end = strstr(client->bytes, "\r\n\r\n");
    if (!end) return 0;
    size_t head = (size_t)(end - client->bytes) + 4;
    const char *length = strcasestr(client->bytes, "\r\ncontent-length:");
    size_t body = length && length < end ? strtoul(length + 17, NULL, 10) : 0;
    return client->len >= head + body ? head + body : 0;
}

static int has_answer(void *arg) {
    struct bot_client *client = arg;
    client->answer_len = whole_answer(client);
    return client->answer_len || client->ended;
}

void bot_client_await(struct bot_client *client) {
    if (client->answers_taken++) {
        memmove(client->bytes, client->bytes + client->answer_len, client->len - client->answer_len + 1);
        client->len -= client->answer_len;
    }
    cr_assert(bot_until(client->help, has_answer, client), "no answer came; so far: %s", client->bytes);
}

struct waiting_text {
    struct bot_client *client;
    const char *text;
};
static int has_text(void *arg) {
    const struct waiting_text *waiting = arg;
    return bot_client_has(waiting->client, waiting->text) || waiting->client->ended;
}

void bot_client_await_text(struct bot_client *client, const char *text) {
    struct waiting_text waiting = {client, text};
    bot_until(client->help, has_text, &waiting);
    cr_assert(bot_client_has(client, text), "'%s' did not come; so far: %s", text, client->bytes);
}

static int has_ended(void *arg) {
    return ((struct bot_client *)arg)->ended;
}

void bot_client_await_end(struct bot_client *client) {
    cr_assert(bot_until(client->help, has_ended, client), "the connection is still open; so far: %s", client->bytes);
}

int bot_client_status(const struct bot_client *client) {
    return strncmp(client->bytes, "HTTP/1.1 ", 9) == 0 ? (int)strtol(client->bytes + 9, NULL, 10) : 0;
}

const char *bot_client_body(const struct bot_client *client) {
    const char *end = strstr(client->bytes, "\r\n\r\n");
    return end ? end + 4 : "";
}

int bot_client_has(const struct bot_client *client, const char *text) {
    return strcasestr(client->bytes, text) != NULL;
}

void bot_client_close(struct bot_client *client) {
    loop_fd_free(client->watch);
    client->watch = NULL;
    if (client->fd >= 0) close(client->fd);
    client->fd = -1;
}

void bot_ask(struct bot_help *help, struct bot_client *client, const char *request) {
    bot_client_open(help, client);
    bot_client_send(client, request);
    bot_client_await(client);
    bot_client_close(client);
}

void bot_post(struct bot_help *help, struct bot_client *client, const char *path, const char *headers,
              const char *body) {
    static char request[1 << 22];
    int len =
        snprintf(request, sizeof request, "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%sContent-Length: %zu\r\n\r\n%s",
                 path, http_server_port(help->http), headers, strlen(body), body);
    cr_assert(len > 0 && (size_t)len < sizeof request);
    bot_ask(help, client, request);
}
