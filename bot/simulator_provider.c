/* simulator_provider - the side that the office's sender calls: takes a message, shows it, reports its delivery. */
#include "bot/simulator_inside.h"
#include "bot/simulator_media.h"

#include "config/clock.h"
#include "config/vault.h"
#include "messages/sign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PREFIX "/phone/provider/"
#define SUFFIX "/messages"
#define MEDIA  "/media/"

/* A message on its way through the reports. */
struct report {
    struct simulator *simulator;
    const struct channel *channel;
    char id[PHONES_ID_MAX + 1], out[OUT_ID_MAX + 1];
    char path[HTTP_URL_MAX + 1];
};

struct handover {
    const char *to, *text, *out, *status_url;
};

/* The channel of "/phone/provider/<channel>/...", and the rest of the path. */
static const struct channel *channel_of(const struct simulator *simulator, const char *path, const char **ret_rest) {
    char name[SETTINGS_SHORT_MAX];
    path += sizeof PREFIX - 1;
    size_t len = strcspn(path, "/");
    *ret_rest = path + len;
    if (len >= sizeof name) return NULL;
    snprintf(name, sizeof name, "%.*s", (int)len, path);
    return simulator_channel(simulator, name);
}

static int is_allowed(const struct channel *channel, const struct http_request *request) {
    char expected[SETTINGS_TEXT_MAX + 8];
    const char *given = http_header_find(request, "Authorization", NULL);
    snprintf(expected, sizeof expected, "Bearer %s", channel->secret);
    return *channel->secret && given && sign_equal(expected, given);
}

/* --- reports --- */

static int report_post(const struct report *report, const char *status, void (*then)(void *arg, int status)) {
    json_auto_t *body =
        json_pack("{s:s, s:s, s:s, s:s}", "status", status, "out", report->out, "id", report->id, "code", "");
    struct simulator_hook hook = {report->channel, report->path, body, then, malloc(sizeof *report)};
    if (body && hook.arg) {
        *(struct report *)hook.arg = *report;
        if (simulator_post(report->simulator, &hook, NULL) == 0) return 0;
    }
    free(hook.arg);
    return -1;
}

static void on_sent_reported(void *arg, int status) {
    (void)status;
    report_post(arg, "delivered", NULL);
}

/* Reports go to our own webhook whatever host the URL names: nothing leaves this machine. */
static int report_path(const char *status_url, char ret[HTTP_URL_MAX + 1]) {
    const char *path = strstr(status_url, "/hook/");
    if (!path || strlen(path) > HTTP_URL_MAX) return -1;
    snprintf(ret, HTTP_URL_MAX + 1, "%s", path);
    return 0;
}

static void report_begin(struct simulator *simulator, const struct channel *channel, const struct handover *handover,
                         const char *id) {
    struct report report = {.simulator = simulator, .channel = channel};
    if (report_path(handover->status_url, report.path)) return;
    snprintf(report.id, sizeof report.id, "%s", id);
    snprintf(report.out, sizeof report.out, "%s", handover->out);
    report_post(&report, "sent", on_sent_reported);
}

/* --- handing over --- */

static int is_number(const char *to) {
    size_t digits = *to == '+' ? strspn(to + 1, "0123456789") : 0;
    return digits >= 8 && digits <= 15 && !to[1 + digits] && to[1] != '0';
}

static void take(struct simulator *simulator, const struct channel *channel, const struct handover *handover,
                 struct http_exchange *exchange) {
    char random[VAULT_ID_MAX + 1];
    struct phones_message message = {.text = handover->text, .state = "delivered", .at_ms = clock_wall_ms()};
    struct phones_key key = {channel->name, handover->to};
    struct error why = ERROR_INIT;
    vault_random_id(random);
    snprintf(message.id, sizeof message.id, "PH%s", random);
    if (phones_add(simulator->phones, &key, &message, &why)) {
        http_header_add(exchange, "Retry-After", "5");
        simulator_answer(exchange, 429, json_pack("{s:s}", "code", "busy"));
        return;
    }
    simulator_answer(exchange, 201, json_pack("{s:s}", "id", message.id));
    report_begin(simulator, channel, handover, message.id);
}

static void refuse(struct http_exchange *exchange, int status, const char *code) {
    simulator_answer(exchange, status, json_pack("{s:s}", "code", code));
}

static void read_handover(struct simulator *simulator, const struct channel *channel, struct http_exchange *exchange,
                          const struct http_request *request) {
    struct handover handover = {.out = "", .status_url = ""};
    json_auto_t *root = json_loadb(request->body, request->body_len, JSON_REJECT_DUPLICATES, NULL);
    if (!http_is_type(request, "application/json") ||
        json_unpack(root, "{s:s, s:s, s?s, s?s}", "to", &handover.to, "text", &handover.text, "out", &handover.out,
                    "status_url", &handover.status_url))
        refuse(exchange, 400, "bad-request");
    else if (!is_number(handover.to))
        refuse(exchange, 400, "bad-number");
    else if (!*handover.text)
        refuse(exchange, 400, "empty");
    else
        take(simulator, channel, &handover, exchange);
}

static void on_messages(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    struct simulator *simulator = arg;
    const char *rest;
    const struct channel *channel = channel_of(simulator, request->path, &rest);
    if (!channel || strcmp(rest, SUFFIX) != 0)
        http_respond(exchange, 404, NULL, NULL);
    else if (!is_allowed(channel, request))
        http_respond(exchange, 401, NULL, NULL);
    else
        read_handover(simulator, channel, exchange, request);
}

static void on_media(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    struct simulator *simulator = arg;
    const char *rest;
    const struct channel *channel = channel_of(simulator, request->path, &rest);
    if (!channel || strncmp(rest, MEDIA, strlen(MEDIA)) != 0)
        http_respond(exchange, 404, NULL, NULL);
    else if (!is_allowed(channel, request))
        http_respond(exchange, 401, NULL, NULL);
    else
        simulator_media_give(simulator, exchange, rest + strlen(MEDIA));
}

int simulator_provider_mount(struct simulator *simulator, struct error *why) {
    struct http_route route = {"POST", PREFIX, on_messages, simulator, (size_t)HTTP_CALL_BODY_MAX, 1};
    struct http_route media = {"GET", PREFIX, on_media, simulator, 0, 1};
    return http_route_add(simulator->server, &route, why) || http_route_add(simulator->server, &media, why) ? -1 : 0;
}
