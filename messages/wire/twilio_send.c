/* twilio_send - a message as a call of Twilio's Messages API, and what Twilio's reply means. */
#include "messages/wire/twilio_send.h"

#include "messages/form.h"
#include "messages/wire/fields.h"
#include "messages/wire/outcome.h"
#include "messages/wire/twilio_codes.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

/* Twilio asks a status callback once only, unless its URL says otherwise in a fragment, which is neither sent nor
 * signed: 5 more tries, whatever failed (twilio.com/docs/usage/webhooks/webhooks-connection-overrides). */
#define CALLBACK_TRIES "#rc=5&rp=all"

const char *twilio_prefix(const struct channel *channel) {
    return strcmp(channel->kind, "whatsapp") == 0 ? "whatsapp:" : "";
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

static int fill(const struct channel *channel, const struct message_out *out, struct http_call *ret,
                struct error *why) {
    if (!fields_is_id(channel->account)) return error_set(why, ERROR_INPUT, "the account of this channel is not an id");
    if (!fields_is_address(out->to)) return error_set(why, ERROR_INPUT, "the receiver is not an address");
    if (!*out->body) return error_set(why, ERROR_INPUT, "the message is empty");
    http_call_base(ret, *channel->api_base ? channel->api_base : TWILIO_API);
    text_addf(&ret->url, "/2010-04-01/Accounts/%s/Messages.json", channel->account);
    text_add(&ret->user, channel->account);
    text_add(&ret->password, channel->secret);
    add_address(&ret->body, "To", twilio_prefix(channel), out->to);
    add_address(&ret->body, "From", twilio_prefix(channel), channel->number);
    form_add(&ret->body, "Body", out->body);
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
    if (status < 400 || status > 499 || status == 408 || status == 429) return;
    ret->kind = twilio_code_kind((long)code, ret->kind);
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
