/* channels - the office's lines for the desk. */
#include "queue/channels.h"

#include "config/clock.h"
#include "config/own.h"
#include "queue/ask.h"
#include "queue/catalogue.h"
#include "queue/channel_state.h"
#include "queue/credit.h"
#include "queue/send_rules.h"
#include "queue/tickets_json.h"

#include <stdlib.h>
#include <string.h>

enum row { ROW_RECORD, ROW_SEGMENTS, ROW_TODAY, ROW_MONTH, ROW_BY, ROW_CREDIT, ROWS };

/* The templates of the settings, with what the provider says of them; catalogue: fields and records in turn. */
static json_t *templates_json(const struct channel *channel, const redisReply *catalogue) {
    json_t *list = json_array();
    char language[SETTINGS_PAIR_MAX], name[SETTINGS_PAIR_MAX];
    for (size_t i = 0; settings_pair_at(channel->templates, i, language, name); i++) {
        struct wire_approval approval;
        int64_t said_ms;
        catalogue_find(catalogue, channel, name, &approval, &said_ms);
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:b, s:s, s:i, s:s, s:I}", "language", language, "name",
                                              name, "state", approval_word(approval.state), "used",
                                              approval_may(&approval), "reason", approval.reason, "params",
                                              approval.params, "text", approval.body, "said_ms", (json_int_t)said_ms));
    }
    return list;
}

static json_t *hook_json(const struct settings *settings, const struct channel *channel) {
    own_text struct text hook = TEXT_INIT(SETTINGS_TEXT_MAX + SETTINGS_SHORT_MAX);
    text_addf(&hook, "%s/hook/%s", settings->server.public_url, channel->name);
    return json_string(text_get(&hook));
}

static json_t *credit_json(const struct channel *channel, const char *record) {
    struct credit_known known;
    credit_read(channel, record, &known);
    if (!known.said_ms) return json_null();
    return json_pack("{s:f, s:s, s:I, s:b}", "amount", known.balance.amount, "currency", known.balance.currency,
                     "said_ms", (json_int_t)known.said_ms, "low", known.is_low);
}

static json_t *row_json(struct office *office, const struct channel *channel, const redisReply *row,
                        const redisReply *catalogue) {
    const struct settings *settings = office_settings(office);
    struct channel_state state;
    channel_state_read(ask_text(row, ROW_RECORD), &state);
    own_mem char *by = ask_user_name(office, state.by, row->element[ROW_BY]);
    json_t *segments = channel->daily_max ? json_integer(strtoll(ask_text(row, ROW_SEGMENTS), NULL, 10)) : json_null();
    json_t *why = *state.code ? tickets_json_why("failed", state.code) : json_null();
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:s, s:o, s:s, s:o, s:I, s:f, s:f, s:s, s:b, s:o, s:o, s:o}",
                     "name", channel->name, "kind", channel->kind, "wire", channel->wire, "number", channel->number,
                     "state", channel_health_word(state.health), "until_ms", (json_int_t)state.until_ms, "since_ms",
                     (json_int_t)state.since_ms, "code", state.code, "why", why, "by", by ? by : "", "segments_today",
                     segments, "daily_max", (json_int_t)channel->daily_max, "price_today",
                     strtod(ask_text(row, ROW_TODAY), NULL), "price_month", strtod(ask_text(row, ROW_MONTH), NULL),
                     "backup", channel->backup, "window", send_rules_has_window(channel), "templates",
                     templates_json(channel, catalogue), "hook", hook_json(settings, channel), "credit",
                     credit_json(channel, ask_text(row, ROW_CREDIT)));
}

/* Times in which nobody listened, the latest first, and what was fetched of them afterwards. */
static json_t *gaps_json(const redisReply *gaps) {
    json_t *list = json_array();
    for (size_t i = 0; gaps->type == REDIS_REPLY_ARRAY && i < gaps->elements; i++) {
        char name[SETTINGS_SHORT_MAX], fetched[24];
        long long from_ms, until_ms;
        if (sscanf(ask_text(gaps, i), "%63s %lld %lld %23s", name, &from_ms, &until_ms, fetched) != 4) continue;
        json_array_append_new(list, json_pack("{s:s, s:I, s:I, s:s}", "channel", name, "from_ms", (json_int_t)from_ms,
                                              "until_ms", (json_int_t)until_ms, "fetched", fetched));
    }
    return list;
}

static json_t *read_list(struct office *office, const redisReply *reply, struct error *why) {
    const struct settings *settings = office_settings(office);
    (void)why;
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != settings->channel_count + 2) return NULL;
    const redisReply *catalogue = reply->element[settings->channel_count + 1];
    json_t *list = json_array();
    for (size_t i = 0; i < settings->channel_count; i++) {
        const redisReply *row = reply->element[i];
        if (row->type == REDIS_REPLY_ARRAY && row->elements == ROWS)
            json_array_append_new(list, row_json(office, &settings->channels[i], row, catalogue));
    }
    return json_pack("{s:o, s:o}", "channels", list, "gaps", gaps_json(reply->element[settings->channel_count]));
}

void channels_list(struct office *office, office_done done, void *arg) {
    const struct settings *settings = office_settings(office);
    own_args struct args args = ARGS_INIT;
    char day[16];
    args_text(&args, send_rules_day(clock_wall_ms(), day));
    for (size_t i = 0; i < settings->channel_count; i++) args_text(&args, settings->channels[i].name);
    ask_start(&(struct ask){office, "channel_list", read_list, done, arg}, &args);
}

static json_t *read_change(struct office *office, const redisReply *reply, struct error *why) {
    (void)office, (void)reply, (void)why;
    return json_object();
}

static void change(struct office *office, const char *user, const char *name, struct ask ask,
                   enum channel_health health) {
    own_args struct args args = ARGS_INIT;
    if (!settings_channel(office_settings(office), name)) {
        ask_refuse(ask.done, ask.arg, ERROR_MISSING, "there is no such channel");
        return;
    }
    args_number(&args, clock_wall_ms());
    args_text(&args, name);
    args_text(&args, channel_health_word(health));
    args_number(&args, 0);
    args_number(&args, 0);
    args_text(&args, "-");
    args_text(&args, user);
    ask_start(&ask, &args);
}

void channels_hold(struct office *office, const char *user, const char *name, office_done done, void *arg) {
    change(office, user, name, (struct ask){office, "channel_state", read_change, done, arg}, CHANNEL_HELD);
}

void channels_resume(struct office *office, const char *user, const char *name, office_done done, void *arg) {
    change(office, user, name, (struct ask){office, "channel_state", read_change, done, arg}, CHANNEL_WELL);
}
