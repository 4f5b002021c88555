/* catch_up - what passed us by, from the provider's own list. */
#include "queue/catch_up.h"

#include "config/clock.h"
#include "config/log.h"
#include "config/own.h"
#include "messages/wire.h"
#include "queue/accept.h"
#include "queue/args.h"
#include "queue/lost_sends.h"

#include <stdlib.h>
#include <string.h>

#define TICK_MS    20000
#define SOON_MS    1000 /* after the opening, when most has been missed */
#define SOON_TICKS 8
#define BEAT_TICKS 3
#define LEASE_MS   (5 * 60 * 1000)
#define EARLIER_MS (5 * 60 * 1000) /* clocks differ, and a message may have been under way */
#define DAY_MS     (24 * 3600 * 1000LL)
#define GAP_MAX    160

struct catch_up {
    struct office *office;
    struct client *client;
    struct loop_timer *tick;
    int listens, ticks, asking, closed;
    size_t next_channel; /* whose lost sends are looked up next */
    size_t users;        /* the owner, and the answers to come */
};

/* A question on its way through its pages. */
struct walk {
    struct catch_up *catch_up;
    const struct channel *channel;
    struct wire_question question;
    struct wire_page all; /* of all pages so far */
    size_t pages;
    char gap[GAP_MAX];       /* of what came in */
    struct lost_sends *lost; /* of what went out */
    char next[HTTP_URL_MAX];
};

static void leave(struct catch_up *catch_up) {
    if (--catch_up->users == 0) free(catch_up);
}

static void walk_end(struct walk *walk) {
    struct catch_up *catch_up = walk->catch_up;
    wire_page_release(&walk->all);
    lost_sends_free(walk->lost);
    free(walk);
    catch_up->asking = 0;
    leave(catch_up);
}

/* --- what the list said --- */

static void gap_done(struct walk *walk, const char *fetched) {
    own_args struct args args = ARGS_INIT;
    args_text(&args, walk->gap);
    args_text(&args, fetched);
    args_call(&args, walk->catch_up->office, "gap_done", NULL, NULL);
}

static void on_accepted(void *arg, const struct accept_result *result, const struct error *why) {
    struct walk *walk = arg;
    char fetched[24];
    if (!why) {
        snprintf(fetched, sizeof fetched, "%zu", result->fresh);
        log_info("catch-up", "channel '%s': %zu messages had not come", walk->channel->name, result->fresh);
        gap_done(walk, fetched);
    }
    walk_end(walk); /* with a fault it comes back when the lease is over */
}

/* The list has the newest first; people's messages are worked in the order in which they were written. */
static void turn_around(struct inbox *inbox) {
    for (size_t i = 0; i < inbox->message_count / 2; i++) {
        struct message *one = &inbox->messages[i], *two = &inbox->messages[inbox->message_count - 1 - i], kept = *one;
        *one = *two;
        *two = kept;
    }
}

static void on_settled(void *arg, const struct accept_result *result, const struct error *why) {
    struct walk *walk = arg;
    if (!why && result->statuses)
        log_info("catch-up", "channel '%s': %zu lost answers are settled by the list", walk->channel->name,
                 result->statuses);
    walk_end(walk);
}

static void on_matched(void *arg, struct inbox *settled) {
    struct walk *walk = arg;
    if (walk->catch_up->closed || settled->status_count == 0)
        walk_end(walk);
    else
        accept_inbox(walk->catch_up->office, walk->channel, settled, on_settled, walk);
}

static void finish(struct walk *walk) {
    struct office *office = walk->catch_up->office;
    if (!walk->question.inbound) {
        lost_sends_match(walk->lost, walk->all.sent, walk->all.sent_count, on_matched, walk);
        return;
    }
    turn_around(&walk->all.inbox);
    accept_inbox(office, walk->channel, &walk->all.inbox, on_accepted, walk);
}

/* --- pages --- */

static void ask(struct walk *walk);

static int take_page(struct walk *walk, struct wire_page *page) {
    struct inbox *all = &walk->all.inbox;
    for (size_t i = 0; i < page->inbox.message_count; i++) {
        struct message *to = inbox_add_message(all), *from = &page->inbox.messages[i], kept;
        if (!to) return 0;
        kept = *to;
        *to = *from;
        *from = kept;
    }
    for (size_t i = 0; i < page->sent_count; i++) {
        struct wire_sent *to = wire_page_add(&walk->all), *from = &page->sent[i], kept;
        if (!to) return 0;
        kept = *to;
        *to = *from;
        *from = kept;
    }
    snprintf(walk->next, sizeof walk->next, "%s", page->next);
    walk->question.next = walk->next;
    return *walk->next != '\0' && ++walk->pages < CATCH_UP_PAGES_MAX;
}

static void on_page(void *arg, const struct http_reply *reply) {
    struct walk *walk = arg;
    struct error why = ERROR_INIT;
    struct wire_page page = WIRE_PAGE_INIT;
    if (walk->catch_up->closed) {
        walk_end(walk);
        return;
    }
    if (wire_find(walk->channel->wire)->listed(walk->channel, &walk->question, reply, &page, &why) < 0) {
        log_warn("catch-up", "channel '%s': %s", walk->channel->name, why.text);
        walk_end(walk);
        return;
    }
    if (take_page(walk, &page))
        ask(walk);
    else
        finish(walk);
    wire_page_release(&page);
}

static void ask(struct walk *walk) {
    const struct wire *wire = wire_find(walk->channel->wire);
    struct client_fetch fetch = {*walk->channel->api_base ? walk->channel->api_base : wire->default_base,
                                 WIRE_PAGE_BYTES_MAX};
    struct http_call call;
    struct error why = ERROR_INIT;
    if (wire->list(walk->channel, &walk->question, &call, &why) < 0) {
        log_warn("catch-up", "channel '%s': %s", walk->channel->name, why.text);
        walk_end(walk);
        return;
    }
    client_fetch(walk->catch_up->client, &call, &fetch, on_page, walk);
}

static struct walk *walk_new(struct catch_up *catch_up, const struct channel *channel) {
    struct walk *walk = calloc(1, sizeof *walk);
    if (!walk) return NULL;
    *walk = (struct walk){.catch_up = catch_up, .channel = channel, .all = WIRE_PAGE_INIT};
    catch_up->asking = 1;
    catch_up->users++;
    return walk;
}

/* --- a time in which nobody listened --- */

static void gap_begin(struct catch_up *catch_up, const char *gap) {
    char name[SETTINGS_SHORT_MAX];
    long long from_ms = 0, until_ms = 0;
    const struct channel *channel = NULL;
    if (sscanf(gap, "%63s %lld %lld", name, &from_ms, &until_ms) == 3)
        channel = settings_channel(office_settings(catch_up->office), name);
    const struct wire *wire = channel ? wire_find(channel->wire) : NULL;
    struct walk *walk = strlen(gap) < GAP_MAX ? walk_new(catch_up, channel) : NULL;
    if (!walk) return;
    snprintf(walk->gap, sizeof walk->gap, "%s", gap);
    walk->question = (struct wire_question){.inbound = 1, .since_ms = from_ms - EARLIER_MS};
    int is_late = clock_wall_ms() - until_ms > DAY_MS;
    if (!wire || !wire->list || is_late) {
        log_warn("catch-up", "channel '%.40s': nobody listened for %lld minutes, and %s", name,
                 (until_ms - from_ms) / 60000, is_late ? "its list could not be had" : "its provider keeps no list");
        gap_done(walk, is_late ? "failed" : "none");
        walk_end(walk);
        return;
    }
    ask(walk);
}

static void on_gap(void *arg, const redisReply *reply, const struct error *why) {
    struct catch_up *catch_up = arg;
    catch_up->asking = 0;
    if (!why && !catch_up->closed && reply->type == REDIS_REPLY_STRING && reply->len) gap_begin(catch_up, reply->str);
    leave(catch_up);
}

static void gap_take(struct catch_up *catch_up) {
    own_args struct args args = ARGS_INIT;
    catch_up->asking = 1;
    catch_up->users++;
    args_number(&args, clock_wall_ms());
    args_number(&args, LEASE_MS);
    args_call(&args, catch_up->office, "gap_take", on_gap, catch_up);
}

static void beat(struct catch_up *catch_up) {
    const struct settings *settings = office_settings(catch_up->office);
    own_args struct args args = ARGS_INIT;
    args_number(&args, clock_wall_ms());
    for (size_t i = 0; i < settings->channel_count; i++) {
        const struct wire *wire = wire_find(settings->channels[i].wire);
        if (wire && !wire->simulated) args_text(&args, settings->channels[i].name);
    }
    if (args.count > 1) args_call(&args, catch_up->office, "heard", NULL, NULL);
}

/* --- sends whose answer was lost --- */

static void on_lost(void *arg, struct lost_sends *lost) {
    struct walk *walk = arg;
    walk->lost = lost;
    if (!lost || walk->catch_up->closed) {
        walk_end(walk);
        return;
    }
    walk->question = (struct wire_question){.since_ms = lost_sends_since(lost)};
    ask(walk);
}

/* One channel a tick, in turn. */
static void look_for_lost(struct catch_up *catch_up) {
    const struct settings *settings = office_settings(catch_up->office);
    for (size_t i = 0; i < settings->channel_count; i++) {
        const struct channel *channel = &settings->channels[catch_up->next_channel++ % settings->channel_count];
        const struct wire *wire = wire_find(channel->wire);
        if (!wire || !wire->list) continue;
        struct walk *walk = walk_new(catch_up, channel);
        if (walk) lost_sends_find(catch_up->office, channel, clock_wall_ms() - DAY_MS, on_lost, walk);
        return;
    }
}

static void on_tick(void *arg) {
    struct catch_up *catch_up = arg;
    loop_timer_set(catch_up->tick, catch_up->ticks < SOON_TICKS ? SOON_MS : TICK_MS);
    if (!office_is_open(catch_up->office)) return;
    int ticks = catch_up->ticks++;
    if (catch_up->listens && ticks % BEAT_TICKS == 0) beat(catch_up);
    if (catch_up->asking) return;
    if (ticks % 2)
        look_for_lost(catch_up);
    else
        gap_take(catch_up);
}

static void on_open(void *arg) {
    struct catch_up *catch_up = arg;
    catch_up->ticks = 0;
    loop_timer_set(catch_up->tick, 0);
}

int catch_up_start(struct office *office, struct client *client, int listens, struct catch_up **ret,
                   struct error *why) {
    struct catch_up *catch_up = calloc(1, sizeof *catch_up);
    if (!catch_up) return error_set(why, ERROR_SYSTEM, "no memory for what passed us by");
    *catch_up = (struct catch_up){.office = office, .client = client, .listens = listens, .users = 1};
    if (loop_timer_new(office_loop(office), on_tick, catch_up, &catch_up->tick, why) < 0) {
        free(catch_up);
        return -1;
    }
    office_on_open(office, on_open, catch_up);
    *ret = catch_up;
    return 0;
}

void catch_up_free(struct catch_up *catch_up) {
    if (!catch_up) return;
    office_forget(catch_up->office, catch_up);
    loop_timer_free(catch_up->tick);
    catch_up->closed = 1;
    leave(catch_up);
}
