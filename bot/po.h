/* po - translators' files (gettext PO), written and read by gettext's own library. The only file that knows it.
 *
 * The library ends the program when memory is short or a file cannot be decoded at all: only commands that have changed
 * nothing yet call these. */
#ifndef BOT_PO_H
#define BOT_PO_H

#include "config/error.h"

#include <stddef.h>

#define PO_BYTES_MAX    (8L * 1024 * 1024)
#define PO_LANGUAGE_MAX 16

struct po_text {
    const char *context;     /* where it belongs */
    const char *original;    /* msgid */
    const char *translation; /* msgstr, "" = none */
    const char *note;        /* lines for the translator, each ended by \n; or "" */
    const char *file;        /* where it stands; NULL when read */
    int line, fuzzy;
};

struct po_writing {
    const char *path, *language, *project, *date;
    const struct po_text *texts;
    size_t count;
};
int po_write(const struct po_writing *writing, struct error *why);

/* Calls each for every message but the header and obsolete ones; what it is given is borrowed for that time.
 * ERROR_INPUT when the file cannot be read, is larger than PO_BYTES_MAX, no PO file (its faults go to stderr) or not
 * UTF-8. */
struct po_reading {
    const char *path;
    void (*each)(void *arg, const struct po_text *text);
    void *arg;
    char language[PO_LANGUAGE_MAX]; /* out: of the header, "" when it says none; set before the first each */
};
int po_read(struct po_reading *reading, struct error *why);

#endif
