/* spool_record - a webhook's inbox as one sealed record, and back. */
#include "queue/spool_record.h"

#include "config/own.h"

#include <stdlib.h>
#include <string.h>

#define BOUND "spool"

static json_t *message_json(const struct message *message) {
    return json_pack("{s:i, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:I}", "kind", (int)message->kind, "id",
                     message->id, "from", message->from, "user", message->user_id, "text", text_get(&message->body),
                     "title", message->title, "media", message->media, "type", message->media_type, "more",
                     text_get(&message->more_media), "at", (json_int_t)message->at_ms);
}

static json_t *status_json(const struct status *status) {
    return json_pack("{s:i, s:s, s:s, s:s, s:i, s:i}", "delivery", (int)status->delivery, "out", status->out_id, "id",
                     status->provider_id, "code", status->code, "stopped", status->stopped, "cause",
                     (int)status->cause);
}

static json_t *inbox_json(const struct channel *channel, const struct inbox *inbox) {
    json_t *messages = json_array(), *statuses = json_array();
    int whole = messages && statuses;
    for (size_t i = 0; i < inbox->message_count; i++)
        if (json_array_append_new(messages, message_json(&inbox->messages[i])) < 0) whole = 0;
    for (size_t i = 0; i < inbox->status_count; i++)
        if (json_array_append_new(statuses, status_json(&inbox->statuses[i])) < 0) whole = 0;
    json_t *all = json_pack("{s:s, s:s, s:s, s:o, s:o}", "channel", channel->name, "wire", channel->wire, "kind",
                            channel->kind, "messages", messages, "statuses", statuses);
    if (whole) return all;
    json_decref(all);
    return NULL;
}

int spool_record_seal(const struct vault *vault, const struct channel *channel, const struct inbox *inbox,
                      unsigned char **ret, size_t *ret_len, struct error *why) {
    json_t *json = inbox_json(channel, inbox);
    own_mem char *plain = json ? json_dumps(json, JSON_COMPACT) : NULL;
    json_decref(json);
    struct vault_bytes bytes = {plain, plain ? strlen(plain) : 0};
    own_mem unsigned char *sealed = plain ? malloc(bytes.len + VAULT_OVERHEAD) : NULL;
    if (!sealed) return error_set(why, ERROR_BUSY, "no memory for the spool");
    *ret_len = vault_seal(vault_office_key(vault), BOUND, bytes, sealed);
    *ret = give(sealed);
    return 0;
}

static int take_text(const json_t *object, const char *name, char *ret, size_t room) {
    const char *text = json_string_value(json_object_get(object, name));
    if (!text || strlen(text) >= room) return -1;
    memcpy(ret, text, strlen(text) + 1);
    return 0;
}

/* What records of an older version do not have. */
static int take_optional(const json_t *object, const char *name, char *ret, size_t room) {
    return json_object_get(object, name) ? take_text(object, name, ret, room) : 0;
}

static int take_more(const json_t *json, struct message *message) {
    if (take_optional(json, "user", message->user_id, sizeof message->user_id) < 0 ||
        take_optional(json, "title", message->title, sizeof message->title) < 0 ||
        take_optional(json, "media", message->media, sizeof message->media) < 0)
        return -1;
    const char *more = json_string_value(json_object_get(json, "more"));
    if (more) text_add(&message->more_media, more);
    if (!text_ok(&message->more_media)) return -1;
    return take_optional(json, "type", message->media_type, sizeof message->media_type);
}

static int take_message(const json_t *json, struct inbox *inbox) {
    const char *text = json_string_value(json_object_get(json, "text"));
    json_int_t kind = json_integer_value(json_object_get(json, "kind"));
    struct message *message = inbox_add_message(inbox);
    if (!message || !text || kind < MESSAGE_TEXT || kind > MESSAGE_UNSUPPORTED ||
        take_text(json, "id", message->id, sizeof message->id) < 0 ||
        take_text(json, "from", message->from, sizeof message->from) < 0 || take_more(json, message) < 0)
        return -1;
    message->kind = (enum message_kind)kind;
    message->at_ms = json_integer_value(json_object_get(json, "at"));
    text_add(&message->body, text);
    return text_ok(&message->body) ? 0 : -1;
}

static int take_status(const json_t *json, struct inbox *inbox) {
    json_int_t delivery = json_integer_value(json_object_get(json, "delivery"));
    json_int_t cause = json_integer_value(json_object_get(json, "cause"));
    struct status *status = inbox_add_status(inbox);
    if (!status || delivery < DELIVERY_NONE || delivery > DELIVERY_READ || cause < 0 || cause > OUTCOME_TEMPLATE ||
        take_text(json, "out", status->out_id, sizeof status->out_id) < 0 ||
        take_text(json, "id", status->provider_id, sizeof status->provider_id) < 0 ||
        take_text(json, "code", status->code, sizeof status->code) < 0)
        return -1;
    status->delivery = (enum delivery)delivery;
    status->cause = (enum outcome_kind)cause;
    status->stopped = json_integer_value(json_object_get(json, "stopped")) == 1;
    return 0;
}

static int take_inbox(const json_t *json, struct channel *channel, struct inbox *inbox) {
    size_t i;
    json_t *one;
    if (take_text(json, "channel", channel->name, sizeof channel->name) < 0 ||
        take_text(json, "wire", channel->wire, sizeof channel->wire) < 0 ||
        take_text(json, "kind", channel->kind, sizeof channel->kind) < 0)
        return -1;
    json_array_foreach(json_object_get(json, "messages"), i, one) if (take_message(one, inbox) < 0) return -1;
    json_array_foreach(json_object_get(json, "statuses"), i, one) if (take_status(one, inbox) < 0) return -1;
    return 0;
}

int spool_record_open(const struct vault *vault, struct vault_bytes sealed, struct channel *ret_channel,
                      struct inbox *ret_inbox, struct error *why) {
    own_mem char *plain = NULL;
    size_t len;
    struct inbox inbox = INBOX_INIT;
    memset(ret_channel, 0, sizeof *ret_channel);
    if (vault_unseal(vault_office_key(vault), BOUND, sealed, &plain, &len, why) < 0) return -1;
    json_t *json = json_loadb(plain, len, 0, NULL);
    int failed = !json || take_inbox(json, ret_channel, &inbox) < 0;
    json_decref(json);
    if (failed) {
        inbox_release(&inbox);
        return error_set(why, ERROR_INPUT, "a record of the spool is malformed");
    }
    *ret_inbox = inbox;
    return 0;
}
