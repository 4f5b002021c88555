/* settings_write - the settings as people read them: the commented example, and the values in force. */
#include "config/settings.h"
#include "config/settings_table.h"
#include "config/settings_value.h"

#include <string.h>

#define COLUMNS 100

/* Writes words as comment lines of at most COLUMNS. */
static void write_comment(const char *words, FILE *out) {
    size_t column = 0;

    while (*words) {
        size_t len = strcspn(words, " ");
        if (column && column + 1 + len > COLUMNS) {
            fputc('\n', out);
            column = 0;
        }
        column += (size_t)fprintf(out, "%s%.*s", column ? " " : "# ", (int)len, words);
        words += len;
        words += strspn(words, " ");
    }
    fputc('\n', out);
}

static void write_range(const struct settings_row *row, FILE *out) {
    if (row->type == SETTINGS_INT || row->type == SETTINGS_SECONDS)
        fprintf(out, "# %s%ld to %ld\n", row->type == SETTINGS_SECONDS ? "seconds, " : "", row->min, row->max);
    if (row->choices) {
        fputs("# one of", out);
        for (const char *at = row->choices; *at; at += strcspn(at, "|") + (strchr(at, '|') != NULL))
            fprintf(out, " %.*s", (int)strcspn(at, "|"), at);
        fputc('\n', out);
    }
    if (row->type == SETTINGS_SECRET) fprintf(out, "# better: %s_file = PATH, a file that holds it\n", row->key);
}

static void write_rows(const struct settings_row *rows, FILE *out) {
    const char *section = "";

    for (const struct settings_row *row = rows; row->key; row++) {
        if (strcmp(section, row->section) != 0) {
            section = row->section;
            fputc('\n', out);
            write_comment(settings_section_help(section), out);
            fprintf(out, rows == settings_channel_rows ? "#[channel line-1]\n" : "[%s]\n", section);
        }
        fputc('\n', out);
        write_comment(row->help, out);
        write_range(row, out);
        fprintf(out, *row->fallback ? "#%s = %s\n" : "#%s =\n", row->key, row->fallback);
    }
}

void settings_write_example(FILE *out) {
    write_comment("Acogida's settings. Every line that is commented out shows its default; a comment stands on a line "
                  "of its own. The environment wins over this file: ACOGIDA_OFFICE_MODE=live, "
                  "ACOGIDA_CHANNEL_LINE_1_SECRET=... `acogida check` names every fault.",
                  out);
    write_rows(settings_rows, out);
    write_rows(settings_channel_rows, out);
}

static void write_value(const struct settings_row *row, const void *base, FILE *out) {
    fprintf(out, "%s = ", row->key);
    settings_value_write(row, base, out);
    fputc('\n', out);
}

void settings_write_redacted(const struct settings *settings, FILE *out) {
    const char *section = "";

    for (const struct settings_row *row = settings_rows; row->key; row++) {
        if (strcmp(section, row->section) != 0) fprintf(out, *section ? "\n[%s]\n" : "[%s]\n", row->section);
        section = row->section;
        write_value(row, settings, out);
    }
    for (size_t i = 0; i < settings->channel_count; i++) {
        fprintf(out, "\n[channel %s]\n", settings->channels[i].name);
        for (const struct settings_row *row = settings_channel_rows; row->key; row++)
            write_value(row, &settings->channels[i], out);
    }
}
