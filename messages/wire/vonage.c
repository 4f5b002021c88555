/* vonage - the wire of Vonage's Messages API (v1): SMS and WhatsApp.
 *
 * Messages and reports of delivery come to the same URL, one a request, signed by a JWT that holds the hash of the
 * body. Its time is not looked at: Vonage repeats a request for 24 hours, and a message or status that comes again is
 * known by its id. */
#include "messages/wire/vonage.h"

#include "messages/form.h"
#include "messages/jwt.h"
#include "messages/sign.h"
#include "messages/wire/answer.h"
#include "messages/wire/fetch.h"
#include "messages/wire/fields.h"
#include "messages/wire/knock.h"
#include "messages/wire/reading.h"
#include "messages/wire/vonage_balance.h"
#include "messages/wire/vonage_codes.h"
#include "messages/wire/vonage_send.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define BEARER     "Bearer "
#define BEARER_LEN (sizeof BEARER - 1)

/* --- is it Vonage's? --- */

static int is_of_body(const json_t *claims, const struct http_request *request) {
    unsigned char hash[SIGN_SHA256_LEN];
    char expected[2 * SIGN_SHA256_LEN + 1];
    sign_sha256(request->body, request->body_len, hash);
    sign_hex(hash, sizeof hash, expected);
    return sign_equal(expected, reading_text(claims, "payload_hash"));
}

static int is_signed_with(const char *secret, const struct channel *channel, const struct http_request *request,
                          const char *token) {
    json_auto_t *claims = jwt_claims(token, secret);
    if (!claims || strcmp(reading_text(claims, "iss"), "Vonage") != 0) return 0;
    if (!*channel->account || strcmp(reading_text(claims, "api_key"), channel->account) != 0) return 0;
    return is_of_body(claims, request);
}

static int verify(const struct channel *channel, const struct http_request *request, struct error *why) {
    size_t count;
    const char *given = http_header_find(request, "Authorization", &count);
    int is_post = strcmp(request->method, "POST") == 0 && http_is_type(request, "application/json");
    /* "in rare cases ... an unsigned callback": Vonage's word for it, with the advice to have it sent again */
    if (is_post && count == 0) return error_set(why, ERROR_BUSY, "the request is not signed");
    if (is_post && count == 1 && strncasecmp(given, BEARER, BEARER_LEN) == 0 &&
        (is_signed_with(channel->secret, channel, request, given + BEARER_LEN) ||
         is_signed_with(channel->secret_next, channel, request, given + BEARER_LEN)))
        return 0;
    return error_set(why, ERROR_DENIED, "the signature is not valid");
}

/* A message of another product on the same account. */
static int knock(const struct channel *channel, const char *public_url, struct http_call *ret, struct error *why) {
    static const char body[] = "{\"channel\":\"knock\"}";
    unsigned char hash[SIGN_SHA256_LEN];
    char hex[2 * SIGN_SHA256_LEN + 1];
    own_text struct text bearer = TEXT_INIT(JWT_MAX);
    knock_begin(channel, public_url, "POST", ret);
    text_add(&ret->body, body);
    sign_sha256(body, strlen(body), hash);
    sign_hex(hash, sizeof hash, hex);
    json_auto_t *claims =
        json_pack("{s:s, s:s, s:s}", "iss", "Vonage", "api_key", channel->account, "payload_hash", hex);
    text_add(&bearer, BEARER);
    jwt_add(&bearer, claims, channel->secret);
    int failed = http_call_header(ret, "Authorization", text_get(&bearer), why);
    return knock_end(ret, "application/json", failed, why);
}

/* --- messages --- */

static const struct {
    const char *type;
    enum message_kind kind;
} types[] = {
    {"", MESSAGE_TEXT},
    {"text", MESSAGE_TEXT},
    {"reply", MESSAGE_BUTTON},
    {"button", MESSAGE_BUTTON},
    {"image", MESSAGE_MEDIA},
    {"audio", MESSAGE_MEDIA},
    {"video", MESSAGE_MEDIA},
    {"file", MESSAGE_MEDIA},
    {"sticker", MESSAGE_MEDIA},
    {"vcard", MESSAGE_CONTACT},
    {"contact", MESSAGE_CONTACT},
    {"location", MESSAGE_LOCATION},
    {"reaction", MESSAGE_REACTION},
};

/* What the person sent and we cannot read is answered too: silence would leave them waiting. */
static enum message_kind kind_of(const char *type) {
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (strcmp(types[i].type, type) == 0) return types[i].kind;
    return MESSAGE_UNSUPPORTED;
}

static void read_contact(struct message *message, const json_t *contact) {
    size_t i;
    json_t *phone;
    reading_line(message, reading_text(json_object_get(contact, "name"), "formatted_name"));
    json_array_foreach(json_object_get(contact, "phones"), i, phone) {
        reading_line(message, reading_text(phone, "phone"));
        if (message->body.len > MESSAGE_RUNES_MAX) return;
    }
    reading_media(message, reading_text(contact, "url"), "");
}

static void read_content(struct message *message, const json_t *root, const char *type) {
    const json_t *content = json_object_get(root, type);
    int is_reply = strcmp(type, "reply") == 0;
    switch (message->kind) {
    case MESSAGE_TEXT: reading_body(message, reading_text(root, "text")); break;
    case MESSAGE_BUTTON:
        reading_button(message, reading_text(content, is_reply ? "id" : "payload"),
                       reading_text(content, is_reply ? "title" : "text"));
        break;
    case MESSAGE_MEDIA:
        reading_body(message, reading_text(content, "caption"));
        reading_media(message, reading_text(content, "url"), "");
        break;
    case MESSAGE_LOCATION:
        reading_place(message, reading_number(content, "lat"), reading_number(content, "long"));
        reading_line(message, reading_text(content, "name"));
        reading_line(message, reading_text(content, "address"));
        break;
    case MESSAGE_CONTACT: read_contact(message, content); break;
    case MESSAGE_REACTION: reading_body(message, reading_text(content, "emoji")); break;
    case MESSAGE_UNSUPPORTED: break;
    }
}

static int is_ours(const struct channel *channel, const char *to) {
    return strcmp(to, channel->number + (*channel->number == '+')) == 0 || strcmp(to, channel->number) == 0;
}

/* A picture by MMS comes to the same number as its SMS. */
static int is_our_kind(const struct channel *channel, const char *kind) {
    return strcmp(kind, channel->kind) == 0 || (strcmp(kind, "mms") == 0 && strcmp(channel->kind, "sms") == 0);
}

static void read_user_id(struct message *message, const json_t *root) {
    const char *user_id = reading_text(json_object_get(root, "whatsapp"), "user_id");
    if (*message->from == '+' && *user_id && *user_id != '+' && strlen(user_id) <= MESSAGE_ADDRESS_MAX &&
        fields_is_address(user_id))
        snprintf(message->user_id, sizeof message->user_id, "%s", user_id);
}

static int read_message(const struct channel *channel, const json_t *root, struct inbox *ret, struct error *why) {
    char from[MESSAGE_ADDRESS_MAX + 1];
    const char *id = reading_text(root, "message_uuid"), *sender = reading_text(root, "from");
    const char *type = reading_text(root, "message_type");
    if (!fields_is_id(id)) return error_set(why, ERROR_INPUT, "'message_uuid' is not an id");
    if (!is_ours(channel, reading_text(root, "to")))
        return error_set(why, ERROR_INPUT, "'to' is not the number of this channel");
    if (!*sender) sender = reading_text(json_object_get(root, "whatsapp"), "user_id");
    if (!*sender) return error_set(why, ERROR_INPUT, "'from' is missing");
    const json_t *reaction = json_object_get(root, "reaction");
    if (!reading_address(sender, from) || (reaction && !*reading_text(reaction, "emoji"))) {
        ret->ignored++; /* a word as sender is a robot; a reaction taken back */
        return 0;
    }
    const struct message_head head = {kind_of(type), id, from, reading_iso_time(reading_text(root, "timestamp"))};
    struct message *message = reading_message(ret, &head);
    if (!message) return error_set(why, ERROR_SYSTEM, "no memory for a message");
    read_content(message, root, type);
    read_user_id(message, root);
    return text_check(&message->body, "'text'", why);
}

/* --- statuses --- */

static const struct {
    const char *word;
    enum delivery delivery;
} deliveries[] = {
    {"submitted", DELIVERY_SENT},  {"delivered", DELIVERY_DELIVERED},  {"read", DELIVERY_READ},
    {"rejected", DELIVERY_FAILED}, {"undeliverable", DELIVERY_FAILED},
};

static enum delivery delivery_of(const char *word) {
    for (size_t i = 0; i < sizeof deliveries / sizeof deliveries[0]; i++)
        if (strcmp(deliveries[i].word, word) == 0) return deliveries[i].delivery;
    return DELIVERY_NONE;
}

static void read_failure(struct status *status, const json_t *problem) {
    long code = vonage_code_of(problem);
    if (code) snprintf(status->code, sizeof status->code, "%ld", code);
    status->cause = vonage_code_kind(code, OUTCOME_REFUSED);
    status->stopped = status->cause == OUTCOME_STOPPED;
}

static int read_status(const json_t *root, struct inbox *ret, struct error *why) {
    const char *id = reading_text(root, "message_uuid"), *out_id = reading_text(root, "client_ref");
    if (!fields_is_id(id)) return error_set(why, ERROR_INPUT, "'message_uuid' is not an id");
    enum delivery delivery = delivery_of(reading_text(root, "status"));
    if (delivery == DELIVERY_NONE) {
        ret->ignored++;
        return 0;
    }
    struct status *status = inbox_add_status(ret);
    if (!status) return error_set(why, ERROR_SYSTEM, "no memory for a status");
    status->delivery = delivery;
    snprintf(status->provider_id, sizeof status->provider_id, "%s", id);
    if (fields_is_out_id(out_id)) snprintf(status->out_id, sizeof status->out_id, "%s", out_id);
    if (delivery == DELIVERY_FAILED) read_failure(status, json_object_get(root, "error"));
    return 0;
}

/* --- the whole --- */

static int read_body(const struct channel *channel, const struct http_request *request, struct inbox *ret,
                     struct error *why) {
    json_auto_t *root = json_loadb(request->body, request->body_len, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(root)) return error_set(why, ERROR_INPUT, "the body is not a JSON object");
    const char *kind = reading_text(root, "channel");
    if (*kind && !is_our_kind(channel, kind)) {
        ret->ignored++; /* Messenger, Viber: another product on the same account */
        return 0;
    }
    if (!*kind) return error_set(why, ERROR_INPUT, "'channel' is missing");
    if (json_object_get(root, "status")) return read_status(root, ret, why);
    return read_message(channel, root, ret, why);
}

static int parse(const struct channel *channel, const struct http_request *request, struct inbox *ret,
                 struct error *why) {
    *ret = (struct inbox)INBOX_INIT;
    if (!read_body(channel, request, ret, why)) return 0;
    inbox_release(ret);
    return error_wrap(why, "vonage");
}

static int check(const struct channel *channel, struct error *why) {
    if (!*channel->account) return error_set(why, ERROR_INPUT, "account (the API key) is missing");
    if (!*channel->token) return error_set(why, ERROR_INPUT, "token (the API secret) is missing");
    return 0;
}

const struct wire wire_vonage = {
    .name = "vonage",
    .kinds = "sms whatsapp",
    .default_base = VONAGE_API,
    .check = check,
    .verify = verify,
    .knock = knock,
    .parse = parse,
    .answer = answer_ok,
    .build = vonage_build,
    .read_reply = vonage_read_reply,
    .probe = vonage_balance,
    .probe_good = 200,
    .balance = vonage_balance,
    .balanced = vonage_balanced,
    .fetch = vonage_fetch,
    .fetched = fetch_follow,
};
