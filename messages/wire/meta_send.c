/* meta_send - a message as a call of the WhatsApp Cloud API, and what Meta's reply means. */
#include "messages/wire/meta_send.h"

#include "config/own.h"
#include "messages/wire/fetch.h"
#include "messages/wire/fields.h"
#include "messages/wire/meta_codes.h"
#include "messages/wire/outcome.h"
#include "messages/wire/whatsapp.h"

#include <stdio.h>
#include <string.h>

static int fill(const struct channel *channel, json_t *root, struct http_call *ret, struct error *why) {
    own_mem char *body = json_dumps(root, JSON_COMPACT);
    if (!body) return error_set(why, ERROR_SYSTEM, "no memory for a call");
    if (!fields_is_id(channel->account)) return error_set(why, ERROR_INPUT, "the account of this channel is not an id");
    http_call_base(ret, *channel->api_base ? channel->api_base : META_API);
    text_addf(&ret->url, "/%s/messages", channel->account);
    text_add(&ret->body, body);
    own_text struct text bearer = TEXT_INIT(SETTINGS_LONG_MAX + 16);
    text_addf(&bearer, "Bearer %s", channel->token);
    if (http_call_header(ret, "Content-Type", "application/json", why)) return -1;
    if (http_call_header(ret, "Authorization", text_get(&bearer), why)) return -1;
    return http_call_check(ret, why);
}

static int fill_or_release(const struct channel *channel, json_t *root, struct http_call *ret, struct error *why) {
    if (!fill(channel, root, ret, why)) return 0;
    http_call_release(ret);
    return -1;
}

int meta_build(const struct channel *channel, const struct message_out *out, struct http_call *ret, struct error *why) {
    http_call_init(ret);
    if (!fields_is_address(out->to)) return error_set(why, ERROR_INPUT, "the receiver is not an address");
    int is_number = *out->to == '+';
    json_auto_t *root =
        json_pack("{s:s, s:s, s:s, s:s}", "messaging_product", "whatsapp", "recipient_type", "individual",
                  is_number ? "to" : "recipient", out->to + is_number, "biz_opaque_callback_data", out->out_id);
    if (!root) return error_set(why, ERROR_INPUT, "the message is not UTF-8");
    if (whatsapp_content(out, root, why)) return -1;
    return fill_or_release(channel, root, ret, why);
}

int meta_mark_read(const struct channel *channel, const char *message_id, struct http_call *ret, struct error *why) {
    http_call_init(ret);
    if (!fields_is_base64_id(message_id)) return error_set(why, ERROR_INPUT, "the message has no id of Meta's");
    json_auto_t *root =
        json_pack("{s:s, s:s, s:s}", "messaging_product", "whatsapp", "status", "read", "message_id", message_id);
    return fill_or_release(channel, root, ret, why);
}

static void read_sent(const json_t *root, struct outcome *ret) {
    const json_t *first = json_array_get(json_object_get(root, "messages"), 0);
    const char *id = json_string_value(json_object_get(first, "id"));
    if (!fields_is_base64_id(id)) return;
    ret->kind = OUTCOME_SENT;
    ret->code[0] = 0;
    snprintf(ret->provider_id, sizeof ret->provider_id, "%s", id);
}

static void read_refusal(const json_t *root, const struct http_reply *reply, struct outcome *ret) {
    const json_t *code = json_object_get(json_object_get(root, "error"), "code");
    json_int_t number = json_integer_value(code);
    if (!json_is_integer(code) || number < 0 || number > 9999999) return;
    snprintf(ret->code, sizeof ret->code, "%ld", (long)number);
    if (reply->status < 400 || reply->status > 499 || reply->status == 408) return;
    ret->kind = meta_code_kind((long)number, reply->status == 401   ? OUTCOME_CHANNEL
                                             : reply->status == 429 ? OUTCOME_THROTTLED
                                                                    : OUTCOME_REFUSED);
    if (ret->kind == OUTCOME_THROTTLED) ret->retry_after_s = reply->retry_after_s;
}

void meta_read_reply(const struct channel *channel, const struct http_reply *reply, struct outcome *ret) {
    (void)channel;
    outcome_of_http(reply, ret);
    if (reply->fate != HTTP_ANSWERED || !reply->body) return;
    json_auto_t *root = json_loadb(reply->body, reply->body_len, JSON_REJECT_DUPLICATES, NULL);
    if (!root) return;
    if (reply->status >= 200 && reply->status <= 299)
        read_sent(root, ret);
    else
        read_refusal(root, reply, ret);
}

int meta_probe(const struct channel *channel, struct http_call *ret, struct error *why) {
    http_call_init(ret);
    if (!fields_is_id(channel->account)) return error_set(why, ERROR_INPUT, "the account of this channel is not an id");
    own_text struct text bearer = TEXT_INIT(SETTINGS_LONG_MAX + 16);
    text_addf(&bearer, "Bearer %s", channel->token);
    ret->method = "GET";
    http_call_base(ret, *channel->api_base ? channel->api_base : META_API);
    text_addf(&ret->url, "/%s?fields=display_phone_number", channel->account);
    if (http_call_header(ret, "Authorization", text_get(&bearer), why) == 0 && http_call_check(ret, why) == 0) return 0;
    http_call_release(ret);
    return -1;
}

int meta_fetch(const struct channel *channel, const char *reference, struct http_call *ret, struct error *why) {
    own_text struct text url = TEXT_INIT(HTTP_URL_MAX);
    const char *base = *channel->api_base ? channel->api_base : META_API;
    size_t len = strlen(base);
    if (!fields_is_id(reference)) return error_set(why, ERROR_INPUT, "the medium has no id of Meta's");
    while (len && base[len - 1] == '/') len--;
    text_add_bytes(&url, base, len);
    text_addf(&url, "/%s", reference);
    return fetch_begin(text_get(&url), ret, why) < 0 ? -1 : fetch_bearer(ret, channel->token, why);
}

int meta_fetched(const struct channel *channel, int step, const struct http_reply *reply, struct http_call *ret,
                 struct error *why) {
    if (step > 0 || reply->status != 200) return fetch_follow(channel, step, reply, ret, why);
    json_auto_t *root = json_loadb(reply->body, reply->body_len, JSON_REJECT_DUPLICATES, NULL);
    const char *url = json_string_value(json_object_get(root, "url"));
    if (!url) return error_set(why, ERROR_INPUT, "Meta tells no address of the medium");
    if (fetch_begin(url, ret, why) < 0) return -1;
    const char *base = *channel->api_base ? channel->api_base : META_API;
    int is_metas = fetch_is_own(base, url) || fetch_is_of(url, ".fbsbx.com") || fetch_is_of(url, ".facebook.com") ||
                   fetch_is_of(url, ".fbcdn.net") || fetch_is_of(url, ".whatsapp.net");
    return is_metas && fetch_bearer(ret, channel->token, why) < 0 ? -1 : 1;
}
