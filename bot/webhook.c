/* webhook - the providers' door: who knocks, what they bring, and whether it is on disk. */
#include "bot/webhook.h"

#include "config/clock.h"
#include "config/log.h"
#include "messages/wire.h"
#include "queue/accept.h"
#include "queue/catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PREFIX      "/hook/"
#define PREFIX_LEN  (sizeof PREFIX - 1)
#define COMPLAIN_MS 10000 /* one log line in this time, however many wrong requests come */

struct webhook {
    struct office *office;
    struct spool *spool;
    const struct wire *wires[SETTINGS_CHANNELS_MAX]; /* by the channel's place in settings */
    char paths[SETTINGS_CHANNELS_MAX][sizeof PREFIX + SETTINGS_SHORT_MAX];
    unsigned long counts[SETTINGS_CHANNELS_MAX][WEBHOOK_OUTCOMES];
    struct delivery_job *jobs; /* those that wait for Redis */
    int64_t complained_ms;
    unsigned long unsaid; /* complaints held back since */
};

/* What one request brought, while Redis writes it. */
struct delivery_job {
    struct delivery_job *prev, *next;
    struct webhook *webhook; /* NULL: the door is gone, the request is answered */
    struct http_exchange *exchange;
    size_t channel;
    struct inbox inbox;
};

static const char *const outcome_names[WEBHOOK_OUTCOMES] = {"fresh",     "seen",    "denied",
                                                            "malformed", "spooled", "unavailable"};

const char *webhook_outcome_name(enum webhook_outcome outcome) {
    return outcome_names[outcome];
}

unsigned long webhook_count(const struct webhook *webhook, size_t channel, enum webhook_outcome outcome) {
    return webhook->counts[channel][outcome];
}

static const struct channel *channel_at(const struct webhook *webhook, size_t index) {
    return &office_settings(webhook->office)->channels[index];
}

/* Anybody can send us nonsense, as fast as they like: they must not fill the disk with log lines. */
static void complain(struct webhook *webhook, size_t channel, const char *what, const struct error *why) {
    int64_t now_ms = clock_mono_ms();
    if (webhook->complained_ms && now_ms - webhook->complained_ms < COMPLAIN_MS) {
        webhook->unsaid++;
        return;
    }
    log_warn("webhook", "%s channel=%s: %s (and %lu like it before)", what, channel_at(webhook, channel)->name,
             why->text, webhook->unsaid);
    webhook->complained_ms = now_ms;
    webhook->unsaid = 0;
}

/* --- answers --- */

static void answer_on_disk(struct webhook *webhook, struct http_exchange *exchange, size_t channel) {
    struct http_answer answer = {0};
    webhook->wires[channel]->answer(channel_at(webhook, channel), &answer);
    http_respond(exchange, answer.status, answer.content_type, &answer.body);
    text_release(&answer.body);
}

static void answer_unavailable(struct http_exchange *exchange) {
    char seconds[8];
    snprintf(seconds, sizeof seconds, "%d", WEBHOOK_RETRY_AFTER_S);
    http_header_add(exchange, "Retry-After", seconds);
    http_respond(exchange, 503, NULL, NULL);
}

static void refuse(struct http_exchange *exchange, int status) {
    http_respond(exchange, status, NULL, NULL);
}

/* --- keeping --- */

static void keep_in_spool(struct webhook *webhook, struct http_exchange *exchange, size_t channel,
                          const struct inbox *inbox) {
    struct error why = ERROR_INIT;
    if (spool_append(webhook->spool, channel_at(webhook, channel), inbox, &why) == 0) {
        webhook->counts[channel][WEBHOOK_SPOOLED]++;
        answer_on_disk(webhook, exchange, channel);
        return;
    }
    webhook->counts[channel][WEBHOOK_UNAVAILABLE]++;
    complain(webhook, channel, "unavailable", &why);
    answer_unavailable(exchange);
}

static void job_settle(struct delivery_job *job, const struct accept_result *result, const struct error *why) {
    struct webhook *webhook = job->webhook;
    if (!why) {
        int fresh = result->fresh + result->statuses > 0;
        webhook->counts[job->channel][fresh ? WEBHOOK_FRESH : WEBHOOK_SEEN]++;
        answer_on_disk(webhook, job->exchange, job->channel);
    } else if (why->kind == ERROR_BUSY) {
        keep_in_spool(webhook, job->exchange, job->channel, &job->inbox);
    } else {
        webhook->counts[job->channel][WEBHOOK_UNAVAILABLE]++;
        complain(webhook, job->channel, "not accepted", why);
        answer_unavailable(job->exchange);
    }
}

static void job_unlink(struct delivery_job *job) {
    *(job->prev ? &job->prev->next : &job->webhook->jobs) = job->next;
    if (job->next) job->next->prev = job->prev;
}

static void on_accepted(void *arg, const struct accept_result *result, const struct error *why) {
    struct delivery_job *job = arg;
    if (job->webhook) {
        job_unlink(job);
        job_settle(job, result, why);
    }
    inbox_release(&job->inbox);
    free(job);
}

static struct delivery_job *job_new(struct webhook *webhook, struct http_exchange *exchange, size_t channel) {
    struct delivery_job *job = calloc(1, sizeof *job);
    if (!job) return NULL;
    job->webhook = webhook;
    job->exchange = exchange;
    job->channel = channel;
    job->next = webhook->jobs;
    if (job->next) job->next->prev = job;
    webhook->jobs = job;
    return job;
}

static void keep(struct webhook *webhook, struct http_exchange *exchange, size_t channel, struct inbox *inbox) {
    /* What is authentic but nothing to us needs no disk. */
    if (!inbox->message_count && !inbox->status_count) {
        webhook->counts[channel][WEBHOOK_SEEN]++;
        answer_on_disk(webhook, exchange, channel);
        return;
    }
    int through = office_is_open(webhook->office) && spool_waiting(webhook->spool) == 0;
    struct delivery_job *job = through ? job_new(webhook, exchange, channel) : NULL;
    if (!job) {
        keep_in_spool(webhook, exchange, channel, inbox);
        return;
    }
    job->inbox = *inbox;
    *inbox = (struct inbox)INBOX_INIT;
    accept_inbox(webhook->office, channel_at(webhook, channel), &job->inbox, on_accepted, job);
}

/* --- the request --- */

/* The channel's place in settings, -1 when the path names none. */
static int channel_of(const struct webhook *webhook, const char *path) {
    const struct settings *settings = office_settings(webhook->office);
    for (size_t i = 0; i < settings->channel_count; i++)
        if (webhook->wires[i] && strcmp(path + PREFIX_LEN, settings->channels[i].name) == 0) return (int)i;
    return -1;
}

static void deny(struct webhook *webhook, struct http_exchange *exchange, size_t channel, const struct error *why) {
    webhook->counts[channel][WEBHOOK_DENIED]++;
    complain(webhook, channel, "denied", why);
    if (why->kind == ERROR_BUSY)
        answer_unavailable(exchange);
    else
        refuse(exchange, 403);
}

/* Some providers ask something before they send anything. 1 when this request was such a question. */
static int greeted(struct webhook *webhook, struct http_exchange *exchange, const struct http_request *request,
                   size_t channel) {
    const struct wire *wire = webhook->wires[channel];
    struct http_answer answer = {0};
    struct error why = ERROR_INIT;
    int said = wire->greet ? wire->greet(channel_at(webhook, channel), request, &answer, &why) : 1;
    if (said == 1) return 0;
    if (said == 0) {
        http_respond(exchange, answer.status, answer.content_type, &answer.body);
        text_release(&answer.body);
        return 1;
    }
    deny(webhook, exchange, channel, &why);
    return 1;
}

/* What was left out of a batch is not lost without a word. */
static void tell_of_bad(struct webhook *webhook, size_t channel, const struct inbox *inbox) {
    struct error why = ERROR_INIT;
    if (!inbox->bad) return;
    webhook->counts[channel][WEBHOOK_MALFORMED]++;
    error_set(&why, ERROR_INPUT, "%zu things in a batch are malformed or of another line, %zu were good", inbox->bad,
              inbox->message_count + inbox->status_count);
    complain(webhook, channel, "malformed", &why);
}

static void take(struct webhook *webhook, struct http_exchange *exchange, const struct http_request *request,
                 size_t channel) {
    const struct wire *wire = webhook->wires[channel];
    struct inbox inbox = INBOX_INIT;
    struct error why = ERROR_INIT;
    if (greeted(webhook, exchange, request, channel)) return;
    if (wire->verify(channel_at(webhook, channel), request, &why)) {
        deny(webhook, exchange, channel, &why);
    } else if (wire->parse(channel_at(webhook, channel), request, &inbox, &why)) {
        webhook->counts[channel][WEBHOOK_MALFORMED]++;
        complain(webhook, channel, "malformed", &why);
        refuse(exchange, error_http_status(why.kind));
    } else {
        tell_of_bad(webhook, channel, &inbox);
        if (inbox.template_news) catalogue_news(webhook->office, channel_at(webhook, channel));
        keep(webhook, exchange, channel, &inbox);
    }
    inbox_release(&inbox);
}

static void on_hook(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    int channel = channel_of(arg, request->path);
    if (channel < 0)
        refuse(exchange, 404);
    else
        take(arg, exchange, request, (size_t)channel);
}

/* A channel whose provider also comes by GET, or with batches, has a door of its own. */
static int mount_own(struct webhook *webhook, struct http_server *server, size_t channel, struct error *why) {
    const struct wire *wire = webhook->wires[channel];
    char *path = webhook->paths[channel];
    size_t body_max = wire->body_max ? wire->body_max : HTTP_BODY_MAX;
    snprintf(path, sizeof webhook->paths[channel], PREFIX "%s", channel_at(webhook, channel)->name);
    const struct http_route post = {"POST", path, on_hook, webhook, body_max, 1};
    const struct http_route get = {"GET", path, on_hook, webhook, 0, 1};
    if (http_route_add(server, &post, why)) return -1;
    return wire->by_get ? http_route_add(server, &get, why) : 0;
}

static int mount(struct webhook *webhook, struct http_server *server, struct error *why) {
    const struct http_route route = {"POST", PREFIX, on_hook, webhook, (size_t)HTTP_BODY_MAX, 1};
    for (size_t i = 0; i < office_settings(webhook->office)->channel_count; i++) {
        const struct wire *wire = webhook->wires[i];
        if (wire && (wire->by_get || wire->body_max) && mount_own(webhook, server, i, why)) return -1;
    }
    return http_route_add(server, &route, why);
}

int webhook_mount(struct office *office, struct spool *spool, struct http_server *server, struct webhook **ret,
                  struct error *why) {
    struct webhook *webhook = calloc(1, sizeof *webhook);
    if (!webhook) return error_set(why, ERROR_SYSTEM, "no memory for the webhooks");
    const struct settings *settings = office_settings(office);
    webhook->office = office;
    webhook->spool = spool;
    for (size_t i = 0; i < settings->channel_count; i++) webhook->wires[i] = wire_find(settings->channels[i].wire);
    if (mount(webhook, server, why)) {
        free(webhook);
        return -1;
    }
    *ret = webhook;
    return 0;
}

void webhook_free(struct webhook *webhook) {
    if (!webhook) return;
    for (struct delivery_job *job = webhook->jobs; job; job = job->next) {
        answer_unavailable(job->exchange);
        job->webhook = NULL;
    }
    free(webhook);
}
