/* spool_file - one numbered file of the spool. */
#include "queue/spool_file.h"

#include "config/disk.h"
#include "config/own.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

int spool_file_open(const char *path, int create, struct spool_file *ret, struct error *why) {
    int fd = open(path, O_RDWR | O_CLOEXEC | (create ? O_CREAT | O_EXCL : 0), 0600);
    if (fd < 0)
        return error_set(why, errno == EEXIST ? ERROR_CONFLICT : ERROR_BUSY, "spool file cannot be opened: %s",
                         strerror(errno));
    struct stat is;
    if (flock(fd, LOCK_EX | LOCK_NB) < 0 || fstat(fd, &is) < 0 || (create && disk_sync_folder_of(path) < 0)) {
        int code = errno;
        close(fd);
        return error_set(why, code == EWOULDBLOCK ? ERROR_CONFLICT : ERROR_BUSY, "spool file cannot be held: %s",
                         strerror(code));
    }
    *ret = (struct spool_file){.fd = fd, .len = is.st_size};
    snprintf(ret->path, sizeof ret->path, "%s", path);
    return 0;
}

void spool_file_close(struct spool_file *file) {
    if (file->fd >= 0) close(file->fd);
    file->fd = -1;
}

static int write_all(int fd, const unsigned char *at, size_t len, off_t where) {
    while (len) {
        ssize_t wrote = pwrite(fd, at, len, where);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return -1;
        at += wrote;
        where += wrote;
        len -= (size_t)wrote;
    }
    return 0;
}

int spool_file_append(struct spool_file *file, const void *bytes, size_t len, struct error *why) {
    uint32_t head = (uint32_t)len;
    if (len > SPOOL_RECORD_MAX) return error_set(why, ERROR_BUSY, "a request is too long for the spool");
    if (write_all(file->fd, (unsigned char *)&head, sizeof head, file->len) < 0 ||
        write_all(file->fd, bytes, len, file->len + (off_t)sizeof head) < 0 || fdatasync(file->fd) < 0) {
        int code = errno;
        if (ftruncate(file->fd, file->len) < 0) code = errno;
        return error_set(why, ERROR_BUSY, "the spool cannot be written: %s", strerror(code));
    }
    file->len += (off_t)(sizeof head + len);
    return 0;
}

int spool_file_next(const struct spool_file *file, off_t *at, unsigned char **ret, size_t *ret_len) {
    uint32_t len;
    if (*at >= file->len) return 0;
    if (pread(file->fd, &len, sizeof len, *at) != (ssize_t)sizeof len || len == 0 || len > SPOOL_RECORD_MAX ||
        *at + (off_t)sizeof len + (off_t)len > file->len)
        return -1;
    own_mem unsigned char *bytes = malloc(len);
    if (!bytes || pread(file->fd, bytes, len, *at + (off_t)sizeof len) != (ssize_t)len) return -1;
    *at += (off_t)(sizeof len + len);
    *ret = give(bytes);
    *ret_len = len;
    return 1;
}
