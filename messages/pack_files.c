/* pack_files - where the files of a pack come from: a folder, or the sample that is linked in. */
#include "messages/pack_files.h"

#include "config/embed.h"
#include "config/own.h"
#include "messages/sign.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PATH_LEN_MAX 4096

void pack_files_free(struct pack_files *files) {
    if (!files) return;
    for (size_t i = 0; i < files->count; i++) {
        free((char *)files->at[i].name);
        free((char *)files->at[i].bytes);
    }
    free(files);
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const struct pack_file *)a)->name, ((const struct pack_file *)b)->name);
}

void pack_files_sort(struct pack_files *files) {
    qsort(files->at, files->count, sizeof *files->at, by_name);
}

/* One byte more than allowed is read, so that the reader sees and refuses a file that is too large. */
static int read_bytes(const char *path, struct pack_file *file, struct error *why) {
    FILE *in = fopen(path, "rbe");
    if (!in) return error_set(why, ERROR_INPUT, "%s: %s", path, strerror(errno));
    own_mem char *bytes = malloc(PACK_FILE_MAX + 2);
    size_t len = bytes ? fread(bytes, 1, PACK_FILE_MAX + 1, in) : 0;
    int failed = ferror(in);
    fclose(in);
    if (!bytes) return error_set(why, ERROR_SYSTEM, "no memory");
    if (failed) return error_set(why, ERROR_INPUT, "%s: cannot be read", path);
    bytes[len] = 0;
    char *fit = realloc(bytes, len + 1);
    file->bytes = fit ? fit : bytes;
    bytes = NULL;
    file->len = len;
    return 0;
}

static int add_file(struct pack_files *files, const char *folder, const char *name, struct error *why) {
    char path[PATH_LEN_MAX];
    struct stat stat_of;
    if (files->count >= PACK_FILES_MAX)
        return error_set(why, ERROR_INPUT, "%s: more than %d files", folder, PACK_FILES_MAX);
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        return error_set(why, ERROR_INPUT, "the path of a content file is too long");
    if (stat(path, &stat_of) != 0 || !S_ISREG(stat_of.st_mode)) return 0;
    struct pack_file *file = &files->at[files->count];
    if (read_bytes(path, file, why) != 0) return -1;
    file->name = strdup(name);
    files->count++;
    return file->name ? 0 : error_set(why, ERROR_SYSTEM, "no memory");
}

static int ends_with(const char *name, const char *end) {
    size_t len = strlen(name), end_len = strlen(end);
    return name[0] != '.' && len > end_len && strcmp(name + len - end_len, end) == 0;
}

static int add_folder(struct pack_files *files, const char *folder, const char *inside, struct error *why) {
    const char *ending = strcmp(inside, PACK_TRANSCRIPTS) == 0 ? ".chat" : ".yaml";
    char path[PATH_LEN_MAX], name[PATH_LEN_MAX];
    if (snprintf(path, sizeof path, "%s/%s", folder, inside) >= (int)sizeof path)
        return error_set(why, ERROR_INPUT, "the path of the content folder is too long");
    DIR *dir = opendir(path);
    if (!dir) return *inside ? 0 : error_set(why, ERROR_INPUT, "%s: %s", folder, strerror(errno));
    int failed = 0;
    for (struct dirent *entry; !failed && (entry = readdir(dir));) {
        if (!ends_with(entry->d_name, ending)) continue;
        int len = snprintf(name, sizeof name, "%s%s%s", inside, *inside ? "/" : "", entry->d_name);
        if (len < (int)sizeof name) failed = add_file(files, folder, name, why);
    }
    closedir(dir);
    return failed;
}

int pack_files_read(const char *folder, struct pack_files **ret, struct error *why) {
    static const char *const folders[] = {"", "answers", "topics", "forms", "phrases", "examples", PACK_TRANSCRIPTS};
    own_pack_files struct pack_files *files = calloc(1, sizeof *files);
    if (!files) return error_set(why, ERROR_SYSTEM, "no memory");
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (add_folder(files, folder, folders[i], why) != 0) return -1;
    if (!files->count) return error_set(why, ERROR_INPUT, "%s: holds no content files", folder);
    pack_files_sort(files);
    *ret = give(files);
    return 0;
}

int pack_files_sample(struct pack_files **ret, struct error *why) {
    own_pack_files struct pack_files *files = calloc(1, sizeof *files);
    if (!files) return error_set(why, ERROR_SYSTEM, "no memory");
    for (const struct embed *file = sample_pack; file->name; file++)
        if (pack_files_add(files, file->name, (struct pack_bytes){file->at, (size_t)(file->end - file->at)}, why) != 0)
            return -1;
    pack_files_sort(files);
    *ret = give(files);
    return 0;
}

int pack_files_add(struct pack_files *files, const char *name, struct pack_bytes bytes, struct error *why) {
    if (files->count >= PACK_FILES_MAX)
        return error_set(why, ERROR_INPUT, "more than %d content files", PACK_FILES_MAX);
    struct pack_file *file = &files->at[files->count];
    char *copy = malloc(bytes.len + 1);
    file->name = strdup(name);
    file->bytes = copy;
    file->len = bytes.len;
    files->count++; /* what there is of it is freed with the others */
    if (!copy || !file->name) return error_set(why, ERROR_SYSTEM, "no memory");
    if (bytes.len) memcpy(copy, bytes.at, bytes.len);
    copy[bytes.len] = 0;
    return 0;
}

const struct pack_file *pack_files_find(const struct pack_files *files, const char *name) {
    for (size_t i = 0; i < files->count; i++)
        if (strcmp(files->at[i].name, name) == 0) return &files->at[i];
    return NULL;
}

int pack_files_replace(struct pack_files *files, const char *name, struct pack_bytes bytes, struct error *why) {
    for (size_t i = 0; i < files->count; i++) {
        if (strcmp(files->at[i].name, name) != 0) continue;
        char *copy = malloc(bytes.len + 1);
        if (!copy) return error_set(why, ERROR_SYSTEM, "no memory");
        memcpy(copy, bytes.at, bytes.len);
        copy[bytes.len] = 0;
        free((char *)files->at[i].bytes);
        files->at[i].bytes = copy;
        files->at[i].len = bytes.len;
        return 0;
    }
    return error_set(why, ERROR_MISSING, "there is no file %s", name);
}

#define NAME_HASHED_MAX 256 /* longer names are of no part of a pack */

/* The same files give the same version, whatever order they came in: each file is hashed with what came before it and
 * its name as key. */
void pack_files_hash(const struct pack_file *files, size_t count, char ret[PACK_VERSION_LEN + 1]) {
    unsigned char digest[SIGN_SHA256_LEN] = {0};
    char key[2 * SIGN_SHA256_LEN + NAME_HASHED_MAX];
    for (size_t i = 0; i < count; i++) {
        sign_hex(digest, sizeof digest, key);
        snprintf(key + 2 * SIGN_SHA256_LEN, NAME_HASHED_MAX, "%s", files[i].name);
        sign_hmac_sha256(key, files[i].bytes, files[i].len, digest);
    }
    sign_hex(digest, PACK_VERSION_LEN / 2, ret);
}

int pack_file_is_transcript(const char *name) {
    return strncmp(name, PACK_TRANSCRIPTS "/", sizeof PACK_TRANSCRIPTS) == 0;
}

int pack_load_folder(const char *folder, struct pack **ret, struct pack_faults *faults, struct error *why) {
    own_pack_files struct pack_files *files = NULL;
    if (pack_files_read(folder, &files, why) != 0 || !files) return -1;
    return pack_load(files->at, files->count, ret, faults, why);
}

int pack_load_sample(struct pack **ret, struct pack_faults *faults, struct error *why) {
    own_mem struct pack_file *files = calloc(PACK_FILES_MAX, sizeof *files);
    if (!files) return error_set(why, ERROR_SYSTEM, "no memory");
    size_t count = 0;
    for (const struct embed *file = sample_pack; file->name && count < PACK_FILES_MAX; file++)
        files[count++] = (struct pack_file){file->name, file->at, (size_t)(file->end - file->at)};
    return pack_load(files, count, ret, faults, why);
}
