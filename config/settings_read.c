/* settings_read - see settings_read.h. */
#include "config/settings_read.h"

#include "config/own.h"

#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

struct source {
    const char *at, *end;
    int line;      /* of what inih holds now */
    int unclaimed; /* that line should become a pair and has not yet */
    const struct settings_reader *reader;
};

static void settle(struct source *source) {
    if (source->unclaimed)
        source->reader->fault(source->reader->arg, source->line, "is neither '[section]' nor 'key = value'");
    source->unclaimed = 0;
}

/* Looks at a line before inih does, which itself neither tells of a section nor of a second bad line. */
static void announce(struct source *source, char *line) {
    const struct settings_reader *reader = source->reader;
    char *at = line + strspn(line, " \t\r\n"), *close;

    if (!*at || *at == '#' || *at == ';') return;
    if (*at != '[') {
        source->unclaimed = 1;
        return;
    }
    close = strchr(at, ']');
    if (!close || close[1 + strspn(close + 1, " \t\r\n")]) {
        reader->fault(reader->arg, source->line, "must be '[section]' and nothing else");
        return;
    }
    *close = '\0';
    reader->section(reader->arg, source->line, at + 1);
    *close = ']';
}

/* inih's reader: gives it one line, or an empty one for a line that it must not see. */
static char *next_line(char *ret, int room, void *arg) {
    struct source *source = arg;
    const char *end, *refusal = NULL;
    size_t len;

    settle(source);
    if (source->at == source->end) return NULL;
    end = memchr(source->at, '\n', (size_t)(source->end - source->at));
    end = end ? end + 1 : source->end;
    len = (size_t)(end - source->at);
    source->line++;
    if (len >= (size_t)room || len > SETTINGS_LINE_MAX) refusal = "is too long";
    if (!refusal && memchr(source->at, '\0', len)) refusal = "holds a NUL byte";
    if (refusal) {
        source->reader->fault(source->reader->arg, source->line, refusal);
        len = 0;
    }
    memcpy(ret, source->at, len);
    ret[len] = '\0';
    source->at = end;
    announce(source, ret);
    return ret;
}

static int take_pair(void *arg, const char *section, const char *key, const char *value) {
    struct source *source = arg;

    source->unclaimed = 0;
    source->reader->pair(source->reader->arg, source->line, section, key, value);
    return 1;
}

/* Reads a whole file; *ret is malloc'ed. */
static int read_file(const char *path, char **ret, size_t *ret_len, struct error *why) {
    own_mem char *bytes = malloc(SETTINGS_FILE_MAX + 1);
    FILE *file;
    size_t len;
    int broken;

    if (!bytes) return error_set(why, ERROR_SYSTEM, "no memory for the settings file");
    file = fopen(path, "re");
    if (!file) return error_set(why, ERROR_INPUT, "cannot be read: %s", strerror(errno));
    len = fread(bytes, 1, SETTINGS_FILE_MAX + 1, file);
    broken = ferror(file);
    fclose(file);
    if (broken) return error_set(why, ERROR_INPUT, "cannot be read");
    if (len > SETTINGS_FILE_MAX)
        return error_set(why, ERROR_INPUT, "is bigger than %d KiB: that is no settings file", SETTINGS_FILE_MAX / 1024);
    *ret = give(bytes);
    *ret_len = len;
    return 0;
}

int settings_read(const char *path, const struct settings_reader *reader, struct error *why) {
    struct source source = {.reader = reader};
    own_mem char *bytes = NULL;
    size_t len = 0;
    int rc;

    if (read_file(path, &bytes, &len, why)) return -1;
    source.at = bytes;
    source.end = bytes + len;
    if (len >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3)) source.at += 3;
    /* inih's own comments after a value would cut a secret that holds " ;" without a word */
    ini_allow_inline_comments = false;
    ini_allow_multiline = false;
    ini_use_stack = false; /* its stack buffer has 200 bytes */
    ini_initial_alloc = SETTINGS_LINE_MAX + 1;
    ini_max_line = SETTINGS_LINE_MAX + 1;
    rc = ini_parse_stream(next_line, &source, take_pair, &source);
    settle(&source);
    return rc == -2 ? error_set(why, ERROR_SYSTEM, "no memory for the settings file") : 0;
}

int settings_read_secret(const char *path, char *ret, size_t room, struct error *why) {
    char line[SETTINGS_LINE_MAX] = "", *at = line;
    struct stat about;
    FILE *file = fopen(path, "re");
    size_t len;

    if (!file) return error_set(why, ERROR_INPUT, "cannot read '%s': %s", path, strerror(errno));
    if (fstat(fileno(file), &about)) about.st_mode = S_IROTH;
    line[fread(line, 1, sizeof line - 1, file)] = '\0';
    fclose(file);
    if (about.st_mode & S_IROTH)
        return error_set(why, ERROR_INPUT, "'%s' can be read by everybody; run: chmod 600 '%s'", path, path);
    len = strcspn(line, "\r\n");
    while (len > 0 && isspace((unsigned char)line[len - 1])) len--;
    line[len] = '\0';
    at += strspn(line, " \t");
    len = strlen(at);
    if (len == 0) return error_set(why, ERROR_INPUT, "'%s' is empty", path);
    if (len >= room) return error_set(why, ERROR_INPUT, "the secret in '%s' is longer than %zu bytes", path, room - 1);
    memcpy(ret, at, len + 1);
    return 0;
}
