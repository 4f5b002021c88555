/* form - what is decoded, written and decoded again is the same form. */
#include "messages/form.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    own_form struct form form = {0}, again = {0};
    if (form_parse((const char *)bytes, len, &form, NULL)) return 0;
    own_text struct text body = TEXT_INIT(1 << 22);
    for (size_t i = 0; i < form.count; i++) {
        if (strlen(form.fields[i].name) != form.fields[i].name_len) abort();
        if (strlen(form.fields[i].value) != form.fields[i].value_len) abort();
        form_add(&body, form.fields[i].name, form.fields[i].value);
    }
    if (!text_ok(&body) || form_parse(text_get(&body), body.len, &again, NULL)) abort();
    if (again.count != form.count) abort();
    for (size_t i = 0; i < form.count; i++) {
        if (strcmp(form.fields[i].name, again.fields[i].name) != 0) abort();
        if (strcmp(form.fields[i].value, again.fields[i].value) != 0) abort();
    }
    return 0;
}
