/* wire_fuzz - what every wire must keep, whatever bytes come. Used by the targets of wires. */
#ifndef TESTS_FUZZ_WIRE_FUZZ_H
#define TESTS_FUZZ_WIRE_FUZZ_H

#include "messages/wire.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* Never authentic; parsed all the same, as if it were: an error leaves nothing behind, a message has a sender, an id.
 */
static inline void wire_fuzz_request(const struct wire *wire, const struct channel *channel,
                                     const struct http_request *request) {
    struct inbox inbox;
    struct error why = ERROR_INIT;
    if (!wire->verify(channel, request, NULL)) abort();
    if (wire->parse(channel, request, &inbox, &why)) {
        if (why.kind != ERROR_INPUT || inbox.message_count || inbox.status_count || inbox.messages) abort();
        return;
    }
    if (inbox.message_count > INBOX_MAX || inbox.status_count > INBOX_MAX) abort();
    for (size_t i = 0; i < inbox.message_count; i++) {
        const struct message *message = &inbox.messages[i];
        if (!*message->id || !*message->from || !text_ok(&message->body) || message->at_ms < 0) abort();
    }
    for (size_t i = 0; i < inbox.status_count; i++)
        if (inbox.statuses[i].delivery == DELIVERY_NONE) abort();
    inbox_release(&inbox);
}

/* Sent only by a 2xx, never tried again after a 5xx. */
static inline void wire_fuzz_reply(const struct wire *wire, const struct channel *channel, const char *bytes,
                                   size_t len) {
    static const int statuses[] = {200, 202, 302, 400, 401, 403, 404, 408, 422, 429, 500, 503};
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        struct http_reply reply = {.fate = HTTP_ANSWERED, .status = statuses[i], .body = bytes, .body_len = len};
        struct outcome outcome;
        wire->read_reply(channel, &reply, &outcome);
        if (outcome.kind == OUTCOME_SENT && statuses[i] > 299) abort();
        if (statuses[i] == 500 && outcome.kind != OUTCOME_UNKNOWN) abort();
    }
}

static inline int wire_fuzz_has_line_end(const struct text *text) {
    return memchr(text_get(text), '\n', text->len) != NULL || memchr(text_get(text), '\r', text->len) != NULL;
}

/* Whatever a person, or a caseworker, wrote: no header or address of the call can be forged with it. */
static inline void wire_fuzz_build(const struct wire *wire, const struct channel *channel, const char *body) {
    const struct message_option options[] = {{"1", body}, {"2", "No"}, {body, "Otra"}};
    const struct message_template template = {.name = "HX1", .language = "es", .params = {body}, .param_count = 1};
    struct message_out out = {.out_id = "e1.0",
                              .to = "+56911111111",
                              .body = body,
                              .status_url = "https://helpline.example.org/hook/x?out=e1.0",
                              .options = options,
                              .option_count = sizeof options / sizeof options[0],
                              .options_label = body};
    for (int with_template = 0; with_template <= 1; with_template++) {
        struct http_call call;
        out.template = with_template ? &template : NULL;
        int failed = wire->build(channel, &out, &call, NULL);
        if (failed && (call.url.len || call.body.len || call.header_count)) abort();
        if (!failed && wire_fuzz_has_line_end(&call.url)) abort();
        for (size_t i = 0; i < call.header_count; i++)
            if (wire_fuzz_has_line_end(&call.headers[i])) abort();
        http_call_release(&call);
    }
}

/* A copy with the NUL that the contract puts behind every body; NULL when it is too long. */
static inline char *wire_fuzz_copy(const uint8_t *bytes, size_t len) {
    char *copy = len <= HTTP_BODY_MAX ? calloc(1, len + 1) : NULL;
    if (copy && len) memcpy(copy, bytes, len);
    return copy;
}

#endif
