/* meta - whatever comes as a webhook, a question or a reply, the meta wire reads it without harm and within its bounds.
 */
#include "tests/fuzz/wire_fuzz.h"

#define SIGNATURE "sha256=0000000000000000000000000000000000000000000000000000000000000000"

static const struct channel channel = {.name = "wa-1",
                                       .wire = "meta",
                                       .kind = "whatsapp",
                                       .number = "+15550783881",
                                       .account = "106540352242922",
                                       .secret = "a secret",
                                       .token = "a token",
                                       .verify_token = "a word"};

static void ask(const struct wire *wire, const char *query) {
    struct http_request request = {.method = "GET", .path = "/hook/wa-1", .query = query, .body = "", .public_url = ""};
    struct http_answer answer = {0};
    if (wire->greet(&channel, &request, &answer, NULL) != 0) return;
    if (answer.status != 200 || !strstr(query, "hub.") || !answer.body.len) abort();
    text_release(&answer.body);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    char *copy = wire_fuzz_copy(bytes, len);
    if (!copy) return 0;
    const struct wire *wire = wire_find("meta");
    const struct http_request request = {
        .method = "POST",
        .path = "/hook/wa-1",
        .query = "",
        .body = copy,
        .body_len = len,
        .public_url = "https://helpline.example.org",
        .headers = {{"Content-Type", "application/json"}, {"X-Hub-Signature-256", SIGNATURE}},
        .header_count = 2};
    struct http_call call;
    wire_fuzz_request(wire, &channel, &request);
    ask(wire, copy);
    wire_fuzz_reply(wire, &channel, copy, len);
    wire_fuzz_build(wire, &channel, copy);
    wire->mark_read(&channel, copy, &call, NULL);
    http_call_release(&call);
    free(copy);
    return 0;
}
