/* whatsapp - a message in the JSON of WhatsApp's own API.
 *
 * Limits: developers.facebook.com/docs/whatsapp/cloud-api/messages (text, interactive reply buttons, interactive list,
 * template messages). */
#include "messages/wire/whatsapp.h"

#include <string.h>

#define TEXT_LETTERS_MAX        4096
#define PARAM_LETTERS_MAX       1024
#define INTERACTIVE_LETTERS_MAX 1024
#define MORE_LETTERS_MAX        72
#define ID_BYTES_MAX            200

size_t whatsapp_letters(const char *string) {
    size_t letters = 0;
    for (; *string; string++) letters += ((unsigned char)*string & 0xC0) != 0x80;
    return letters;
}

void whatsapp_param(struct text *ret, const char *words) {
    size_t len = strlen(words), at = 0, letters = 0;
    int blank = 0;
    while (at < len && letters < PARAM_LETTERS_MAX) {
        uint32_t rune = text_next_rune(words, len, &at);
        if (rune == ' ' || rune == '\n' || rune == '\t' || rune == '\r') {
            blank = ret->len > 0;
            continue;
        }
        if (blank) text_add_char(ret, ' ');
        letters += 1 + (size_t)blank;
        blank = 0;
        text_add_rune(ret, rune);
    }
}

/* --- what can be tapped --- */

size_t whatsapp_head_len(const char *title, size_t letters_max) {
    size_t at = 0, letters = 0, blank = 0;
    for (; title[at]; at++) {
        if (((unsigned char)title[at] & 0xC0) == 0x80) continue;
        if (letters++ == letters_max) return blank ? blank : at;
        if (title[at] == ' ') blank = at;
    }
    return at;
}

int whatsapp_are_titles_short(const struct message_out *out, size_t letters_max) {
    for (size_t i = 0; i < out->option_count; i++)
        if (whatsapp_letters(out->options[i].title) > letters_max) return 0;
    return 1;
}

int whatsapp_can_tap(const struct message_out *out) {
    if (!out->option_count || out->option_count > OUT_OPTIONS_MAX) return 0;
    if (whatsapp_letters(out->body) > INTERACTIVE_LETTERS_MAX) return 0;
    for (size_t i = 0; i < out->option_count; i++) {
        const struct message_option *option = &out->options[i];
        size_t id_len = strlen(option->id);
        if (!id_len || id_len > ID_BYTES_MAX || !*option->title) return 0;
        for (size_t k = 0; k < i; k++)
            if (strcmp(out->options[k].id, option->id) == 0 || strcmp(out->options[k].title, option->title) == 0)
                return 0;
    }
    return 1;
}

static json_t *buttons(const struct message_out *out) {
    json_t *list = json_array();
    for (size_t i = 0; i < out->option_count; i++)
        json_array_append_new(list, json_pack("{s:s, s:{s:s, s:s}}", "type", "reply", "reply", "id", out->options[i].id,
                                              "title", out->options[i].title));
    return json_pack("{s:s, s:{s:s}, s:{s:o}}", "type", "button", "body", "text", out->body, "action", "buttons", list);
}

/* A title that is too long for a row goes on below it. */
static json_t *row(const struct message_option *option) {
    size_t len = whatsapp_head_len(option->title, WHATSAPP_ROW_LETTERS_MAX);
    json_t *row = json_pack("{s:s, s:s%}", "id", option->id, "title", option->title, len);
    const char *more = option->title + len;
    while (*more == ' ') more++;
    if (*more) json_object_set_new(row, "description", json_stringn(more, whatsapp_head_len(more, MORE_LETTERS_MAX)));
    return row;
}

/* Titles that begin alike would be rows of one name. */
static int are_rows_different(const struct message_out *out) {
    for (size_t i = 0; i < out->option_count; i++)
        for (size_t k = 0; k < i; k++) {
            size_t len = whatsapp_head_len(out->options[i].title, WHATSAPP_ROW_LETTERS_MAX);
            if (len == whatsapp_head_len(out->options[k].title, WHATSAPP_ROW_LETTERS_MAX) &&
                memcmp(out->options[i].title, out->options[k].title, len) == 0)
                return 0;
        }
    return 1;
}

static json_t *list(const struct message_out *out) {
    json_t *rows = json_array();
    for (size_t i = 0; i < out->option_count; i++) json_array_append_new(rows, row(&out->options[i]));
    return json_pack("{s:s, s:{s:s}, s:{s:s%, s:[{s:o}]}}", "type", "list", "body", "text", out->body, "action",
                     "button", out->options_label,
                     whatsapp_head_len(out->options_label, WHATSAPP_LIST_LABEL_LETTERS_MAX), "sections", "rows", rows);
}

static json_t *interactive(const struct message_out *out) {
    if (!whatsapp_can_tap(out)) return NULL;
    if (out->option_count <= WHATSAPP_BUTTONS_MAX && whatsapp_are_titles_short(out, WHATSAPP_BUTTON_LETTERS_MAX))
        return buttons(out);
    if (!out->options_label || !*out->options_label || !are_rows_different(out)) return NULL;
    return list(out);
}

/* --- templates --- */

static json_t *template_params(const struct message_template *template) {
    json_t *list = json_array();
    for (size_t i = 0; i < template->param_count && i < OUT_PARAMS_MAX; i++) {
        own_text struct text clean = TEXT_INIT(4 * PARAM_LETTERS_MAX);
        whatsapp_param(&clean, template->params[i]);
        json_array_append_new(list, json_pack("{s:s, s:s}", "type", "text", "text", text_get(&clean)));
    }
    return list;
}

static json_t *template_json(const struct message_template *template) {
    json_t *json = json_pack("{s:s, s:{s:s, s:s}}", "name", template->name, "language", "policy", "deterministic",
                             "code", template->language);
    if (template->param_count)
        json_object_set_new(json, "components",
                            json_pack("[{s:s, s:o}]", "type", "body", "parameters", template_params(template)));
    return json;
}

/* --- all together --- */

static int set_type(json_t *root, const char *type, json_t *content, struct error *why) {
    int failed = json_object_set_new(root, "type", json_string(type)) || json_object_set_new(root, type, content);
    return failed ? error_set(why, ERROR_INPUT, "the message is not UTF-8") : 0;
}

int whatsapp_content(const struct message_out *out, json_t *root, struct error *why) {
    if (out->template) return set_type(root, "template", template_json(out->template), why);
    if (!*out->body) return error_set(why, ERROR_INPUT, "the message is empty");
    if (whatsapp_letters(out->body) > TEXT_LETTERS_MAX)
        return error_set(why, ERROR_INPUT, "the message has more than %d letters", TEXT_LETTERS_MAX);
    json_t *tapped = interactive(out);
    if (tapped) return set_type(root, "interactive", tapped, why);
    return set_type(root, "text", json_pack("{s:b, s:s}", "preview_url", 0, "body", out->body), why);
}
