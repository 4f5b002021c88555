/* content_diff - what one content says that another did not, in words that its editors understand. */
#ifndef BOT_CONTENT_DIFF_H
#define BOT_CONTENT_DIFF_H

#include "messages/pack_files.h"

#include <stdio.h>

struct content_diff {
    const struct pack_files *before, *now;
    FILE *out;
    size_t changed; /* out: how many things were changed, are new or are gone */
};

/* Writes each change by answer, topic, phrase ... and language. Differences of layout and order alone are named by
 * file. ERROR_INPUT when one of them cannot be read. */
int content_diff(struct content_diff *diff, struct error *why);

#endif
