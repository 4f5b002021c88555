/* choices - whatever a text holds, its choices are read without harm and point into the copy. */
#include "messages/choices.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    char *copy = calloc(1, len + 1);
    if (!copy) return 0;
    if (len) memcpy(copy, bytes, len);
    struct choices choices;
    choices_read(copy, &choices);
    if (choices.count == 1 || choices.count > OUT_OPTIONS_MAX) abort();
    for (size_t i = 0; i < choices.count; i++)
        if (strlen(choices.options[i].id) > 2 || !*choices.options[i].title) abort();
    choices_release(&choices);
    free(copy);
    return 0;
}
