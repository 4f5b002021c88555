/* where - "where is my ticket?": what has become of it, in plain words; and a closed one that is written about again.
 */
#ifndef HANDLERS_WHERE_H
#define HANDLERS_WHERE_H

#include "handlers/turn.h"

#define WHERE_REOPEN_MS INT64_C(604800000) /* a closed ticket is opened again by writing for seven days */

/* Words row: the question in any language, or the code of one's own ticket. */
int where_words(const struct event *event, struct turn *turn, struct error *why);

/* What was not understood, soon after a ticket was closed, goes on with it: its notes and answers are still there. 1
 * when it did (record "reopen"), 0 when there is nothing to open again. */
int where_reopen(const struct event *event, struct turn *turn);

#endif
