/* simulator - the telephone company on paper: its channels, and its signed calls to our own webhooks. */
#include "bot/simulator_inside.h"
#include "bot/simulator_media.h"

#include "config/log.h"
#include "config/own.h"
#include "messages/sign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct simulator_call {
    struct simulator_call **at, *next; /* at: the pointer that points to us; NULL when the simulator is gone */
    void (*then)(void *arg, int status);
    void *arg;
};

const struct channel *simulator_channel(const struct simulator *simulator, const char *name) {
    const struct channel *channel = settings_channel(office_settings(simulator->office), name);
    return channel && strcmp(channel->wire, "phone") == 0 ? channel : NULL;
}

void simulator_answer(struct http_exchange *exchange, int status, json_t *body) {
    own_mem char *json = body ? json_dumps(body, JSON_COMPACT) : NULL;
    json_decref(body);
    http_respond_text(exchange, json ? status : 500, "application/json", json ? json : "{}");
}

void simulator_refuse(struct http_exchange *exchange, int status, const char *field, const char *words) {
    simulator_answer(exchange, status, json_pack("{s:{s:s, s:s}}", "error", "field", field, "text", words));
}

/* --- calls --- */

static void call_unlink(struct simulator_call *call) {
    if (!call->at) return;
    *call->at = call->next;
    if (call->next) call->next->at = call->at;
}

static void on_reply(void *arg, const struct http_reply *reply) {
    struct simulator_call *call = arg;
    int status = reply->fate == HTTP_ANSWERED ? reply->status : 0;
    call_unlink(call);
    if (call->at && status != 200) log_warn("simulator", "a webhook was answered with status %d", status);
    if (call->at && call->then) call->then(call->arg, status);
    free(call->arg);
    free(call);
}

static int call_fill(const struct simulator *simulator, const struct simulator_hook *hook, struct http_call *ret,
                     struct error *why) {
    unsigned char hash[SIGN_SHA256_LEN];
    char signature[2 * SIGN_SHA256_LEN + 8] = "sha256=";
    own_mem char *body = json_dumps(hook->body, JSON_COMPACT);
    if (!body) return error_set(why, ERROR_INPUT, "the text is not UTF-8");
    sign_hmac_sha256(hook->channel->secret, body, strlen(body), hash);
    sign_hex(hash, sizeof hash, signature + strlen(signature));
    text_addf(&ret->url, "%s%s", simulator->base, hook->path);
    text_add(&ret->body, body);
    if (http_call_header(ret, "Content-Type", "application/json", why) ||
        http_call_header(ret, "X-Phone-Signature", signature, why))
        return -1;
    return http_call_check(ret, why);
}

int simulator_post(struct simulator *simulator, const struct simulator_hook *hook, struct error *why) {
    struct http_call http;
    http_call_init(&http);
    struct simulator_call *call = calloc(1, sizeof *call);
    if (!call || call_fill(simulator, hook, &http, why)) {
        http_call_release(&http);
        free(call);
        return call ? -1 : error_set(why, ERROR_BUSY, "no memory for a call");
    }
    call->then = hook->then;
    call->arg = hook->arg;
    call->at = &simulator->calls;
    call->next = simulator->calls;
    if (call->next) call->next->at = &call->next;
    simulator->calls = call;
    client_send(simulator->client, &http, on_reply, call);
    return 0;
}

/* --- life --- */

int simulator_mount(struct office *office, struct http_server *server, struct client *client, struct simulator **ret,
                    struct error *why) {
    struct simulator *simulator = calloc(1, sizeof *simulator);
    if (!simulator) return error_set(why, ERROR_SYSTEM, "no memory for the phone simulator");
    simulator->office = office;
    simulator->server = server;
    simulator->client = client;
    simulator->phones = phones_new();
    http_listen_base(office_settings(office)->server.listen, http_server_port(server), simulator->base);
    if (!simulator->phones || simulator_api_mount(simulator, why) || simulator_provider_mount(simulator, why) ||
        simulator_media_mount(simulator, why)) {
        if (!simulator->phones) error_set(why, ERROR_SYSTEM, "no memory for the phone simulator");
        simulator_free(simulator);
        return -1;
    }
    *ret = simulator;
    return 0;
}

void simulator_drain(struct simulator *simulator) {
    phones_close(simulator->phones);
}

void simulator_free(struct simulator *simulator) {
    if (!simulator) return;
    for (struct simulator_call *call = simulator->calls; call; call = call->next) call->at = NULL;
    phones_free(simulator->phones);
    simulator_media_free(simulator);
    free(simulator);
}
