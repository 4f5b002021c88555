/* data_folder - the folder that holds an office. */
#include "bot/data_folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* 1 when nobody else can have a use for the folder: it is empty, or a file lies in it that only we make. */
static int is_for_us(const char *dir) {
    static const char *const ours[] = {"master.key", "redis.lock"};
    DIR *folder = opendir(dir);
    if (!folder) return 0;
    int empty = 1, found = 0;
    for (struct dirent *entry; !found && (entry = readdir(folder));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        empty = 0;
        for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) found |= strcmp(entry->d_name, ours[i]) == 0;
    }
    closedir(folder);
    return empty || found;
}

/* A slip like `--data /tmp` must not lock everybody else out of that folder. */
static int close_to_others(const char *dir, struct error *why) {
    if (!is_for_us(dir))
        return error_set(why, ERROR_INPUT,
                         "the data folder '%s' is open to other users and holds things that are not ours; name another "
                         "with --data",
                         dir);
    if (chmod(dir, 0700) == 0) return 0;
    return error_set(why, ERROR_INPUT, "the data folder '%s' is open to other users and its mode cannot be changed",
                     dir);
}

int data_folder_open(const struct settings *settings, struct error *why) {
    const char *dir = settings->data.dir;
    if (mkdir(dir, 0700) != 0 && errno != EEXIST)
        return error_set(why, ERROR_INPUT, "the data folder '%s' cannot be made: %s", dir, strerror(errno));
    struct stat found;
    if (stat(dir, &found) != 0 || !S_ISDIR(found.st_mode))
        return error_set(why, ERROR_INPUT, "'%s' is not a folder; name another with --data", dir);
    if (access(dir, W_OK | X_OK) != 0)
        return error_set(why, ERROR_INPUT,
                         "the data folder '%s' is not writable for this user; change its owner or name another with "
                         "--data",
                         dir);
    return found.st_mode & 077 ? close_to_others(dir, why) : 0;
}

static int holds_files(const char *dir, const char *below) {
    char path[SETTINGS_TEXT_MAX + 32];
    snprintf(path, sizeof path, "%s/%s", dir, below);
    DIR *folder = opendir(path);
    if (!folder) return 0;
    int found = 0;
    for (struct dirent *entry; !found && (entry = readdir(folder));) found = entry->d_name[0] != '.';
    closedir(folder);
    return found;
}

int data_folder_vault(const struct settings *settings, int may_create, struct vault **ret, struct error *why) {
    const char *dir = settings->data.dir, *key = settings->data.key_file;
    int has_data = holds_files(dir, "redis") || holds_files(dir, "redis/appendonlydir") || holds_files(dir, "spool");
    int missing = access(key, F_OK) != 0 && errno == ENOENT;
    if (missing && has_data)
        return error_set(why, ERROR_INPUT,
                         "the key file '%s' is missing, but '%s' holds data that only this key can open; put the key "
                         "file back from your backup, or name its place with data.key_file",
                         key, dir);
    if (missing && !may_create)
        return error_set(why, ERROR_INPUT, "there is no key file '%s'; has `acogida run` been started here?", key);
    return vault_open(key, may_create, ret, why);
}
