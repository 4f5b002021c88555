/* choose_language - which language is spoken with a person: guessed, sticky, and theirs to choose. Pure. */
#ifndef HANDLERS_CHOOSE_LANGUAGE_H
#define HANDLERS_CHOOSE_LANGUAGE_H

#include "handlers/turn.h"
#include "messages/match.h"

/* From here on a guess is strong (natural-log odds, language.h). */
#define CHOOSE_LANGUAGE_MARGIN 10.0

/* Looks at the text and remembers its language (effect, not chosen) when it is surely another than the known one. A
 * control word or a topic's keyword that only one language has settles it for a person whose language is unknown.
 * Nothing when the person chose, or while a free answer of a form is awaited (a name is of no language). */
void choose_language_guess(const struct event *event, struct turn *turn, const struct match *match);

/* A word that names a language: chosen, remembered, and what was last said is said again in it. IDIOMA shows the list.
 */
int choose_language_control(const struct event *event, struct turn *turn, struct error *why);

extern const struct handler choose_language_handler; /* "language": a number chooses; subject is the topic to repeat */

#endif
