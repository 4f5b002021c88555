/* http_guard - what libmicrohttpd 0.9.75 lets through and we do not (promises 0.7): one look at the head of a request.
 *
 * The library takes bare LF for a line end, cuts lines at a NUL and joins folded lines, and tells nobody. But it parses
 * in place: the strings that it gives us lie where they came in, each followed by what was CRLF. So a head is as it
 * should be when its strings follow each other without a gap and its length is that of the whole head. */
#include "bot/http_inside.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LOOSE (MHD_VERSION < HTTP_STRICT_SINCE)

enum once {
    ONCE_HOST,
    ONCE_LENGTH,
    ONCE_TRANSFER,
    ONCE_TYPE,
    ONCE_ENCODING,
    ONCE_EXPECT,
    ONCE_AUTH,
    ONCE_ORIGIN,
    ONCES
};

static const char *const once_names[ONCES] = {
    "Host",          "Content-Length", "Transfer-Encoding", "Content-Type", "Content-Encoding", "Expect",
    "Authorization", "Origin"};

struct head {
    struct http_request *request;
    const char *next; /* where the next header must begin */
    const char *once[ONCES];
    int status;
};

static int is_token(const char *name, size_t len) {
    static const char others[] = "!#$%&'*+-.^_`|~";
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)name[i];
        int letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && !memchr(others, c, sizeof others - 1)) return 0;
    }
    return len > 0;
}

static int has_control(const char *value, size_t len) {
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)value[i];
        if ((c < ' ' && c != '\t') || c == 0x7f) return 1;
    }
    return 0;
}

static void note_once(struct head *head, const char *name, const char *value) {
    for (int i = 0; i < ONCES; i++) {
        if ((*name | 0x20) != (*once_names[i] | 0x20) || strcasecmp(name, once_names[i]) != 0) continue;
        if (head->once[i]) head->status = MHD_HTTP_BAD_REQUEST;
        head->once[i] = value;
    }
}

static enum MHD_Result on_header(void *arg, enum MHD_ValueKind kind, const char *name, size_t name_len,
                                 const char *value, size_t value_len) {
    (void)kind;
    struct head *head = arg;
    struct http_request *request = head->request;
    if (!value || (LOOSE && name != head->next) || !is_token(name, name_len) || has_control(value, value_len))
        head->status = MHD_HTTP_BAD_REQUEST;
    else if (request->header_count == HTTP_HEADERS_MAX)
        head->status = MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE;
    if (head->status) return MHD_NO;
    head->next = value + value_len + 2;
    note_once(head, name, value);
    request->headers[request->header_count++] = (struct http_header){name, value};
    return head->status ? MHD_NO : MHD_YES;
}

static int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* An escape must be whole, and must not hide a letter that has a meaning in a path. */
static int escape_is_odd(const char *at) {
    int high = hex_value(at[1]), low = high < 0 ? -1 : hex_value(at[2]);
    int c = low < 0 ? 0 : high * 16 + low;
    return c <= ' ' || c == 0x7f || c == '/' || c == '\\' || c == '.';
}

static int is_dot_segment(const char *slash) {
    if (slash[1] != '.') return 0;
    const char *after = slash[2] == '.' ? slash + 3 : slash + 2;
    return *after == '/' || *after == '\0';
}

static int path_is_odd(const char *path) {
    for (const char *at = path; *at; at++) {
        unsigned char c = (unsigned char)*at;
        if (c <= ' ' || c >= 0x7f || c == '\\' || c == '#') return 1;
        if ((c == '%' && escape_is_odd(at)) || (c == '/' && is_dot_segment(at))) return 1;
    }
    return *path != '/';
}

static int query_is_odd(const char *query) {
    for (const char *at = query; *at; at++)
        if ((unsigned char)*at <= ' ' || (unsigned char)*at >= 0x7f || *at == '#') return 1;
    return 0;
}

static int guard_target(struct http_exchange *exchange) {
    if (exchange->target_len > HTTP_URL_MAX) return MHD_HTTP_URI_TOO_LONG;
    char *query = strchr(exchange->target, '?');
    if (query) *query++ = '\0';
    exchange->request.path = exchange->target;
    exchange->request.query = query ? query : "";
    return path_is_odd(exchange->request.path) || query_is_odd(exchange->request.query) ? MHD_HTTP_BAD_REQUEST : 0;
}

static int guard_version(const char *version) {
    if (strcmp(version, "HTTP/1.1") == 0 || strcmp(version, "HTTP/1.0") == 0) return 0;
    return strncmp(version, "HTTP/", 5) == 0 ? MHD_HTTP_HTTP_VERSION_NOT_SUPPORTED : MHD_HTTP_BAD_REQUEST;
}

static int guard_layout(struct http_exchange *exchange, struct head *head, const char *method) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    /* the last header's CRLF is in next already; the empty line follows */
    if (!LOOSE) return 0;
    return info && (size_t)(head->next + 2 - method) == info->header_size ? 0 : MHD_HTTP_BAD_REQUEST;
}

static int guard_host(const char *host) {
    if (!host || !*host) return MHD_HTTP_BAD_REQUEST;
    size_t len = strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]");
    return host[len] ? MHD_HTTP_BAD_REQUEST : 0;
}

static int guard_length(struct http_exchange *exchange, const struct head *head) {
    const char *length = head->once[ONCE_LENGTH], *transfer = head->once[ONCE_TRANSFER];
    int sends = *exchange->request.method == 'P'; /* POST, PUT */
    /* No chunks at all: no provider sends them, and every second smuggling trick is made of them. */
    if (transfer)
        return !length && strcasecmp(transfer, "chunked") == 0 ? MHD_HTTP_LENGTH_REQUIRED : MHD_HTTP_BAD_REQUEST;
    if (!length) return sends ? MHD_HTTP_LENGTH_REQUIRED : 0;
    size_t digits = strspn(length, "0123456789");
    if (!digits || length[digits]) return MHD_HTTP_BAD_REQUEST;
    if (digits > 9) return MHD_HTTP_CONTENT_TOO_LARGE;
    exchange->length = strtoul(length, NULL, 10);
    return 0;
}

static int guard_method(const char *method) {
    static const char *const known[] = {"GET", "POST", "HEAD", "PUT", "DELETE"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(method, known[i]) == 0) return 0;
    return MHD_HTTP_METHOD_NOT_ALLOWED;
}

static int guard_body_form(const struct head *head) {
    const char *encoding = head->once[ONCE_ENCODING], *expect = head->once[ONCE_EXPECT];
    if (encoding && strcasecmp(encoding, "identity") != 0) return MHD_HTTP_UNSUPPORTED_MEDIA_TYPE;
    return expect && strcasecmp(expect, "100-continue") != 0 ? MHD_HTTP_EXPECTATION_FAILED : 0;
}

int http_guard(struct http_exchange *exchange, const char *method, const char *version) {
    struct http_request *request = &exchange->request;
    struct head head = {.request = request, .next = version + strlen(version) + 2};
    request->method = method;
    request->header_count = 0;
    /* the target was as long as the room between method and version, or a NUL cut it */
    if (LOOSE && method + strlen(method) + 1 + exchange->target_len + 1 != version) return MHD_HTTP_BAD_REQUEST;
    int status = guard_version(version);
    if (!status) status = guard_target(exchange);
    if (status) return status;
    MHD_get_connection_values_n(exchange->connection, MHD_HEADER_KIND, on_header, &head);
    status = head.status;
    if (!status) status = guard_layout(exchange, &head, method);
    if (!status) status = guard_host(head.once[ONCE_HOST]);
    if (!status) status = guard_method(method);
    if (!status) status = guard_length(exchange, &head);
    return status ? status : guard_body_form(&head);
}
