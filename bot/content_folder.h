/* content_folder - a content on disk, where its editors work on it.
 *
 * Beside the files lies `.version`: the hash of the published version that the folder was fetched from or pushed as,
 * empty for the sample. From it push knows whether somebody else has published since, and pull whether work would be
 * lost. */
#ifndef BOT_CONTENT_FOLDER_H
#define BOT_CONTENT_FOLDER_H

#include "messages/pack_files.h"

/* What .version says; "" when there is none. */
void content_folder_base(const char *folder, char ret[PACK_VERSION_LEN + 1]);
int content_folder_set_base(const char *folder, const char *base, struct error *why);

/* 0 when nothing would be lost by writing over it: it does not exist, holds no content, or what was fetched unchanged.
 * ERROR_CONFLICT otherwise. */
int content_folder_is_free(const char *folder, struct error *why);

/* Makes the folder hold these files and no others of a content, each written beside and then put in place. */
int content_folder_write(const char *folder, const struct pack_files *files, struct error *why);

/* One file in place: a crash leaves the old one or the new one. */
int content_folder_write_file(const char *folder, const struct pack_file *file, struct error *why);

#endif
