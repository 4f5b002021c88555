/* health - is it well? For machines that watch, in JSON and in Prometheus' text format (version 0.0.4). */
#include "bot/health.h"

#include "config/own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEXT_MAX 16384

struct health {
    struct office *office;
    struct http_server *server;
    const struct webhook *webhook;
    const struct spool *spool;
    const struct client *client;
    const struct surveys_settler *settler;
    const struct channel_states *channels;
    const struct credit *credit;
};

static size_t waiting(const struct health *health) {
    return health->spool ? spool_waiting(health->spool) : 0;
}

static unsigned fails(const struct health *health) {
    return health->settler ? surveys_settle_fails(health->settler) : 0;
}

/* Adds "name":"state" of the channels that are not well. Returns how many are refused. */
static size_t add_channels(const struct health *health, struct text *ret) {
    const struct settings *settings = office_settings(health->office);
    size_t refused = 0;
    const char *between = "";
    text_add(ret, ",\"channels\":{");
    for (size_t i = 0; health->channels && i < settings->channel_count; i++) {
        enum channel_health is = channel_states_get(health->channels, i)->health;
        if (is == CHANNEL_WELL) continue;
        text_addf(ret, "%s\"%s\":\"%s\"", between, settings->channels[i].name, channel_health_word(is));
        between = ",";
        refused += is == CHANNEL_REFUSED;
    }
    text_add(ret, "}}\n");
    return refused;
}

static void on_healthz(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    (void)request;
    const struct health *health = arg;
    own_text struct text channels = TEXT_INIT(TEXT_MAX), body = TEXT_INIT(TEXT_MAX);
    int redis = office_is_open(health->office);
    int settled = fails(health) < SURVEYS_FAILS_TOLD;
    int ok = add_channels(health, &channels) == 0 && redis && settled && waiting(health) == 0;
    text_addf(&body, "{\"status\":\"%s\",\"redis\":%s,\"spool\":%zu,\"surveys_settled\":%s%s", ok ? "ok" : "degraded",
              redis ? "true" : "false", waiting(health), settled ? "true" : "false", text_get(&channels));
    http_respond(exchange, ok ? 200 : 503, "application/json", &body);
}

static long resident_bytes(void) {
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file) return 0;
    if (fscanf(file, "%*d %ld", &pages) != 1) pages = 0;
    fclose(file);
    return pages * sysconf(_SC_PAGESIZE);
}

static void add_gauge(struct text *ret, const char *name, const char *help, unsigned long value) {
    text_addf(ret, "# HELP %s %s\n# TYPE %s gauge\n%s %lu\n", name, help, name, name, value);
}

static void add_webhooks(struct text *ret, const struct health *health) {
    const struct settings *settings = office_settings(health->office);
    text_add(ret, "# HELP acogida_webhook_requests_total Requests of providers, by channel and what became of them.\n"
                  "# TYPE acogida_webhook_requests_total counter\n");
    for (size_t i = 0; i < settings->channel_count; i++)
        for (int outcome = 0; outcome < WEBHOOK_OUTCOMES; outcome++)
            text_addf(ret, "acogida_webhook_requests_total{channel=\"%s\",outcome=\"%s\"} %lu\n",
                      settings->channels[i].name, webhook_outcome_name(outcome),
                      webhook_count(health->webhook, i, outcome));
}

static void add_states(struct text *ret, const struct health *health) {
    const struct settings *settings = office_settings(health->office);
    text_add(ret, "# HELP acogida_channel_well 1 when the channel may send.\n# TYPE acogida_channel_well gauge\n");
    for (size_t i = 0; i < settings->channel_count; i++)
        text_addf(ret, "acogida_channel_well{channel=\"%s\"} %d\n", settings->channels[i].name,
                  channel_states_get(health->channels, i)->health == CHANNEL_WELL);
}

static void add_credit(struct text *ret, const struct health *health) {
    const struct settings *settings = office_settings(health->office);
    text_add(ret, "# HELP acogida_channel_credit What is left on the provider's account, as it said last.\n"
                  "# TYPE acogida_channel_credit gauge\n");
    for (size_t i = 0; i < settings->channel_count; i++) {
        const struct credit_known *known = credit_get(health->credit, i);
        if (known->said_ms)
            text_addf(ret, "acogida_channel_credit{channel=\"%s\",currency=\"%s\"} %.2f\n", settings->channels[i].name,
                      known->balance.currency, known->balance.amount);
    }
}

static void on_metrics(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    (void)request;
    const struct health *health = arg;
    own_text struct text body = TEXT_INIT(TEXT_MAX);
    if (health->webhook) add_webhooks(&body, health);
    if (health->channels) add_states(&body, health);
    if (health->credit) add_credit(&body, health);
    add_gauge(&body, "acogida_spool_records", "Requests that wait on disk for Redis.", waiting(health));
    add_gauge(&body, "acogida_redis_up", "1 when the office is open.", office_is_open(health->office) ? 1 : 0);
    add_gauge(&body, "acogida_survey_rewrites_failed",
              "Rewrites of the append-only file after answers to surveys that failed in a row.", fails(health));
    if (health->client)
        add_gauge(&body, "acogida_sends_in_flight", "Calls to providers under way.", client_in_flight(health->client));
    add_gauge(&body, "acogida_http_connections", "Open connections of the web server.",
              http_server_connections(health->server));
    add_gauge(&body, "process_resident_memory_bytes", "Resident memory.", (unsigned long)resident_bytes());
    http_respond(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", &body);
}

int health_mount(struct office *office, struct http_server *server, struct health **ret, struct error *why) {
    struct health *health = calloc(1, sizeof *health);
    if (!health) return error_set(why, ERROR_SYSTEM, "no memory for the health page");
    health->office = office;
    health->server = server;
    if (http_route_add(server, &(struct http_route){"GET", "/healthz", on_healthz, health, 0, 0}, why) ||
        http_route_add(server, &(struct http_route){"GET", "/metrics", on_metrics, health, 0, 0}, why)) {
        free(health);
        return -1;
    }
    *ret = health;
    return 0;
}

void health_watch(struct health *health, const struct webhook *webhook, const struct spool *spool,
                  const struct client *client) {
    health->webhook = webhook;
    health->spool = spool;
    health->client = client;
}

void health_watch_surveys(struct health *health, const struct surveys_settler *settler) {
    health->settler = settler;
}

void health_watch_channels(struct health *health, const struct channel_states *states) {
    health->channels = states;
}

void health_watch_credit(struct health *health, const struct credit *credit) {
    health->credit = credit;
}

void health_free(struct health *health) {
    free(health);
}
