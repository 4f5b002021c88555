/* simulator_inside - what the parts of the simulator share: the phones, and the calls to our own webhook. */
#ifndef BOT_SIMULATOR_INSIDE_H
#define BOT_SIMULATOR_INSIDE_H

#include "bot/http_listen.h"
#include "bot/simulator.h"
#include "bot/simulator_phones.h"

struct simulator {
    struct office *office;
    struct http_server *server;
    struct client *client;
    struct phones *phones;
    struct simulator_call *calls; /* under way */
    struct simulator_file *files; /* simulator_media.c */
    size_t file_next;
    char base[HTTP_LISTEN_BASE_MAX]; /* our own server, as this machine reaches it */
};

/* The channel of this name if it is one of ours; NULL. */
const struct channel *simulator_channel(const struct simulator *simulator, const char *name);

/* Posts a signed body to the channel's webhook at `path` ("/hook/<channel>?out=..."). then is called once with the
 * status, 0 when none came, unless the simulator was freed meanwhile. -1 when there is no memory; then is not called.
 */
struct simulator_hook {
    const struct channel *channel;
    const char *path;
    const json_t *body;
    void (*then)(void *arg, int status);
    void *arg; /* malloc'ed or NULL; freed with the call */
};
int simulator_post(struct simulator *simulator, const struct simulator_hook *hook, struct error *why);

/* simulator_api.c, simulator_provider.c */
int simulator_api_mount(struct simulator *simulator, struct error *why);
int simulator_provider_mount(struct simulator *simulator, struct error *why);

/* A number as a page wrote it. -1 ERROR_INPUT. */
int simulator_read_number(const char *written, char ret[MESSAGE_ADDRESS_MAX + 1], struct error *why);
/* Sends what a phone wrote (its id and time are filled here) to the webhook, shows it and answers the page. */
void simulator_send(struct simulator *simulator, const struct phones_key *key, struct phones_message *message,
                    struct http_exchange *exchange);

/* Answers with JSON; takes the reference. */
void simulator_answer(struct http_exchange *exchange, int status, json_t *body);
void simulator_refuse(struct http_exchange *exchange, int status, const char *field, const char *words);

#endif
