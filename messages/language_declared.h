/* language_declared - the languages that packs have declared. For language.c only. */
#ifndef MESSAGES_LANGUAGE_DECLARED_H
#define MESSAGES_LANGUAGE_DECLARED_H

#include "messages/language.h"

/* The declaration in a slot from LANGUAGE_BUILT_IN on; NULL when nobody declared it. Stays for the life of the process.
 */
const struct language_declaration *language_declared(enum language language);

/* The declared language in whose script most letters of the text are; LANGUAGE_NONE. */
enum language language_declared_guess(const char *text);

#endif
