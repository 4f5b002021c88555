/* channel_alarm - a provider that refuses our account (key, credit, ban) is told to those who can mend it, once, until
 * the channel was well again.
 *
 * Settings duty.technical_numbers; without them duty.escalate_numbers, else duty.numbers. The text names the channel
 * and the reason in plain words (phrase alarm_channel, messages/outcome_words.h), and leaves as a reply over the
 * channel of alarms, or over another SMS channel that is well when that is the one which is refused. Woken by the bell
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
