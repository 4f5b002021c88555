/* fold - a text as the matcher sees it: lower case, no accents, single spaces (utf8proc).
 *
 * NFKD, case fold, marks stripped (at most 8 marks a letter are even looked at), zero-width and bidi characters
 * dropped, œ ø ł ß ı mapped, apostrophes to a space, punctuation but ? dropped, full-width, Arabic-Indic and Persian
 * digits to 0-9, keycap emoji to their digit, three or more of a letter to one, NBSP and blanks to one space, trimmed.
 * Sanitised first, since utf8proc refuses a whole string for one bad byte. */
#ifndef MESSAGES_FOLD_H
#define MESSAGES_FOLD_H

#include "messages/text.h"

#define FOLD_RUNES_MAX 1600 /* letters of a text that are folded; the rest is not looked at */

/* Appends the folded string to ret. */
void fold_text(const char *string, struct text *ret);

#endif
