/* fold - whatever comes in, what comes out is bounded, trimmed, valid UTF-8, and says the same thing every time. */
#include "messages/fold.h"
#include "messages/language.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void check_shape(const char *folded, size_t len) {
    if (strlen(folded) != len || len > FOLD_BYTES_MAX) abort();
    if (len && (folded[0] == ' ' || folded[len - 1] == ' ' || strstr(folded, "  "))) abort();
    for (size_t at = 0; at < len;) {
        size_t from = at;
        uint32_t rune = text_next_rune(folded, len, &at);
        if (rune == 0xfffd && at - from == 1) abort();
        if ((rune >= 'A' && rune <= 'Z') || rune == '\'' || rune == ',') abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    char *text = malloc(len + 1);
    if (!text) return 0;
    memcpy(text, bytes, len);
    text[len] = 0;
    char once[FOLD_BYTES_MAX + 1], again[FOLD_BYTES_MAX + 1];
    check_shape(once, fold_bytes(text, once));
    fold_bytes(text, again);
    if (strcmp(once, again) != 0) abort();
    struct language_guess guess = language_guess_text(text);
    if (guess.language == LANGUAGE_NONE ? guess.margin != 0 : guess.margin < 0) abort();
    free(text);
    return 0;
}
