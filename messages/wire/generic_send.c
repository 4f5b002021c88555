/* generic_send - a message as the call that settings describe, and what the reply means by their rules. */
#include "messages/wire/generic_send.h"

#include "messages/wire/fields.h"
#include "messages/wire/generic_fill.h"
#include "messages/wire/outcome.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER_MAX   (SETTINGS_LONG_MAX * 2)
#define NAME_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

/* --- out --- */

static const struct {
    const char *type, *content_type;
    enum generic_place place;
} types[] = {{"form", "application/x-www-form-urlencoded", GENERIC_FORM},
             {"json", "application/json", GENERIC_JSON},
             {"text", "text/plain; charset=UTF-8", GENERIC_TEXT}};

static size_t type_of(const struct channel *channel) {
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (strcmp(types[i].type, channel->http_type) == 0) return i;
    return 0;
}

/* "Name: value | Name: value", filled before it is cut: a value with a bar in it would be cut too, and then refused for
 * want of a colon rather than sent. */
static int add_headers(const struct channel *channel, const struct message_out *out, struct http_call *ret,
                       struct error *why) {
    own_text struct text filled = TEXT_INIT(HEADER_MAX);
    generic_fill(channel, out, GENERIC_HEADER, channel->http_headers, &filled);
    if (text_check(&filled, "http_headers", why)) return -1;
    for (const char *at = text_get(&filled); *at;) {
        at += strspn(at, " |");
        size_t len = strcspn(at, "|"), name_len = strcspn(at, ":|");
        char name[SETTINGS_SHORT_MAX], value[HEADER_MAX];
        if (!*at) return 0;
        if (at[name_len] != ':' || !name_len || name_len >= sizeof name || strspn(at, NAME_LETTERS) != name_len)
            return error_set(why, ERROR_INPUT, "http_headers are not \"Name: value | Name: value\"");
        const char *from = at + name_len + 1, *end = at + len;
        while (from < end && *from == ' ') from++;
        while (end > from && end[-1] == ' ') end--;
        snprintf(name, sizeof name, "%.*s", (int)name_len, at);
        snprintf(value, sizeof value, "%.*s", (int)(end - from), from);
        if (http_call_header(ret, name, value, why)) return -1;
        at += len;
    }
    return 0;
}

static int fill(const struct channel *channel, const struct message_out *out, struct http_call *ret,
                struct error *why) {
    size_t type = type_of(channel);
    if (!fields_is_address(out->to)) return error_set(why, ERROR_INPUT, "the receiver is not an address");
    if (!*out->body) return error_set(why, ERROR_INPUT, "the message is empty");
    ret->method = strcmp(channel->http_method, "GET") == 0 ? "GET"
                  : strcmp(channel->http_method, "PUT")    ? "POST"
                                                           : "PUT";
    generic_fill(channel, out, GENERIC_URL, channel->http_url, &ret->url);
    generic_fill(channel, out, types[type].place, channel->http_body, &ret->body);
    if (*channel->http_body && http_call_header(ret, "Content-Type", types[type].content_type, why)) return -1;
    if (add_headers(channel, out, ret, why)) return -1;
    return http_call_check(ret, why);
}

int generic_build(const struct channel *channel, const struct message_out *out, struct http_call *ret,
                  struct error *why) {
    http_call_init(ret);
    if (!fill(channel, out, ret, why)) return 0;
    http_call_release(ret);
    return -1;
}

/* --- what came back --- */

static const json_t *step(const json_t *json, const char *name) {
    char *end;
    if (!json_is_array(json)) return json_object_get(json, name);
    unsigned long index = strtoul(name, &end, 10);
    return *end || end == name ? NULL : json_array_get(json, index);
}

const char *generic_value(const json_t *root, const char *path, char room[GENERIC_NUMBER_MAX]) {
    char name[SETTINGS_TEXT_MAX];
    const json_t *json = root;
    while (json && *path) {
        size_t len = strcspn(path, ".");
        if (len >= sizeof name) return "";
        snprintf(name, sizeof name, "%.*s", (int)len, path);
        json = step(json, name);
        path += len + (path[len] == '.');
    }
    if (json_is_string(json)) return json_string_value(json);
    room[0] = 0;
    if (json_is_integer(json)) snprintf(room, GENERIC_NUMBER_MAX, "%lld", (long long)json_integer_value(json));
    if (json_is_real(json)) snprintf(room, GENERIC_NUMBER_MAX, "%g", json_real_value(json));
    if (json_is_boolean(json)) snprintf(room, GENERIC_NUMBER_MAX, "%s", json_is_true(json) ? "true" : "false");
    return room;
}

static int holds(const struct http_reply *reply, const char *words) {
    return *words && reply->body && strstr(reply->body, words) != NULL;
}

static int field_says_yes(const struct channel *channel, const json_t *root) {
    char path[SETTINGS_TEXT_MAX], room[GENERIC_NUMBER_MAX];
    const char *equals = strchr(channel->http_ok_field, '=');
    if (!equals) return 1;
    snprintf(path, sizeof path, "%.*s", (int)(equals - channel->http_ok_field), channel->http_ok_field);
    return strcmp(generic_value(root, path, room), equals + 1) == 0;
}

static void take_sent(const struct channel *channel, const json_t *root, struct outcome *ret) {
    char room[GENERIC_NUMBER_MAX];
    const char *id = *channel->http_id ? generic_value(root, channel->http_id, room) : "";
    ret->kind = OUTCOME_SENT;
    ret->code[0] = 0;
    if (fields_is_base64_id(id)) snprintf(ret->provider_id, sizeof ret->provider_id, "%s", id);
}

static void read_good(const struct channel *channel, const struct http_reply *reply, struct outcome *ret) {
    json_auto_t *root = json_loadb(reply->body ? reply->body : "", reply->body_len, JSON_REJECT_DUPLICATES, NULL);
    int is_yes = (!*channel->http_ok || holds(reply, channel->http_ok)) && field_says_yes(channel, root);
    int can_say_no = *channel->http_ok_field ? root != NULL : reply->body_len > 0;
    if (is_yes)
        take_sent(channel, root, ret);
    else if (can_say_no)
        ret->kind = holds(reply, channel->http_stopped) ? OUTCOME_STOPPED : OUTCOME_REFUSED;
}

void generic_read_reply(const struct channel *channel, const struct http_reply *reply, struct outcome *ret) {
    outcome_of_http(reply, ret);
    if (reply->fate != HTTP_ANSWERED) return;
    if (reply->status >= 200 && reply->status <= 299) read_good(channel, reply, ret);
    if (reply->status >= 400 && reply->status <= 499 && reply->status != 408 && holds(reply, channel->http_stopped))
        ret->kind = OUTCOME_STOPPED;
}
