/* media_file - the files of media: <data folder>/media/<id>, each sealed with its person's key, bound to "file:<id>".
 *
 * Plain calls that wait for the disk: for the pool (loop_work) only. An id is of letters, digits, - and _. */
#ifndef QUEUE_MEDIA_FILE_H
#define QUEUE_MEDIA_FILE_H

#include "config/vault.h"

#define MEDIA_ID_MAX   39
#define MEDIA_DIR_MAX  300
#define MEDIA_LIST_MAX 200

/* "<dir>/media", made with mode 0700 when it is not there. ERROR_SYSTEM. */
int media_file_folder(const char *data_dir, char ret[MEDIA_DIR_MAX], struct error *why);

/* Which file of a folder, whose key. */
struct media_file {
    const char *folder, *id;
    const struct vault_key *key;
};
/* Seals and writes; on disk (fsync) under its name on return, or not there at all. ERROR_SYSTEM: disk full, no memory.
 */
int media_file_write(const struct media_file *file, struct vault_bytes plain, struct error *why);
/* ret: malloc'ed, ret_len bytes. ERROR_MISSING: no such file. ERROR_INPUT: altered, or another's. */
int media_file_read(const struct media_file *file, char **ret, size_t *ret_len, struct error *why);

/* Away with it; one that is not there is away. ERROR_SYSTEM. */
int media_file_drop(const char *folder, const char *id, struct error *why);

/* Up to MEDIA_LIST_MAX ids that come after `after` in the order of bytes ("" = the first ones), in that order. Halves
 * of files that a crash left an hour ago or more are deleted on the way. Returns how many. */
size_t media_file_list(const char *folder, const char *after, char ret[MEDIA_LIST_MAX][MEDIA_ID_MAX + 1]);

#endif
