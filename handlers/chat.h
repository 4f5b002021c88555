/* chat - talk to the machine in the terminal: the same machine as on the phone, a store in memory, no Redis.
 *
 * A line is a text of the person. "+ 3h" travels in time, "! staff TEXT", "! timer reminder", "! closed", "! stopped"
 * make events, "@ ..." sets what is known (both as in a transcript), "~" shows or hides effects, "=" shows the state,
 * "!quit" ends. What is shown is written as in a transcript, so that a talk can be kept as one. */
#ifndef HANDLERS_CHAT_H
#define HANDLERS_CHAT_H

#include "messages/pack.h"

#include <stdint.h>
#include <stdio.h>

struct chat {
    const struct pack *pack;
    int64_t now_ms; /* the time when it begins */
    int live;       /* only approved answers are spoken */
    int prompt;     /* write a greeting and "> " before each line: a person sits there */
    FILE *in, *out;
};

/* Talks until the end of in. What cannot be read, or fails, is said on out and the talk goes on. */
void chat_talk(const struct chat *chat);

#endif
