/* settings_read - a settings file as sections and pairs, with their lines; knows the form of the file, not a setting.
 *
 * INI as inih reads it, made strict: a comment is a line that begins with # or ;, a value ends with its line, nothing
 * is continued. Windows line ends and a BOM are read over. */
#ifndef CONFIG_SETTINGS_READ_H
#define CONFIG_SETTINGS_READ_H

#include "config/error.h"

#include <stddef.h>

#define SETTINGS_FILE_MAX (256 * 1024) /* bytes */
#define SETTINGS_LINE_MAX 1000         /* bytes, with the line end */

/* Who hears what was read, in the order of the file. All strings are borrowed for the call. */
struct settings_reader {
    void (*section)(void *arg, int line, const char *section); /* "[...]" itself, once each time it stands there */
    void (*pair)(void *arg, int line, const char *section, const char *key, const char *value); /* section may be "" */
    void (*fault)(void *arg, int line, const char *message);
    void *arg;
};

/* ERROR_INPUT when the file cannot be read at all or is too big; faults of single lines go to the reader. */
int settings_read(const char *path, const struct settings_reader *reader, struct error *why);

/* The first line of a secret's file, without blanks around it. ERROR_INPUT: unreadable, open to everybody, empty, or
 * longer than room - 1. */
int settings_read_secret(const char *path, char *ret, size_t room, struct error *why);

#endif
