/* sender - the outbox on its way to providers: SEND_RESERVE, wire->build, HTTP, wire->read_reply, SEND_DONE.
 *
 * A channel that is not well is left alone, or tried with one message (queue/channel_state.h). The door goes before the
 * work (office_is_pressed): during a flood of webhooks only a few sends are under way.
 * Lanes: a reply goes before a reminder, a reminder before a campaign. Checked in the reserving script, at the moment
 * of sending: stop for that purpose, useless-after, quiet hours (all but replies), the channel's rate. Trial mode: a
 * channel that is not simulated reaches only office.trial_numbers. A lost reply is `unknown`, never sent again by
 * itself. */
#ifndef QUEUE_SENDER_H
#define QUEUE_SENDER_H

#include "queue/channel_state.h"
#include "queue/client.h"
#include "queue/office.h"

struct sender;
/* Borrowed; they outlive the sender. */
struct sender_tools {
    struct office *office;
    struct client *client;
    struct channel_states *states;
};
int sender_start(const struct sender_tools *tools, struct sender **ret, struct error *why);
/* Reserves nothing more; calls idle once, maybe before it returns, when nothing is under way. */
void sender_drain(struct sender *sender, void (*idle)(void *arg), void *arg);
void sender_free(struct sender *sender);

#endif
