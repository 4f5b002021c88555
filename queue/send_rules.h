/* send_rules - when: quiet hours, and the time of the next try. Pure, but for the office's zone. */
#ifndef QUEUE_SEND_RULES_H
#define QUEUE_SEND_RULES_H

#include "config/settings.h"
#include "messages/message.h"
#include "messages/pack.h"
#include "queue/args.h"
#include "queue/channel_state.h"

#include <stdint.h>

/* 1 when only replies may leave at this time (settings send.quiet_from and quiet_until, office's local time). */
int send_rules_quiet(const struct settings *settings, int64_t now_ms);

/* The time of the next try of a message that was not taken: after 30 s, 2, 8 and 30 min, then hourly; 20 % more or less
 * by chance (any number), so that what failed together does not come back together. What the provider asked for
 * (retry_after_s, 0 = nothing) is not undercut. tries: tries before this one. */
int64_t send_rules_retry_at(int64_t now_ms, long tries, long retry_after_s, uint32_t chance);

/* The next try of what a provider takes no more of today: when the office opens on a later day, within a week; 09:00
 * tomorrow when its hours are not known. Up to 20 minutes later by chance. pack may be NULL. */
int64_t send_rules_morning(const struct pack *pack, int64_t now_ms, uint32_t chance);

/* 1 when free text may be sent on this channel only within 24 hours of the person's last message. */
int send_rules_has_window(const struct channel *channel);

/* What SEND_RESERVE is told of a channel besides name, rate and realm (queue/lua/38_route.lua): "1 backup=sms window=1
 * ...". */
struct send_rules_now {
    enum channel_may may;
    const char *templates; /* those that may be used: office_templates() */
    int64_t now_ms;
};
void send_rules_channel(const struct channel *channel, const struct send_rules_now *now, struct text *ret);

/* Adds the name and realm of the channel's backup, both "" when it has none. channel may be NULL. */
void send_rules_add_backup(const struct settings *settings, const struct channel *channel, struct args *args);

/* Of templates as office_templates() gives them the one for a language, with text as its one parameter; 0 when there is
 * none. name_code holds what ret points into. */
int send_rules_template(const char *templates, const char *language, const char *text,
                        char name_code[SETTINGS_PAIR_MAX], struct message_template *ret);

/* What a message will cost by the channel's prices, as text: the price of the longest prefix that the number begins
 * with, by segments (SMS) or once. "" when the settings know no price. */
#define SEND_RULES_PRICE_MAX 32
const char *send_rules_price(const struct channel *channel, const char *to, const char *text,
                             char ret[SEND_RULES_PRICE_MAX]);

/* What the record of a message says of its segments: those on its channel; and behind a slash, when its channel is
 * billed by the message and has an SMS channel as its backup, those of its text over there: "1/3". */
#define SEND_RULES_SEGMENTS_MAX 48
const char *send_rules_segments(const struct settings *settings, const struct channel *channel, const char *text,
                                char ret[SEND_RULES_SEGMENTS_MAX]);

/* "2026-11-26", the office's date. */
const char *send_rules_day(int64_t now_ms, char ret[16]);

#endif
