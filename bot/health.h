/* health - is it well? GET /healthz for machines that watch, GET /metrics for Prometheus. Numbers only, nobody's data.
 *
 * /healthz is {"status":"ok|degraded","redis":bool,"spool":n,"surveys_settled":bool,"channels":{"<name>":"<state>"}}:
 * 200 when ok, 503 when degraded (Redis away, requests waiting in the spool, the order of answers to surveys kept on
 * disk because Redis' append-only file could not be written anew SURVEYS_FAILS_TOLD times, or a channel whose provider
 * refuses the account). channels has those that are not well: resting, refused, held (queue/channel_state.h). Both
 * answer while Redis is away. */
#ifndef BOT_HEALTH_H
#define BOT_HEALTH_H

#include "bot/http.h"
#include "bot/webhook.h"
#include "queue/channel_state.h"
#include "queue/client.h"
#include "queue/credit.h"
#include "queue/office.h"
#include "queue/spool.h"
#include "queue/surveys_settle.h"

struct health;
int health_mount(struct office *office, struct http_server *server, struct health **ret, struct error *why);
/* What is looked at besides Redis; each may be NULL. All are borrowed. */
void health_watch(struct health *health, const struct webhook *webhook, const struct spool *spool,
                  const struct client *client);
void health_watch_surveys(struct health *health, const struct surveys_settler *settler);
void health_watch_channels(struct health *health, const struct channel_states *states);
void health_watch_credit(struct health *health, const struct credit *credit);
void health_free(struct health *health); /* NULL-safe */

#endif
