/* meta_approval - Meta's catalogue of templates. */
#include "messages/wire/meta_approval.h"

#include "messages/form.h"
#include "messages/wire/approval.h"
#include "messages/wire/fetch.h"
#include "messages/wire/fields.h"
#include "messages/wire/meta_send.h"
#include "messages/wire/reading.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

int meta_approval(const struct channel *channel, const struct wire_template_question *question, struct http_call *ret,
                  struct error *why) {
    own_text struct text url = TEXT_INIT(HTTP_URL_MAX);
    if (!*channel->business_account || question->step > 0) return 1;
    if (!fields_is_id(channel->business_account))
        return error_set(why, ERROR_INPUT, "business_account is not an id of Meta's");
    text_addf(&url, "%s/%s/message_templates?fields=name,language,status,rejected_reason,components&limit=100&name=",
              *channel->api_base ? channel->api_base : META_API, channel->business_account);
    form_escape(&url, question->template->name);
    return fetch_begin(text_get(&url), ret, why) < 0 ? -1 : fetch_bearer(ret, channel->token, why);
}

/* The entry of this name and language; without a language that of any, an approved one first. */
static const json_t *entry_of(const json_t *root, const struct message_template *template) {
    const json_t *found = NULL;
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(root, "data"), i, one) {
        if (strcmp(reading_text(one, "name"), template->name) != 0) continue;
        if (*template->language && strcmp(reading_text(one, "language"), template->language) != 0) continue;
        if (!found || approval_of_provider(reading_text(one, "status")) == APPROVAL_APPROVED) found = one;
    }
    return found;
}

/* Buttons that want something of their own with each message: an address with a placeholder, a code. */
static int button_params(const json_t *buttons) {
    int count = 0;
    size_t i;
    json_t *one;
    json_array_foreach(buttons, i, one) {
        const char *type = reading_text(one, "type");
        count += approval_params(reading_text(one, "url")) > 0 || strcasecmp(type, "COPY_CODE") == 0 ||
                 strcasecmp(type, "OTP") == 0;
    }
    return count;
}

/* A heading of another format than text is a picture, a document or a place, which each message must bring. */
static int heading_params(const json_t *heading) {
    const char *format = reading_text(heading, "format");
    return *format && strcasecmp(format, "TEXT") != 0 ? 1 : approval_params(reading_text(heading, "text"));
}

static void take_components(const json_t *components, struct wire_approval *ret) {
    const char *body = "";
    int count = 0;
    size_t i;
    json_t *one;
    json_array_foreach(components, i, one) {
        if (strcasecmp(reading_text(one, "type"), "BODY") == 0) body = reading_text(one, "text");
        if (strcasecmp(reading_text(one, "type"), "HEADER") == 0) count += heading_params(one);
        count += button_params(json_object_get(one, "buttons"));
    }
    approval_take_body(body, ret);
    approval_take_params(count + approval_params(body), body, ret);
}

static int has_more_pages(const json_t *root) {
    return *reading_text(json_object_get(root, "paging"), "next") != '\0';
}

int meta_approved(const struct channel *channel, const struct wire_template_question *question,
                  const struct http_reply *reply, struct wire_approval *ret, struct error *why) {
    (void)channel;
    json_auto_t *root = NULL;
    if (approval_begin(reply, &root, ret, why) < 0) return -1;
    if (ret->state == APPROVAL_MISSING) return 0;
    if (!json_is_array(json_object_get(root, "data")))
        return error_set(why, ERROR_INPUT, "the provider's list of templates is none");
    const json_t *entry = entry_of(root, question->template);
    if (!entry) {
        if (has_more_pages(root)) /* it may stand further on: no reason to withhold it */
            return error_set(why, ERROR_INPUT, "more templates were found by this name than a page holds");
        ret->state = APPROVAL_MISSING;
        return 0;
    }
    ret->state = approval_of_provider(reading_text(entry, "status"));
    approval_take_reason(reading_text(entry, "rejected_reason"), ret);
    if (json_is_array(json_object_get(entry, "components"))) take_components(json_object_get(entry, "components"), ret);
    return 0;
}
