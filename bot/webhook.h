/* webhook - the providers' door: POST /hook/<channel>, and GET where the channel's wire asks for it. An answer of 200
 * means: on disk.
 *
 * greet (the provider's question) -> verify (403, or 503 to one that must come again) -> parse (400) -> ACCEPT. While
 * Redis is away, or does not answer in time, or older requests still wait in the spool, the request goes to the spool
 * instead: 200 too. When not even that works: 503 with Retry-After. Answers other than the wire's own have no body and
 * no content type, since some providers would send a text on to the phone.
 */
#ifndef BOT_WEBHOOK_H
#define BOT_WEBHOOK_H

#include "bot/http.h"
#include "queue/office.h"
#include "queue/spool.h"

#define WEBHOOK_RETRY_AFTER_S 5

struct webhook;

/* Mounts /hook/ on the server. office, spool and server are borrowed. */
int webhook_mount(struct office *office, struct spool *spool, struct http_server *server, struct webhook **ret,
                  struct error *why);
/* NULL-safe. Requests that still wait for Redis are answered 503. Before http_server_free() and office_close(). */
void webhook_free(struct webhook *webhook);

/* What a request came to. FRESH: at least one message or status in it was new to us; SEEN: none was. */
enum webhook_outcome {
    WEBHOOK_FRESH,
    WEBHOOK_SEEN,
    WEBHOOK_DENIED,
    WEBHOOK_MALFORMED,
    WEBHOOK_SPOOLED,
    WEBHOOK_UNAVAILABLE,
    WEBHOOK_OUTCOMES
};
const char *webhook_outcome_name(enum webhook_outcome outcome);

/* Requests since the start, by the channel's place in settings. */
unsigned long webhook_count(const struct webhook *webhook, size_t channel, enum webhook_outcome outcome);

#endif
