/* pack_edit - one value of a YAML file changed or added, with everything else left as its editor wrote it: comments,
 * order, quotes, blank lines. */
#ifndef MESSAGES_PACK_EDIT_H
#define MESSAGES_PACK_EDIT_H

#include "messages/pack_files.h"

/* Place as in messages/pack_leaves.h, and the new text. */
struct pack_edit {
    const char *key;
    enum language language; /* LANGUAGE_NONE: the value of the key itself */
    const char *text;
};

/* Writes the edited file to ret, which should have a maximum of 2 * PACK_FILE_MAX. A value that is there is replaced in
 * its own kind of quotes where it can be; one that is not is added as the last of its map. The result is read again:
 * text comes out as it went in (trimmed). ERROR_MISSING: there is no such map; ERROR_INPUT: a text that no pack may
 * hold (control characters, too long), or a file that is no YAML. */
int pack_edit_text(const struct pack_file *file, const struct pack_edit *edit, struct text *ret, struct error *why);

/* The same within files. */
int pack_edit_file(struct pack_files *files, const char *name, const struct pack_edit *edit, struct error *why);

#endif
