/* spool_file - one numbered file of the spool: sealed records, each a length and its bytes. */
#ifndef QUEUE_SPOOL_FILE_H
#define QUEUE_SPOOL_FILE_H

#include "config/error.h"

#include <stddef.h>
#include <sys/types.h>

#define SPOOL_RECORD_MAX (8 * 1024 * 1024)
#define SPOOL_PATH_MAX   512

struct spool_file {
    int fd; /* locked; -1 = none */
    char path[SPOOL_PATH_MAX];
    off_t len;
};

/* Opens an existing file (create 0; ERROR_CONFLICT when another process holds it) or makes a new one (ERROR_CONFLICT
 * when it exists). The folder is synced for a new one. */
int spool_file_open(const char *path, int create, struct spool_file *ret, struct error *why);
void spool_file_close(struct spool_file *file);

/* Appends one record and syncs. On any failure the file is cut back to what it was. ERROR_BUSY. */
int spool_file_append(struct spool_file *file, const void *bytes, size_t len, struct error *why);

/* The record at *at into ret (malloc'ed), *at behind it. 1 = a record, 0 = end of the file, -1 = torn or broken from
 * here on (nothing behind *at can be read). */
int spool_file_next(const struct spool_file *file, off_t *at, unsigned char **ret, size_t *ret_len);

#endif
