/* settings_load - defaults, then the file, then the environment, then what they mean together; every fault is kept. */
#include "config/settings.h"
#include "config/settings_check.h"
#include "config/settings_read.h"
#include "config/settings_table.h"
#include "config/settings_value.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define GIVEN_MAX      400 /* settings, and channel sections, of one file */
#define WHERE_MAX      384
#define IN_ENVIRONMENT (-1)

/* Where a setting, or "channel.NAME" itself, was given: its line, or IN_ENVIRONMENT. */
struct given {
    char name[SETTINGS_NAME_MAX];
    int line;
    int faulty; /* already complained about: what follows from it is not worth a second line */
};

struct loading {
    const char *path; /* NULL = no file */
    struct settings *settings;
    struct settings_faults *faults;
    size_t fault_count; /* also those for which faults has no room */
    struct given given[GIVEN_MAX];
    size_t given_count;
};

/* One value on its way into the struct. */
struct entry {
    char name[SETTINGS_NAME_MAX]; /* dotted */
    const struct settings_row *row;
    void *base;
    int line;
    const char *value;
};

static void add_fault(struct loading *loading, const char *where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void add_fault(struct loading *loading, const char *where, const char *format, ...) {
    char message[ERROR_TEXT_MAX];
    struct error text = ERROR_INIT;
    va_list args;

    if (loading->fault_count++ >= SETTINGS_FAULTS_MAX || !loading->faults) return;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    error_set(&text, ERROR_INPUT, "%s: %s", where, message);
    memcpy(loading->faults->text[loading->faults->count++], text.text, sizeof text.text);
}

/* "ACOGIDA_CHANNEL_LINE_1_SECRET" of "channel.line-1.secret". */
static void variable_of(const char *name, const char *suffix, char ret[SETTINGS_NAME_MAX + 16]) {
    snprintf(ret, SETTINGS_NAME_MAX + 16, "ACOGIDA_%s%s", name, suffix);
    for (char *at = ret; *at; at++) *at = (char)(strchr(".-", *at) ? '_' : toupper((unsigned char)*at));
}

static void place(const struct loading *loading, int line, const char *name, char ret[WHERE_MAX]) {
    char variable[SETTINGS_NAME_MAX + 16];

    if (line == IN_ENVIRONMENT) {
        variable_of(name, "", variable);
        snprintf(ret, WHERE_MAX, "environment:%s", variable);
    } else {
        snprintf(ret, WHERE_MAX, "%.300s:%d", loading->path ? loading->path : "defaults", line);
    }
}

static struct given *find_given(struct loading *loading, const char *name) {
    for (size_t i = 0; i < loading->given_count; i++)
        if (!strcmp(loading->given[i].name, name)) return &loading->given[i];
    return NULL;
}

static void remember(struct loading *loading, const char *name, int line, int faulty) {
    struct given *given = find_given(loading, name);

    if (!given && loading->given_count < GIVEN_MAX) given = &loading->given[loading->given_count++];
    if (!given) return;
    snprintf(given->name, sizeof given->name, "%s", name);
    given->line = line;
    given->faulty = faulty;
}

/* Puts an entry where it belongs; says so when it does not fit. */
static void put(struct loading *loading, const struct entry *entry) {
    struct error why = ERROR_INIT;
    char where[WHERE_MAX];

    int faulty = settings_value_put(entry->row, entry->value, entry->base, &why) != 0;

    remember(loading, entry->name, entry->line, faulty);
    if (!faulty) return;
    place(loading, entry->line, entry->name, where);
    add_fault(loading, where, "%s %s", entry->name, why.text);
}

/* Likewise, when the value is the path of a file that holds the secret. */
static void put_secret_file(struct loading *loading, struct entry *entry) {
    char secret[SETTINGS_LONG_MAX], where[WHERE_MAX];
    struct error why = ERROR_INIT;

    if (settings_read_secret(entry->value, secret, sizeof secret, &why)) {
        remember(loading, entry->name, entry->line, 1);
        place(loading, entry->line, entry->name, where);
        add_fault(loading, where, "%s_file: %s", entry->name, why.text);
        return;
    }
    entry->value = secret;
    put(loading, entry);
    explicit_bzero(secret, sizeof secret);
    entry->value = NULL;
}

/* The row of a key; *ret_from_file is 1 for the KEY_file of a secret. */
static const struct settings_row *find_row(const char *section, const char *key, int *ret_from_file) {
    const struct settings_row *row = settings_row_find(section, key);
    char stem[SETTINGS_SHORT_MAX];
    size_t len = strlen(key);

    *ret_from_file = 0;
    if (row || len <= 5 || len >= sizeof stem || strcmp(key + len - 5, "_file") != 0) return row;
    snprintf(stem, sizeof stem, "%.*s", (int)(len - 5), key);
    row = settings_row_find(section, stem);
    *ret_from_file = 1;
    return row && row->type == SETTINGS_SECRET ? row : NULL;
}

static struct channel *find_channel(struct loading *loading, const char *name) {
    return (struct channel *)settings_channel(loading->settings, name);
}

static void put_fallbacks(const struct settings_row *rows, void *base) {
    for (const struct settings_row *row = rows; row->key; row++)
        if (*row->fallback) settings_value_put(row, row->fallback, base, NULL);
}

static struct channel *add_channel(struct loading *loading, const char *name) {
    struct channel *channel = &loading->settings->channels[loading->settings->channel_count++];

    memset(channel, 0, sizeof *channel);
    put_fallbacks(settings_channel_rows, channel);
    snprintf(channel->name, sizeof channel->name, "%s", name);
    return channel;
}

static void on_channel(struct loading *loading, int line, const char *name) {
    char where[WHERE_MAX], dotted[SETTINGS_NAME_MAX];
    size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");

    place(loading, line, NULL, where);
    if (name[len] || len < 1 || len > 32) {
        add_fault(loading, where, "a channel's name is 1 to 32 of the letters a-z, 0-9 and -");
    } else if (!find_channel(loading, name)) {
        if (loading->settings->channel_count == SETTINGS_CHANNELS_MAX) {
            add_fault(loading, where, "there are more than %d channels", SETTINGS_CHANNELS_MAX);
            return;
        }
        add_channel(loading, name);
        snprintf(dotted, sizeof dotted, "channel.%s", name);
        remember(loading, dotted, line, 0);
    }
}

static void on_section(void *arg, int line, const char *section) {
    struct loading *loading = arg;
    const char *nearest;
    char where[WHERE_MAX];

    if (!strncmp(section, "channel ", 8)) {
        on_channel(loading, line, section + 8);
        return;
    }
    place(loading, line, NULL, where);
    if (!strcmp(section, "channel")) {
        add_fault(loading, where, "a channel needs a name: [channel line-1]");
    } else if (!settings_section_help(section)) {
        nearest = settings_nearest_section(section);
        if (nearest)
            add_fault(loading, where, "there is no section [%.40s]; did you mean [%s]?", section, nearest);
        else
            add_fault(loading, where, "there is no section [%.40s]", section);
    }
}

static void refuse_key(struct loading *loading, const char *where, const char *section, const char *key) {
    const char *nearest = settings_nearest_key(section, key);
    int from_file;

    for (const struct settings_row *row = settings_rows; row->key; row++)
        if (find_row(row->section, key, &from_file)) {
            add_fault(loading, where, "'%.40s' belongs into [%s], not into [%s]", key, row->section, section);
            return;
        }
    if (nearest)
        add_fault(loading, where, "there is no '%.40s' in [%s]; did you mean '%s'?", key, section, nearest);
    else
        add_fault(loading, where, "there is no '%.40s' in [%s]", key, section);
}

/* Words that a person would take for a comment or for quotation marks, and the program for a part of the value. */
static const char *misunderstanding(const struct settings_row *row, const char *value) {
    size_t len = strlen(value);

    if (row->type == SETTINGS_SECRET) return NULL;
    if (strstr(value, " ; ") || strstr(value, " # ")) return "holds a comment: put it on a line of its own";
    if (len >= 2 && value[0] == '"' && value[len - 1] == '"') return "must stand without quotation marks";
    return NULL;
}

static void take(struct loading *loading, struct entry *entry, int from_file) {
    const struct given *earlier = find_given(loading, entry->name);
    const char *problem = misunderstanding(entry->row, entry->value);
    char where[WHERE_MAX];

    place(loading, entry->line, entry->name, where);
    if (earlier) {
        add_fault(loading, where, "%s is given twice, first on line %d", entry->name, earlier->line);
    } else if (problem) {
        remember(loading, entry->name, entry->line, 1);
        add_fault(loading, where, "%s %s", entry->name, problem);
    } else if (from_file)
        put_secret_file(loading, entry);
    else
        put(loading, entry);
}

static void on_pair(void *arg, int line, const char *section, const char *key, const char *value) {
    struct loading *loading = arg;
    struct entry entry = {.base = loading->settings, .line = line, .value = value};
    char where[WHERE_MAX];
    int from_file, is_channel = !strncmp(section, "channel ", 8);

    place(loading, line, NULL, where);
    if (!*section) {
        add_fault(loading, where, "'%.40s' stands before the first [section]", key);
        return;
    }
    if (is_channel) entry.base = find_channel(loading, section + 8);
    /* one fault for a bad section is enough */
    if (!entry.base || (!is_channel && (!settings_section_help(section) || !strcmp(section, "channel")))) return;
    entry.row = find_row(is_channel ? "channel" : section, key, &from_file);
    if (!entry.row) {
        refuse_key(loading, where, is_channel ? "channel" : section, key);
        return;
    }
    if (is_channel)
        snprintf(entry.name, sizeof entry.name, "channel.%.40s.%s", section + 8, entry.row->key);
    else
        snprintf(entry.name, sizeof entry.name, "%s.%s", section, entry.row->key);
    take(loading, &entry, from_file);
}

static void on_line_fault(void *arg, int line, const char *message) {
    char where[WHERE_MAX];

    place(arg, line, NULL, where);
    add_fault(arg, where, "this line %s", message);
}

static void load_file(struct loading *loading) {
    const struct settings_reader reader = {on_section, on_pair, on_line_fault, loading};
    struct error why = ERROR_INIT;
    char where[WHERE_MAX];

    if (!loading->path || !settings_read(loading->path, &reader, &why)) return;
    place(loading, 1, NULL, where);
    add_fault(loading, where, "%s", why.text);
}

/* One setting from its variable, or from the file that VARIABLE_FILE names. */
static void load_variable(struct loading *loading, struct entry *entry) {
    char variable[SETTINGS_NAME_MAX + 16], where[WHERE_MAX];
    const char *path = NULL;

    variable_of(entry->name, "", variable);
    entry->value = getenv(variable);
    if (entry->row->type == SETTINGS_SECRET) {
        variable_of(entry->name, "_FILE", variable);
        path = getenv(variable);
    }
    place(loading, IN_ENVIRONMENT, entry->name, where);
    if (entry->value && path) {
        add_fault(loading, where, "%s is given twice, here and by %s", entry->name, variable);
    } else if (entry->value) {
        put(loading, entry);
    } else if (path) {
        entry->value = path;
        put_secret_file(loading, entry);
    }
}

static void load_environment(struct loading *loading) {
    struct entry entry = {.base = loading->settings, .line = IN_ENVIRONMENT};

    for (entry.row = settings_rows; entry.row->key; entry.row++) {
        snprintf(entry.name, sizeof entry.name, "%s.%s", entry.row->section, entry.row->key);
        load_variable(loading, &entry);
    }
}

static void load_channel_environment(struct loading *loading, struct channel *channel) {
    struct entry entry = {.base = channel, .line = IN_ENVIRONMENT};

    for (entry.row = settings_channel_rows; entry.row->key; entry.row++) {
        snprintf(entry.name, sizeof entry.name, "channel.%.40s.%s", channel->name, entry.row->key);
        load_variable(loading, &entry);
    }
}

/* What can be tried without any provider. */
static void add_simulated(struct loading *loading) {
    static const char *const lines[][3] = {{"phone-sms", "sms", "+56900000001"},
                                           {"phone-whatsapp", "whatsapp", "+56900000002"}};

    for (size_t i = 0; i < 2; i++) {
        struct channel *channel = add_channel(loading, lines[i][0]);
        snprintf(channel->wire, sizeof channel->wire, "phone");
        snprintf(channel->kind, sizeof channel->kind, "%s", lines[i][1]);
        snprintf(channel->number, sizeof channel->number, "%s", lines[i][2]);
        channel->rate_per_s = 100;
    }
}

static void on_cross_fault(void *arg, const char *name, const char *message) {
    struct loading *loading = arg;
    const struct given *given = find_given(loading, name);
    char where[WHERE_MAX], channel[SETTINGS_NAME_MAX];
    const char *dot = strrchr(name, '.');

    if (given && given->faulty) return;
    if (!given) {
        snprintf(channel, sizeof channel, "%.*s", (int)(dot - name), name);
        given = find_given(loading, channel);
    }
    place(loading, given ? given->line : 1, name, where);
    add_fault(loading, where, "%s %s", name, message);
}

int settings_load(const char *path, struct settings *ret, struct settings_faults *faults, struct error *why) {
    struct settings draft = {.channel_count = 0};
    struct loading loading = {.path = path, .settings = &draft, .faults = faults};
    const struct settings_listener listener = {on_cross_fault, &loading};

    if (faults) faults->count = 0;
    put_fallbacks(settings_rows, &draft);
    load_file(&loading);
    load_environment(&loading);
    if (draft.channel_count == 0 && draft.office.mode == MODE_TRIAL) add_simulated(&loading);
    for (size_t i = 0; i < draft.channel_count; i++) load_channel_environment(&loading, &draft.channels[i]);
    settings_derive(&draft);
    settings_check(&draft, &listener);
    if (loading.fault_count > 0)
        return error_set(why, ERROR_INPUT,
                         loading.fault_count == 1 ? "1 fault in the settings" : "%zu faults in the settings",
                         loading.fault_count);
    *ret = draft;
    return 0;
}
