/* wire_help - cases of tests/wire/<wire>/<case>/ as plain structs, and what a wire makes of them as JSON. */
#include "tests/messages/wire_help.h"

#include "config/settings_table.h"
#include "messages/sign.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <unistd.h>

#define CASES_MAX 1000

static int is_visible(const struct dirent *entry) {
    return entry->d_name[0] != '.' && entry->d_type == DT_DIR;
}

struct wire_case *case_list(size_t *ret_count) {
    struct wire_case *cases = calloc(CASES_MAX, sizeof *cases);
    *ret_count = 0;
    for (const struct wire *const *wire = wires; *wire; wire++) {
        char folder[CASE_PATH_MAX];
        snprintf(folder, sizeof folder, "tests/wire/%s", (*wire)->name);
        struct dirent **found = NULL;
        int count = scandir(folder, &found, is_visible, alphasort);
        for (int i = 0; i < count; i++) {
            struct wire_case *added = &cases[(*ret_count)++];
            snprintf(added->wire, sizeof added->wire, "%.31s", (*wire)->name);
            snprintf(added->name, sizeof added->name, "%.63s", found[i]->d_name);
            free(found[i]);
        }
        free(found);
    }
    return cases;
}

static void path_of(const struct wire_case *a_case, const char *file, char ret[CASE_PATH_MAX]) {
    snprintf(ret, CASE_PATH_MAX, "tests/wire/%s/%s/%s", a_case->wire, a_case->name, file);
}

int case_has(const struct wire_case *a_case, const char *file) {
    char path[CASE_PATH_MAX];
    path_of(a_case, file, path);
    return access(path, R_OK) == 0;
}

char *case_read(const struct wire_case *a_case, const char *file, size_t *ret_len) {
    char path[CASE_PATH_MAX];
    path_of(a_case, file, path);
    FILE *in = fopen(path, "rb");
    cr_assert(in, "%s cannot be read", path);
    size_t max = 1 << 20;
    char *bytes = calloc(1, max);
    *ret_len = fread(bytes, 1, max - 1, in);
    fclose(in);
    return bytes;
}

json_t *case_json(const struct wire_case *a_case, const char *file) {
    char path[CASE_PATH_MAX];
    path_of(a_case, file, path);
    json_error_t error;
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    cr_assert(root, "%s:%d: %s", path, error.line, error.text);
    return root;
}

static void lay(const json_t *root, const char *name, char *ret, size_t max) {
    const char *value = json_string_value(json_object_get(root, name));
    if (value) snprintf(ret, max, "%s", value);
}

void case_channel(const struct wire_case *a_case, struct channel *ret, char *ret_public_url, size_t url_max) {
    memset(ret, 0, sizeof *ret);
    for (int own = 0; own <= 1; own++) {
        if (own && !case_has(a_case, "channel.json")) continue;
        json_auto_t *root = case_json(a_case, own ? "channel.json" : "../channel.json");
        for (const struct settings_row *row = settings_channel_rows; row->key; row++)
            if (row->type > SETTINGS_TYPES_LONG) lay(root, row->key, (char *)ret + row->at, row->room);
        lay(root, "name", ret->name, sizeof ret->name);
        lay(root, "public_url", ret_public_url, url_max);
    }
}

static const char *member(const json_t *json, const char *name) {
    const char *value = json_string_value(json_object_get(json, name));
    return value ? value : "";
}

static void read_template(const json_t *json, struct message_template *ret) {
    const json_t *params = json_object_get(json, "params");
    ret->name = member(json, "name");
    ret->language = member(json, "language");
    ret->param_count = json_array_size(params);
    for (size_t i = 0; i < ret->param_count; i++) ret->params[i] = json_string_value(json_array_get(params, i));
}

void case_out(const json_t *json, struct case_out *ret) {
    const json_t *options = json_object_get(json, "options"), *template = json_object_get(json, "template");
    size_t i;
    json_t *option;
    memset(ret, 0, sizeof *ret);
    ret->out = (struct message_out){.out_id = member(json, "out_id"),
                                    .to = member(json, "to"),
                                    .body = member(json, "body"),
                                    .status_url = member(json, "status_url"),
                                    .options = options ? ret->options : NULL,
                                    .option_count = json_array_size(options),
                                    .options_label = member(json, "label"),
                                    .template = template ? &ret->template : NULL};
    json_array_foreach(options, i, option) {
        ret->options[i].id = json_string_value(json_array_get(option, 0));
        ret->options[i].title = json_string_value(json_array_get(option, 1));
    }
    if (template) read_template(template, &ret->template);
}

/* The line at *at, NUL in place of its end; NULL at the empty line or the end of the text. */
static char *next_line(char **at) {
    char *line = *at, *end = strchr(line, '\n');
    if (end) *end = 0;
    *at = end ? end + 1 : line + strlen(line);
    if (end && end > line && end[-1] == '\r') end[-1] = 0;
    return *line ? line : NULL;
}

static char *cut_at(char *string, char c) {
    char *at = strchr(string, c);
    if (!at) return string + strlen(string);
    *at = 0;
    return at + 1 + (c == ':' && at[1] == ' ');
}

void http_cut_request(char *raw, size_t len, struct http_request *ret) {
    memset(ret, 0, sizeof *ret);
    char *at = raw, *line = next_line(&at);
    cr_assert(line);
    ret->method = line;
    char *target = cut_at(line, ' ');
    cut_at(target, ' ');
    ret->path = target;
    ret->query = cut_at(target, '?');
    while ((line = next_line(&at)) && ret->header_count < HTTP_HEADERS_MAX) {
        struct http_header *header = &ret->headers[ret->header_count++];
        header->name = line;
        header->value = cut_at(line, ':');
    }
    ret->body = at;
    ret->body_len = (size_t)(raw + len - at);
}

void http_cut_reply(char *raw, size_t len, struct http_reply *ret) {
    memset(ret, 0, sizeof *ret);
    ret->fate = HTTP_ANSWERED;
    char *at = raw, *line = next_line(&at);
    cr_assert(line);
    if (strcmp(line, "not-sent") == 0) ret->fate = HTTP_NOT_SENT;
    if (strcmp(line, "lost") == 0) ret->fate = HTTP_LOST;
    if (ret->fate != HTTP_ANSWERED) return;
    ret->status = (int)strtol(cut_at(line, ' '), NULL, 10);
    while ((line = next_line(&at))) {
        const char *value = cut_at(line, ':');
        if (strcasecmp(line, "Retry-After") == 0) ret->retry_after_s = strtol(value, NULL, 10);
    }
    ret->body = at;
    ret->body_len = (size_t)(raw + len - at);
}

/* So that the files need not say what is not there. */
static void set_when_given(json_t *json, const char *name, const char *value) {
    if (*value) json_object_set_new(json, name, json_string(value));
}

static json_t *messages_json(const struct inbox *inbox) {
    static const char *const kinds[] = {"text", "button", "media", "location", "contact", "reaction", "unsupported"};
    json_t *list = json_array();
    for (size_t i = 0; i < inbox->message_count; i++) {
        const struct message *message = &inbox->messages[i];
        json_t *json = json_pack("{s:s, s:s, s:s, s:s, s:I}", "kind", kinds[message->kind], "id", message->id, "from",
                                 message->from, "body", text_get(&message->body), "at_ms", (json_int_t)message->at_ms);
        set_when_given(json, "user_id", message->user_id);
        set_when_given(json, "title", message->title);
        set_when_given(json, "media", message->media);
        set_when_given(json, "media_type", message->media_type);
        set_when_given(json, "more_media", text_get(&message->more_media));
        json_array_append_new(list, json);
    }
    return list;
}

static json_t *statuses_json(const struct inbox *inbox) {
    static const char *const deliveries[] = {"none", "queued", "sent", "failed", "delivered", "read"};
    json_t *list = json_array();
    for (size_t i = 0; i < inbox->status_count; i++) {
        const struct status *status = &inbox->statuses[i];
        json_t *json =
            json_pack("{s:s, s:s, s:s, s:s, s:i}", "delivery", deliveries[status->delivery], "out_id", status->out_id,
                      "provider_id", status->provider_id, "code", status->code, "stopped", status->stopped);
        if (status->delivery == DELIVERY_FAILED) set_when_given(json, "cause", outcome_word(status->cause));
        json_array_append_new(list, json);
    }
    return list;
}

json_t *case_inbound(const struct wire *wire, const struct channel *channel, const struct http_request *request) {
    struct error why = ERROR_INIT;
    struct http_answer answer = {0};
    int said = wire->greet ? wire->greet(channel, request, &answer, &why) : 1;
    if (said == 0) {
        json_t *json = json_pack("{s:i, s:s, s:s}", "status", answer.status, "type", answer.content_type, "answer",
                                 text_get(&answer.body));
        text_release(&answer.body);
        return json;
    }
    if (said < 0 || wire->verify(channel, request, &why))
        return json_pack("{s:s, s:s}", "verify",
                         why.kind == ERROR_DENIED ? "denied"
                         : why.kind == ERROR_BUSY ? "busy"
                                                  : "other",
                         "why", why.text);
    struct inbox inbox;
    if (wire->parse(channel, request, &inbox, &why))
        return json_pack("{s:s, s:s, s:s}", "verify", "ok", "parse", why.kind == ERROR_INPUT ? "input" : "other", "why",
                         why.text);
    json_t *result = json_pack("{s:s, s:s, s:o, s:o, s:i}", "verify", "ok", "parse", "ok", "messages",
                               messages_json(&inbox), "statuses", statuses_json(&inbox), "ignored", (int)inbox.ignored);
    if (inbox.template_news)
        json_object_set_new(result, "template_news", json_integer((json_int_t)inbox.template_news));
    if (inbox.bad) json_object_set_new(result, "bad", json_integer((json_int_t)inbox.bad));
    inbox_release(&inbox);
    return result;
}

json_t *case_outcome(const struct wire *wire, const struct channel *channel, const struct http_reply *reply) {
    struct outcome outcome;
    wire->read_reply(channel, reply, &outcome);
    return json_pack("{s:s, s:s, s:s, s:i}", "outcome", outcome_word(outcome.kind), "provider_id", outcome.provider_id,
                     "code", outcome.code, "retry_after_s", (int)outcome.retry_after_s);
}

static void add_basic(struct text *ret, const struct http_call *call) {
    char base64[1024];
    own_text struct text pair = TEXT_INIT(600);
    text_addf(&pair, "%s:%s", text_get(&call->user), text_get(&call->password));
    sign_base64((const unsigned char *)text_get(&pair), pair.len, base64);
    text_addf(ret, "Authorization: Basic %s\n", base64);
}

char *case_call(const struct http_call *call) {
    own_text struct text bytes = TEXT_INIT(1 << 20);
    text_addf(&bytes, "%s %s\n", call->method, text_get(&call->url));
    for (size_t i = 0; i < call->header_count; i++) text_addf(&bytes, "%s\n", text_get(&call->headers[i]));
    if (call->user.len) add_basic(&bytes, call);
    text_addf(&bytes, "\n%s", text_get(&call->body));
    cr_assert(text_ok(&bytes));
    return text_take(&bytes);
}
