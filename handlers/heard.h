/* heard - small questions about what a person wrote: a number, yes or no, one of some words. Pure. */
#ifndef HANDLERS_HEARD_H
#define HANDLERS_HEARD_H

#include "handlers/turn.h"

#define HEARD_DAY_MS INT64_C(86400000)

/* The event's text as the matcher sees it (fold.h); "" when there is none. Appended to ret. */
void heard_folded(const struct event *event, struct text *ret);

/* The number that the whole message is, number words of the turn's language counted; -1 when it is none. */
int heard_number(const struct event *event, const struct turn *turn);

/* The same, digits only: where no question is open, "de" or "un" is not a number. */
int heard_digits(const struct event *event);

/* 1 yes, 0 no, -1 neither: yes and no words of any language, or 1 and 2. */
int heard_yes_no(const struct event *event, const struct turn *turn);

/* 1 when the whole message is this title, accents and case aside. title may be NULL. */
int heard_title(const struct event *event, const char *title);

/* 1 when folded is one of the words. */
int heard_word(const char *folded, const struct pack_words *words);

/* Index of the choice that the whole message names by number, label or word, the turn's language first; -1. */
int heard_choice(const struct event *event, const struct turn *turn, const struct pack_question *question);
/* The same by label or word only. */
int heard_choice_word(const struct event *event, const struct turn *turn, const struct pack_question *question);

/* 1 when the state was entered more than a day ago: a number then means nothing any more. */
int heard_too_late(const struct event *event, const struct turn *turn);

#endif
