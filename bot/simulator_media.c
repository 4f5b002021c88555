/* simulator_media - what phones sent besides words. */
#include "bot/simulator_media.h"

#include "bot/origin.h"
#include "config/clock.h"
#include "config/own.h"
#include "config/vault.h"
#include "messages/form.h"
#include "messages/media.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct simulator_file {
    char id[PHONES_ID_MAX + 1];
    const char *type; /* static; NULL = nothing that can be shown */
    struct text bytes;
};

static const struct simulator_file *find(const struct simulator *simulator, const char *id) {
    for (size_t i = 0; simulator->files && i < SIMULATOR_MEDIA_MAX; i++)
        if (*id && strcmp(simulator->files[i].id, id) == 0) return &simulator->files[i];
    return NULL;
}

static void give_file(const struct simulator_file *file, struct http_exchange *exchange) {
    struct text borrowed = file->bytes;
    http_header_add(exchange, "Content-Disposition", "attachment");
    http_respond(exchange, 200, file->type ? file->type : "application/octet-stream", &borrowed);
}

void simulator_media_give(struct simulator *simulator, struct http_exchange *exchange, const char *id) {
    const struct simulator_file *file = find(simulator, id);
    if (file)
        give_file(file, exchange);
    else
        http_respond(exchange, 404, NULL, NULL);
}

static void on_show(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    own_form struct form query = {0};
    const char *id = NULL;
    if (form_parse(request->query, strlen(request->query), &query, NULL) == 0) id = form_find(&query, "id", NULL);
    simulator_media_give(arg, exchange, id ? id : "");
}

/* The place of the oldest file, emptied. */
static struct simulator_file *keep(struct simulator *simulator, const struct http_request *request) {
    struct simulator_file *file = &simulator->files[simulator->file_next++ % SIMULATOR_MEDIA_MAX];
    const struct media_type *type = media_sniff(request->body, request->body_len);
    char random[VAULT_ID_MAX + 1];
    text_release(&file->bytes);
    text_init(&file->bytes, SIMULATOR_MEDIA_BYTES);
    text_add_bytes(&file->bytes, request->body, request->body_len);
    vault_random_id(random);
    snprintf(file->id, sizeof file->id, "ME%s", random);
    file->type = type ? type->type : NULL;
    return text_ok(&file->bytes) ? file : NULL;
}

static void send_file(struct simulator *simulator, const struct form *query, struct http_exchange *exchange,
                      const struct http_request *request) {
    const char *channel = form_find(query, "channel", NULL), *written = form_find(query, "number", NULL);
    const char *text = form_find(query, "text", NULL);
    char number[MESSAGE_ADDRESS_MAX + 1];
    struct error why = ERROR_INIT;
    if (!channel || !written || !simulator_channel(simulator, channel)) {
        simulator_refuse(exchange, 404, "channel", "there is no such simulated channel");
    } else if (simulator_read_number(written, number, &why)) {
        simulator_refuse(exchange, 400, "number", why.text);
    } else if (!request->body_len || (text && strlen(text) > MESSAGE_RUNES_MAX)) {
        simulator_refuse(exchange, 400, "body", "send the file as the body, and at most 4096 letters with it");
    } else {
        const struct simulator_file *file = keep(simulator, request);
        struct phones_message message = {.mine = 1, .text = text ? text : "", .state = "sending"};
        if (file) snprintf(message.media, sizeof message.media, "%s", file->id);
        message.media_type = file ? file->type : NULL;
        simulator_send(simulator, &(struct phones_key){channel, number}, &message, exchange);
    }
}

static void on_send(void *arg, struct http_exchange *exchange, const struct http_request *request) {
    own_form struct form query = {0};
    struct error why = ERROR_INIT;
    if (!origin_is_ours(request))
        simulator_refuse(exchange, 403, "origin", "only the page of this program may send");
    else if (form_parse(request->query, strlen(request->query), &query, &why))
        simulator_refuse(exchange, 400, "query", why.text);
    else
        send_file(arg, &query, exchange, request);
}

int simulator_media_mount(struct simulator *simulator, struct error *why) {
    const struct http_route routes[] = {
        {"POST", "/phone/api/media", on_send, simulator, SIMULATOR_MEDIA_BYTES, 0},
        {"GET", "/phone/api/media", on_show, simulator, 0, 0},
    };
    simulator->files = calloc(SIMULATOR_MEDIA_MAX, sizeof *simulator->files);
    if (!simulator->files) return error_set(why, ERROR_SYSTEM, "no memory for the phone simulator");
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++)
        if (http_route_add(simulator->server, &routes[i], why)) return -1;
    return 0;
}

void simulator_media_free(struct simulator *simulator) {
    for (size_t i = 0; simulator->files && i < SIMULATOR_MEDIA_MAX; i++) text_release(&simulator->files[i].bytes);
    free(simulator->files);
}
