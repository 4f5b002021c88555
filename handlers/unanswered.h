/* unanswered - what nobody could answer is kept for the staff, who write the answers: words without a person. Pure. */
#ifndef HANDLERS_UNANSWERED_H
#define HANDLERS_UNANSWERED_H

#include "handlers/turn.h"

#define UNANSWERED_RUNES_MIN 4   /* shorter ones teach nothing */
#define UNANSWERED_RUNES_MAX 200 /* what is kept of a longer one */

/* RECORD "unanswered" of the event's text, when the office keeps them: digits become #, words with an @ in them as
 * well; names cannot be told from other words and stay. The caller knows that it is no answer of a form, no words for a
 * caseworker and nobody in danger. */
void unanswered_note(const struct event *event, struct turn *turn);

#endif
