/* media_file - the files of media. */
#include "queue/media_file.h"

#include "config/own.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PATH_MAX_  (MEDIA_DIR_MAX + MEDIA_ID_MAX + 32)
#define HALF       ".part"
#define HALF_OLD_S 3600
#define FILE_MAX   (64L * 1024 * 1024) /* bytes; more than the settings allow for one */

int media_file_folder(const char *data_dir, char ret[MEDIA_DIR_MAX], struct error *why) {
    snprintf(ret, MEDIA_DIR_MAX, "%s/media", data_dir);
    if (mkdir(ret, 0700) == 0 || errno == EEXIST) return 0;
    return error_set(why, ERROR_SYSTEM, "the folder '%s' cannot be made: %s", ret, strerror(errno));
}

static int is_id(const char *id) {
    size_t len = strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
    return len > 0 && len <= MEDIA_ID_MAX && !id[len];
}

static const char *path_of(const char *folder, const char *id, char ret[PATH_MAX_]) {
    snprintf(ret, PATH_MAX_, "%s/%s", folder, id);
    return ret;
}

static int write_all(int fd, const unsigned char *at, size_t len) {
    while (len) {
        ssize_t written = write(fd, at, len);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return -1;
        at += written;
        len -= (size_t)written;
    }
    return fsync(fd);
}

static int sync_folder(const char *folder) {
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int failed = fd < 0 || fsync(fd) < 0;
    if (fd >= 0) close(fd);
    return failed ? -1 : 0;
}

static int put(const struct media_file *file, const unsigned char *sealed, size_t len, struct error *why) {
    char path[PATH_MAX_], half[PATH_MAX_ + 8];
    path_of(file->folder, file->id, path);
    snprintf(half, sizeof half, "%s" HALF, path);
    int fd = open(half, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    int failed = fd < 0 || write_all(fd, sealed, len) < 0;
    if (fd >= 0 && close(fd) < 0) failed = 1;
    if (!failed && rename(half, path) == 0 && sync_folder(file->folder) == 0) return 0;
    error_set(why, ERROR_SYSTEM, "a medium cannot be written: %s", strerror(errno));
    unlink(half);
    return -1;
}

int media_file_write(const struct media_file *file, struct vault_bytes plain, struct error *why) {
    char bound[MEDIA_ID_MAX + 8];
    if (!is_id(file->id)) return error_set(why, ERROR_INPUT, "a medium has no id");
    own_mem unsigned char *sealed = malloc(plain.len + VAULT_OVERHEAD);
    if (!sealed) return error_set(why, ERROR_SYSTEM, "no memory for a medium");
    snprintf(bound, sizeof bound, "file:%s", file->id);
    size_t len = vault_seal(file->key, bound, plain, sealed);
    return put(file, sealed, len, why);
}

static int read_all(int fd, char *at, size_t len) {
    while (len) {
        ssize_t got = read(fd, at, len);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return -1;
        at += got;
        len -= (size_t)got;
    }
    return 0;
}

int media_file_read(const struct media_file *file, char **ret, size_t *ret_len, struct error *why) {
    char path[PATH_MAX_], bound[MEDIA_ID_MAX + 8];
    struct stat is;
    own_mem char *sealed = NULL;
    if (!is_id(file->id)) return error_set(why, ERROR_MISSING, "there is no such file");
    int fd = open(path_of(file->folder, file->id, path), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return error_set(why, ERROR_MISSING, "there is no such file");
    int failed = fstat(fd, &is) < 0 || is.st_size <= 0 || is.st_size > FILE_MAX ||
                 !(sealed = malloc((size_t)is.st_size)) || read_all(fd, sealed, (size_t)is.st_size) < 0;
    close(fd);
    if (failed) return error_set(why, ERROR_SYSTEM, "a medium cannot be read from the disk");
    snprintf(bound, sizeof bound, "file:%s", file->id);
    return vault_unseal(file->key, bound, (struct vault_bytes){sealed, (size_t)is.st_size}, ret, ret_len, why);
}

int media_file_drop(const char *folder, const char *id, struct error *why) {
    char path[PATH_MAX_];
    if (!is_id(id) || unlink(path_of(folder, id, path)) == 0 || errno == ENOENT) return 0;
    return error_set(why, ERROR_SYSTEM, "a medium cannot be deleted: %s", strerror(errno));
}

static void drop_half(const char *folder, const char *name) {
    char path[PATH_MAX_ + 300];
    struct stat is;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (lstat(path, &is) == 0 && S_ISREG(is.st_mode) && is.st_mtime < time(NULL) - HALF_OLD_S) unlink(path);
}

static int ends_as_half(const char *name) {
    size_t len = strlen(name), end = strlen(HALF);
    return len > end && strcmp(name + len - end, HALF) == 0;
}

/* Keeps the first MEDIA_LIST_MAX in order. */
static size_t insert(char ret[MEDIA_LIST_MAX][MEDIA_ID_MAX + 1], size_t count, const char *id) {
    size_t at = count;
    while (at > 0 && strcmp(ret[at - 1], id) > 0) at--;
    if (at == MEDIA_LIST_MAX) return count;
    size_t moved = (count < MEDIA_LIST_MAX ? count : MEDIA_LIST_MAX - 1) - at;
    memmove(ret[at + 1], ret[at], moved * sizeof ret[0]);
    memcpy(ret[at], id, strlen(id) + 1); /* is_id: it fits */
    return count < MEDIA_LIST_MAX ? count + 1 : count;
}

size_t media_file_list(const char *folder, const char *after, char ret[MEDIA_LIST_MAX][MEDIA_ID_MAX + 1]) {
    DIR *dir = opendir(folder);
    size_t count = 0;
    if (!dir) return 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (ends_as_half(entry->d_name))
            drop_half(folder, entry->d_name);
        else if (is_id(entry->d_name) && strcmp(entry->d_name, after) > 0)
            count = insert(ret, count, entry->d_name);
    }
    closedir(dir);
    return count;
}
