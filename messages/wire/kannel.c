/* kannel - the wire of Kannel, the open SMS gateway. */
#include "messages/wire/kannel.h"

#include "messages/form.h"
#include "messages/wire/answer.h"
#include "messages/wire/fields.h"
#include "messages/wire/kannel_send.h"
#include "messages/wire/knock.h"
#include "messages/wire/reading.h"
#include "messages/wire/shared_secret.h"

#include <stdio.h>
#include <string.h>

static int verify(const struct channel *channel, const struct http_request *request, struct error *why) {
    return shared_secret_verify(channel, request, "key", 0, why);
}

/* A report of no state that we know. */
static int knock(const struct channel *channel, const char *public_url, struct http_call *ret, struct error *why) {
    knock_begin(channel, public_url, "GET", ret);
    text_add(&ret->url, "?out=knock&state=0&key=");
    form_escape(&ret->url, channel->secret);
    return knock_end(ret, NULL, 0, why);
}

/* A field that may stand once; "" when it does not. -1 when it comes again. */
static int take(const struct form *form, const char *name, const char **ret, struct error *why) {
    size_t count;
    const char *value = form_find(form, name, &count);
    *ret = count == 1 ? value : "";
    return count > 1 ? error_set(why, ERROR_INPUT, "field '%s' comes %zu times", name, count) : 0;
}

/* "2020", "+56...", "0056..." and "56..." may all be our number. */
static int is_ours(const struct channel *channel, const char *to) {
    const char *ours = channel->number + (*channel->number == '+');
    if (strncmp(to, "00", 2) == 0)
        to += 2;
    else if (*to == '+' || *to == ' ') /* a plus that nobody escaped has become a blank */
        to++;
    return strcmp(to, ours) == 0;
}

struct arrival {
    const char *id, *from, *to, *text, *time, *coding;
};

static int read_arrival(const struct form *form, struct arrival *ret, struct error *why) {
    if (take(form, "id", &ret->id, why) || take(form, "from", &ret->from, why) || take(form, "to", &ret->to, why))
        return -1;
    return take(form, "text", &ret->text, why) || take(form, "time", &ret->time, why) ||
                   take(form, "coding", &ret->coding, why)
               ? -1
               : 0;
}

static int read_message(const struct channel *channel, const struct arrival *arrival, struct inbox *ret,
                        struct error *why) {
    char from[MESSAGE_ADDRESS_MAX + 1];
    if (!fields_is_id(arrival->id)) return error_set(why, ERROR_INPUT, "field 'id' is not an id: give it as id=%%I");
    if (!*arrival->from) return error_set(why, ERROR_INPUT, "field 'from' is missing");
    if (*arrival->to && !is_ours(channel, arrival->to))
        return error_set(why, ERROR_INPUT, "field 'to' is not the number of this channel");
    if (!reading_address(arrival->from + (*arrival->from == ' '), from)) {
        ret->ignored++; /* a word as sender is a robot */
        return 0;
    }
    enum message_kind kind =
        strcmp(arrival->coding, "1") == 0 ? MESSAGE_UNSUPPORTED : MESSAGE_TEXT; /* 1: bytes, no text */
    const struct message_head head = {kind, arrival->id, from, reading_time(arrival->time)};
    struct message *message = reading_message(ret, &head);
    if (!message) return error_set(why, ERROR_SYSTEM, "no memory for a message");
    if (kind == MESSAGE_TEXT) reading_body(message, arrival->text);
    return text_check(&message->body, "field 'text'", why);
}

static const struct {
    const char *number;
    enum delivery delivery;
    enum outcome_kind cause;
} reports[] = {
    {"1", DELIVERY_DELIVERED, OUTCOME_SENT},  {"2", DELIVERY_FAILED, OUTCOME_UNREACHABLE},
    {"4", DELIVERY_QUEUED, OUTCOME_SENT},     {"8", DELIVERY_SENT, OUTCOME_SENT},
    {"16", DELIVERY_FAILED, OUTCOME_REFUSED},
};

/* %I is new in each report: what we know the message by is our own id in the URL. */
static int read_status(const struct form *form, struct inbox *ret, struct error *why) {
    const char *out_id, *state;
    if (take(form, "out", &out_id, why) || take(form, "state", &state, why)) return -1;
    if (!fields_is_out_id(out_id)) return error_set(why, ERROR_INPUT, "field 'out' is not an id");
    for (size_t i = 0; i < sizeof reports / sizeof reports[0]; i++) {
        if (strcmp(reports[i].number, state) != 0) continue;
        struct status *status = inbox_add_status(ret);
        if (!status) return error_set(why, ERROR_SYSTEM, "no memory for a status");
        status->delivery = reports[i].delivery;
        snprintf(status->out_id, sizeof status->out_id, "%s", out_id);
        if (status->delivery == DELIVERY_FAILED) {
            status->cause = reports[i].cause;
            snprintf(status->code, sizeof status->code, "dlr-%s", state);
        }
        return 0;
    }
    ret->ignored++;
    return 0;
}

/* The body of a post-url is the text, with the rest in the query; of a form it is more fields. */
static int read_post(const struct channel *channel, const struct http_request *request, struct arrival *arrival,
                     struct inbox *ret, struct error *why) {
    own_form struct form form = {0};
    if (http_is_type(request, "text/plain")) {
        if (memchr(request->body, 0, request->body_len)) return error_set(why, ERROR_INPUT, "the text holds a NUL");
        arrival->text = request->body_len ? request->body : "";
        return read_message(channel, arrival, ret, why);
    }
    if (!http_is_type(request, "application/x-www-form-urlencoded"))
        return error_set(why, ERROR_INPUT, "the body is neither text/plain nor a form");
    if (form_parse(request->body, request->body_len, &form, why) || read_arrival(&form, arrival, why)) return -1;
    return read_message(channel, arrival, ret, why);
}

static int read_request(const struct channel *channel, const struct http_request *request, struct inbox *ret,
                        struct error *why) {
    own_form struct form query = {0};
    struct arrival arrival = {0};
    if (form_parse(request->query, strlen(request->query), &query, why)) return -1;
    if (form_find(&query, "out", NULL)) return read_status(&query, ret, why);
    if (read_arrival(&query, &arrival, why)) return -1;
    if (strcmp(request->method, "POST") == 0) return read_post(channel, request, &arrival, ret, why);
    return read_message(channel, &arrival, ret, why);
}

static int parse(const struct channel *channel, const struct http_request *request, struct inbox *ret,
                 struct error *why) {
    *ret = (struct inbox)INBOX_INIT;
    if (!read_request(channel, request, ret, why)) return 0;
    inbox_release(ret);
    return error_wrap(why, "kannel");
}

static int check(const struct channel *channel, struct error *why) {
    if (!*channel->account) return error_set(why, ERROR_INPUT, "account (the name of a sendsms-user) is missing");
    if (!*channel->token) return error_set(why, ERROR_INPUT, "token (the password of the sendsms-user) is missing");
    if (strlen(channel->secret) < 16)
        return error_set(why, ERROR_INPUT, "secret must have at least 16 letters: it is all that proves a message");
    return 0;
}

const struct wire wire_kannel = {
    .name = "kannel",
    .kinds = "sms",
    .default_base = KANNEL_API,
    .by_get = 1,
    .check = check,
    .verify = verify,
    .knock = knock,
    .parse = parse,
    .answer = answer_ok, /* Only 200 and 202 are good, and a text would be sent to the phone. */
    .build = kannel_build,
    .read_reply = kannel_read_reply,
    .probe = kannel_probe,
    .probe_good = 400,
};
