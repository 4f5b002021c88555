/* fold - a text as the matcher sees it: lower case, no accents, single spaces (utf8proc).
 *
 * NFKD, case fold, marks stripped, zero-width and bidi characters dropped, œ ø ł ß ı mapped, apostrophes and
 * punctuation (but ?) to a space, except the full stops of "S.O.S."; full-width, Arabic-Indic and Persian digits to
 * 0-9, keycap emoji to their digit, three or more of a letter to one, NBSP and blanks to one space, trimmed. A byte
 * that is no UTF-8 is a space. One code point is looked at once, so a heap of marks costs what its length costs. */
#ifndef MESSAGES_FOLD_H
#define MESSAGES_FOLD_H

#include "messages/text.h"

#define FOLD_RUNES_MAX 1600                 /* code points of a text that are folded; the rest is not looked at */
#define FOLD_BYTES_MAX (FOLD_RUNES_MAX * 4) /* bytes of a folded text; what expands beyond is dropped */

/* Appends the folded string to ret. */
void fold_text(const char *string, struct text *ret);

/* The same into a buffer of the caller, with no allocation. Returns the length; a NUL stands behind. */
size_t fold_bytes(const char *string, char ret[FOLD_BYTES_MAX + 1]);

#endif
