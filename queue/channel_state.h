/* channel_state - may this channel send now? The breaker, and what the provider or a colleague has against it.
 *
 * resting   five failures in a row (no way to the provider, no answer): left alone for 30 s, then one message tries;
 * when it fails too the rest grows, to 5 minutes at most refused   the provider refuses the account (key, credit, ban):
 * one message tries each minute; the alarm is rung once (queue/channel_alarm.h) held      a person at the desk has
 * stopped it; only a person lets it go on
 *
 * A message that the provider takes, or refuses for reasons of its own, proves that the channel is well again. All
 * processes share it: {t}:channel-states in Redis (queue/lua/78_channel.lua), read at the opening and when the bell
 * says "channels", written only when it changes. Asking costs nothing. */
#ifndef QUEUE_CHANNEL_STATE_H
#define QUEUE_CHANNEL_STATE_H

#include "messages/message.h"
#include "queue/office.h"

enum channel_health { CHANNEL_WELL, CHANNEL_RESTING, CHANNEL_REFUSED, CHANNEL_HELD };

struct channel_state {
    enum channel_health health;
    int64_t until_ms; /* wall clock: the next try; 0 of a channel that is held */
    int64_t since_ms;
    long times;    /* tries that failed in a row */
    char code[40]; /* the provider's, or what was amiss; "" */
    char by[48];   /* who holds it; "" */
};

struct channel_states;
int channel_states_new(struct office *office, struct channel_states **ret, struct error *why);
void channel_states_free(struct channel_states *states); /* NULL-safe */

/* index: of the channel in the settings. The state is borrowed until the next turn of the loop. */
const struct channel_state *channel_states_get(const struct channel_states *states, size_t index);

/* What may leave over a channel now: nothing, one message that tries whether it is well again, or all. */
enum channel_may { CHANNEL_MAY_NOT, CHANNEL_MAY_TRY, CHANNEL_MAY };
enum channel_may channel_states_may(const struct channel_states *states, size_t index, int64_t now_ms);
/* A message is being handed over; and what became of it. code is the provider's. */
void channel_states_begin(struct channel_states *states, size_t index);
void channel_states_end(struct channel_states *states, size_t index, enum outcome_kind kind, const char *code);

/* A record of {t}:channel-states; "" is of one that is well. */
void channel_state_read(const char *record, struct channel_state *ret);

/* "well", "resting", "refused", "held" */
const char *channel_health_word(enum channel_health health);

#endif
