/* phone_wire - whatever comes as a webhook or as a reply, the phone wire reads it without harm and within its bounds.
 */
#include "messages/wire.h"

#include <stdlib.h>
#include <string.h>

#define SIGNATURE "sha256=0000000000000000000000000000000000000000000000000000000000000000"
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const struct channel channel = {
    .name = "phone-sms", .wire = "phone", .kind = "sms", .number = "+56220000000", .secret = "a secret"};

static void read_request(const struct wire *wire, const char *bytes, size_t len) {
    struct http_request request = {.method = "POST",
                                   .path = "/hook/phone-sms",
                                   .query = "out=e1.0",
                                   .body = bytes,
                                   .body_len = len,
                                   .public_url = "https://helpline.example.org",
                                   .headers = {{"Content-Type", "application/json"}, {"X-Phone-Signature", SIGNATURE}},
                                   .header_count = 2};
    if (!wire->verify(&channel, &request, NULL)) abort();
    struct inbox inbox;
    struct error why = ERROR_INIT;
    if (wire->parse(&channel, &request, &inbox, &why)) {
        if (why.kind != ERROR_INPUT || inbox.message_count || inbox.status_count) abort();
        return;
    }
    if (inbox.message_count + inbox.status_count + inbox.ignored != 1) abort();
    for (size_t i = 0; i < inbox.message_count; i++)
        if (!*inbox.messages[i].id || !*inbox.messages[i].from || !text_ok(&inbox.messages[i].body)) abort();
    inbox_release(&inbox);
}

static void read_reply(const struct wire *wire, const char *bytes, size_t len) {
    static const int statuses[] = {200, 201, 302, 400, 401, 403, 404, 408, 429, 500, 503};
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        struct http_reply reply = {.fate = HTTP_ANSWERED, .status = statuses[i], .body = bytes, .body_len = len};
        struct outcome outcome;
        wire->read_reply(&channel, &reply, &outcome);
        if (outcome.kind == OUTCOME_SENT && (statuses[i] > 299 || !*outcome.provider_id)) abort();
        if (statuses[i] >= 500 && outcome.kind != OUTCOME_UNKNOWN) abort(); /* never sent twice */
    }
}

static void build(const struct wire *wire, const char *body) {
    struct message_out out = {
        .out_id = "e1.0", .to = "+56911111111", .body = body, .status_url = "https://helpline.example.org/hook/x"};
    struct http_call call;
    wire->build(&channel, &out, &call, NULL);
    http_call_release(&call);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    if (len > HTTP_BODY_MAX) return 0;
    char *copy = calloc(1, len + 1); /* the contract gives a NUL behind every body */
    if (!copy) return 0;
    if (len) memcpy(copy, bytes, len);
    const struct wire *wire = wire_find("phone");
    read_request(wire, copy, len);
    read_reply(wire, copy, len);
    build(wire, copy);
    free(copy);
    return 0;
}
