/* ledger - the file of the erased. */
#include "queue/ledger.h"

#include "config/disk.h"
#include "config/own.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

const char *ledger_path(const char *dir, char ret[LEDGER_PATH_MAX]) {
    snprintf(ret, LEDGER_PATH_MAX, "%s/erased.log", dir);
    return ret;
}

long long ledger_size(const char *path) {
    struct stat is;
    return stat(path, &is) < 0 ? 0 : (long long)is.st_size / LEDGER_LINE * LEDGER_LINE;
}

static int by_hash(const void *a, const void *b) {
    return strcmp(a, b);
}

/* "<16 letters> <10 letters>\n" */
static int take_line(const char *line, char ret[VAULT_INDEX_MAX + 1]) {
    if (line[VAULT_INDEX_MAX] != ' ' || line[LEDGER_LINE - 1] != '\n' || memchr(line, '\0', LEDGER_LINE)) return -1;
    memcpy(ret, line, VAULT_INDEX_MAX);
    ret[VAULT_INDEX_MAX] = '\0';
    return 0;
}

static int read_lines(FILE *file, size_t count, struct ledger *ret, struct error *why) {
    char line[LEDGER_LINE];
    while (ret->count < count) {
        if (fread(line, sizeof line, 1, file) != 1)
            return error_set(why, ERROR_BUSY, "the ledger of the erased cannot be read");
        if (take_line(line, ret->at[ret->count]) < 0)
            return error_set(why, ERROR_INPUT, "line %zu of the ledger of the erased (erased.log) is not one of ours",
                             ret->count + 1);
        ret->count++;
    }
    qsort(ret->at, ret->count, sizeof *ret->at, by_hash);
    return 0;
}

int ledger_read(const char *path, struct ledger *ret, struct error *why) {
    size_t count = (size_t)(ledger_size(path) / LEDGER_LINE);
    *ret = (struct ledger){NULL, 0};
    if (!count) return 0;
    FILE *file = fopen(path, "rbe");
    ret->at = calloc(count, sizeof *ret->at);
    int failed = !file || !ret->at ? error_set(why, ERROR_BUSY, "the ledger of the erased cannot be read")
                                   : read_lines(file, count, ret, why);
    if (file) fclose(file);
    if (failed) ledger_free(ret);
    return failed;
}

int ledger_has(const struct ledger *ledger, const char *hash) {
    return ledger->count && bsearch(hash, ledger->at, ledger->count, sizeof *ledger->at, by_hash) != NULL;
}

void ledger_free(struct ledger *ledger) {
    free(ledger->at);
    *ledger = (struct ledger){NULL, 0};
}

/* A half line of a power cut is cut off: its hash is still in Redis and comes again. */
static int write_lines(int fd, const struct ledger_line *lines, size_t count, long long *ret_size) {
    struct stat is;
    char line[LEDGER_LINE + 1];
    if (flock(fd, LOCK_EX) < 0 || fstat(fd, &is) < 0) return -1;
    off_t at = is.st_size / LEDGER_LINE * LEDGER_LINE;
    if (at != is.st_size && ftruncate(fd, at) < 0) return -1;
    for (size_t i = 0; i < count; i++, at += LEDGER_LINE) {
        snprintf(line, sizeof line, "%-16.16s %-10.10s\n", lines[i].hash, lines[i].day);
        if (pwrite(fd, line, LEDGER_LINE, at) != LEDGER_LINE) return -1;
    }
    *ret_size = at;
    return fsync(fd);
}

int ledger_append(const char *path, const struct ledger_line *lines, size_t count, long long *ret_size,
                  struct error *why) {
    int is_new = access(path, F_OK) != 0;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    int failed = fd < 0 || write_lines(fd, lines, count, ret_size) < 0 || (is_new && disk_sync_folder_of(path) < 0);
    int code = errno;
    if (fd >= 0) close(fd);
    if (!failed) return 0;
    return error_set(why, ERROR_BUSY, "the ledger of the erased cannot be written: %s", strerror(code));
}
