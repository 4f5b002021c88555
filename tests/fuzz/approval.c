/* approval - whatever a provider says of a template, it is read within its bounds, and a template that is used has one
 * placeholder or tells of none. */
#include "messages/wire.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const struct channel channels[] = {
    {.wire = "meta", .kind = "whatsapp", .account = "1", .business_account = "2", .token = "t"},
    {.wire = "twilio", .kind = "whatsapp", .account = "AC1", .secret = "s"}};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    static const struct message_template template = {.name = "aviso", .language = "es"};
    char *copy = calloc(1, len + 1);
    if (!copy) return 0;
    if (len) memcpy(copy, bytes, len);
    struct http_reply reply = {.fate = HTTP_ANSWERED, .status = 200, .body = copy, .body_len = len};
    for (size_t i = 0; i < 2 * sizeof channels / sizeof channels[0]; i++) {
        const struct channel *channel = &channels[i / 2];
        const struct wire_template_question question = {&template, (int)(i % 2)};
        struct wire_approval approval = {.state = APPROVAL_APPROVED, .params = WIRE_APPROVAL_NOT_TOLD};
        if (wire_find(channel->wire)->approved(channel, &question, &reply, &approval, NULL) < 0) continue;
        if (approval.params < WIRE_APPROVAL_OTHER || approval.reason[strcspn(approval.reason, " \n")]) abort();
        if (!memchr(approval.body, 0, sizeof approval.body)) abort();
        if (approval_may(&approval) && approval.params > 1) abort();
        if (approval_may(&approval) && approval.params == 1 && !strstr(copy, "{{1}}") && !strchr(copy, '\\')) abort();
    }
    free(copy);
    return 0;
}
