/* content - the content pack that the settings name, and the check of any other, with the faults shown. */
#ifndef BOT_CONTENT_H
#define BOT_CONTENT_H

#include "config/settings.h"
#include "messages/pack_files.h"

/* Loads office.content, or the built-in sample when that is empty. Prints every fault on stderr. -1 when there is one;
 * the caller frees the pack. */
int content_load(const struct settings *settings, struct pack **ret);

/* The files that content_load() would load. ERROR_INPUT when the folder cannot be read. */
int content_read(const struct settings *settings, struct pack_files **ret, struct error *why);

struct content_wish {
    const struct pack_files *files;
    const char *const *transcripts; /* paths of further transcripts to play with it */
    size_t transcript_count;
    int quiet;    /* no warnings, no count of transcripts */
    int unplayed; /* transcripts are not played */
};

/* All that `acogida check` looks for in a content: its faults, and conversations that do not go as its transcripts say.
 * Faults go to stderr, warnings and the count of transcripts to stdout. -1 when there is any fault; else *ret is the
 * pack, which the caller frees. */
int content_check(const struct content_wish *wish, struct pack **ret);

#endif
