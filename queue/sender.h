/* sender - the outbox on its way to providers: SEND_RESERVE, wire->build, HTTP, wire->read_reply, SEND_DONE.
 *
 * The door goes before the work (office_is_pressed): during a flood of webhooks only a few sends are under way.
 * Lanes: a reply goes before a reminder, a reminder before a campaign. Checked in the reserving script, at the moment
 * of sending: stop for that purpose, useless-after, quiet hours (all but replies), the channel's rate. Trial mode: a
 * channel that is not simulated reaches only office.trial_numbers. A lost reply is `unknown`, never sent again by
 * itself. */
#ifndef QUEUE_SENDER_H
#define QUEUE_SENDER_H

#include "queue/client.h"
#include "queue/office.h"

struct sender;
int sender_start(struct office *office, struct client *client, struct sender **ret, struct error *why);
/* Reserves nothing more; calls idle once, maybe before it returns, when nothing is under way. */
void sender_drain(struct sender *sender, void (*idle)(void *arg), void *arg);
void sender_free(struct sender *sender);

#endif
