/* generic - the wire "http": a provider described in settings.
 *
 * In: GET or POST, fields in the query, a form or a JSON object (a name may be a path, "message.from.number"), named by
 * http_fields; the secret in the query or a header, named by http_secret. One message or report a request. */
#include "messages/wire/generic.h"

#include "messages/form.h"
#include "messages/wire/fields.h"
#include "messages/wire/generic_fill.h"
#include "messages/wire/generic_send.h"
#include "messages/wire/knock.h"
#include "messages/wire/reading.h"
#include "messages/wire/shared_secret.h"

#include <stdio.h>
#include <string.h>

static int verify(const struct channel *channel, const struct http_request *request, struct error *why) {
    return shared_secret_verify(channel, request, channel->http_secret, 1, why);
}

/* A report of no state that the settings know. */
static int knock(const struct channel *channel, const char *public_url, struct http_call *ret, struct error *why) {
    char state[SETTINGS_PAIR_MAX];
    if (!settings_pair(channel->http_fields, "state", state)) snprintf(state, sizeof state, "state");
    knock_begin(channel, public_url, "GET", ret);
    text_add(&ret->url, "?");
    form_escape(&ret->url, state);
    text_add(&ret->url, "=knock&");
    form_escape(&ret->url, channel->http_secret);
    text_add(&ret->url, "=");
    form_escape(&ret->url, channel->secret);
    return knock_end(ret, NULL, 0, why);
}

/* Where the fields of a request may stand. */
struct source {
    const struct channel *channel;
    struct form query, form;
    json_t *root;
};

static void source_release(struct source *source) {
    form_release(&source->query);
    form_release(&source->form);
    json_decref(source->root);
}

static int source_read(const struct http_request *request, struct source *ret, struct error *why) {
    if (form_parse(request->query, strlen(request->query), &ret->query, why)) return -1;
    if (http_is_type(request, "application/x-www-form-urlencoded"))
        return form_parse(request->body, request->body_len, &ret->form, why);
    if (!http_is_type(request, "application/json")) return 0;
    ret->root = json_loadb(request->body, request->body_len, JSON_REJECT_DUPLICATES, NULL);
    return json_is_object(ret->root) ? 0 : error_set(why, ERROR_INPUT, "the body is not a JSON object");
}

struct field {
    const char *value;
    char room[GENERIC_NUMBER_MAX];
};

/* A field by our name for it; "" when it is not there. -1 when it comes twice, in one place or in two. */
static int take(const struct source *source, const char *ours, struct field *ret, struct error *why) {
    char theirs[SETTINGS_PAIR_MAX];
    size_t in_query, in_form;
    if (!settings_pair(source->channel->http_fields, ours, theirs)) snprintf(theirs, sizeof theirs, "%s", ours);
    const char *query = form_find(&source->query, theirs, &in_query);
    const char *form = form_find(&source->form, theirs, &in_form);
    const char *json = generic_value(source->root, theirs, ret->room);
    size_t count = in_query + in_form + (*json != 0);
    if (count > 1) return error_set(why, ERROR_INPUT, "field '%s' comes %zu times", theirs, count);
    ret->value = in_query ? query : in_form ? form : json;
    return 0;
}

struct arrival {
    struct field id, from, to, text, time, out, state, code;
};

static int read_arrival(const struct source *source, struct arrival *ret, struct error *why) {
    if (take(source, "id", &ret->id, why) || take(source, "from", &ret->from, why) || take(source, "to", &ret->to, why))
        return -1;
    if (take(source, "text", &ret->text, why) || take(source, "time", &ret->time, why) ||
        take(source, "out", &ret->out, why))
        return -1;
    return take(source, "state", &ret->state, why) || take(source, "code", &ret->code, why) ? -1 : 0;
}

static int is_ours(const struct channel *channel, const char *to) {
    char address[MESSAGE_ADDRESS_MAX + 1];
    return strcmp(to, channel->number) == 0 ||
           (reading_address(to + (*to == ' '), address) && strcmp(address, channel->number) == 0);
}

static int64_t time_of(const char *words) {
    int64_t seconds = reading_time(words);
    return seconds ? seconds : reading_iso_time(words);
}

static int read_message(const struct channel *channel, const struct arrival *arrival, struct inbox *ret,
                        struct error *why) {
    char from[MESSAGE_ADDRESS_MAX + 1];
    const char *sender = arrival->from.value;
    if (!fields_is_base64_id(arrival->id.value))
        return error_set(why, ERROR_INPUT,
                         "the message has no id: without one it could not be told from its repetition");
    if (!*sender) return error_set(why, ERROR_INPUT, "the message has no sender");
    if (*arrival->to.value && !is_ours(channel, arrival->to.value))
        return error_set(why, ERROR_INPUT, "the message is not to the number of this channel");
    if (!reading_address(*sender == ' ' ? sender + 1 : sender, from)) { /* a plus that nobody escaped is a blank */
        ret->ignored++;
        return 0;
    }
    const struct message_head head = {MESSAGE_TEXT, arrival->id.value, from, time_of(arrival->time.value)};
    struct message *message = reading_message(ret, &head);
    if (!message) return error_set(why, ERROR_SYSTEM, "no memory for a message");
    reading_body(message, arrival->text.value);
    return text_check(&message->body, "the text", why);
}

static const struct {
    const char *word;
    enum delivery delivery;
    enum outcome_kind cause;
} states[] = {
    {"sent", DELIVERY_SENT, OUTCOME_SENT},         {"delivered", DELIVERY_DELIVERED, OUTCOME_SENT},
    {"read", DELIVERY_READ, OUTCOME_SENT},         {"failed", DELIVERY_FAILED, OUTCOME_REFUSED},
    {"stopped", DELIVERY_FAILED, OUTCOME_STOPPED}, {"unreachable", DELIVERY_FAILED, OUTCOME_UNREACHABLE},
};

static int read_state(size_t state, const struct arrival *arrival, struct inbox *ret, struct error *why) {
    const char *out_id = arrival->out.value, *id = arrival->id.value, *code = arrival->code.value;
    if (*out_id && !fields_is_out_id(out_id)) return error_set(why, ERROR_INPUT, "the report has not an id of ours");
    if (!*out_id && !fields_is_base64_id(id)) return error_set(why, ERROR_INPUT, "the report has no id");
    struct status *status = inbox_add_status(ret);
    if (!status) return error_set(why, ERROR_SYSTEM, "no memory for a status");
    status->delivery = states[state].delivery;
    status->cause = states[state].cause;
    status->stopped = status->cause == OUTCOME_STOPPED;
    snprintf(status->out_id, sizeof status->out_id, "%s", out_id);
    if (fields_is_base64_id(id)) snprintf(status->provider_id, sizeof status->provider_id, "%s", id);
    if (status->delivery == DELIVERY_FAILED && fields_is_code(code))
        snprintf(status->code, sizeof status->code, "%s", code);
    return 0;
}

static int read_report(const struct channel *channel, const struct arrival *arrival, struct inbox *ret,
                       struct error *why) {
    char word[SETTINGS_PAIR_MAX];
    if (settings_pair(channel->http_states, arrival->state.value, word))
        for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
            if (strcmp(states[i].word, word) == 0) return read_state(i, arrival, ret, why);
    ret->ignored++;
    return 0;
}

static int read_request(const struct channel *channel, const struct http_request *request, struct inbox *ret,
                        struct error *why) {
    struct source source __attribute__((cleanup(source_release))) = {.channel = channel};
    struct arrival arrival = {0};
    if (source_read(request, &source, why) || read_arrival(&source, &arrival, why)) return -1;
    if (*arrival.state.value) return read_report(channel, &arrival, ret, why);
    return read_message(channel, &arrival, ret, why);
}

static int parse(const struct channel *channel, const struct http_request *request, struct inbox *ret,
                 struct error *why) {
    *ret = (struct inbox)INBOX_INIT;
    if (!read_request(channel, request, ret, why)) return 0;
    inbox_release(ret);
    return error_wrap(why, "http");
}

static void answer(const struct channel *channel, struct http_answer *ret) {
    ret->status = 200;
    ret->content_type = *channel->http_answer ? "text/plain; charset=UTF-8" : NULL;
    text_init(&ret->body, sizeof channel->http_answer);
    text_add(&ret->body, channel->http_answer);
}

static int check_template(const char *name, const char *template, struct error *why) {
    const char *unknown = generic_fill_unknown(template);
    if (!unknown) return 0;
    return error_set(why, ERROR_INPUT, "%s has a placeholder that is none: %.*s", name, (int)strcspn(unknown, "}") + 1,
                     unknown);
}

static int check(const struct channel *channel, struct error *why) {
    const char *url = channel->http_url;
    if (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0)
        return error_set(why, ERROR_INPUT, "http_url must begin with https:// or http://");
    if (strstr(url, "{text}") == NULL && strstr(channel->http_body, "{text}") == NULL)
        return error_set(why, ERROR_INPUT, "neither http_url nor http_body holds {text}");
    if (*channel->http_ok_field && !strchr(channel->http_ok_field, '='))
        return error_set(why, ERROR_INPUT, "http_ok_field must be path=value");
    if (!*channel->http_secret) return error_set(why, ERROR_INPUT, "http_secret is missing");
    if (strlen(channel->secret) < 16)
        return error_set(why, ERROR_INPUT, "secret must have at least 16 letters: it is all that proves a message");
    if (check_template("http_url", url, why) || check_template("http_body", channel->http_body, why)) return -1;
    return check_template("http_headers", channel->http_headers, why);
}

const struct wire wire_http = {
    .name = "http",
    .kinds = "sms",
    .default_base = "http://127.0.0.1", /* never used: http_url is the whole address */
    .by_get = 1,
    .check = check,
    .verify = verify,
    .knock = knock,
    .parse = parse,
    .answer = answer,
    .build = generic_build,
    .read_reply = generic_read_reply,
};
