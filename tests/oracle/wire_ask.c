/* wire_ask - asks a wire, one JSON object a line on stdin; says one line each. For the oracles in tests/oracle/.
 *
 *   {"channel": {...settings}, "request": {"method", "path", "query", "public_url", "headers": {name: value}, "body"}}
 *       -> "ok", "denied" or "busy", as verify says
 *   {"channel": {...}, "message": {"out_id", "to", "body", "status_url", "options": [[id, title]...], "label",
 *    "template": {"name", "language", "params"}}}
 *   {"channel": {...}, "list": {"inbound", "since_ms", "with"}}
 *   {"channel": {...}, "balance": true}
 *   {"channel": {...}, "forget": id}
 *   {"channel": {...}, "approval": {"name", "language", "step"}}
 *       -> {"method", "url", "headers": [line...], "user", "password", "body"}, or {"error"} */
#include "config/settings_table.h"
#include "messages/wire.h"

#include <jansson.h>
#include <string.h>

static const char *member(const json_t *json, const char *name) {
    const char *value = json_string_value(json_object_get(json, name));
    return value ? value : "";
}

static void read_channel(const json_t *json, struct channel *ret) {
    memset(ret, 0, sizeof *ret);
    snprintf(ret->name, sizeof ret->name, "%s", member(json, "name"));
    for (const struct settings_row *row = settings_channel_rows; row->key; row++)
        if (row->type > SETTINGS_TYPES_LONG) snprintf((char *)ret + row->at, row->room, "%s", member(json, row->key));
}

static void verify(const struct channel *channel, json_t *json) {
    struct http_request request = {.method = member(json, "method"),
                                   .path = member(json, "path"),
                                   .query = member(json, "query"),
                                   .public_url = member(json, "public_url"),
                                   .body = member(json, "body"),
                                   .body_len = json_string_length(json_object_get(json, "body"))};
    struct error why = ERROR_INIT;
    const char *name;
    json_t *value;
    json_object_foreach(json_object_get(json, "headers"), name, value) request.headers[request.header_count++] =
        (struct http_header){name, json_string_value(value)};
    int failed = wire_find(channel->wire)->verify(channel, &request, &why);
    puts(!failed ? "ok" : why.kind == ERROR_BUSY ? "busy" : "denied");
}

static void read_template(const json_t *json, struct message_template *ret) {
    const json_t *params = json_object_get(json, "params");
    *ret = (struct message_template){.name = member(json, "name"), .language = member(json, "language")};
    for (size_t i = 0; i < json_array_size(params) && i < OUT_PARAMS_MAX; i++)
        ret->params[ret->param_count++] = json_string_value(json_array_get(params, i));
}

static void say_call(const struct http_call *call) {
    json_t *headers = json_array();
    for (size_t i = 0; i < call->header_count; i++)
        json_array_append_new(headers, json_string(text_get(&call->headers[i])));
    json_auto_t *said = json_pack("{s:s, s:s, s:o, s:s, s:s, s:s}", "method", call->method, "url", text_get(&call->url),
                                  "headers", headers, "user", text_get(&call->user), "password",
                                  text_get(&call->password), "body", text_get(&call->body));
    json_dumpf(said, stdout, JSON_COMPACT);
    puts("");
}

static void build(const struct channel *channel, const json_t *json) {
    struct message_option options[OUT_OPTIONS_MAX];
    struct message_template template;
    struct message_out out = {.out_id = member(json, "out_id"),
                              .to = member(json, "to"),
                              .body = member(json, "body"),
                              .status_url = member(json, "status_url"),
                              .options = options,
                              .options_label = member(json, "label")};
    size_t i;
    json_t *option;
    json_array_foreach(json_object_get(json, "options"), i, option) options[out.option_count++] =
        (struct message_option){json_string_value(json_array_get(option, 0)),
                                json_string_value(json_array_get(option, 1))};
    read_template(json_object_get(json, "template"), &template);
    if (json_object_get(json, "template")) out.template = &template;
    struct http_call call;
    struct error why = ERROR_INIT;
    if (wire_find(channel->wire)->build(channel, &out, &call, &why))
        printf("{\"error\":\"%s\"}\n", why.text);
    else
        say_call(&call);
    http_call_release(&call);
}

static void list(const struct channel *channel, const json_t *json) {
    const struct wire_question question = {
        .inbound = json_is_true(json_object_get(json, "inbound")),
        .since_ms = json_integer_value(json_object_get(json, "since_ms")),
        .with = json_string_value(json_object_get(json, "with")),
    };
    struct http_call call;
    struct error why = ERROR_INIT;
    if (wire_find(channel->wire)->list(channel, &question, &call, &why))
        printf("{\"error\":\"%s\"}\n", why.text);
    else
        say_call(&call);
    http_call_release(&call);
}

static void forget(const struct channel *channel, const char *id) {
    struct http_call call;
    struct error why = ERROR_INIT;
    if (wire_find(channel->wire)->forget(channel, id, &call, &why))
        printf("{\"error\":\"%s\"}\n", why.text);
    else
        say_call(&call);
    http_call_release(&call);
}

static void balance(const struct channel *channel) {
    struct http_call call;
    struct error why = ERROR_INIT;
    if (wire_find(channel->wire)->balance(channel, &call, &why))
        printf("{\"error\":\"%s\"}\n", why.text);
    else
        say_call(&call);
    http_call_release(&call);
}

static void approval(const struct channel *channel, const json_t *json) {
    struct message_template template;
    struct http_call call;
    struct error why = ERROR_INIT;
    read_template(json, &template);
    const struct wire_template_question question = {&template, (int)json_integer_value(json_object_get(json, "step"))};
    if (wire_find(channel->wire)->approval(channel, &question, &call, &why))
        printf("{\"error\":\"%s\"}\n", why.text);
    else
        say_call(&call);
    http_call_release(&call);
}

int main(void) {
    json_error_t error;
    for (;;) {
        json_auto_t *line = json_loadf(stdin, JSON_DISABLE_EOF_CHECK, &error);
        if (!line) return feof(stdin) ? 0 : 2;
        struct channel channel;
        read_channel(json_object_get(line, "channel"), &channel);
        if (json_object_get(line, "request"))
            verify(&channel, json_object_get(line, "request"));
        else if (json_object_get(line, "list"))
            list(&channel, json_object_get(line, "list"));
        else if (json_object_get(line, "forget"))
            forget(&channel, member(line, "forget"));
        else if (json_object_get(line, "balance"))
            balance(&channel);
        else if (json_object_get(line, "approval"))
            approval(&channel, json_object_get(line, "approval"));
        else
            build(&channel, json_object_get(line, "message"));
        fflush(stdout);
    }
}
