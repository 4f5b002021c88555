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
    for (size_t i = 0; i < sizeof channels / sizeof channels[0]; i++) {
        struct wire_approval approval;
        if (wire_find(channels[i].wire)->approved(&channels[i], &template, &reply, &approval, NULL) < 0) continue;
        if (approval.params < -1 || approval.reason[strcspn(approval.reason, " \n")]) abort();
        if (!memchr(approval.body, 0, sizeof approval.body)) abort();
        if (approval_may(&approval) && approval.params > 1) abort();
    }
    free(copy);
    return 0;
}
