/* http - what a provider's codec sees of HTTP: plain structs, no socket, no library.
 *
 * bot/ fills a request from its server and writes an answer; queue/ carries a call with its client and fills a reply.
 * All pointers are borrowed unless said otherwise. */
#ifndef MESSAGES_HTTP_H
#define MESSAGES_HTTP_H

#include "messages/text.h"

#include <stddef.h>
#include <stdint.h>

#define HTTP_BODY_MAX         (64 * 1024)       /* bytes of a webhook body; more is answered 413 */
#define HTTP_BATCH_MAX        (3 * 1024 * 1024) /* bytes of a webhook body of a provider that sends batches */
#define HTTP_HEADERS_MAX      64
#define HTTP_REPLY_MAX        (64 * 1024) /* bytes of a provider's reply that are kept */
#define HTTP_URL_MAX          2048
#define HTTP_CALL_BODY_MAX    (64 * 1024)
#define HTTP_CALL_HEADERS_MAX 12

struct http_header {
    const char *name, *value;
};

struct http_request {
    const char *method; /* "POST" */
    const char *path;   /* "/hook/line-1", as sent, percent escapes kept */
    const char *query;  /* what followed '?', as sent, percent escapes kept; "" when none */
    const char *body;   /* NUL-terminated for convenience; may hold NULs */
    size_t body_len;
    const char *public_url; /* base URL as the provider sees us, without trailing slash (settings server.public_url) */
    struct http_header headers[HTTP_HEADERS_MAX];
    size_t header_count;
};

/* Value of a header (case-insensitive name), NULL when absent, and *ret_count how often it occurs (may be NULL). */
const char *http_header_find(const struct http_request *request, const char *name, size_t *ret_count);
/* 1 when there is exactly one Content-Type and it is this one, parameters aside. */
int http_is_type(const struct http_request *request, const char *type);

struct http_answer {
    int status;
    const char *content_type; /* static text */
    struct text body;
};

/* A call to a provider. Release with http_call_release(). */
struct http_call {
    const char *method; /* static text, "POST" */
    struct text url;
    struct text body;
    struct text headers[HTTP_CALL_HEADERS_MAX]; /* whole lines, "Content-Type: ..." */
    size_t header_count;
    struct text user, password; /* Basic auth; empty = none */
};
void http_call_init(struct http_call *call); /* every text empty, with its maximum */
void http_call_release(struct http_call *call);
/* Begins the URL with the provider's base, without slashes at its end. */
void http_call_base(struct http_call *call, const char *base);
/* Adds "name: value". ERROR_INPUT: a control character in value (it would forge a line), too long. */
int http_call_header(struct http_call *call, const char *name, const char *value, struct error *why);
/* Did all appends fit? 0, or -1 ERROR_INPUT with what was too long. A wire asks this last. */
int http_call_check(const struct http_call *call, struct error *why);

enum http_fate {
    HTTP_ANSWERED, /* status and body hold the reply */
    HTTP_NOT_SENT, /* provably nothing left: refused, DNS, connect or TLS failure, request size 0 */
    HTTP_LOST      /* something left and no readable answer came: the outcome is unknown */
};

struct http_reply {
    enum http_fate fate;
    int status;
    const char *body; /* NUL-terminated */
    size_t body_len;
    const char *location; /* where a 3xx points to, absolute; NULL or "" = nowhere */
    int too_large;        /* 1: more came than the caller wanted; status tells what else it was */
    int forbidden;        /* 1: NOT_SENT since the address is one where nothing may be fetched */
    int64_t date_ms;      /* of a fetch: the other side's clock, from Date; 0 = not told */
    long retry_after_s;   /* from Retry-After, clamped to 1..3600; 0 = none */
};

#endif
