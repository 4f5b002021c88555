/* approval - what the slots `approved` of the wires share. */
#include "messages/wire/approval.h"

#include "messages/wire/reading.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define LETTERS_MAX  1024
#define REASON_CHARS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"

int approval_begin(const struct http_reply *reply, json_t **ret_root, struct wire_approval *ret, struct error *why) {
    *ret = (struct wire_approval){.state = APPROVAL_UNKNOWN, .params = WIRE_APPROVAL_NOT_TOLD};
    int said = reading_object(reply, ret_root, why);
    if (said == 1) ret->state = APPROVAL_MISSING;
    return said < 0 ? -1 : 0;
}

/* 1 when the same placeholder stands in the text before it. */
static int is_again(const char *words, const char *at, size_t len) {
    for (const char *before = words; (before = strstr(before, "{{")) && before < at; before += 2)
        if (strncmp(before, at, len) == 0) return 1;
    return 0;
}

int approval_params(const char *words) {
    int count = 0;
    for (const char *at = words; (at = strstr(at, "{{")); at += 2) {
        const char *end = strstr(at, "}}");
        if (!end) break;
        count += !is_again(words, at, (size_t)(end + 2 - at));
    }
    return count;
}

void approval_take_params(int count, const char *body, struct wire_approval *ret) {
    ret->params = count == 1 && !strstr(body, "{{1}}") ? WIRE_APPROVAL_OTHER : count;
}

void approval_take_body(const char *words, struct wire_approval *ret) {
    own_text struct text clean = TEXT_INIT(WIRE_APPROVAL_BODY_MAX);
    text_add_clean(&clean, words, strlen(words), LETTERS_MAX);
    snprintf(ret->body, sizeof ret->body, "%s", text_get(&clean));
}

void approval_take_reason(const char *word, struct wire_approval *ret) {
    size_t len = strspn(word, REASON_CHARS);
    if (word[len] || len > WIRE_APPROVAL_REASON_MAX || strcasecmp(word, "NONE") == 0) return;
    memcpy(ret->reason, word, len + 1);
}
