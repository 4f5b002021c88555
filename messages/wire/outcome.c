/* outcome - what HTTP alone says of a send, before a wire reads the provider's words. */
#include "messages/wire/outcome.h"

#include "messages/wire/fields.h"

#include <stdio.h>
#include <string.h>

static enum outcome_kind kind_of_status(int status) {
    if (status == 429) return OUTCOME_THROTTLED;
    if (status >= 300 && status <= 399) return OUTCOME_CHANNEL;
    if (status >= 401 && status <= 405) return OUTCOME_CHANNEL;
    if (status == 408) return OUTCOME_UNKNOWN; /* the provider gave up reading, but perhaps after it had enough */
    if (status >= 400 && status <= 499) return OUTCOME_REFUSED;
    return OUTCOME_UNKNOWN;
}

void outcome_of_http(const struct http_reply *reply, struct outcome *ret) {
    memset(ret, 0, sizeof *ret);
    if (reply->fate == HTTP_NOT_SENT) {
        ret->kind = OUTCOME_NOT_SENT;
        snprintf(ret->code, sizeof ret->code, "not-sent");
        return;
    }
    if (reply->fate != HTTP_ANSWERED) {
        ret->kind = OUTCOME_UNKNOWN;
        snprintf(ret->code, sizeof ret->code, "lost");
        return;
    }
    ret->kind = kind_of_status(reply->status);
    if (ret->kind == OUTCOME_THROTTLED) ret->retry_after_s = reply->retry_after_s;
    snprintf(ret->code, sizeof ret->code, "http-%d", reply->status);
}

void outcome_take_id(const json_t *root, const char *name, struct outcome *ret) {
    const char *id = json_string_value(json_object_get(root, name));
    if (!fields_is_id(id)) return;
    ret->kind = OUTCOME_SENT;
    ret->code[0] = 0;
    snprintf(ret->provider_id, sizeof ret->provider_id, "%s", id);
}
