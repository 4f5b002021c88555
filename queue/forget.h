/* forget - what the provider keeps of somebody who was erased goes there too, where it lets us (the wire's slot
 * `forget`; Twilio deletes a message with its media).
 *
 * An erasure leaves {t}:forget entries, one a channel on which the person had an address: the address sealed with the
 * office key, which is the only thing of them that is left, until the provider has nothing more. An hour later, when
 * the receipt has arrived, the provider's list is asked for what came from that address and went to it, and each
 * message is deleted; what cannot be yet (it is still on its way) is tried again every hour, for 14 days (Twilio error
 * 20009). One entry at a time, by one process. Nothing of the address stands in the log. */
#ifndef QUEUE_FORGET_H
#define QUEUE_FORGET_H

#include "queue/args.h"
#include "queue/client.h"
#include "queue/office.h"

struct forget;
/* office and client are borrowed. */
int forget_start(struct office *office, struct client *client, struct forget **ret, struct error *why);
void forget_free(struct forget *forget); /* NULL-safe */

/* 1 when this channel's provider can be told. */
int forget_can(const struct channel *channel);
/* Adds the four arguments of the operation `forget` of a turn, which are those of the script forget_add as well. */
void forget_add(struct office *office, const struct channel *channel, const char *address, int64_t now_ms,
                struct args *args);

#endif
