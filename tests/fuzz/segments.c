/* segments - a smart spelling is never dearer, is changed only to become cheap, and once is enough. */
#include "messages/segments.h"

#include "messages/segments_smart.h"

#include <stdlib.h>
#include <string.h>

#define LEN_MAX 4000

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    char text[LEN_MAX + 1];
    own_text struct text once = TEXT_INIT(4 * LEN_MAX), twice = TEXT_INIT(4 * LEN_MAX);

    if (len > LEN_MAX) return 0;
    memcpy(text, bytes, len);
    text[len] = '\0';
    segments_smart(text, &once);
    if (!text_ok(&once)) abort();
    struct segments before = segments_count(text), after = segments_count(text_get(&once));
    int changed = strcmp(text, text_get(&once)) != 0;
    if (changed && (after.segments >= before.segments || after.ucs2)) abort();
    segments_smart(text_get(&once), &twice);
    if (strcmp(text_get(&once), text_get(&twice)) != 0) abort();
    return 0;
}
