/* meta - the wire of Meta's WhatsApp Cloud API.
 *
 * One request brings up to 1,000 updates in 3 MB, of several numbers when they belong to one app. Whatever is in it, a
 * good message comes in: one that is malformed, or of another number, is counted in `bad` and left out, since Meta
 * would repeat a request that is refused for days, good and bad together. */
#include "messages/wire/meta.h"

#include "messages/form.h"
#include "messages/sign.h"
#include "messages/wire/answer.h"
#include "messages/wire/body_sign.h"
#include "messages/wire/fields.h"
#include "messages/wire/knock.h"
#include "messages/wire/meta_approval.h"
#include "messages/wire/meta_codes.h"
#include "messages/wire/meta_send.h"
#include "messages/wire/reading.h"

#include <stdio.h>
#include <string.h>

#define CHALLENGE_MAX 256
#define SIGNATURE     "X-Hub-Signature-256"

static int verify(const struct channel *channel, const struct http_request *request, struct error *why) {
    return body_sign_verify(channel, request, SIGNATURE, why);
}

static int knock(const struct channel *channel, const char *public_url, struct http_call *ret, struct error *why) {
    knock_begin(channel, public_url, "POST", ret);
    text_add(&ret->body, "{\"object\":\"knock\",\"entry\":[]}");
    return knock_end(ret, "application/json", body_sign_add(channel, SIGNATURE, ret, why), why);
}

/* --- Meta's question --- */

static const char *only(const struct form *form, const char *name) {
    size_t count;
    const char *value = form_find(form, name, &count);
    return count == 1 ? value : "";
}

static int is_plain(const char *text) {
    size_t len = strlen(text);
    for (size_t i = 0; i < len; i++)
        if (text[i] <= ' ' || text[i] > '~' || strchr("<>\"'&", text[i])) return 0;
    return len > 0 && len <= CHALLENGE_MAX;
}

static int greet(const struct channel *channel, const struct http_request *request, struct http_answer *ret,
                 struct error *why) {
    own_form struct form query = {0};
    if (strcmp(request->method, "GET") != 0) return 1;
    if (form_parse(request->query, strlen(request->query), &query, NULL) ||
        strcmp(only(&query, "hub.mode"), "subscribe") != 0 || !*channel->verify_token ||
        !sign_equal(channel->verify_token, only(&query, "hub.verify_token")) ||
        !is_plain(only(&query, "hub.challenge")))
        return error_set(why, ERROR_DENIED, "the verify token is not valid");
    ret->status = 200;
    ret->content_type = "text/plain";
    text_init(&ret->body, CHALLENGE_MAX);
    text_add(&ret->body, only(&query, "hub.challenge"));
    return 0;
}

/* --- messages --- */

static const struct {
    const char *type;
    enum message_kind kind;
} types[] = {
    {"text", MESSAGE_TEXT},         {"button", MESSAGE_BUTTON},    {"interactive", MESSAGE_BUTTON},
    {"image", MESSAGE_MEDIA},       {"video", MESSAGE_MEDIA},      {"document", MESSAGE_MEDIA},
    {"audio", MESSAGE_MEDIA},       {"voice", MESSAGE_MEDIA},      {"sticker", MESSAGE_MEDIA},
    {"location", MESSAGE_LOCATION}, {"contacts", MESSAGE_CONTACT}, {"reaction", MESSAGE_REACTION},
};

/* What the person sent and we cannot read is answered too: silence would leave them waiting. */
static enum message_kind kind_of(const char *type) {
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (strcmp(types[i].type, type) == 0) return types[i].kind;
    return MESSAGE_UNSUPPORTED;
}

static void read_tap(struct message *message, const json_t *content) {
    const json_t *reply = json_object_get(content, "button_reply");
    if (!reply) reply = json_object_get(content, "list_reply");
    if (reply)
        reading_button(message, reading_text(reply, "id"), reading_text(reply, "title"));
    else if (json_object_get(content, "payload") || json_object_get(content, "text"))
        reading_button(message, reading_text(content, "payload"), reading_text(content, "text"));
    else
        message->kind = MESSAGE_UNSUPPORTED; /* the answer of a flow, which we do not send */
}

static void read_contacts(struct message *message, const json_t *contacts) {
    size_t i, k;
    json_t *contact, *phone;
    json_array_foreach(contacts, i, contact) {
        reading_line(message, reading_text(json_object_get(contact, "name"), "formatted_name"));
        json_array_foreach(json_object_get(contact, "phones"), k, phone)
            reading_line(message, reading_text(phone, "phone"));
        if (message->body.len > MESSAGE_RUNES_MAX) return;
    }
}

static void read_content(struct message *message, const json_t *content) {
    switch (message->kind) {
    case MESSAGE_TEXT: reading_body(message, reading_text(content, "body")); break;
    case MESSAGE_BUTTON: read_tap(message, content); break;
    case MESSAGE_MEDIA:
        reading_body(message, reading_text(content, "caption"));
        reading_media(message, reading_text(content, "id"), reading_text(content, "mime_type"));
        break;
    case MESSAGE_LOCATION:
        reading_place(message, reading_number(content, "latitude"), reading_number(content, "longitude"));
        reading_line(message, reading_text(content, "name"));
        reading_line(message, reading_text(content, "address"));
        break;
    case MESSAGE_CONTACT: read_contacts(message, content); break;
    case MESSAGE_REACTION: reading_body(message, reading_text(content, "emoji")); break;
    case MESSAGE_UNSUPPORTED: break;
    }
}

/* The user id that Meta tells beside the number, in the contact of the same number. */
static void read_user_id(struct message *message, const json_t *contacts, const char *number) {
    size_t i;
    json_t *contact;
    json_array_foreach(contacts, i, contact) {
        const char *user_id = reading_text(contact, "user_id");
        if (strcmp(reading_text(contact, "wa_id"), number) != 0) continue;
        if (*user_id && fields_is_address(user_id) && strlen(user_id) <= MESSAGE_ADDRESS_MAX)
            snprintf(message->user_id, sizeof message->user_id, "%s", user_id);
    }
}

/* 1 when the person took something back or wrote to a group: nothing that we answer. */
static int is_nothing_for_us(const json_t *json, const char *type) {
    if (strcmp(type, "system") == 0 || json_object_get(json, "group_id")) return 1;
    return strcmp(type, "reaction") == 0 && !*reading_text(json_object_get(json, "reaction"), "emoji");
}

static void read_message(const json_t *value, const json_t *json, struct inbox *ret) {
    char from[MESSAGE_ADDRESS_MAX + 1];
    const char *type = reading_text(json, "type"), *id = reading_text(json, "id"), *number = reading_text(json, "from");
    const char *sender = *number ? number : reading_text(json, "from_user_id");
    struct message_head head = {kind_of(type), id, from, reading_time(reading_text(json, "timestamp"))};
    if (is_nothing_for_us(json, type)) {
        ret->ignored++;
        return;
    }
    struct message *message = NULL;
    if (*type && fields_is_base64_id(id) && reading_address(sender, from)) message = reading_message(ret, &head);
    if (!message) {
        ret->bad++;
        return;
    }
    read_content(message, json_object_get(json, type));
    if (*number) read_user_id(message, json_object_get(value, "contacts"), number);
}

/* --- statuses --- */

static const struct {
    const char *word;
    enum delivery delivery;
} deliveries[] = {
    {"sent", DELIVERY_SENT}, {"delivered", DELIVERY_DELIVERED}, {"read", DELIVERY_READ}, {"failed", DELIVERY_FAILED}};

static enum delivery delivery_of(const char *word) {
    for (size_t i = 0; i < sizeof deliveries / sizeof deliveries[0]; i++)
        if (strcmp(deliveries[i].word, word) == 0) return deliveries[i].delivery;
    return DELIVERY_NONE;
}

static void read_failure(struct status *status, const json_t *errors) {
    const json_t *code = json_object_get(json_array_get(errors, 0), "code");
    json_int_t number = json_integer_value(code);
    status->cause = OUTCOME_REFUSED;
    if (!json_is_integer(code) || number < 0 || number > 9999999) return;
    snprintf(status->code, sizeof status->code, "%ld", (long)number);
    status->cause = meta_code_kind((long)number, OUTCOME_REFUSED);
    status->stopped = status->cause == OUTCOME_STOPPED;
}

static void read_status(const json_t *json, struct inbox *ret) {
    const char *id = reading_text(json, "id"), *out_id = reading_text(json, "biz_opaque_callback_data");
    enum delivery delivery = delivery_of(reading_text(json, "status"));
    if (delivery == DELIVERY_NONE && *reading_text(json, "status")) {
        ret->ignored++; /* "played", "deleted", "warning" */
        return;
    }
    struct status *status = NULL;
    if (delivery != DELIVERY_NONE && fields_is_base64_id(id)) status = inbox_add_status(ret);
    if (!status) {
        ret->bad++;
        return;
    }
    status->delivery = delivery;
    snprintf(status->provider_id, sizeof status->provider_id, "%s", id);
    if (fields_is_out_id(out_id)) snprintf(status->out_id, sizeof status->out_id, "%s", out_id);
    if (delivery == DELIVERY_FAILED) read_failure(status, json_object_get(json, "errors"));
}

/* --- the whole --- */

static void read_change(const struct channel *channel, const json_t *change, struct inbox *ret) {
    const json_t *value = json_object_get(change, "value");
    const json_t *messages = json_object_get(value, "messages"), *statuses = json_object_get(value, "statuses");
    size_t i;
    json_t *one;
    ret->template_news += strcmp(reading_text(change, "field"), "message_template_status_update") == 0;
    if (strcmp(reading_text(change, "field"), "messages") != 0 || (!messages && !statuses)) {
        ret->ignored++;
        return;
    }
    if (strcmp(reading_text(json_object_get(value, "metadata"), "phone_number_id"), channel->account) != 0) {
        ret->bad++;
        return;
    }
    json_array_foreach(messages, i, one) read_message(value, one, ret);
    json_array_foreach(statuses, i, one) read_status(one, ret);
}

static int read_body(const struct channel *channel, const struct http_request *request, struct inbox *ret,
                     struct error *why) {
    json_auto_t *root = json_loadb(request->body, request->body_len, JSON_REJECT_DUPLICATES, NULL);
    const json_t *entries = json_object_get(root, "entry");
    size_t i, k;
    json_t *entry, *change;
    if (!json_is_object(root)) return error_set(why, ERROR_INPUT, "the body is not a JSON object");
    if (strcmp(reading_text(root, "object"), "whatsapp_business_account") != 0) {
        ret->ignored++;
        return 0;
    }
    if (!json_is_array(entries)) return error_set(why, ERROR_INPUT, "'entry' is not a list");
    json_array_foreach(entries, i, entry) json_array_foreach(json_object_get(entry, "changes"), k, change)
        read_change(channel, change, ret);
    return 0;
}

static int parse(const struct channel *channel, const struct http_request *request, struct inbox *ret,
                 struct error *why) {
    *ret = (struct inbox)INBOX_INIT;
    if (!read_body(channel, request, ret, why)) return 0;
    inbox_release(ret);
    return error_wrap(why, "meta");
}

static int check(const struct channel *channel, struct error *why) {
    if (!*channel->account) return error_set(why, ERROR_INPUT, "account (the phone number id) is missing");
    if (!*channel->token) return error_set(why, ERROR_INPUT, "token (the access token) is missing");
    if (!*channel->verify_token) return error_set(why, ERROR_INPUT, "verify_token is missing");
    return 0;
}

const struct wire wire_meta = {
    .name = "meta",
    .kinds = "whatsapp",
    .default_base = META_API,
    .by_get = 1,
    .body_max = HTTP_BATCH_MAX,
    .check = check,
    .greet = greet,
    .verify = verify,
    .knock = knock,
    .parse = parse,
    .answer = answer_ok,
    .build = meta_build,
    .read_reply = meta_read_reply,
    .approval = meta_approval,
    .approved = meta_approved,
    .fetch = meta_fetch,
    .fetched = meta_fetched,
    .probe = meta_probe,
    .probe_good = 200,
    .mark_read = meta_mark_read,
};
