/* http - what a provider's codec sees of HTTP. */
#include "messages/http.h"

#include <string.h>
#include <strings.h>

#define HEADER_LINE_MAX 1024
#define AUTH_MAX        512

const char *http_header_find(const struct http_request *request, const char *name, size_t *ret_count) {
    const char *found = NULL;
    size_t count = 0;
    for (size_t i = 0; i < request->header_count; i++) {
        if (strcasecmp(request->headers[i].name, name) != 0) continue;
        if (!count++) found = request->headers[i].value;
    }
    if (ret_count) *ret_count = count;
    return found;
}

int http_is_type(const struct http_request *request, const char *type) {
    size_t count, len = strlen(type);
    const char *value = http_header_find(request, "Content-Type", &count);
    if (count != 1 || strncasecmp(value, type, len) != 0) return 0;
    return !value[len] || strchr("; \t", value[len]);
}

void http_call_init(struct http_call *call) {
    memset(call, 0, sizeof *call);
    call->method = "POST";
    text_init(&call->url, HTTP_URL_MAX);
    text_init(&call->body, HTTP_CALL_BODY_MAX);
    text_init(&call->user, AUTH_MAX);
    text_init(&call->password, AUTH_MAX);
    for (size_t i = 0; i < HTTP_CALL_HEADERS_MAX; i++) text_init(&call->headers[i], HEADER_LINE_MAX);
}

void http_call_release(struct http_call *call) {
    text_release(&call->url);
    text_release(&call->body);
    text_release(&call->user);
    text_release(&call->password);
    for (size_t i = 0; i < HTTP_CALL_HEADERS_MAX; i++) text_release(&call->headers[i]);
    call->header_count = 0;
}

void http_call_base(struct http_call *call, const char *base) {
    size_t len = strlen(base);
    while (len && base[len - 1] == '/') len--;
    text_add_bytes(&call->url, base, len);
}

static int has_control(const char *string) {
    for (; *string; string++)
        if ((unsigned char)*string < 0x20 || *string == 0x7F) return 1;
    return 0;
}

int http_call_header(struct http_call *call, const char *name, const char *value, struct error *why) {
    if (call->header_count == HTTP_CALL_HEADERS_MAX)
        return error_set(why, ERROR_SYSTEM, "more than %d headers in a call", HTTP_CALL_HEADERS_MAX);
    if (has_control(value)) return error_set(why, ERROR_INPUT, "control character in header %s", name);
    struct text *line = &call->headers[call->header_count++];
    text_add(line, name);
    text_add(line, ": ");
    text_add(line, value);
    return text_check(line, name, why);
}

int http_call_check(const struct http_call *call, struct error *why) {
    if (text_check(&call->url, "the URL of a call", why)) return -1;
    if (has_control(text_get(&call->url))) return error_set(why, ERROR_INPUT, "control character in the URL of a call");
    if (text_check(&call->body, "the body of a call", why)) return -1;
    if (text_check(&call->user, "the account of a call", why)) return -1;
    return text_check(&call->password, "the secret of a call", why);
}
