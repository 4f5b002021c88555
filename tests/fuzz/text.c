/* text - what is cleaned is valid, bounded, free of controls, and cleaning it once more changes nothing. */
#include "messages/text.h"

#include <stdlib.h>
#include <string.h>

#define RUNES_MAX 200

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static size_t check_runes(const struct text *text) {
    size_t count = 0, at = 0;
    while (at < text->len) {
        size_t from = at;
        uint32_t rune = text_next_rune(text_get(text), text->len, &at);
        if (at <= from || rune == '\r' || rune == 0x7F || rune == 0x202E || rune == 0x2066) abort();
        if (rune < 0x20 && rune != '\n' && rune != '\t') abort();
        if (rune == 0xFFFD && at - from != 3) abort(); /* a bad byte was left */
        count++;
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    own_text struct text once = TEXT_INIT(4 * RUNES_MAX), twice = TEXT_INIT(4 * RUNES_MAX);
    text_add_clean(&once, (const char *)bytes, len, RUNES_MAX);
    if (!text_ok(&once) || check_runes(&once) > RUNES_MAX) abort();
    text_add_clean(&twice, text_get(&once), once.len, RUNES_MAX);
    if (strcmp(text_get(&once), text_get(&twice)) != 0) abort();
    own_text struct text small = TEXT_INIT(16);
    text_add_clean(&small, (const char *)bytes, len, RUNES_MAX);
    if (small.len > 16 || (!text_ok(&small) && *text_get(&small))) abort();
    return 0;
}
