/* twilio - the wire of Twilio: SMS, and WhatsApp through the same API.
 *
 * The signature of a webhook joins its parameters without anything between them, so one signature fits many ways of
 * cutting the same letters into parameters. Whoever got hold of a signed request of his own could cut it anew. So the
 * names that are read are a fixed list, none may come twice, and the rest of a real request may not hide within
 * another field. */
#include "messages/wire/twilio.h"

#include "messages/form.h"
#include "messages/wire/fetch.h"
#include "messages/wire/fields.h"
#include "messages/wire/reading.h"
#include "messages/wire/twilio_approval.h"
#include "messages/wire/twilio_balance.h"
#include "messages/wire/twilio_codes.h"
#include "messages/wire/twilio_list.h"
#include "messages/wire/twilio_send.h"
#include "messages/wire/twilio_sign.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* All the names that are read. */
static const char *const names[] = {
    "AccountSid",
    "Address",
    "Body",
    "ButtonPayload",
    "ButtonText",
    "CallSid",
    "ErrorCode",
    "EventType",
    "ExternalUserId",
    "From",
    "Label",
    "Latitude",
    "ListId",
    "ListTitle",
    "Longitude",
    "MediaContentType0",
    "MediaUrl0",
    "MessageSid",
    "MessageStatus",
    "MessageType",
    "NumMedia",
    "OptOutType",
    "To",
};

static int holds_request(const char *string) {
    return strstr(string, "MessageSidSM") || strstr(string, "MessageSidMM");
}

static int refuse_other_cuts(const struct form *form, struct error *why) {
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t count;
        form_find(form, names[i], &count);
        if (count > 1) return error_set(why, ERROR_INPUT, "field '%s' comes %zu times", names[i], count);
    }
    for (size_t i = 0; i < form->count; i++) {
        const struct form_field *field = &form->fields[i];
        if (strcmp(field->name, "Body") == 0) continue; /* a person may write what they like */
        if (holds_request(field->name) || holds_request(field->value))
            return error_set(why, ERROR_INPUT, "a field holds another request");
    }
    return 0;
}

static const char *value(const struct form *form, const char *name) {
    const char *found = form_find(form, name, NULL);
    return found ? found : "";
}

static const struct {
    const char *type;
    enum message_kind kind;
} types[] = {
    {"reaction", MESSAGE_REACTION}, {"contacts", MESSAGE_CONTACT},        {"contact", MESSAGE_CONTACT},
    {"sticker", MESSAGE_MEDIA},     {"unsupported", MESSAGE_UNSUPPORTED}, {"location", MESSAGE_LOCATION},
};

/* A contact is handed over as a file of type text/vcard. */
static int is_card(const struct form *form) {
    const char *type = value(form, "MediaContentType0");
    return strcmp(type, "text/vcard") == 0 || strcmp(type, "text/x-vcard") == 0;
}

static enum message_kind kind_of(const struct form *form) {
    if (strtol(value(form, "NumMedia"), NULL, 10) > 0) return is_card(form) ? MESSAGE_CONTACT : MESSAGE_MEDIA;
    if (*value(form, "Latitude")) return MESSAGE_LOCATION;
    if (*value(form, "ButtonPayload") || *value(form, "ListId")) return MESSAGE_BUTTON;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (strcmp(types[i].type, value(form, "MessageType")) == 0) return types[i].kind;
    return MESSAGE_TEXT;
}

/* What the message says. With Twilio's Advanced Opt-Out the office chooses the words that stop; Twilio blocks the
 * person on any of them and tells us in OptOutType, so the word that the machine surely knows takes its place. */
static const char *words_of(const struct form *form, enum message_kind kind) {
    const char *opt_out = value(form, "OptOutType");
    if (strcmp(opt_out, "STOP") == 0 || strcmp(opt_out, "START") == 0) return opt_out;
    return kind == MESSAGE_LOCATION ? "" : value(form, "Body");
}

static double degrees(const char *words) {
    char *end;
    double number = strtod(words, &end);
    return end == words || *end ? NAN : number;
}

/* MediaUrl1 and so on of an MMS, ten files at most with the first
 * (twilio.com/docs/messaging/guides/webhook-request#media-related-parameters). */
static void read_more_media(const struct form *form, struct message *ret) {
    long count = strtol(value(form, "NumMedia"), NULL, 10);
    for (long i = 1; i < count && i <= MESSAGE_MORE_MAX; i++) {
        char url[32], type[40];
        snprintf(url, sizeof url, "MediaUrl%ld", i);
        snprintf(type, sizeof type, "MediaContentType%ld", i);
        reading_more_media(ret, value(form, url), value(form, type));
    }
}

static void read_content(const struct form *form, struct message *ret) {
    const char *words = words_of(form, ret->kind);
    int is_list = !*value(form, "ButtonPayload");
    if (ret->kind == MESSAGE_BUTTON && words == value(form, "Body"))
        reading_button(ret, value(form, is_list ? "ListId" : "ButtonPayload"),
                       value(form, is_list ? "ListTitle" : "ButtonText"));
    else
        reading_body(ret, words);
    if (ret->kind == MESSAGE_LOCATION) {
        reading_place(ret, degrees(value(form, "Latitude")), degrees(value(form, "Longitude")));
        reading_line(ret, value(form, "Label"));
        reading_line(ret, value(form, "Address"));
    }
    if (ret->kind == MESSAGE_MEDIA || ret->kind == MESSAGE_CONTACT)
        reading_media(ret, value(form, "MediaUrl0"), value(form, "MediaContentType0"));
    if (ret->kind == MESSAGE_MEDIA) read_more_media(form, ret);
}

/* WhatsApp's own id of the person, beside a number. */
static void read_user_id(const struct channel *channel, const struct form *form, struct message *ret) {
    const char *user_id = twilio_bare_address(channel, value(form, "ExternalUserId"));
    if (!user_id || *ret->from != '+' || *user_id == '+' || strlen(user_id) > MESSAGE_ADDRESS_MAX) return;
    if (fields_is_address(user_id)) snprintf(ret->user_id, sizeof ret->user_id, "%s", user_id);
}

static int read_message(const struct channel *channel, const struct form *form, struct inbox *ret, struct error *why) {
    const char *id = value(form, "MessageSid"), *media = value(form, "NumMedia");
    if (!fields_is_id(id)) return error_set(why, ERROR_INPUT, "field 'MessageSid' is not an id");
    if (media[strspn(media, "0123456789")]) return error_set(why, ERROR_INPUT, "field 'NumMedia' is not a number");
    const char *to = twilio_bare_address(channel, value(form, "To")),
               *from = twilio_bare_address(channel, value(form, "From"));
    if (!to || strcmp(to, channel->number) != 0)
        return error_set(why, ERROR_INPUT, "field 'To' is not the number of this channel");
    if (!from || !*from || strlen(from) > MESSAGE_ADDRESS_MAX)
        return error_set(why, ERROR_INPUT, "field 'From' is not an address of this channel's kind");
    if (!fields_is_address(from)) {
        ret->ignored++;
        return 0;
    }
    const struct message_head head = {kind_of(form), id, from, 0};
    struct message *message = reading_message(ret, &head);
    if (!message) return error_set(why, ERROR_SYSTEM, "no memory for a message");
    read_content(form, message);
    read_user_id(channel, form, message);
    return text_check(&message->body, "field 'Body'", why);
}

/* Our id, which travelled in the query of the callback; "" when the callback is not one that we asked for. */
static int read_out_id(const struct http_request *request, char ret[OUT_ID_MAX + 1], struct error *why) {
    own_form struct form query = {0};
    if (form_parse(request->query, strlen(request->query), &query, why)) return -1;
    size_t count;
    const char *out = form_find(&query, "out", &count);
    if (!count) return 0;
    if (count > 1 || !fields_is_out_id(out)) return error_set(why, ERROR_INPUT, "'out' of the query is not an id");
    snprintf(ret, OUT_ID_MAX + 1, "%s", out);
    return 0;
}

static int read_status(const struct http_request *request, const struct form *form, struct inbox *ret,
                       struct error *why) {
    const char *id = value(form, "MessageSid"), *code = value(form, "ErrorCode");
    if (!fields_is_id(id)) return error_set(why, ERROR_INPUT, "field 'MessageSid' is not an id");
    if (!fields_is_code(code)) return error_set(why, ERROR_INPUT, "field 'ErrorCode' is not a code");
    enum delivery delivery = twilio_delivery(value(form, "MessageStatus"));
    if (delivery == DELIVERY_NONE) {
        ret->ignored++;
        return 0;
    }
    struct status *status = inbox_add_status(ret);
    if (!status) return error_set(why, ERROR_SYSTEM, "no memory for a status");
    status->delivery = delivery;
    snprintf(status->provider_id, sizeof status->provider_id, "%s", id);
    snprintf(status->code, sizeof status->code, "%s", code);
    enum outcome_kind cause = twilio_code_kind(strtol(code, NULL, 10), OUTCOME_REFUSED);
    status->stopped = cause == OUTCOME_STOPPED;
    if (status->delivery == DELIVERY_FAILED) status->cause = cause;
    return read_out_id(request, status->out_id, why);
}

static int read_form(const struct channel *channel, const struct http_request *request, struct inbox *ret,
                     struct error *why) {
    own_form struct form form = {0};
    if (form_parse(request->body, request->body_len, &form, why)) return -1;
    if (refuse_other_cuts(&form, why)) return -1;
    if (*channel->account && strcmp(channel->account, value(&form, "AccountSid")) != 0)
        return error_set(why, ERROR_INPUT, "field 'AccountSid' is not the account of this channel");
    if (form_find(&form, "MessageStatus", NULL)) return read_status(request, &form, ret, why);
    if (!form_find(&form, "MessageSid", NULL) && (*value(&form, "CallSid") || *value(&form, "EventType"))) {
        ret->ignored++; /* a voice call to our number, an event of another product */
        return 0;
    }
    return read_message(channel, &form, ret, why);
}

static int parse(const struct channel *channel, const struct http_request *request, struct inbox *ret,
                 struct error *why) {
    *ret = (struct inbox)INBOX_INIT;
    if (http_is_type(request, "application/json")) { /* messages and statuses are always forms */
        ret->ignored = 1;
        return 0;
    }
    if (!read_form(channel, request, ret, why)) return 0;
    inbox_release(ret);
    return error_wrap(why, "twilio");
}

/* Never text/plain: Twilio sends such an answer to the person as a message. */
static void answer(const struct channel *channel, struct http_answer *ret) {
    (void)channel;
    static const char nothing_to_say[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";
    ret->status = 200;
    ret->content_type = "text/xml";
    text_init(&ret->body, sizeof nothing_to_say);
    text_add(&ret->body, nothing_to_say);
}

const struct wire wire_twilio = {
    .name = "twilio",
    .kinds = "sms whatsapp",
    .default_base = TWILIO_API,
    .verify = twilio_verify,
    .knock = twilio_knock,
    .parse = parse,
    .answer = answer,
    .build = twilio_build,
    .read_reply = twilio_read_reply,
    .balance = twilio_balance,
    .balanced = twilio_balanced,
    .list = twilio_list,
    .listed = twilio_listed,
    .forget = twilio_forget,
    .approval = twilio_approval,
    .approved = twilio_approved,
    .fetch = twilio_fetch,
    .fetched = fetch_follow,
    .probe = twilio_probe,
    .probe_good = 200,
};
