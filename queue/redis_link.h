/* redis_link - one hiredis context on the loop that connects, authenticates and comes back by itself.
 *
 * What redis.c needs twice: a link for commands and one for each subscription. Back-off 100 ms to 2 s. */
#ifndef QUEUE_REDIS_LINK_H
#define QUEUE_REDIS_LINK_H

#include "config/error.h"
#include "config/settings.h"
#include "queue/loop.h"

#include <hiredis/async.h>

#define REDIS_CONNECT_MS 3000

struct redis_address {
    char path[SETTINGS_TEXT_MAX]; /* unix socket; "" = host and port */
    char host[SETTINGS_TEXT_MAX];
    int port;
    char password[SETTINGS_TEXT_MAX];
};
/* ERROR_INPUT when url is neither "unix:/path" nor "tcp://host:port". */
int redis_address_parse(const char *url, const char *password, struct redis_address *ret, struct error *why);

struct redis_link;
/* changed is called with 1 after each successful connect, with 0 after each loss and each failed attempt; address is
 * borrowed. Starts connecting. */
struct redis_link_user {
    void (*changed)(void *arg, int up);
    void *arg;
};
int redis_link_new(struct loop *loop, const struct redis_address *address, struct redis_link_user user,
                   struct redis_link **ret, struct error *why);
void redis_link_free(struct redis_link *link); /* callbacks under way get NULL; not from inside one of them */

/* The context when it is up, else NULL. */
redisAsyncContext *redis_link_context(const struct redis_link *link);
void redis_link_drop(struct redis_link *link); /* cuts the link; callbacks get NULL; it comes back by itself */
/* Why it is not up: ERROR_INPUT when the password is refused, else ERROR_BUSY. */
void redis_link_fault(const struct redis_link *link, struct error *why);

#endif
