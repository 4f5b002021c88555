/* discreet - a telephone that others read: nothing but "you have a message from the office" until the person's word
 * comes. Pure.
 *
 * DISCREET asks for a word (or none: the pack's word READ then opens) and turns it off again. While it is on and
 * locked, whatever a turn says is held (effect->held) and one neutral line is said in its place; danger and STOP are
 * answered at once. The word opens for DISCREET_OPEN_MS: what was held is said, and own questions are answered. What
 * comes by itself is held at any time. After DISCREET_TRIES texts that mean nothing, as guesses of the word do, not
 * even the word opens for DISCREET_WAIT_MS. Marks: discreet ("word", "read"), discreet-open, discreet-miss,
 * discreet-wait. */
#ifndef HANDLERS_DISCREET_H
#define HANDLERS_DISCREET_H

#include "handlers/turn.h"

#define DISCREET_STATE    "discreet"
#define DISCREET_MARK     "discreet"
#define DISCREET_OPEN_MS  INT64_C(600000)
#define DISCREET_WAIT_MS  INT64_C(3600000)
#define DISCREET_TRIES    3
#define DISCREET_WORD     "word"      /* record: values word, folded; "" = none */
#define DISCREET_READ     "held-read" /* record: what was held is said now */
#define DISCREET_WORD_MIN 4           /* letters */
#define DISCREET_WORD_MAX 20

int discreet_control(const struct event *event, struct turn *turn, struct error *why);

/* A message while it is locked: the word, or a time of waiting. 1 when the turn is done with. */
int discreet_begin(const struct event *event, struct turn *turn);
/* At the end of every turn: holds what may not be read by others. */
void discreet_end(const struct event *event, struct turn *turn);

/* 1 when the text of this turn is a secret word: a conversation keeps no copy of it. */
int discreet_is_secret(const struct turn *turn);

extern const struct handler discreet_handler; /* "discreet": the word is chosen */

#endif
