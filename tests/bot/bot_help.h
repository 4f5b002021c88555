/* bot_help - a web server on a free port, clients with raw bytes, and when asked a whole office, for tests of bot/.
 *
 *     struct bot_help help;
 *     bot_help_http(&help);                       // loop and server; or bot_help_office(&help): Redis, office, spool
 * too struct bot_client client; bot_client_open(&help, &client); bot_client_send(&client, "GET / HTTP/1.1\r\nHost:
 * a\r\n\r\n"); bot_client_await(&help, &client);           // a whole answer, or the end of the connection, within 5 s
 *     cr_assert(bot_client_status(&client) == 200);
 *     bot_client_close(&client);
 *     bot_help_close(&help);
 */
#ifndef TESTS_BOT_HELP_H
#define TESTS_BOT_HELP_H

#include "bot/http.h"
#include "queue/client.h"
#include "queue/office.h"
#include "queue/server.h"
#include "queue/spool.h"

#define BOT_HELP_LIMIT_MS 5000

struct bot_help {
    char dir[64];
    struct settings settings; /* tag "test", trial mode; channels "phone-sms", "phone-whatsapp", secret "secret" */
    struct loop *loop;
    struct http_server *http;
    struct vault *vault;
    struct server *server;
    struct office *office;
    struct spool *spool;
    struct client *client;
};

void bot_help_http(struct bot_help *help);
void bot_help_office(struct bot_help *help);
void bot_help_close(struct bot_help *help);
void bot_help_redis_stop(struct bot_help *help); /* and waits until the office is shut */

/* Runs the loop until holds() says 1; 0 when the limit has passed. */
int bot_until(struct bot_help *help, int (*holds)(void *arg), void *arg);

struct bot_client {
    struct bot_help *help;
    struct loop_fd *watch;
    int fd, ended;       /* the server closed the connection */
    char bytes[1 << 18]; /* what came, NUL-terminated */
    size_t len, answer_len;
    size_t answers_taken;
};
void bot_client_open(struct bot_help *help, struct bot_client *client);
void bot_client_send(struct bot_client *client, const char *bytes);
void bot_client_send_bytes(struct bot_client *client, const char *bytes, size_t len);
void bot_client_await(struct bot_client *client);                        /* the next answer is at bytes, whole */
void bot_client_await_text(struct bot_client *client, const char *text); /* until these bytes have come */
void bot_client_await_end(struct bot_client *client);                    /* until the server has closed */
int bot_client_status(const struct bot_client *client);                  /* 0 when no answer came */
const char *bot_client_body(const struct bot_client *client);            /* "" when none */
int bot_client_has(const struct bot_client *client, const char *text);
void bot_client_close(struct bot_client *client);

/* One request on a connection of its own; the client is closed, its bytes stay. */
void bot_ask(struct bot_help *help, struct bot_client *client, const char *request);
void bot_post(struct bot_help *help, struct bot_client *client, const char *path, const char *headers,
              const char *body);

#endif
