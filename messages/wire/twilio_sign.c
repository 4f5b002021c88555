/* twilio_sign - is a webhook really Twilio's? */
#include "messages/wire/twilio_sign.h"

#include "messages/form.h"
#include "messages/sign.h"
#include "messages/wire/knock.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SIGNATURE_LEN 28                          /* base64 of 20 bytes */
#define SIGNED_MAX    (HTTP_BODY_MAX + 16 * 1024) /* decoded parameters are never longer than the body; rest is URL */

static int denied(struct error *why) {
    return error_set(why, ERROR_DENIED, "the signature is not valid");
}

/* Parts of "https://user:secret@host:8443/base"; all borrowed. */
struct origin {
    const char *scheme, *host, *port, *rest;
    size_t scheme_len, host_len, port_len; /* scheme with "://", port with ":" */
};

static int origin_read(const char *url, struct origin *ret) {
    if (strncasecmp(url, "https://", 8) != 0 && strncasecmp(url, "http://", 7) != 0) return -1;
    ret->scheme = url;
    ret->scheme_len = (size_t)(strstr(url, "://") + 3 - url);
    const char *authority = url + ret->scheme_len;
    ret->rest = authority + strcspn(authority, "/?#");
    const char *at = memrchr(authority, '@', (size_t)(ret->rest - authority)); /* Twilio does not sign user:secret@ */
    ret->host = at ? at + 1 : authority;
    size_t len = (size_t)(ret->rest - ret->host);
    const char *bracket = memrchr(ret->host, ']', len); /* colons within [::1] are no port */
    const char *from = bracket ? bracket : ret->host;
    const char *colon = memrchr(from, ':', (size_t)(ret->rest - from));
    ret->port = colon ? colon : ret->rest;
    ret->port_len = (size_t)(ret->rest - ret->port);
    ret->host_len = len - ret->port_len;
    return 0;
}

/* The URL as Twilio may have signed it: without a port, or with one. */
static void add_url(struct text *ret, const struct origin *origin, const struct http_request *request, int with_port) {
    text_add_bytes(ret, origin->scheme, origin->scheme_len);
    text_add_bytes(ret, origin->host, origin->host_len);
    if (with_port && origin->port_len > 1)
        text_add_bytes(ret, origin->port, origin->port_len);
    else if (with_port)
        text_add(ret, origin->scheme_len == strlen("https://") ? ":443" : ":80");
    text_add(ret, origin->rest);
    text_add(ret, request->path);
    if (*request->query) {
        text_add_char(ret, '?');
        text_add(ret, request->query);
    }
}

static int by_name_and_value(const void *a, const void *b) {
    const struct form_field *left = a, *right = b;
    int order = strcmp(left->name, right->name);
    return order ? order : strcmp(left->value, right->value);
}

static int is_same(const struct form_field *a, const struct form_field *b) {
    return by_name_and_value(a, b) == 0;
}

static int add_parameters(struct text *ret, const struct http_request *request) {
    own_form struct form form = {0};
    if (form_parse(request->body, request->body_len, &form, NULL)) return -1;
    qsort(form.fields, form.count, sizeof form.fields[0], by_name_and_value);
    for (size_t i = 0; i < form.count; i++) {
        if (i && is_same(&form.fields[i - 1], &form.fields[i])) continue;
        text_add_bytes(ret, form.fields[i].name, form.fields[i].name_len);
        text_add_bytes(ret, form.fields[i].value, form.fields[i].value_len);
    }
    return 0;
}

static int is_hash_of_body(const struct http_request *request) {
    own_form struct form query = {0};
    if (form_parse(request->query, strlen(request->query), &query, NULL)) return 0;
    size_t count;
    const char *given = form_find(&query, "bodySHA256", &count);
    if (count != 1) return 0;
    unsigned char hash[SIGN_SHA256_LEN];
    char expected[2 * SIGN_SHA256_LEN + 1];
    sign_sha256(request->body, request->body_len, hash);
    sign_hex(hash, sizeof hash, expected);
    return sign_equal(expected, given);
}

/* What is signed behind the URL. */
static int add_tail(struct text *ret, const struct http_request *request) {
    if (strcmp(request->method, "POST") != 0) return -1;
    if (http_is_type(request, "application/x-www-form-urlencoded")) return add_parameters(ret, request);
    if (http_is_type(request, "application/json")) return is_hash_of_body(request) ? 0 : -1;
    return -1;
}

static void sign_text(const char *secret, const struct text *text, char ret[SIGNATURE_LEN + 1]) {
    unsigned char hash[SIGN_SHA1_LEN];
    sign_hmac_sha1(secret, text_get(text), text->len, hash);
    sign_base64(hash, sizeof hash, ret);
}

static int is_signed_with(const char *secret, const struct text *text, const char *given) {
    char expected[SIGNATURE_LEN + 1];
    if (!*secret || !text_ok(text)) return 0;
    sign_text(secret, text, expected);
    return sign_equal(expected, given);
}

int twilio_verify(const struct channel *channel, const struct http_request *request, struct error *why) {
    size_t count;
    const char *given = http_header_find(request, "X-Twilio-Signature", &count);
    if (count != 1 || strlen(given) != SIGNATURE_LEN) return denied(why);
    struct origin origin;
    if (origin_read(request->public_url, &origin)) return denied(why);
    own_text struct text tail = TEXT_INIT(HTTP_BODY_MAX);
    if (add_tail(&tail, request) || !text_ok(&tail)) return denied(why);
    own_text struct text text = TEXT_INIT(SIGNED_MAX);
    for (int with_port = 0; with_port <= 1; with_port++) {
        text_clear(&text);
        add_url(&text, &origin, request, with_port);
        text_add_bytes(&text, text_get(&tail), tail.len);
        if (is_signed_with(channel->secret, &text, given)) return 0;
        if (is_signed_with(channel->secret_next, &text, given)) return 0;
    }
    return denied(why);
}

int twilio_knock(const struct channel *channel, const char *public_url, struct http_call *ret, struct error *why) {
    own_text struct text text = TEXT_INIT(SIGNED_MAX);
    char signature[SIGNATURE_LEN + 1];
    knock_begin(channel, public_url, "POST", ret);
    form_add(&ret->body, "AccountSid", channel->account);
    form_add(&ret->body, "EventType", "knock");
    text_addf(&text, "%sAccountSid%sEventTypeknock", text_get(&ret->url), channel->account);
    sign_text(channel->secret, &text, signature);
    int failed = http_call_header(ret, "X-Twilio-Signature", signature, why);
    return knock_end(ret, "application/x-www-form-urlencoded", failed, why);
}
