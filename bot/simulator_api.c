/* simulator_api - the side that the page calls: the page itself, its channels, sending, and live events. */
#include "bot/origin.h"
#include "bot/simulator_inside.h"
#include "config/clock.h"
#include "config/embed.h"
#include "config/own.h"
#include "config/vault.h"
#include "messages/form.h"
#include "messages/phone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BODY_MAX (32UL * 1024)

/* --- the page --- */

static const struct page {
    const char *path, *file, *type;
} pages[] = {
    {"/phone", "phone.html", "text/html; charset=utf-8"},
    {"/phone/phone.js", "phone.js", "text/javascript; charset=utf-8"},
    {"/phone/phone.css", "phone.css", "text/css; charset=utf-8"},
};

static void on_page(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    (void)request;
    const struct page *page = arg;
    for (const struct embed *file = page_files; file->name; file++) {
        if (strcmp(file->name, page->file) != 0) continue;
        http_respond_text(exchange, 200, page->type, file->at);
        return;
    }
    http_respond(exchange, 404, NULL, NULL);
}

/* --- numbers and texts --- */

int simulator_read_number(const char *written, char ret[MESSAGE_ADDRESS_MAX + 1], struct error *why) {
    if (*written != '+') return error_set(why, ERROR_INPUT, "write the number with + and its country");
    return phone_normalise(written, "", ret, why);
}

static void on_channels(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    (void)request;
    const struct simulator *simulator = arg;
    const struct settings *settings = office_settings(simulator->office);
    json_t *channels = json_array();
    for (size_t i = 0; i < settings->channel_count; i++) {
        const struct channel *channel = &settings->channels[i];
        if (!simulator_channel(simulator, channel->name)) continue;
        json_array_append_new(channels, json_pack("{s:s, s:s, s:s}", "name", channel->name, "kind", channel->kind,
                                                  "number", channel->number));
    }
    simulator_answer(exchange, 200, json_pack("{s:s, s:o}", "office", settings->office.name, "channels", channels));
}

/* --- sending --- */

/* A text of a phone on its way to the webhook. */
struct sending {
    struct simulator *simulator;
    char channel[SETTINGS_SHORT_MAX];
    char number[MESSAGE_ADDRESS_MAX + 1];
    char id[PHONES_ID_MAX + 1];
};

static void sending_state(const struct sending *sending, const char *state) {
    struct phones_key key = {sending->channel, sending->number};
    phones_state(sending->simulator->phones, &key, sending->id, state);
}

static void on_sent(void *arg, int status) {
    sending_state(arg, status == 200 ? "delivered" : "failed");
}

static void sending_post(struct sending *sending, const struct phones_message *message) {
    char path[SETTINGS_SHORT_MAX + 8];
    json_auto_t *body =
        json_pack("{s:s, s:s, s:s, s:I, s:s}", "id", message->id, "from", sending->number, "text", message->text,
                  "at_ms", (json_int_t)message->at_ms, "kind", *message->media ? "media" : "text");
    if (body && *message->media) {
        json_object_set_new(body, "media", json_string(message->media));
        json_object_set_new(body, "type", json_string(message->media_type ? message->media_type : ""));
    }
    snprintf(path, sizeof path, "/hook/%s", sending->channel);
    const struct channel *channel = simulator_channel(sending->simulator, sending->channel);
    struct simulator_hook hook = {channel, path, body, on_sent, sending};
    if (body && simulator_post(sending->simulator, &hook, NULL) == 0) return;
    sending_state(sending, "failed");
    free(sending);
}

void simulator_send(struct simulator *simulator, const struct phones_key *key, struct phones_message *message,
                    struct http_exchange *exchange) {
    char random[VAULT_ID_MAX + 1];
    struct error why = ERROR_INIT;
    vault_random_id(random);
    snprintf(message->id, sizeof message->id, "IN%s", random);
    message->at_ms = clock_wall_ms();
    struct sending *sending = calloc(1, sizeof *sending);
    if (!sending || phones_add(simulator->phones, key, message, &why)) {
        free(sending);
        simulator_refuse(exchange, 503, "number", "all phones are in use");
        return;
    }
    sending->simulator = simulator;
    snprintf(sending->channel, sizeof sending->channel, "%s", key->channel);
    snprintf(sending->number, sizeof sending->number, "%s", key->number);
    snprintf(sending->id, sizeof sending->id, "%s", message->id);
    simulator_answer(exchange, 202, json_pack("{s:s}", "id", message->id));
    sending_post(sending, message);
}

static void send_text(struct simulator *simulator, const struct phones_key *key, const char *text,
                      struct http_exchange *exchange) {
    struct phones_message message = {.mine = 1, .text = text, .state = "sending"};
    simulator_send(simulator, key, &message, exchange);
}

static size_t rune_count(const char *text) {
    size_t at = 0, len = strlen(text), count = 0;
    while (at < len) {
        text_next_rune(text, len, &at);
        count++;
    }
    return count;
}

static void on_send(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    struct simulator *simulator = arg;
    const char *channel, *written, *text;
    char number[MESSAGE_ADDRESS_MAX + 1];
    struct error why = ERROR_INIT;
    if (!origin_is_ours(request)) {
        simulator_refuse(exchange, 403, "origin", "only the page of this program may send");
        return;
    }
    json_auto_t *root = json_loadb(request->body, request->body_len, JSON_REJECT_DUPLICATES, NULL);
    if (!http_is_type(request, "application/json"))
        simulator_refuse(exchange, 415, "body", "send JSON");
    else if (json_unpack(root, "{s:s, s:s, s:s}", "channel", &channel, "number", &written, "text", &text))
        simulator_refuse(exchange, 400, "body", "channel, number and text are needed");
    else if (!simulator_channel(simulator, channel))
        simulator_refuse(exchange, 404, "channel", "there is no such simulated channel");
    else if (simulator_read_number(written, number, &why))
        simulator_refuse(exchange, 400, "number", why.text);
    else if (!*text || rune_count(text) > MESSAGE_RUNES_MAX)
        simulator_refuse(exchange, 400, "text", "a text has 1 to 4096 letters");
    else
        send_text(simulator, &(struct phones_key){channel, number}, text, exchange);
}

/* --- live --- */

static void on_live(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    struct simulator *simulator = arg;
    own_form struct form query = {0};
    char number[MESSAGE_ADDRESS_MAX + 1];
    struct error why = ERROR_INIT;
    if (!origin_is_ours(request)) {
        simulator_refuse(exchange, 403, "origin", "only the page of this program may listen");
        return;
    }
    if (form_parse(request->query, strlen(request->query), &query, &why)) {
        simulator_refuse(exchange, 400, "query", why.text);
        return;
    }
    const char *channel = form_find(&query, "channel", NULL), *written = form_find(&query, "number", NULL);
    if (!channel || !written || !simulator_channel(simulator, channel))
        simulator_refuse(exchange, 404, "channel", "there is no such simulated channel");
    else if (simulator_read_number(written, number, &why))
        simulator_refuse(exchange, 400, "number", why.text);
    else
        phones_listen(simulator->phones, &(struct phones_key){channel, number}, exchange);
}

int simulator_api_mount(struct simulator *simulator, struct error *why) {
    const struct http_route routes[] = {
        {"GET", "/phone/api/channels", on_channels, simulator, 0, 0},
        {"POST", "/phone/api/send", on_send, simulator, BODY_MAX, 0},
        {"GET", "/phone/api/live", on_live, simulator, 0, 0},
    };
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++)
        if (http_route_add(simulator->server, &routes[i], why)) return -1;
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        struct http_route route = {"GET", pages[i].path, on_page, (void *)&pages[i], 0, 0};
        if (http_route_add(simulator->server, &route, why)) return -1;
    }
    return 0;
}
