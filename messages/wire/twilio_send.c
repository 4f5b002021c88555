/* twilio_send - a message as a call of Twilio's Messages API, and what Twilio's reply means. */
#include "messages/wire/twilio_send.h"

#include "config/own.h"
#include "messages/form.h"
#include "messages/wire/fetch.h"
#include "messages/wire/fields.h"
#include "messages/wire/outcome.h"
#include "messages/wire/twilio_codes.h"
#include "messages/wire/whatsapp.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

/* Twilio asks a status callback once only, unless its URL says otherwise in a fragment, which is neither sent nor
 * signed: 5 more tries, whatever failed (twilio.com/docs/usage/webhooks/webhooks-connection-overrides). */
#define CALLBACK_TRIES "#rc=5&rp=all"

const char *twilio_prefix(const struct channel *channel) {
    return strcmp(channel->kind, "whatsapp") == 0 ? "whatsapp:" : "";
}

const char *twilio_bare_address(const struct channel *channel, const char *address) {
    const char *prefix = twilio_prefix(channel);
    size_t len = strlen(prefix);
    if (strncmp(address, prefix, len) != 0) return NULL;
    return strchr(address + len, ':') ? NULL : address + len;
}

static void add_address(struct text *ret, const char *name, const char *prefix, const char *address) {
    own_text struct text whole = TEXT_INIT(MESSAGE_ADDRESS_MAX + 16);
    text_add(&whole, prefix);
    text_add(&whole, address);
    form_add(ret, name, text_get(&whole));
}

static void add_callback(struct text *ret, const char *url) {
    if (!url || !*url) return;
    own_text struct text whole = TEXT_INIT(HTTP_URL_MAX);
    text_add(&whole, url);
    text_add(&whole, CALLBACK_TRIES);
    form_add(ret, "StatusCallback", text_get(&whole));
}

/* --- contents: templates, and what can be tapped --- */

static void set_variable(json_t *variables, size_t number, const char *value, size_t len) {
    char name[24];
    snprintf(name, sizeof name, "%zu", number);
    json_object_set_new(variables, name, json_stringn(value, len));
}

static json_t *template_variables(const struct message_template *template) {
    json_t *variables = json_object();
    for (size_t i = 0; i < template->param_count && i < OUT_PARAMS_MAX; i++) {
        own_text struct text clean = TEXT_INIT(HTTP_CALL_BODY_MAX);
        whatsapp_param(&clean, template->params[i]);
        set_variable(variables, i + 1, text_get(&clean), clean.len);
    }
    return variables;
}

static json_t *option_variables(const struct message_out *out) {
    json_t *variables = json_object();
    size_t next = 1;
    int is_list = out->option_count > WHATSAPP_BUTTONS_MAX;
    set_variable(variables, next++, out->body, strlen(out->body));
    if (is_list)
        set_variable(variables, next++, out->options_label,
                     whatsapp_head_len(out->options_label, WHATSAPP_LIST_LABEL_LETTERS_MAX));
    for (size_t i = 0; i < out->option_count; i++) {
        const struct message_option *option = &out->options[i];
        set_variable(variables, next++, option->title, whatsapp_head_len(option->title, WHATSAPP_ROW_LETTERS_MAX));
        set_variable(variables, next++, option->id, strlen(option->id));
    }
    return variables;
}

/* The content that the office has made for so many options; 0 when there is none, or the options do not fit it. */
static int find_content(const struct channel *channel, const struct message_out *out, char ret[SETTINGS_PAIR_MAX]) {
    char count[24];
    if (strcmp(channel->kind, "whatsapp") != 0 || !whatsapp_can_tap(out)) return 0;
    if (out->option_count <= WHATSAPP_BUTTONS_MAX && !whatsapp_are_titles_short(out, WHATSAPP_BUTTON_LETTERS_MAX))
        return 0;
    if (out->option_count > WHATSAPP_BUTTONS_MAX && (!out->options_label || !*out->options_label)) return 0;
    snprintf(count, sizeof count, "%zu", out->option_count);
    return settings_pair(channel->contents, count, ret) && fields_is_id(ret);
}

static int add_content(struct text *ret, const char *sid, json_t *variables, struct error *why) {
    own_mem char *json = variables ? json_dumps(variables, JSON_COMPACT) : NULL;
    json_decref(variables);
    if (!json) return error_set(why, ERROR_SYSTEM, "no memory for a message");
    if (!fields_is_id(sid)) return error_set(why, ERROR_INPUT, "the template is no ContentSid");
    form_add(ret, "ContentSid", sid);
    form_add(ret, "ContentVariables", json);
    return 0;
}

static int add_words(const struct channel *channel, const struct message_out *out, struct text *ret,
                     struct error *why) {
    char sid[SETTINGS_PAIR_MAX];
    if (out->template) return add_content(ret, out->template->name, template_variables(out->template), why);
    if (!*out->body) return error_set(why, ERROR_INPUT, "the message is empty");
    if (find_content(channel, out, sid)) return add_content(ret, sid, option_variables(out), why);
    form_add(ret, "Body", out->body);
    return 0;
}

static int fill(const struct channel *channel, const struct message_out *out, struct http_call *ret,
                struct error *why) {
    if (!fields_is_id(channel->account)) return error_set(why, ERROR_INPUT, "the account of this channel is not an id");
    if (!fields_is_address(out->to)) return error_set(why, ERROR_INPUT, "the receiver is not an address");
    http_call_base(ret, *channel->api_base ? channel->api_base : TWILIO_API);
    text_addf(&ret->url, "/2010-04-01/Accounts/%s/Messages.json", channel->account);
    text_add(&ret->user, channel->account);
    text_add(&ret->password, channel->secret);
    add_address(&ret->body, "To", twilio_prefix(channel), out->to);
    add_address(&ret->body, "From", twilio_prefix(channel), channel->number);
    if (add_words(channel, out, &ret->body, why)) return -1;
    add_callback(&ret->body, out->status_url);
    if (http_call_header(ret, "Content-Type", "application/x-www-form-urlencoded", why)) return -1;
    if (http_call_header(ret, "Accept", "application/json", why)) return -1;
    return http_call_check(ret, why);
}

int twilio_build(const struct channel *channel, const struct message_out *out, struct http_call *ret,
                 struct error *why) {
    http_call_init(ret);
    if (!fill(channel, out, ret, why)) return 0;
    http_call_release(ret);
    return -1;
}

static void read_refusal(const json_t *root, int status, struct outcome *ret) {
    json_int_t code = json_integer_value(json_object_get(root, "code"));
    if (code <= 0 || code > 999999) return;
    snprintf(ret->code, sizeof ret->code, "%ld", (long)code);
    if (status < 400 || status > 499 || status == 408) return;
    enum outcome_kind kind = twilio_code_kind((long)code, ret->kind);
    /* of what comes as "too many" only the daily cap is something else */
    if (status == 429 && kind != OUTCOME_DAY) return;
    ret->kind = kind;
    if (ret->kind == OUTCOME_THROTTLED) ret->retry_after_s = twilio_code_wait_s((long)code);
}

void twilio_read_reply(const struct channel *channel, const struct http_reply *reply, struct outcome *ret) {
    (void)channel;
    outcome_of_http(reply, ret);
    if (reply->fate != HTTP_ANSWERED || !reply->body) return;
    json_auto_t *root = json_loadb(reply->body, reply->body_len, JSON_REJECT_DUPLICATES, NULL);
    if (!root) return;
    if (reply->status >= 200 && reply->status <= 299)
        outcome_take_id(root, "sid", ret);
    else
        read_refusal(root, reply->status, ret);
}

int twilio_probe(const struct channel *channel, struct http_call *ret, struct error *why) {
    http_call_init(ret);
    if (!fields_is_id(channel->account)) return error_set(why, ERROR_INPUT, "the account of this channel is not an id");
    ret->method = "GET";
    http_call_base(ret, *channel->api_base ? channel->api_base : TWILIO_API);
    text_addf(&ret->url, "/2010-04-01/Accounts/%s.json", channel->account);
    text_add(&ret->user, channel->account);
    text_add(&ret->password, channel->secret);
    return http_call_check(ret, why);
}

int twilio_fetch(const struct channel *channel, const char *reference, struct http_call *ret, struct error *why) {
    if (fetch_begin(reference, ret, why) < 0) return -1;
    const char *base = *channel->api_base ? channel->api_base : TWILIO_API;
    return fetch_is_own(base, reference) ? fetch_basic(ret, channel->account, channel->secret, why) : 0;
}
