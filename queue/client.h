/* client - HTTP calls to providers (libcurl multi on the loop). curl is visible here only.
 *
 * A call (POST, PUT, DELETE, GET) is made once: connections are reused, but curl is refused a second request for one
 * send, so a reused connection that dies ends as HTTP_LOST instead of being repeated by the library (promises 0.1).
 * HTTP/1.1, no redirects, no proxy, TLS >= 1.2 verified, reply cut at HTTP_REPLY_MAX, total timeout. */
#ifndef QUEUE_CLIENT_H
#define QUEUE_CLIENT_H

#include "messages/http.h"
#include "queue/loop.h"

struct client;
int client_new(struct loop *loop, long timeout_s, struct client **ret, struct error *why);
void client_free(struct client *client); /* what is under way ends as HTTP_LOST or HTTP_NOT_SENT */

typedef void (*client_done)(void *arg, const struct http_reply *reply); /* reply borrowed */

/* Takes the contents of call (call is empty afterwards). done is called exactly once, and not before this returns
 * unless there is no memory at all or client_free() is under way. */
void client_send(struct client *client, struct http_call *call, client_done done, void *arg);
/* Fetches what a stranger may have named: a GET as above, but nothing is sent to an address that is not of the public
 * Internet or not https (reply->forbidden), except to scheme, host and port of own_base, the API of the settings. Each
 * is a connection of its own. A reply of more than reply_max bytes ends early (reply->too_large). */
struct client_fetch {
    const char *own_base; /* copied */
    size_t reply_max;
};
void client_fetch(struct client *client, struct http_call *call, const struct client_fetch *fetch, client_done done,
                  void *arg);
size_t client_in_flight(const struct client *client);

#endif
