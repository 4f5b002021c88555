/* disk - what makes a file safe on the disk beyond its own fsync. */
#include "config/disk.h"

#include "config/own.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

int disk_sync_folder_of(const char *path) {
    own_mem char *folder = strdup(path);
    char *slash = folder ? strrchr(folder, '/') : NULL;
    if (!folder) return -1;
    if (slash) slash[slash == folder] = '\0';
    int at = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (at < 0) return -1;
    int failed = fsync(at);
    close(at);
    return failed;
}
