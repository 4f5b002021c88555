/* twilio_approval - what WhatsApp says of a template of Twilio's. */
#include "messages/wire/twilio_approval.h"

#include "config/own.h"
#include "messages/wire/approval.h"
#include "messages/wire/fetch.h"
#include "messages/wire/fields.h"
#include "messages/wire/reading.h"

#include <jansson.h>
#include <string.h>

#define CONTENT_API "https://content.twilio.com"
#define TWILIO_HOST ".twilio.com"

int twilio_approval(const struct channel *channel, const struct wire_template_question *question, struct http_call *ret,
                    struct error *why) {
    own_text struct text url = TEXT_INIT(HTTP_URL_MAX);
    int is_theirs = !*channel->api_base || strstr(channel->api_base, TWILIO_HOST) != NULL;
    const char *sid = question->template->name;
    if (strcmp(channel->kind, "whatsapp") != 0 || question->step > 1) return 1;
    if (!fields_is_id(sid)) return error_set(why, ERROR_INPUT, "a template is no ContentSid");
    text_addf(&url, "%s/v1/Content/%s%s", is_theirs ? CONTENT_API : channel->api_base, sid,
              question->step == 0 ? "/ApprovalRequests" : "");
    if (fetch_begin(text_get(&url), ret, why) < 0) return -1;
    return fetch_basic(ret, channel->account, channel->secret, why);
}

static int take_approval(const struct http_reply *reply, struct wire_approval *ret, struct error *why) {
    json_auto_t *root = NULL;
    if (approval_begin(reply, &root, ret, why) < 0) return -1;
    if (ret->state == APPROVAL_MISSING) return 0;
    const json_t *whatsapp = json_object_get(root, "whatsapp");
    if (!json_is_object(whatsapp)) return error_set(why, ERROR_INPUT, "the provider's answer about a template is none");
    ret->state = approval_of_provider(reading_text(whatsapp, "status"));
    approval_take_reason(reading_text(whatsapp, "rejection_reason"), ret);
    return 0;
}

/* The text of the first of a content's types that has one: they say the same to different telephones. */
static const char *body_of(json_t *types) {
    const char *name;
    json_t *one;
    json_object_foreach(types, name, one) if (*reading_text(one, "body")) return reading_text(one, "body");
    return "";
}

/* A placeholder is one of the whole content: {{1}} of a text and of a button are filled with the same. For what we do
 * not fill a content has a default value of its own, which nobody should get. */
static int take_content(const struct http_reply *reply, struct wire_approval *ret, struct error *why) {
    json_auto_t *root = NULL;
    if (reading_object(reply, &root, why) < 0) return -1;
    json_t *types = json_object_get(root, "types");
    own_mem char *all = json_is_object(types) ? json_dumps(types, JSON_COMPACT) : NULL;
    if (!all) return 0;
    approval_take_body(body_of(types), ret);
    approval_take_params(approval_params(all), body_of(types), ret);
    return 0;
}

int twilio_approved(const struct channel *channel, const struct wire_template_question *question,
                    const struct http_reply *reply, struct wire_approval *ret, struct error *why) {
    (void)channel;
    return question->step == 0 ? take_approval(reply, ret, why) : take_content(reply, ret, why);
}
