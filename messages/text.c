/* text - a bounded string builder and careful UTF-8. */
#include "messages/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RUNE_BAD 0xFFFD

void text_init(struct text *text, size_t max) {
    *text = (struct text)TEXT_INIT(max);
}

void text_release(struct text *text) {
    free(text->at);
    text_init(text, text->max);
}

void text_clear(struct text *text) {
    text->len = 0;
    text->broken = 0;
    if (text->at) text->at[0] = 0;
}

static void break_off(struct text *text) {
    text_clear(text);
    text->broken = 1;
}

/* Room for len more bytes and the NUL; 0 when the text is broken (now or before). */
static int make_room(struct text *text, size_t len) {
    if (text->broken) return 0;
    if (len > text->max - text->len) {
        break_off(text);
        return 0;
    }
    size_t need = text->len + len + 1;
    if (need <= text->room) return 1;
    size_t room = text->room * 2 < 64 ? 64 : text->room * 2;
    if (room > text->max + 1) room = text->max + 1;
    if (room < need) room = need;
    char *at = realloc(text->at, room);
    if (!at) {
        break_off(text);
        return 0;
    }
    text->at = at;
    text->room = room;
    return 1;
}

void text_add_bytes(struct text *text, const void *bytes, size_t len) {
    if (!make_room(text, len)) return;
    if (len) memcpy(text->at + text->len, bytes, len);
    text->len += len;
    text->at[text->len] = 0;
}

void text_add(struct text *text, const char *string) {
    text_add_bytes(text, string, strlen(string));
}

void text_add_char(struct text *text, char c) {
    text_add_bytes(text, &c, 1);
}

void text_addf(struct text *text, const char *format, ...) {
    if (text->broken) return;
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0) {
        break_off(text);
    } else if (make_room(text, (size_t)len)) {
        vsnprintf(text->at + text->len, (size_t)len + 1, format, again);
        text->len += (size_t)len;
    }
    va_end(again);
}

static int is_surrogate(uint32_t rune) {
    return rune >= 0xD800 && rune <= 0xDFFF;
}

void text_add_rune(struct text *text, uint32_t rune) {
    if (rune > 0x10FFFF || is_surrogate(rune)) rune = RUNE_BAD;
    char bytes[4];
    size_t len;
    if (rune < 0x80) {
        bytes[0] = (char)rune;
        len = 1;
    } else if (rune < 0x800) {
        bytes[0] = (char)(0xC0 | rune >> 6);
        len = 2;
    } else if (rune < 0x10000) {
        bytes[0] = (char)(0xE0 | rune >> 12);
        len = 3;
    } else {
        bytes[0] = (char)(0xF0 | rune >> 18);
        len = 4;
    }
    for (size_t i = 1; i < len; i++) bytes[i] = (char)(0x80 | (rune >> 6 * (len - 1 - i) & 0x3F));
    text_add_bytes(text, bytes, len);
}

int text_ok(const struct text *text) {
    return !text->broken;
}

int text_check(const struct text *text, const char *what, struct error *why) {
    if (text_ok(text)) return 0;
    return error_set(why, ERROR_INPUT, "%s is too long", what);
}

const char *text_get(const struct text *text) {
    return text->at && !text->broken ? text->at : "";
}

char *text_take(struct text *text) {
    char *at = text->at ? text->at : calloc(1, 1);
    text_init(text, text->max);
    return at;
}

/* Length of a well-formed sequence and the bits of its first byte (Unicode 15, table 3-7); 0 for none. */
static size_t sequence_len(unsigned char first, uint32_t *ret_bits) {
    if (first < 0x80) return *ret_bits = first, 1;
    if (first >= 0xC2 && first <= 0xDF) return *ret_bits = first & 0x1F, 2;
    if (first >= 0xE0 && first <= 0xEF) return *ret_bits = first & 0x0F, 3;
    if (first >= 0xF0 && first <= 0xF4) return *ret_bits = first & 0x07, 4;
    return 0;
}

uint32_t text_next_rune(const char *string, size_t len, size_t *at) {
    static const uint32_t least[] = {0, 1, 0x80, 0x800, 0x10000}; /* below: overlong, or a NUL */
    if (*at >= len) return 0;
    const unsigned char *bytes = (const unsigned char *)string + *at;
    size_t left = len - *at;
    uint32_t rune = 0;
    size_t count = sequence_len(bytes[0], &rune);
    *at += 1;
    if (!count || count > left) return RUNE_BAD;
    for (size_t i = 1; i < count; i++) {
        if ((bytes[i] & 0xC0) != 0x80) return RUNE_BAD;
        rune = rune << 6 | (bytes[i] & 0x3F);
    }
    if (rune < least[count] || rune > 0x10FFFF || is_surrogate(rune)) return RUNE_BAD;
    *at += count - 1;
    return rune;
}

/* Letters that never reach a person: controls, and those that turn the direction of what follows. */
static int is_unwanted(uint32_t rune) {
    if (rune == '\n' || rune == '\t') return 0;
    if (rune < 0x20 || (rune >= 0x7F && rune <= 0x9F)) return 1;
    return (rune >= 0x202A && rune <= 0x202E) || (rune >= 0x2066 && rune <= 0x2069);
}

void text_add_clean(struct text *text, const char *string, size_t len, size_t max_runes) {
    for (size_t at = 0, runes = 0; at < len && runes < max_runes;) {
        if (!string[at]) {
            at++;
            continue;
        }
        uint32_t rune = text_next_rune(string, len, &at);
        if (rune == '\r') {
            if (at < len && string[at] == '\n') at++;
            rune = '\n';
        }
        if (is_unwanted(rune)) continue;
        text_add_rune(text, rune);
        runes++;
    }
}
