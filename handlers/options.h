/* options - numbered lines as a person reads them: "1 Salud". Pure. */
#ifndef HANDLERS_OPTIONS_H
#define HANDLERS_OPTIONS_H

#include "handlers/turn.h"

#define OPTIONS_TEXT_MAX EFFECT_VALUE_MAX

/* Lines end in \n between them, not after the last. A title not written in the language is the Spanish one. */
void options_add(struct text *ret, size_t number, char *const titles[LANGUAGE_COUNT], enum language language);
void options_add_plain(struct text *ret, size_t number, const char *title);

/* The title in the language, else in Spanish, else "". */
const char *options_title(char *const titles[LANGUAGE_COUNT], enum language language);

#endif
