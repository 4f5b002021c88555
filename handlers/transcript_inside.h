/* transcript_inside - what the reader of lines and the player of steps share. */
#ifndef HANDLERS_TRANSCRIPT_INSIDE_H
#define HANDLERS_TRANSCRIPT_INSIDE_H

#include "handlers/rehearsal.h"
#include "handlers/transcript.h"

#define TRANSCRIPT_ITEMS_MAX 64 /* replies, or effects, of one step (a step of "+ 3d" may work several timers) */

/* Texts with the number of the line where each begins; owned. */
struct transcript_items {
    struct {
        char *text;
        size_t line;
    } at[TRANSCRIPT_ITEMS_MAX];
    size_t count;
};
void transcript_items_release(struct transcript_items *items);
/* Takes the text over, also when it fails (ERROR_INPUT: too many, ERROR_SYSTEM: text is NULL). */
int transcript_items_take(struct transcript_items *items, char *text, size_t line, struct error *why);

/* A header line behind "@ ". ERROR_INPUT. channel holds the channel kind of the script. */
struct transcript_setting {
    struct rehearsal *rehearsal;
    char *channel;
    size_t channel_size;
};
int transcript_header(const struct transcript_setting *setting, const char *line, struct error *why);

/* What stands behind "> " or "! " as an event; text and name point into words. ERROR_INPUT. */
int transcript_words(const char *words, const char *channel, struct rehearsal_event *ret, struct error *why);
int transcript_event(const char *words, const char *channel, struct rehearsal_event *ret, struct error *why);

#endif
