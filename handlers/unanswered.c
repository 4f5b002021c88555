/* unanswered - words that nobody could answer, without a person. */
#include "handlers/unanswered.h"

#include "handlers/echo.h"

#include <string.h>

#define BYTES_MAX (UNANSWERED_RUNES_MAX * 4 + 1)

static int is_blank(unsigned char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* One word of the text. Digits of any script would need folding; people write these ten. */
static void mask_word(const char *word, size_t len, struct text *ret) {
    int is_address = memchr(word, '@', len) != NULL;
    for (size_t i = 0; i < len; i++)
        text_add_bytes(ret, is_address || (word[i] >= '0' && word[i] <= '9') ? "#" : word + i, 1);
}

static void mask(const char *text, struct text *ret) {
    for (const char *at = text; *at;) {
        size_t len = 0;
        while (at[len] && !is_blank((unsigned char)at[len])) len++;
        mask_word(at, len, ret);
        at += len;
        if (*at) text_add(ret, " ");
        while (is_blank((unsigned char)*at)) at++;
    }
}

static size_t rune_count(const char *text) {
    size_t count = 0;
    for (; *text; text++) count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

void unanswered_note(const struct event *event, struct turn *turn) {
    own_text struct text clean = TEXT_INIT(BYTES_MAX), masked = TEXT_INIT(BYTES_MAX);
    if (!event->keeps_unanswered || event->kind != EVENT_MESSAGE || event->message_kind != MESSAGE_TEXT) return;
    if (echo_is(event, turn)) return;
    text_add_clean(&clean, event->text, strlen(event->text), UNANSWERED_RUNES_MAX);
    mask(text_get(&clean), &masked);
    if (!text_ok(&masked) || rune_count(text_get(&masked)) < UNANSWERED_RUNES_MIN) return;
    turn_record(turn, "unanswered", language_code(turn_language(event, turn)), text_get(&masked));
}
