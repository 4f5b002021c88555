/* language - the five languages, and which one a text is in.
 *
 * The guess is a multinomial naive Bayes over folded character 1-4-grams and words, a table of counts made offline
 * (tests/train/ says from what) and linked in. It is a guess: a language sticks to the person, a weak guess keeps
 * the language of the conversation, and if there is none the person is asked. */
#ifndef MESSAGES_LANGUAGE_H
#define MESSAGES_LANGUAGE_H

#include <stddef.h>

enum language { LANGUAGE_NONE = -1, LANGUAGE_ES, LANGUAGE_HT, LANGUAGE_FR, LANGUAGE_EN, LANGUAGE_PT, LANGUAGE_COUNT };

const char *language_code(enum language language);     /* "es"; "" for LANGUAGE_NONE */
const char *language_own_name(enum language language); /* "Español", "Kreyòl" ... */
enum language language_of_code(const char *code);      /* LANGUAGE_NONE when unknown */

struct language_guess {
    enum language language; /* LANGUAGE_NONE when the text has no letters */
    double margin;          /* natural-log odds between the best and the second; < 10 is weak */
};
struct language_guess language_guess_text(const char *text);

#endif
