/* twilio_list - Twilio's list of messages. */
#include "messages/wire/twilio_list.h"

#include "config/own.h"
#include "messages/form.h"
#include "messages/wire/fetch.h"
#include "messages/wire/fields.h"
#include "messages/wire/reading.h"
#include "messages/wire/twilio.h"
#include "messages/wire/twilio_codes.h"
#include "messages/wire/twilio_send.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void add_path(const struct channel *channel, struct text *ret) {
    text_addf(ret, "/2010-04-01/Accounts/%s/Messages.json", channel->account);
}

static void add_question(const struct channel *channel, const struct wire_question *question, struct text *ret) {
    own_text struct text number = TEXT_INIT(MESSAGE_ADDRESS_MAX + 16), query = TEXT_INIT(HTTP_URL_MAX);
    char day[16] = "";
    time_t since = (time_t)(question->since_ms / 1000);
    struct tm utc;
    if (gmtime_r(&since, &utc)) strftime(day, sizeof day, "%Y-%m-%d", &utc);
    text_addf(&number, "%s%s", twilio_prefix(channel), channel->number);
    form_add(&query, question->inbound ? "To" : "From", text_get(&number));
    if (question->with) {
        text_clear(&number);
        text_addf(&number, "%s%s", twilio_prefix(channel), question->with);
        form_add(&query, question->inbound ? "From" : "To", text_get(&number));
    }
    if (since) form_add(&query, "DateSent>", day); /* with the = that follows: that day and after */
    text_addf(&query, "&PageSize=%d", WIRE_PAGE_MAX);
    text_addf(ret, "?%s", text_get(&query));
}

int twilio_list(const struct channel *channel, const struct wire_question *question, struct http_call *ret,
                struct error *why) {
    http_call_init(ret);
    if (!fields_is_id(channel->account)) return error_set(why, ERROR_INPUT, "the account of this channel is not an id");
    ret->method = "GET";
    http_call_base(ret, *channel->api_base ? channel->api_base : TWILIO_API);
    if (question->next && *question->next) {
        text_add(&ret->url, question->next);
    } else {
        add_path(channel, &ret->url);
        add_question(channel, question, &ret->url);
    }
    text_add(&ret->user, channel->account);
    text_add(&ret->password, channel->secret);
    if (http_call_check(ret, why) == 0) return 0;
    http_call_release(ret);
    return -1;
}

int twilio_forget(const struct channel *channel, const char *message_id, struct http_call *ret, struct error *why) {
    http_call_init(ret);
    if (!fields_is_id(channel->account) || !fields_is_id(message_id))
        return error_set(why, ERROR_INPUT, "the account or the message has no id of Twilio's");
    ret->method = "DELETE";
    http_call_base(ret, *channel->api_base ? channel->api_base : TWILIO_API);
    text_addf(&ret->url, "/2010-04-01/Accounts/%s/Messages/%s.json", channel->account, message_id);
    return fetch_basic(ret, channel->account, channel->secret, why);
}

/* --- a page --- */

/* "Wed, 18 Aug 2010 20:01:40 +0000" (RFC 2822, in GMT); 0 when it is no time. */
static int64_t read_time(const char *words) {
    struct tm utc = {0};
    const char *end = strptime(words, "%a, %d %b %Y %H:%M:%S", &utc);
    if (!end || (strcmp(end, " +0000") != 0 && strcmp(end, " GMT") != 0)) return 0;
    time_t at = timegm(&utc);
    return at > 0 ? (int64_t)at * 1000 : 0;
}

static int64_t time_of(const json_t *one) {
    int64_t sent_ms = read_time(reading_text(one, "date_sent"));
    return sent_ms ? sent_ms : read_time(reading_text(one, "date_created"));
}

static void take_inbound(const struct channel *channel, const json_t *one, int64_t at_ms, struct wire_page *ret) {
    const char *from = twilio_bare_address(channel, reading_text(one, "from"));
    const char *to = twilio_bare_address(channel, reading_text(one, "to")), *id = reading_text(one, "sid");
    int has_media = strtol(reading_text(one, "num_media"), NULL, 10) > 0;
    if (!from || !to || strcmp(to, channel->number) != 0 || !fields_is_id(id) || !fields_is_address(from)) {
        ret->inbox.bad++;
        return;
    }
    const struct message_head head = {has_media ? MESSAGE_MEDIA : MESSAGE_TEXT, id, from, at_ms};
    struct message *message = reading_message(&ret->inbox, &head);
    if (message) reading_body(message, reading_text(one, "body"));
}

static void take_sent(const struct channel *channel, const json_t *one, int64_t at_ms, struct wire_page *ret) {
    const char *to = twilio_bare_address(channel, reading_text(one, "to")), *id = reading_text(one, "sid");
    json_int_t code = json_integer_value(json_object_get(one, "error_code"));
    enum delivery delivery = twilio_delivery(reading_text(one, "status"));
    struct wire_sent *sent = NULL;
    if (to && strlen(to) <= MESSAGE_ADDRESS_MAX && fields_is_id(id) && delivery != DELIVERY_NONE)
        sent = wire_page_add(ret);
    if (!sent) {
        ret->inbox.bad++;
        return;
    }
    snprintf(sent->to, sizeof sent->to, "%s", to);
    text_add(&sent->body, reading_text(one, "body"));
    sent->at_ms = at_ms;
    sent->status.delivery = delivery;
    snprintf(sent->status.provider_id, sizeof sent->status.provider_id, "%s", id);
    if (code > 0 && code <= 999999) snprintf(sent->status.code, sizeof sent->status.code, "%ld", (long)code);
    enum outcome_kind cause = twilio_code_kind((long)code, OUTCOME_REFUSED);
    sent->status.stopped = cause == OUTCOME_STOPPED;
    if (delivery == DELIVERY_FAILED) sent->status.cause = cause;
}

/* Only a path of our own list: the address of a page is the provider's word, and our credentials go along. */
static void read_next(const struct channel *channel, const json_t *root, struct wire_page *ret) {
    own_text struct text path = TEXT_INIT(HTTP_URL_MAX);
    const char *next = reading_text(root, "next_page_uri");
    add_path(channel, &path);
    if (strncmp(next, text_get(&path), path.len) != 0 || next[path.len] != '?') return;
    if (strlen(next) < sizeof ret->next && next[strcspn(next, " \r\n\t#\\@")] == '\0')
        snprintf(ret->next, sizeof ret->next, "%s", next);
}

int twilio_listed(const struct channel *channel, const struct wire_question *question, const struct http_reply *reply,
                  struct wire_page *ret, struct error *why) {
    *ret = (struct wire_page)WIRE_PAGE_INIT;
    if (reply->fate != HTTP_ANSWERED || reply->status != 200 || reply->too_large)
        return error_set(why, ERROR_BUSY, "twilio: the list was not given (%d)", reply->status);
    json_auto_t *root = json_loadb(reply->body, reply->body_len, JSON_REJECT_DUPLICATES, NULL);
    const json_t *messages = json_object_get(root, "messages");
    if (!json_is_array(messages)) return error_set(why, ERROR_INPUT, "twilio: the list has no 'messages'");
    int past = 0;
    size_t i;
    json_t *one;
    json_array_foreach(messages, i, one) {
        int64_t at_ms = time_of(one);
        int is_inbound = strcmp(reading_text(one, "direction"), "inbound") == 0;
        if (at_ms && at_ms < question->since_ms) past = 1;
        if (at_ms < question->since_ms || is_inbound != question->inbound) continue;
        if (is_inbound)
            take_inbound(channel, one, at_ms, ret);
        else
            take_sent(channel, one, at_ms, ret);
    }
    if (!past) read_next(channel, root, ret);
    return 0;
}
