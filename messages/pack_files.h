/* pack_files - the files of a pack in memory: read from a folder, or copied from the sample that is linked in.
 *
 * Beside the YAML files of messages/pack.h a folder may hold transcripts/<name>.chat: conversations that this content
 * must give (handlers/transcript.h). They belong to the content, and travel and are versioned with it; pack_load()
 * takes them and does not look into them. Files that begin with a dot are nobody's business. */
#ifndef MESSAGES_PACK_FILES_H
#define MESSAGES_PACK_FILES_H

#include "messages/pack.h"

#define PACK_TRANSCRIPTS "transcripts" /* the folder of transcripts */

struct pack_files {
    struct pack_file at[PACK_FILES_MAX]; /* sorted by name, as long as nobody adds; names and bytes are owned */
    size_t count;
};
void pack_files_free(struct pack_files *files);
static inline void own_pack_files_free(struct pack_files **at) {
    pack_files_free(*at);
}
#define own_pack_files __attribute__((cleanup(own_pack_files_free)))

/* All files of a folder. ERROR_INPUT when it cannot be read, holds none, or more than PACK_FILES_MAX. A file that is
 * too large is read to PACK_FILE_MAX + 1 bytes, so that pack_load() refuses it. */
int pack_files_read(const char *folder, struct pack_files **ret, struct error *why);

/* The files of the sample. */
int pack_files_sample(struct pack_files **ret, struct error *why);

struct pack_bytes {
    const char *at;
    size_t len;
};
/* Copies a file in; a NUL stands behind its bytes. ERROR_INPUT beyond PACK_FILES_MAX. */
int pack_files_add(struct pack_files *files, const char *name, struct pack_bytes bytes, struct error *why);
/* New bytes of a file that is there; ERROR_MISSING when it is not. */
int pack_files_replace(struct pack_files *files, const char *name, struct pack_bytes bytes, struct error *why);
const struct pack_file *pack_files_find(const struct pack_files *files, const char *name); /* NULL when there is none */

/* Sorts by name; after additions. */
void pack_files_sort(struct pack_files *files);

/* pack_version() of files that are sorted by name. */
void pack_files_hash(const struct pack_file *files, size_t count, char ret[PACK_VERSION_LEN + 1]);

int pack_file_is_transcript(const char *name);

#endif
