/* settings_table - every setting there is, as data: the one place where a setting is added.
 *
 * Used only by the settings_*.c files. Values are stored in struct settings (settings_rows) or in one struct channel
 * (settings_channel_rows) at row->at. */
#ifndef CONFIG_SETTINGS_TABLE_H
#define CONFIG_SETTINGS_TABLE_H

#include <stddef.h>

#define SETTINGS_NAME_MAX 96 /* bytes of a dotted name, "channel.line-1.secret_next" */

/* The first five are kept as long, the rest as char[room]. What each takes: settings_value.c. */
enum settings_type {
    SETTINGS_INT,
    SETTINGS_SECONDS,
    SETTINGS_BOOL,
    SETTINGS_CHOICE, /* the index of a word of `choices` */
    SETTINGS_TYPES_LONG = SETTINGS_CHOICE,
    SETTINGS_TEXT,
    SETTINGS_SECRET, /* never printed; may come from a file: KEY_file */
    SETTINGS_WORD,   /* a word of `choices`, kept as text */
    SETTINGS_NAME,
    SETTINGS_TIME_OF_DAY,
    SETTINGS_URL,
    SETTINGS_LISTEN,
    SETTINGS_STORE,
    SETTINGS_ZONE,
    SETTINGS_NUMBER,
    SETTINGS_NUMBERS,
    SETTINGS_PREFIX,
    SETTINGS_PAIRS /* "key:value, key:value"; read with settings_pair() */
};

struct settings_row {
    const char *section, *key;
    enum settings_type type;
    long min, max;        /* of a long: its range; of a text: min letters (0 = may be empty), max is room - 1 */
    const char *choices;  /* "trial|live"; NULL = none */
    const char *fallback; /* parsed like a value from the file */
    const char *help;
    size_t at, room;
};

/* Both end with a NULL key. Rows of a section stand together. */
extern const struct settings_row settings_rows[], settings_channel_rows[];

/* The row, or NULL. section is "channel" for all channels. */
const struct settings_row *settings_row_find(const char *section, const char *key);

/* The known section or, in a known section, the known key most like this one; NULL when none is like it. */
const char *settings_nearest_section(const char *section);
const char *settings_nearest_key(const char *section, const char *key);

/* Words of what a section is for, as the example file says it. */
const char *settings_section_help(const char *section);

#endif
