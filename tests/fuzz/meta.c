/* meta - whatever comes as a webhook, a question or a reply, the meta wire reads it without harm and within its bounds.
 */
#include "messages/wire.h"

#include <stdlib.h>
#include <string.h>

#define SIGNATURE "sha256=0000000000000000000000000000000000000000000000000000000000000000"
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const struct channel channel = {.name = "wa-1",
                                       .wire = "meta",
                                       .kind = "whatsapp",
                                       .number = "+15550783881",
                                       .account = "106540352242922",
                                       .secret = "a secret",
                                       .token = "a token",
                                       .verify_token = "a word"};

static void read_request(const struct wire *wire, const char *bytes, size_t len) {
    struct http_request request = {
        .method = "POST",
        .path = "/hook/wa-1",
        .query = "",
        .body = bytes,
        .body_len = len,
        .public_url = "https://helpline.example.org",
        .headers = {{"Content-Type", "application/json"}, {"X-Hub-Signature-256", SIGNATURE}},
        .header_count = 2};
    if (!wire->verify(&channel, &request, NULL)) abort();
    struct inbox inbox;
    struct error why = ERROR_INIT;
    if (wire->parse(&channel, &request, &inbox, &why)) {
        if (why.kind != ERROR_INPUT || inbox.message_count || inbox.status_count) abort();
        return;
    }
    if (inbox.message_count > INBOX_MAX || inbox.status_count > INBOX_MAX) abort();
    for (size_t i = 0; i < inbox.message_count; i++)
        if (!*inbox.messages[i].id || !*inbox.messages[i].from || !text_ok(&inbox.messages[i].body)) abort();
    inbox_release(&inbox);
}

static void ask(const struct wire *wire, const char *query) {
    struct http_request request = {.method = "GET", .path = "/hook/wa-1", .query = query, .body = "", .public_url = ""};
    struct http_answer answer = {0};
    if (wire->greet(&channel, &request, &answer, NULL) != 0) return;
    if (answer.status != 200 || !strstr(query, "hub.") || !answer.body.len) abort();
    text_release(&answer.body);
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
    const struct message_option options[] = {{"1", body}, {"2", "No"}, {body, "Otra"}};
    const struct message_template template = {.name = "aviso", .language = "es", .params = {body}, .param_count = 1};
    struct message_out out = {.out_id = "e1.0",
                              .to = "+56911111111",
                              .body = body,
                              .status_url = "https://helpline.example.org/hook/x",
                              .options = options,
                              .option_count = sizeof options / sizeof options[0],
                              .options_label = body};
    struct http_call call;
    for (int with_template = 0; with_template <= 1; with_template++) {
        out.template = with_template ? &template : NULL;
        wire->build(&channel, &out, &call, NULL);
        http_call_release(&call);
    }
    wire->mark_read(&channel, body, &call, NULL);
    http_call_release(&call);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    if (len > HTTP_BODY_MAX) return 0;
    char *copy = calloc(1, len + 1); /* the contract gives a NUL behind every body */
    if (!copy) return 0;
    if (len) memcpy(copy, bytes, len);
    const struct wire *wire = wire_find("meta");
    read_request(wire, copy, len);
    ask(wire, copy);
    read_reply(wire, copy, len);
    build(wire, copy);
    free(copy);
    return 0;
}
