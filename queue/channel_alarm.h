/* channel_alarm - what a line lacks is told to those who can mend it: the provider refuses our account (key, credit,
 * ban), little is left on it (queue/credit.h), the cap of a day is four fifths used, or used up.
 *
 * Settings duty.technical_numbers; without them duty.escalate_numbers, else duty.numbers. The text names the channel
 * and the reason in plain words (phrases alarm_channel, alarm_credit, alarm_nearly_full, alarm_full), and leaves as a
 * reply over the channel of alarms, or over another SMS channel that is well when that is the one which cannot. Each is
 * told once: a refusal until the channel was well again, a cap once a day, low credit once a day. Woken by the bell
 * "channel-alarm" and by a slow tick; two processes tell it once. Without any way out, the log and /healthz say so. */
#ifndef QUEUE_CHANNEL_ALARM_H
#define QUEUE_CHANNEL_ALARM_H

#include "queue/channel_state.h"
#include "queue/office.h"

struct channel_alarm;
int channel_alarm_start(struct office *office, const struct channel_states *states, struct channel_alarm **ret,
                        struct error *why);
void channel_alarm_free(struct channel_alarm *alarm); /* NULL-safe */

#endif
