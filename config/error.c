/* error - see error.h. */
#include "config/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A text that did not fit ends in "...", never in half a UTF-8 letter. */
static void mark_cut(char text[ERROR_TEXT_MAX]) {
    size_t end = ERROR_TEXT_MAX - sizeof "...";

    while (end > 0 && ((unsigned char)text[end] & 0xC0) == 0x80) end--;
    memcpy(text + end, "...", sizeof "...");
}

int error_set(struct error *why, enum error_kind kind, const char *format, ...) {
    char text[ERROR_TEXT_MAX]; /* an argument may be why->text itself */
    va_list args;
    int len;

    if (!why) return -1;
    va_start(args, format);
    len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (len < 0) text[0] = '\0';
    if (len >= (int)sizeof text) mark_cut(text);
    why->kind = kind;
    memcpy(why->text, text, sizeof text);
    return -1;
}

int error_wrap(struct error *why, const char *format, ...) {
    char text[ERROR_TEXT_MAX];
    va_list args;
    int len, rest;

    if (!why) return -1;
    va_start(args, format);
    len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (len < 0) return -1;
    if (len < (int)sizeof text) {
        rest = snprintf(text + len, sizeof text - (size_t)len, ": %s", why->text);
        len += rest;
    }
    if (len >= (int)sizeof text) mark_cut(text);
    memcpy(why->text, text, sizeof text);
    return -1;
}

int error_http_status(enum error_kind kind) {
    switch (kind) {
    case ERROR_INPUT: return 400;
    case ERROR_DENIED: return 403;
    case ERROR_MISSING: return 404;
    case ERROR_CONFLICT: return 409;
    case ERROR_BUSY: return 503;
    case ERROR_NONE:
    case ERROR_SYSTEM: break;
    }
    return 500;
}
