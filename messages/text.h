/* text - a bounded string builder and careful UTF-8.
 *
 * A text has a maximum from birth and is always NUL-terminated. One failed append (too long, no memory) marks it
 * broken and empties it; further appends do nothing, so a run of appends has one check: text_ok(). A struct that is
 * all zero is an empty text of maximum 0: give it one with text_init(). */
#ifndef MESSAGES_TEXT_H
#define MESSAGES_TEXT_H

#include "config/error.h"

#include <stddef.h>
#include <stdint.h>

struct text {
    char *at; /* NULL or NUL-terminated; read it through text_get() */
    size_t len, max, room;
    int broken;
};

#define TEXT_INIT(max_)                                                                                                \
    { NULL, 0, (max_), 0, 0 }

void text_init(struct text *text, size_t max); /* allocates nothing */
void text_release(struct text *text);          /* frees contents; all zero but max afterwards */
void text_clear(struct text *text);            /* len 0, not broken; keeps its room */
#define own_text __attribute__((cleanup(text_release)))

/* Appends. Each returns nothing: ask text_ok() at the end. */
void text_add(struct text *text, const char *string);
void text_add_bytes(struct text *text, const void *bytes, size_t len);
void text_add_char(struct text *text, char c);
void text_addf(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_add_rune(struct text *text, uint32_t rune); /* as UTF-8 */

int text_ok(const struct text *text); /* 1 unless an append failed */
int text_check(const struct text *text, const char *what,
               struct error *why);             /* 0, or -1 ERROR_INPUT "<what> is too long" */
const char *text_get(const struct text *text); /* never NULL; "" when empty or broken */
char *
text_take(struct text *text); /* the caller owns the string (malloc'ed, never NULL unless no memory); text is empty */

/* Next code point of a UTF-8 string of len bytes; advances *at. An invalid, overlong or surrogate sequence gives
 * U+FFFD and advances one byte. Returns 0 at the end (a NUL inside the string is returned as U+FFFD). */
uint32_t text_next_rune(const char *string, size_t len, size_t *at);

/* Appends string as valid UTF-8: bad bytes become U+FFFD, C0 controls but \n and \t, DEL, C1 and NUL are dropped;
 * CRLF and CR become \n; bidi overrides and isolates (U+202A-202E, U+2066-2069) are dropped (RFC 9839; Trojan Source).
 * At most max_runes code points; the rest is cut. What a person sees of a foreign text has gone through here. */
void text_add_clean(struct text *text, const char *string, size_t len, size_t max_runes);

#endif
