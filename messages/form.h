/* form - application/x-www-form-urlencoded, both ways (WHATWG URL standard, section 5). */
#ifndef MESSAGES_FORM_H
#define MESSAGES_FORM_H

#include "config/error.h"
#include "messages/text.h"

#define FORM_FIELDS_MAX 100

struct form_field {
    const char *name, *value; /* NUL-terminated */
    size_t name_len, value_len;
};
struct form {
    char *bytes; /* owned: the decoded copy that the fields point into */
    struct form_field fields[FORM_FIELDS_MAX];
    size_t count;
};

/* Decodes a body. ERROR_INPUT: more than FORM_FIELDS_MAX fields, a broken percent escape, a decoded NUL. */
int form_parse(const char *body, size_t len, struct form *ret, struct error *why);
void form_release(struct form *form);
#define own_form __attribute__((cleanup(form_release)))

/* First value of a name, NULL when absent; *ret_count how often it occurs (may be NULL). */
const char *form_find(const struct form *form, const char *name, size_t *ret_count);

/* Appends a value as it stands in a query or a form: letters, digits and - . _ ~ as they are, the rest as %XX. */
void form_escape(struct text *ret, const char *string);

/* Appends name=value, with & before all but the first pair; a blank is %20. */
void form_add(struct text *ret, const char *name, const char *value);

#endif
