/* disk - what makes a file safe on the disk beyond its own fsync. */
#ifndef CONFIG_DISK_H
#define CONFIG_DISK_H

/* Makes a file's name safe: fsync of the folder that it lies in, without which a new or renamed file can be gone after
 * a power cut though its bytes are there (fsync(2)). -1 with errno. */
int disk_sync_folder_of(const char *path);

#endif
