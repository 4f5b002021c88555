/* content_folder - a content on disk, where its editors work on it. */
#include "bot/content_folder.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_LEN_MAX 4096
#define BASE_FILE    ".version"
#define FETCHED_FILE ".fetched" /* hash of the files as they were fetched */

static int path_of(const char *folder, const char *name, char ret[PATH_LEN_MAX], struct error *why) {
    if (snprintf(ret, PATH_LEN_MAX, "%s/%s", folder, name) < PATH_LEN_MAX) return 0;
    return error_set(why, ERROR_INPUT, "the path of a content file is too long");
}

static void read_hash(const char *folder, const char *name, char ret[PACK_VERSION_LEN + 1]) {
    char path[PATH_LEN_MAX];
    *ret = '\0';
    FILE *in = path_of(folder, name, path, NULL) == 0 ? fopen(path, "rbe") : NULL;
    if (!in) return;
    size_t len = fread(ret, 1, PACK_VERSION_LEN, in);
    ret[len] = '\0';
    ret[strspn(ret, "0123456789abcdef")] = '\0';
    fclose(in);
}

void content_folder_base(const char *folder, char ret[PACK_VERSION_LEN + 1]) {
    read_hash(folder, BASE_FILE, ret);
}

static int hash_of_folder(const char *folder, char ret[PACK_VERSION_LEN + 1], struct error *why) {
    own_pack_files struct pack_files *files = NULL;
    if (pack_files_read(folder, &files, why) != 0) return -1;
    pack_files_hash(files->at, files->count, ret);
    return 0;
}

static int write_hash(const char *folder, const char *name, const char *hash, struct error *why) {
    char line[PACK_VERSION_LEN + 2];
    int len = snprintf(line, sizeof line, "%s\n", hash);
    const struct pack_file file = {name, line, (size_t)len};
    return content_folder_write_file(folder, &file, why);
}

int content_folder_set_base(const char *folder, const char *base, struct error *why) {
    char hash[PACK_VERSION_LEN + 1];
    if (hash_of_folder(folder, hash, why) != 0) return -1;
    return write_hash(folder, BASE_FILE, base, why) || write_hash(folder, FETCHED_FILE, hash, why) ? -1 : 0;
}

int content_folder_is_free(const char *folder, struct error *why) {
    char fetched[PACK_VERSION_LEN + 1], hash[PACK_VERSION_LEN + 1];
    if (access(folder, F_OK) != 0 || hash_of_folder(folder, hash, NULL) != 0) return 0;
    read_hash(folder, FETCHED_FILE, fetched);
    if (strcmp(fetched, hash) == 0) return 0;
    return error_set(why, ERROR_CONFLICT,
                     "'%s' holds changes that were never pushed: push them, or name another folder", folder);
}

int content_folder_write_file(const char *folder, const struct pack_file *file, struct error *why) {
    char path[PATH_LEN_MAX], beside[PATH_LEN_MAX];
    if (path_of(folder, file->name, path, why) != 0) return -1;
    if (snprintf(beside, sizeof beside, "%.*s.new", PATH_LEN_MAX - 5, path) >= (int)sizeof beside)
        return error_set(why, ERROR_INPUT, "the path of a content file is too long");
    FILE *out = fopen(beside, "wbe");
    if (!out) return error_set(why, ERROR_INPUT, "%s: %s", beside, strerror(errno));
    int failed = fwrite(file->bytes, 1, file->len, out) != file->len;
    failed |= fclose(out) != 0;
    if (!failed && rename(beside, path) == 0) return 0;
    unlink(beside);
    return error_set(why, ERROR_INPUT, "%s cannot be written", path);
}

static int make_folder(const char *folder, const char *inside, struct error *why) {
    char path[PATH_LEN_MAX];
    if (path_of(folder, inside, path, why) != 0) return -1;
    if (mkdir(path, 0755) == 0 || errno == EEXIST) return 0;
    return error_set(why, ERROR_INPUT, "'%s' cannot be made: %s", path, strerror(errno));
}

/* The folder that a file lies in, inside the content's. A name out of Redis must not lead out of it. */
static int make_folder_of(const char *folder, const char *name, struct error *why) {
    char inside[PATH_LEN_MAX];
    const char *slash = strchr(name, '/');
    if (*name == '.' || *name == '/' || strstr(name, "..") || (slash && strchr(slash + 1, '/')))
        return error_set(why, ERROR_INPUT, "'%.100s' is no name of a content file", name);
    if (!slash) return 0;
    snprintf(inside, sizeof inside, "%.*s", (int)(slash - name), name);
    return make_folder(folder, inside, why);
}

/* Files of the content that was there before. */
static void remove_others(const char *folder, const struct pack_files *kept) {
    own_pack_files struct pack_files *there = NULL;
    char path[PATH_LEN_MAX];
    if (pack_files_read(folder, &there, NULL) != 0) return;
    for (size_t i = 0; i < there->count; i++)
        if (!pack_files_find(kept, there->at[i].name) && path_of(folder, there->at[i].name, path, NULL) == 0)
            unlink(path);
}

int content_folder_write(const char *folder, const struct pack_files *files, struct error *why) {
    if (make_folder(folder, "", why) != 0) return -1;
    for (size_t i = 0; i < files->count; i++)
        if (make_folder_of(folder, files->at[i].name, why) != 0 ||
            content_folder_write_file(folder, &files->at[i], why) != 0)
            return -1;
    remove_others(folder, files);
    return 0;
}
