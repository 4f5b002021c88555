/* attendance - the code of the day: who sends it from half an hour before a session until half an hour after it was
 * there. Pure. */
#ifndef HANDLERS_ATTENDANCE_H
#define HANDLERS_ATTENDANCE_H

#include "handlers/turn.h"

/* A text that is the code of a session, or looks like one while a session of the person's is on. Whoever stands at an
 * event without having signed up gets a seat by the code when one is free. TURN_PASS. */
int attendance_words(const struct event *event, struct turn *turn, struct error *why);

/* 1 when the text has the shape of a code: letter, digit, letter, digit; no vowels (no words arise), no 0 and no 1. */
int attendance_is_code(const char *text);
#define ATTENDANCE_CODE_LEN 4

/* A code made of a seed, in that shape; the same seed makes the same code. */
void attendance_code(uint64_t seed, char ret[ATTENDANCE_CODE_LEN + 1]);

#endif
