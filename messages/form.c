/* form - application/x-www-form-urlencoded, both ways. */
#include "messages/form.h"

#include <stdlib.h>
#include <string.h>

static int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* Decodes len bytes in place and ends them with a NUL, for which the caller keeps one byte. */
static int decode(char *bytes, size_t len, size_t *ret_len, struct error *why) {
    size_t out = 0;
    for (size_t i = 0; i < len; i++) {
        char c = bytes[i];
        if (c == '%') {
            int high = len - i > 2 ? hex_value(bytes[i + 1]) : -1;
            int low = high < 0 ? -1 : hex_value(bytes[i + 2]);
            if (low < 0) return error_set(why, ERROR_INPUT, "form: broken percent escape");
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+') {
            c = ' ';
        }
        if (!c) return error_set(why, ERROR_INPUT, "form: NUL in a field");
        bytes[out++] = c;
    }
    bytes[out] = 0;
    *ret_len = out;
    return 0;
}

/* One name=value. The byte behind it, an '&' or the last NUL, may be written over. */
static int add_field(struct form *form, char *pair, size_t len, struct error *why) {
    if (form->count == FORM_FIELDS_MAX)
        return error_set(why, ERROR_INPUT, "form: more than %d fields", FORM_FIELDS_MAX);
    struct form_field *field = &form->fields[form->count];
    char *equals = memchr(pair, '=', len);
    size_t name_len = equals ? (size_t)(equals - pair) : len;
    if (decode(pair, name_len, &field->name_len, why)) return -1;
    field->name = pair;
    field->value = pair + field->name_len; /* no '=': an empty value */
    field->value_len = 0;
    if (equals) {
        if (decode(equals + 1, len - name_len - 1, &field->value_len, why)) return -1;
        field->value = equals + 1;
    }
    form->count++;
    return 0;
}

int form_parse(const char *body, size_t len, struct form *ret, struct error *why) {
    ret->count = 0;
    ret->bytes = malloc(len + 1);
    if (!ret->bytes) return error_set(why, ERROR_SYSTEM, "form: no memory");
    if (len) memcpy(ret->bytes, body, len);
    ret->bytes[len] = 0;
    for (size_t at = 0; at < len;) {
        char *pair = ret->bytes + at;
        char *ampersand = memchr(pair, '&', len - at);
        size_t pair_len = ampersand ? (size_t)(ampersand - pair) : len - at;
        if (pair_len && add_field(ret, pair, pair_len, why)) {
            form_release(ret);
            return -1;
        }
        at += pair_len + 1;
    }
    return 0;
}

void form_release(struct form *form) {
    free(form->bytes);
    form->bytes = NULL;
    form->count = 0;
}

const char *form_find(const struct form *form, const char *name, size_t *ret_count) {
    const char *found = NULL;
    size_t count = 0;
    for (size_t i = 0; i < form->count; i++) {
        if (strcmp(form->fields[i].name, name) != 0) continue;
        if (!count++) found = form->fields[i].value;
    }
    if (ret_count) *ret_count = count;
    return found;
}

static int is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~", c));
}

void form_escape(struct text *ret, const char *string) {
    for (; *string; string++) {
        if (is_plain(*string))
            text_add_char(ret, *string);
        else
            text_addf(ret, "%%%02X", (unsigned char)*string);
    }
}

void form_add(struct text *ret, const char *name, const char *value) {
    if (ret->len) text_add_char(ret, '&');
    form_escape(ret, name);
    text_add_char(ret, '=');
    form_escape(ret, value);
}
