/* transcript - a conversation as a file that a social worker can read and write: both the input and the expectation.
 *
 *   # a comment
 *   @ now 2026-11-24 10:00          before the first line: local time (this is the default), and what is known:
 *   @ language ht                   guessed; "@ language ht chosen" when the person chose it
 *   @ greeted                       has been welcomed before
 *   @ channel whatsapp              else sms
 *   @ live                          only approved answers are spoken
 *   @ ticket K7M-42                 a ticket is open
 *   @ consent reminders no
 *   @ mark NAME VALUE               a dated note (turn.h), made now
 *   @ survey ID open               what the office decided about a survey: open or closed
 *   @ volunteer ID k7m4 P07         a code that was given out for asking others
 *   @ helped                        the office asks "did this help?" after every answer
 *   @ unanswered                    the office keeps what could not be answered
 *   @ appointment a1 2026-11-26 15:30 what | place
 *   @ activity a1 event 2026-12-05 18:00 x1 39/40+0 T4K2 title | place
 *                                   on the board: sessions, seats taken and there, people waiting, code of the day;
 * again: a change of it. @ activity-title a1 ht title | place, @ activity-set a1 cancelled
 *   @ seat a1 yes 2                 the person's: invited, yes, waiting, no
 *   > the person's words            a further line of them begins with "| ". > [whatsapp] words, > [media] caption,
 *                                   [voice] [location] [contact] [reaction] [sticker] [unsupported] [button] likewise
 *   + 3h                            time passes (s, m, h, d); timers that come due are worked
 *   ! timer reminder a1             an event: timer NAME REF, staff TEXT, desk NAME REF TEXT, closed, stopped
 *   < the whole reply, exactly      each reply, in order
 *   | its next line
 *   ~ ticket K7M-42 salud           each other effect, in order; looked at only where a step has such lines
 *   = menu                          the state; likewise
 *
 * After every event the state is encoded and decoded. The zone of the process is the office's (clock_set_zone). */
#ifndef HANDLERS_TRANSCRIPT_H
#define HANDLERS_TRANSCRIPT_H

#include "messages/pack.h"

#include <stdio.h>

#define TRANSCRIPT_BYTES_MAX  262144
#define TRANSCRIPT_LINES_MAX  4000
#define TRANSCRIPT_OUTPUT_MAX 1048576

struct transcript {
    const struct pack *pack;
    const char *name; /* of the file, for messages */
    const char *bytes;
    size_t len;
};

/* Plays it. Without golden, ret gets one line "file:line: expected ... got ..." for each mismatch; with golden, ret
 * gets the file with its expectations rewritten. ret's maximum should be TRANSCRIPT_OUTPUT_MAX. *ret_mismatches counts.
 * -1: ERROR_INPUT "file:line: ..." for a line that is none, ERROR_SYSTEM when the machine failed there. */
int transcript_run(const struct transcript *transcript, int golden, struct text *ret, size_t *ret_mismatches,
                   struct error *why);

/* Files to play, one after the other. */
struct transcript_files {
    const struct pack *pack;
    const char *const *paths;
    size_t count;
    int golden; /* rewrite each file in place */
    FILE *out;
};

/* Plays files; writes every mismatch and fault to out, at last the line "N passed, N failed" (files). Returns how many
 * failed. */
size_t transcript_run_files(const struct transcript_files *files);

#endif
