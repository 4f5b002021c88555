/* twilio_list - whatever a page of Twilio's list holds, it is read within its bounds, and leads to no other place. */
#include "messages/wire.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const struct channel channel = {.name = "line-1",
                                       .wire = "twilio",
                                       .kind = "sms",
                                       .number = "+56226000000",
                                       .account = "AC00000000000000000000000000000001",
                                       .secret = "a secret"};

static void read_page(const struct wire *wire, const struct wire_question *question, const struct http_reply *reply) {
    static const char own[] = "/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json?";
    struct wire_page page;
    struct http_call call;
    if (wire->listed(&channel, question, reply, &page, NULL) < 0) {
        if (page.inbox.messages || page.sent) abort();
        return;
    }
    for (size_t i = 0; i < page.inbox.message_count; i++)
        if (!*page.inbox.messages[i].id || page.inbox.messages[i].at_ms < question->since_ms) abort();
    for (size_t i = 0; i < page.sent_count; i++)
        if (page.sent[i].status.delivery == DELIVERY_NONE || page.sent[i].at_ms < question->since_ms) abort();
    if (*page.next && strncmp(page.next, own, sizeof own - 1)) abort();
    const struct wire_question further = {question->inbound, question->since_ms, page.next, NULL};
    if (wire->list(&channel, &further, &call, NULL) == 0) {
        if (strncmp(text_get(&call.url), "https://api.twilio.com/", 23)) abort();
        http_call_release(&call);
    }
    wire_page_release(&page);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    char *copy = calloc(1, len + 1);
    if (!copy) return 0;
    if (len) memcpy(copy, bytes, len);
    struct http_reply reply = {.fate = HTTP_ANSWERED, .status = 200, .body = copy, .body_len = len};
    for (int inbound = 0; inbound <= 1; inbound++) {
        const struct wire_question question = {inbound, INT64_C(1790000000000), NULL, NULL};
        read_page(wire_find("twilio"), &question, &reply);
    }
    free(copy);
    return 0;
}
