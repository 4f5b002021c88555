/* credit - what is left on the providers' accounts. */
#include "queue/credit.h"

#include "config/clock.h"
#include "config/log.h"
#include "config/own.h"
#include "messages/wire.h"
#include "queue/args.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define TICK_MS         60000
#define WAIT_MS         (3600 * 1000LL)
#define AGAIN_MS        (24 * WAIT_MS)
#define REPLY_BYTES_MAX (64 * 1024)

struct credit {
    struct office *office;
    struct client *client;
    struct loop_timer *tick;
    struct credit_known at[SETTINGS_CHANNELS_MAX];
    const struct channel *asking; /* whose account is being asked for; NULL = none */
    int looking, closed;
    size_t users; /* the owner, and the answers to come */
};

static void leave(struct credit *credit) {
    if (--credit->users == 0) free(credit);
}

/* --- what all processes know --- */

/* "<asked> <said> <amount> <currency or -> <told>" */
void credit_read(const struct channel *channel, const char *record, struct credit_known *ret) {
    char currency[sizeof ret->balance.currency] = "";
    *ret = (struct credit_known){.said_ms = 0};
    if (!channel->low_credit) return;
    if (sscanf(record, "%*d %" SCNd64 " %lf %11s", &ret->said_ms, &ret->balance.amount, currency) != 3) return;
    if (strcmp(currency, "-") != 0) snprintf(ret->balance.currency, sizeof ret->balance.currency, "%s", currency);
    ret->is_low = ret->balance.amount < (double)channel->low_credit;
}

static void on_loaded(void *arg, const redisReply *reply, const struct error *why) {
    struct credit *credit = arg;
    const struct settings *settings = office_settings(credit->office);
    size_t count = !why && !credit->closed && reply->type == REDIS_REPLY_ARRAY ? reply->elements : 0;
    for (size_t i = 0; i + 1 < count; i += 2) {
        const struct channel *channel = settings_channel(settings, reply->element[i]->str);
        if (channel) credit_read(channel, reply->element[i + 1]->str, &credit->at[channel - settings->channels]);
    }
    leave(credit);
}

static void load(void *arg) {
    struct credit *credit = arg;
    char key[OFFICE_KEY_MAX];
    const struct redis_arg command[] = {redis_arg("HGETALL"),
                                        redis_arg(office_key(credit->office, "credit", NULL, key))};
    credit->users++;
    redis_command(office_redis(credit->office), command, 2, on_loaded, credit);
}

const struct credit_known *credit_get(const struct credit *credit, size_t index) {
    return &credit->at[index];
}

/* --- asking --- */

static void tell(const struct credit *credit, const struct wire_balance *balance) {
    own_args struct args args = ARGS_INIT;
    char amount[48];
    snprintf(amount, sizeof amount, "%.2f", balance->amount);
    args_number(&args, clock_wall_ms());
    args_text(&args, credit->asking->name);
    args_text(&args, amount);
    args_text(&args, *balance->currency ? balance->currency : "-");
    args_number(&args, balance->amount < (double)credit->asking->low_credit);
    args_number(&args, AGAIN_MS);
    args_call(&args, credit->office, "credit_said", NULL, NULL);
}

static void on_reply(void *arg, const struct http_reply *reply) {
    struct credit *credit = arg;
    struct wire_balance balance;
    struct error why = ERROR_INIT;
    if (!credit->closed) {
        if (wire_find(credit->asking->wire)->balanced(reply, &balance, &why) < 0)
            log_warn("credit", "channel '%s': %s", credit->asking->name, why.text);
        else
            tell(credit, &balance);
        loop_timer_set(credit->tick, 0); /* the next one */
    }
    credit->asking = NULL;
    leave(credit);
}

static void ask(struct credit *credit, const struct channel *channel) {
    const struct wire *wire = wire_find(channel->wire);
    struct client_fetch fetch = {*channel->api_base ? channel->api_base : wire->default_base, REPLY_BYTES_MAX};
    struct http_call call;
    struct error why = ERROR_INIT;
    if (wire->balance(channel, &call, &why) < 0) {
        log_warn("credit", "channel '%s': %s", channel->name, why.text);
        return;
    }
    credit->asking = channel;
    credit->users++;
    client_fetch(credit->client, &call, &fetch, on_reply, credit);
}

static void on_due(void *arg, const redisReply *reply, const struct error *why) {
    struct credit *credit = arg;
    credit->looking = 0;
    if (!why && !credit->closed && reply->type == REDIS_REPLY_STRING && reply->len) {
        const struct channel *channel = settings_channel(office_settings(credit->office), reply->str);
        if (channel) ask(credit, channel);
    }
    leave(credit);
}

static void look(struct credit *credit) {
    const struct settings *settings = office_settings(credit->office);
    own_args struct args args = ARGS_INIT;
    args_number(&args, clock_wall_ms());
    args_number(&args, WAIT_MS);
    for (size_t i = 0; i < settings->channel_count; i++) {
        const struct channel *channel = &settings->channels[i];
        const struct wire *wire = wire_find(channel->wire);
        if (channel->low_credit && wire && wire->balance) args_text(&args, channel->name);
    }
    if (args.count == 2 || credit->looking || credit->asking) return;
    credit->looking = 1;
    credit->users++;
    args_call(&args, credit->office, "credit_due", on_due, credit);
}

/* --- life --- */

static void on_tick(void *arg) {
    struct credit *credit = arg;
    loop_timer_set(credit->tick, TICK_MS);
    if (office_is_open(credit->office)) look(credit);
}

static void on_open(void *arg) {
    struct credit *credit = arg;
    load(credit);
    loop_timer_set(credit->tick, 0);
}

static void on_bell(void *arg, const char *word) {
    if (strcmp(word, "credit") == 0) load(arg);
}

int credit_start(struct office *office, struct client *client, struct credit **ret, struct error *why) {
    struct credit *credit = calloc(1, sizeof *credit);
    if (!credit) return error_set(why, ERROR_SYSTEM, "no memory for the credit of channels");
    *credit = (struct credit){.office = office, .client = client, .users = 1};
    if (loop_timer_new(office_loop(office), on_tick, credit, &credit->tick, why) < 0) {
        free(credit);
        return -1;
    }
    office_on_bell(office, on_bell, credit);
    office_on_open(office, on_open, credit);
    *ret = credit;
    return 0;
}

void credit_free(struct credit *credit) {
    if (!credit) return;
    office_forget(credit->office, credit);
    loop_timer_free(credit->tick);
    credit->closed = 1;
    leave(credit);
}
