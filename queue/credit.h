/* credit - what is left on the providers' accounts, asked before a line falls silent.
 *
 * Each channel with the setting low_credit whose provider can be asked (Twilio, Vonage) is asked once an hour, by one
 * of the processes, one question at a time. The answers are in {t}:credit (queue/lua/78_channel.lua), read anew by all
 * when the bell says "credit". When less is left than the setting says, somebody is told (queue/channel_alarm.h), and
 * again after a day while it stays so. A provider that does not answer is a line in the log and asked again an hour
 * later: what was known stays. */
#ifndef QUEUE_CREDIT_H
#define QUEUE_CREDIT_H

#include "messages/wire_balance.h"
#include "queue/client.h"
#include "queue/office.h"

struct credit;
/* office and client are borrowed. */
int credit_start(struct office *office, struct client *client, struct credit **ret, struct error *why);
void credit_free(struct credit *credit); /* NULL-safe */

struct credit_known {
    struct wire_balance balance;
    int64_t said_ms; /* 0 = not known */
    int is_low;
};
/* Of a channel, by its place in the settings; borrowed until the next turn of the loop. */
const struct credit_known *credit_get(const struct credit *credit, size_t index);

/* A record of {t}:credit, "" of a channel that was never asked for. Without the setting nothing is known of it; low is
 * what the setting says now, not what it said then. */
void credit_read(const struct channel *channel, const char *record, struct credit_known *ret);

#endif
