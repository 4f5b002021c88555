/* phone - the wire of the phone simulator that comes with the program: a provider that reaches nobody.
 *
 * In:      POST {"id","from","text","at_ms","kind"} or {"status","out","id","code"}, one object a request, with the
 *          header X-Phone-Signature: sha256=<hex of HMAC-SHA256(secret, body)>; answered {"ok":true}.
 * Out:     POST {base}/{channel}/messages {"to","text","out","status_url"}, Bearer secret; 201 {"id"} or 4xx {"code"}.
 * The code "stopped", in a reply or a status, says that the person opted out at the provider.
 *
 * It is as strict as a real provider's wire, so that what works on the simulator works outside. */
#include "messages/wire/phone.h"

#include "config/own.h"
#include "messages/wire/body_sign.h"
#include "messages/wire/fetch.h"
#include "messages/wire/fields.h"
#include "messages/wire/outcome.h"
#include "messages/wire/reading.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static int verify(const struct channel *channel, const struct http_request *request, struct error *why) {
    return body_sign_verify(channel, request, "X-Phone-Signature", why);
}

/* A member that is a string, or absent, which is ret unchanged. */
static int read_string(const json_t *root, const char *name, const char **ret, struct error *why) {
    const json_t *member = json_object_get(root, name);
    if (!member) return 0;
    if (!json_is_string(member)) return error_set(why, ERROR_INPUT, "'%s' is not a string", name);
    *ret = json_string_value(member);
    return 0;
}

static int read_time(const json_t *root, int64_t *ret, struct error *why) {
    const json_t *member = json_object_get(root, "at_ms");
    *ret = 0;
    if (!member) return 0;
    if (!json_is_integer(member) || json_integer_value(member) < 0)
        return error_set(why, ERROR_INPUT, "'at_ms' is not a time in ms");
    *ret = json_integer_value(member);
    return 0;
}

static const struct {
    const char *word;
    enum message_kind kind;
} kinds[] = {
    {"text", MESSAGE_TEXT},
    {"button", MESSAGE_BUTTON},
    {"media", MESSAGE_MEDIA},
    {"location", MESSAGE_LOCATION},
    {"contact", MESSAGE_CONTACT},
    {"reaction", MESSAGE_REACTION},
    {"unsupported", MESSAGE_UNSUPPORTED},
};

/* -1 when there is no such kind. */
static int kind_of(const char *word) {
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].word, word) == 0) return (int)kinds[i].kind;
    return -1;
}

static int read_message(const json_t *root, struct inbox *ret, struct error *why) {
    const char *id = NULL, *from = "", *words = "", *word = "text", *media = "", *type = "";
    int64_t at_ms;
    if (read_string(root, "id", &id, why) || read_string(root, "from", &from, why)) return -1;
    if (read_string(root, "text", &words, why) || read_string(root, "kind", &word, why)) return -1;
    if (read_string(root, "media", &media, why) || read_string(root, "type", &type, why)) return -1;
    if (read_time(root, &at_ms, why)) return -1;
    if (!fields_is_id(id)) return error_set(why, ERROR_INPUT, "'id' is not an id");
    if (!fields_is_address(from)) return error_set(why, ERROR_INPUT, "'from' is not an address");
    int kind = kind_of(word);
    if (kind < 0) {
        ret->ignored++;
        return 0;
    }
    struct message *message = inbox_add_message(ret);
    if (!message) return error_set(why, ERROR_SYSTEM, "no memory for a message");
    message->kind = (enum message_kind)kind;
    message->at_ms = at_ms;
    snprintf(message->id, sizeof message->id, "%s", id);
    snprintf(message->from, sizeof message->from, "%s", from);
    if (kind == MESSAGE_MEDIA) reading_media(message, media, type);
    text_add_clean(&message->body, words, strlen(words), MESSAGE_RUNES_MAX);
    return text_check(&message->body, "'text'", why);
}

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

static int is_stop(const char *code) {
    return strcmp(code, "stopped") == 0;
}

/* The simulator's codes are the words of outcomes. */
static enum outcome_kind cause_of(const char *code) {
    static const enum outcome_kind kinds_known[] = {OUTCOME_STOPPED, OUTCOME_UNREACHABLE, OUTCOME_TEMPLATE,
                                                    OUTCOME_DAY};
    for (size_t i = 0; i < sizeof kinds_known / sizeof kinds_known[0]; i++)
        if (strcmp(outcome_word(kinds_known[i]), code) == 0) return kinds_known[i];
    return OUTCOME_REFUSED;
}

static int read_status(const json_t *root, struct inbox *ret, struct error *why) {
    const char *word = "", *out = "", *id = "", *code = "";
    if (read_string(root, "status", &word, why) || read_string(root, "out", &out, why)) return -1;
    if (read_string(root, "id", &id, why) || read_string(root, "code", &code, why)) return -1;
    if (*out && !fields_is_out_id(out)) return error_set(why, ERROR_INPUT, "'out' is not an id");
    if (*id && !fields_is_id(id)) return error_set(why, ERROR_INPUT, "'id' is not an id");
    if (!*out && !*id) return error_set(why, ERROR_INPUT, "a status without 'out' and 'id'");
    if (!fields_is_code(code)) return error_set(why, ERROR_INPUT, "'code' is not a code");
    enum delivery delivery = delivery_of(word);
    if (delivery == DELIVERY_NONE) {
        ret->ignored++;
        return 0;
    }
    struct status *status = inbox_add_status(ret);
    if (!status) return error_set(why, ERROR_SYSTEM, "no memory for a status");
    status->delivery = delivery;
    status->stopped = is_stop(code);
    if (delivery == DELIVERY_FAILED) status->cause = cause_of(code);
    snprintf(status->out_id, sizeof status->out_id, "%s", out);
    snprintf(status->provider_id, sizeof status->provider_id, "%s", id);
    snprintf(status->code, sizeof status->code, "%s", code);
    return 0;
}

static int read_object(const struct http_request *request, struct inbox *ret, struct error *why) {
    json_auto_t *root = json_loadb(request->body, request->body_len, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(root)) return error_set(why, ERROR_INPUT, "the body is not a JSON object");
    if (json_object_get(root, "status")) return read_status(root, ret, why);
    return read_message(root, ret, why);
}

static int parse(const struct channel *channel, const struct http_request *request, struct inbox *ret,
                 struct error *why) {
    (void)channel;
    *ret = (struct inbox)INBOX_INIT;
    if (!read_object(request, ret, why)) return 0;
    inbox_release(ret);
    return error_wrap(why, "phone");
}

static void answer(const struct channel *channel, struct http_answer *ret) {
    (void)channel;
    static const char ok[] = "{\"ok\":true}";
    ret->status = 200;
    ret->content_type = "application/json";
    text_init(&ret->body, sizeof ok);
    text_add(&ret->body, ok);
}

static int fill(const struct channel *channel, const struct message_out *out, struct http_call *ret,
                struct error *why) {
    if (!fields_is_address(out->to)) return error_set(why, ERROR_INPUT, "the receiver is not an address");
    if (!*out->body) return error_set(why, ERROR_INPUT, "the message is empty");
    http_call_base(ret, *channel->api_base ? channel->api_base : wire_phone.default_base);
    text_addf(&ret->url, "/%s/messages", channel->name);
    json_auto_t *root = json_pack("{s:s, s:s, s:s, s:s}", "to", out->to, "text", out->body, "out", out->out_id,
                                  "status_url", out->status_url ? out->status_url : "");
    own_mem char *body = root ? json_dumps(root, JSON_COMPACT) : NULL;
    if (!body) return error_set(why, ERROR_INPUT, "the message is not UTF-8");
    text_add(&ret->body, body);
    own_text struct text bearer = TEXT_INIT(SETTINGS_TEXT_MAX + 16);
    text_add(&bearer, "Bearer ");
    text_add(&bearer, channel->secret);
    if (http_call_header(ret, "Content-Type", "application/json", why)) return -1;
    if (http_call_header(ret, "Authorization", text_get(&bearer), why)) return -1;
    return http_call_check(ret, why);
}

static int build(const struct channel *channel, const struct message_out *out, struct http_call *ret,
                 struct error *why) {
    http_call_init(ret);
    if (!fill(channel, out, ret, why)) return 0;
    http_call_release(ret);
    return -1;
}

/* A code says that the simulator looked at the message; without one a 403 or 404 means that it knows no such channel.
 */
static void read_refusal(const json_t *root, int status, struct outcome *ret) {
    const char *code = json_string_value(json_object_get(root, "code"));
    if (!code || !*code || !fields_is_code(code)) return;
    snprintf(ret->code, sizeof ret->code, "%s", code);
    if (status < 400 || status > 499 || ret->kind == OUTCOME_UNKNOWN || ret->kind == OUTCOME_THROTTLED) return;
    if (status != 401) ret->kind = is_stop(code) ? OUTCOME_STOPPED : OUTCOME_REFUSED;
}

static void read_reply(const struct channel *channel, const struct http_reply *reply, struct outcome *ret) {
    (void)channel;
    outcome_of_http(reply, ret);
    if (reply->fate != HTTP_ANSWERED || !reply->body) return;
    json_auto_t *root = json_loadb(reply->body, reply->body_len, JSON_REJECT_DUPLICATES, NULL);
    if (reply->status >= 200 && reply->status <= 299)
        outcome_take_id(root, "id", ret);
    else
        read_refusal(root, reply->status, ret);
}

static int fetch(const struct channel *channel, const char *reference, struct http_call *ret, struct error *why) {
    own_text struct text url = TEXT_INIT(HTTP_URL_MAX);
    if (!fields_is_id(reference)) return error_set(why, ERROR_INPUT, "the medium has no id of the simulator's");
    text_addf(&url, "%s/%s/media/%s", *channel->api_base ? channel->api_base : wire_phone.default_base, channel->name,
              reference);
    return fetch_begin(text_get(&url), ret, why) < 0 ? -1 : fetch_bearer(ret, channel->secret, why);
}

const struct wire wire_phone = {
    .name = "phone",
    .kinds = "sms whatsapp",
    .default_base = "http://127.0.0.1:8080/phone/provider",
    .simulated = 1,
    .verify = verify,
    .parse = parse,
    .answer = answer,
    .build = build,
    .read_reply = read_reply,
    .fetch = fetch,
    .fetched = fetch_follow,
};
