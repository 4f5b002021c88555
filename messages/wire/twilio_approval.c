/* twilio_approval - what WhatsApp says of a template of Twilio's. */
#include "messages/wire/twilio_approval.h"

#include "messages/wire/approval.h"
#include "messages/wire/fetch.h"
#include "messages/wire/fields.h"
#include "messages/wire/reading.h"

#include <jansson.h>
#include <string.h>

#define CONTENT_API "https://content.twilio.com"
#define TWILIO_HOST ".twilio.com"

int twilio_approval(const struct channel *channel, const struct message_template *template, struct http_call *ret,
                    struct error *why) {
    own_text struct text url = TEXT_INIT(HTTP_URL_MAX);
    int is_theirs = !*channel->api_base || strstr(channel->api_base, TWILIO_HOST) != NULL;
    if (strcmp(channel->kind, "whatsapp") != 0) return 1;
    if (!fields_is_id(template->name)) return error_set(why, ERROR_INPUT, "a template is no ContentSid");
    text_addf(&url, "%s/v1/Content/%s/ApprovalRequests", is_theirs ? CONTENT_API : channel->api_base, template->name);
    if (fetch_begin(text_get(&url), ret, why) < 0) return -1;
    return fetch_basic(ret, channel->account, channel->secret, why);
}

int twilio_approved(const struct channel *channel, const struct message_template *template,
                    const struct http_reply *reply, struct wire_approval *ret, struct error *why) {
    (void)channel, (void)template;
    json_auto_t *root = NULL;
    if (approval_begin(reply, &root, ret, why) < 0) return -1;
    if (ret->state == APPROVAL_MISSING) return 0;
    const json_t *whatsapp = json_object_get(root, "whatsapp");
    if (!json_is_object(whatsapp)) return error_set(why, ERROR_INPUT, "the provider's answer about a template is none");
    ret->state = approval_of_provider(reading_text(whatsapp, "status"));
    approval_take_reason(reading_text(whatsapp, "rejection_reason"), ret);
    return 0;
}
