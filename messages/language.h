/* language - the languages that are spoken, and which one a text is in.
 *
 * Five are built in: their letters, words and dates are known. Others (Arabic, Russian ...) are declared by the file
 * languages.yaml of a content pack, and everything about them stands in the pack. A language has a slot for the life of
 * the process, so that a pack may be swapped while a person speaks it; what was declared first for a code stays.
 *
 * The guess among the five is a multinomial naive Bayes over folded character 1-4-grams and words, a table of counts
 * made offline (tests/train/ says from what) and linked in. A declared language is recognised by its script. It is a
 * guess: a language sticks to the person, a weak guess keeps the language of the conversation, and if there is none the
 * person is asked. */
#ifndef MESSAGES_LANGUAGE_H
#define MESSAGES_LANGUAGE_H

#include "config/error.h"

#include <stddef.h>

enum language {
    LANGUAGE_NONE = -1,
    LANGUAGE_ES,
    LANGUAGE_HT,
    LANGUAGE_FR,
    LANGUAGE_EN,
    LANGUAGE_PT,
    LANGUAGE_BUILT_IN, /* slots from here on are for declared ones */
    LANGUAGE_COUNT = 8 /* slots; one that nobody declared has the code "", and no pack holds a text of it */
};

#define LANGUAGE_CODE_MAX 8
#define LANGUAGE_NAME_MAX 48

const char *language_code(enum language language);     /* "es"; "" for LANGUAGE_NONE */
const char *language_own_name(enum language language); /* "Español", "Kreyòl" ... */
int language_is_rtl(enum language language);           /* 1: written from right to left */
enum language language_of_code(const char *code);      /* LANGUAGE_NONE when unknown */

struct language_declaration {
    const char *code, *own_name; /* code is two or three of a-z */
    const char *script;          /* "arabic", "cyrillic" ... by which it is recognised; NULL = it is not */
    int rtl;
};
/* The slot of a language that is no built-in one; LANGUAGE_NONE with why: ERROR_INPUT. Any thread. */
enum language language_declare(const struct language_declaration *declaration, struct error *why);

struct language_guess {
    enum language language; /* LANGUAGE_NONE when the text has no letters */
    double margin;          /* natural-log odds between the best and the second; < 10 is weak */
};
struct language_guess language_guess_text(const char *text);

#endif
