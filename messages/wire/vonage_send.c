/* vonage_send - a message as a call of Vonage's Messages API (v1), and what Vonage's reply means. */
#include "messages/wire/vonage_send.h"

#include "config/own.h"
#include "messages/wire/fetch.h"
#include "messages/wire/fields.h"
#include "messages/wire/outcome.h"
#include "messages/wire/vonage_codes.h"
#include "messages/wire/whatsapp.h"

#include <stdio.h>
#include <string.h>

#define SMS_LETTERS_MAX 1000

static int set_text(json_t *root, const char *body, size_t letters_max, struct error *why) {
    if (!*body) return error_set(why, ERROR_INPUT, "the message is empty");
    if (whatsapp_letters(body) > letters_max)
        return error_set(why, ERROR_INPUT, "the message has more than %zu letters", letters_max);
    json_object_set_new(root, "message_type", json_string("text"));
    if (json_object_set_new(root, "text", json_string(body)) == 0) return 0;
    return error_set(why, ERROR_INPUT, "the message is not UTF-8");
}

static int set_template(json_t *root, const struct message_template *template, struct error *why) {
    json_t *params = json_array();
    for (size_t i = 0; i < template->param_count && i < OUT_PARAMS_MAX; i++) {
        own_text struct text clean = TEXT_INIT(HTTP_CALL_BODY_MAX);
        whatsapp_param(&clean, template->params[i]);
        json_array_append_new(params, json_string(text_get(&clean)));
    }
    json_object_set_new(root, "message_type", json_string("template"));
    json_object_set_new(root, "whatsapp",
                        json_pack("{s:s, s:s}", "policy", "deterministic", "locale", template->language));
    if (json_object_set_new(root, "template", json_pack("{s:s, s:o}", "name", template->name, "parameters", params)) ==
        0)
        return 0;
    return error_set(why, ERROR_INPUT, "the template is not UTF-8");
}

/* What can be tapped is handed on to WhatsApp as it is; plain text is Vonage's own kind. */
static int set_whatsapp(json_t *root, const struct message_out *out, struct error *why) {
    json_auto_t *content = json_object();
    if (out->template) return set_template(root, out->template, why);
    if (whatsapp_content(out, content, why)) return -1;
    const json_t *text = json_object_get(content, "text");
    json_object_set_new(root, "message_type", json_string(text ? "text" : "custom"));
    return text ? json_object_set(root, "text", json_object_get(text, "body"))
                : json_object_set(root, "custom", content);
}

static int set_content(const struct channel *channel, const struct message_out *out, json_t *root, struct error *why) {
    if (strcmp(channel->kind, "whatsapp") == 0) return set_whatsapp(root, out, why);
    /* the default encoding would turn the letters that GSM does not have into question marks */
    json_object_set_new(root, "sms", json_pack("{s:s}", "encoding_type", "auto"));
    return set_text(root, out->body, SMS_LETTERS_MAX, why);
}

static int fill(const struct channel *channel, json_t *root, struct http_call *ret, struct error *why) {
    own_mem char *body = json_dumps(root, JSON_COMPACT);
    if (!body) return error_set(why, ERROR_SYSTEM, "no memory for a call");
    http_call_base(ret, *channel->api_base ? channel->api_base : VONAGE_API);
    text_add(&ret->url, "/v1/messages");
    text_add(&ret->user, channel->account);
    text_add(&ret->password, channel->token);
    text_add(&ret->body, body);
    if (http_call_header(ret, "Content-Type", "application/json", why)) return -1;
    if (http_call_header(ret, "Accept", "application/json", why)) return -1;
    return http_call_check(ret, why);
}

int vonage_build(const struct channel *channel, const struct message_out *out, struct http_call *ret,
                 struct error *why) {
    http_call_init(ret);
    if (!fields_is_address(out->to)) return error_set(why, ERROR_INPUT, "the receiver is not an address");
    json_auto_t *root = json_pack("{s:s, s:s, s:s, s:s}", "channel", channel->kind, "to", out->to + (*out->to == '+'),
                                  "from", channel->number + (*channel->number == '+'), "client_ref", out->out_id);
    if (!root) return error_set(why, ERROR_INPUT, "the message is not UTF-8");
    if (out->status_url && *out->status_url) {
        json_object_set_new(root, "webhook_url", json_string(out->status_url));
        json_object_set_new(root, "webhook_version", json_string("v1"));
    }
    if (set_content(channel, out, root, why)) return -1;
    if (!fill(channel, root, ret, why)) return 0;
    http_call_release(ret);
    return -1;
}

static void read_refusal(const json_t *root, const struct http_reply *reply, struct outcome *ret) {
    long code = vonage_code_of(root);
    if (!code) return;
    snprintf(ret->code, sizeof ret->code, "%ld", code);
    if (reply->status < 400 || reply->status > 499 || reply->status == 408) return;
    ret->kind = vonage_code_kind(code, ret->kind);
    if (ret->kind == OUTCOME_THROTTLED) ret->retry_after_s = reply->retry_after_s;
}

void vonage_read_reply(const struct channel *channel, const struct http_reply *reply, struct outcome *ret) {
    (void)channel;
    outcome_of_http(reply, ret);
    if (reply->fate != HTTP_ANSWERED || !reply->body) return;
    json_auto_t *root = json_loadb(reply->body, reply->body_len, JSON_REJECT_DUPLICATES, NULL);
    if (!root) return;
    if (reply->status >= 200 && reply->status <= 299)
        outcome_take_id(root, "message_uuid", ret);
    else
        read_refusal(root, reply, ret);
}

int vonage_fetch(const struct channel *channel, const char *reference, struct http_call *ret, struct error *why) {
    if (fetch_begin(reference, ret, why) < 0) return -1;
    const char *base = *channel->api_base ? channel->api_base : VONAGE_API;
    int is_vonages =
        fetch_is_own(base, reference) || fetch_is_of(reference, ".nexmo.com") || fetch_is_of(reference, ".vonage.com");
    return is_vonages ? fetch_basic(ret, channel->account, channel->token, why) : 0;
}
