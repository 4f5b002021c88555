/* command_import - `acogida import appointments.csv`: appointments, and with each its two reminders. */
#include "bot/command.h"
#include "bot/program.h"
#include "config/clock.h"
#include "config/own.h"
#include "queue/appointments.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FILE_MAX (64L * 1024 * 1024)

struct import_job {
    struct appointments_import import;
    char *bytes;
};

static int read_file(const char *path, char **ret, size_t *ret_len, struct error *why) {
    own_mem char *bytes = malloc(FILE_MAX + 1);
    if (!bytes) return error_set(why, ERROR_SYSTEM, "no memory");
    int named = strcmp(path, "-") != 0;
    FILE *in = named ? fopen(path, "rbe") : stdin;
    if (!in) return error_set(why, ERROR_INPUT, "'%s' cannot be read: %s", path, strerror(errno));
    size_t len = fread(bytes, 1, FILE_MAX + 1, in);
    int cause = ferror(in) ? errno : 0; /* a folder, for example, opens and cannot be read */
    if (named) fclose(in);
    if (cause) return error_set(why, ERROR_INPUT, "'%s' cannot be read: %s", path, strerror(cause));
    if (len > FILE_MAX) return error_set(why, ERROR_INPUT, "'%s' is larger than %ld MiB", path, FILE_MAX >> 20);
    bytes[len] = '\0';
    *ret_len = len;
    *ret = give(bytes);
    return 0;
}

static void show_progress(void *arg, size_t done, size_t total) {
    (void)arg;
    if (isatty(STDERR_FILENO)) fprintf(stderr, "\r%zu of %zu rows", done, total);
}

static long number(const json_t *result, const char *name) {
    return (long)json_integer_value(json_object_get(result, name));
}

static void on_imported(void *arg, json_t *result, const struct error *why) {
    struct program_task *task = arg;
    const struct import_job *job = task->arg;
    if (isatty(STDERR_FILENO)) fputc('\n', stderr);
    if (why) {
        program_task_fail(task, why);
        return;
    }
    size_t i;
    json_t *fault;
    json_array_foreach(json_object_get(result, "faults"), i, fault) fprintf(stderr, "%s\n", json_string_value(fault));
    long faults = number(result, "fault_count");
    printf("%s%ld rows: %ld new, %ld moved, %ld unchanged, %ld with faults\n",
           job->import.dry_run ? "dry run, nothing stored: " : "", number(result, "rows"), number(result, "new"),
           number(result, "moved"), number(result, "same"), faults);
    program_task_end(task, faults ? COMMAND_FAULT : COMMAND_OK);
}

static void start(struct program_task *task) {
    struct import_job *job = task->arg;
    appointments_import(task->office, &job->import, on_imported, task);
}

/* The channel that numbers of the file are reached on: the named one, else the first SMS channel. */
static const struct channel *pick_channel(const struct settings *settings, const char *name) {
    if (name) return settings_channel(settings, name);
    for (size_t i = 0; i < settings->channel_count; i++)
        if (strcmp(settings->channels[i].kind, "sms") == 0) return &settings->channels[i];
    return settings->channel_count ? &settings->channels[0] : NULL;
}

static int import_run(const struct command_line *line) {
    struct settings settings;
    struct command_line rest = *line;
    struct error why = ERROR_INIT;
    struct import_job job = {
        .import = {.dry_run = command_flag(&rest, "--dry-run"), .progress = show_progress, .now_ms = clock_wall_ms()}};
    const char *channel = command_value(&rest, "--channel");
    if (rest.rest_count != 1) {
        fputs("acogida: name one file, for example `acogida import appointments.csv`\n", stderr);
        return COMMAND_USAGE;
    }
    if (command_settings(line, &settings) != COMMAND_OK) return COMMAND_FAULT;
    job.import.channel = pick_channel(&settings, channel);
    if (!job.import.channel) {
        fprintf(stderr, "acogida: there is no channel '%s'\n", channel ? channel : "sms");
        return COMMAND_USAGE;
    }
    job.import.name = rest.rest[0];
    if (read_file(rest.rest[0], &job.bytes, &job.import.len, &why) != 0) {
        fprintf(stderr, "acogida: %s\n", why.text);
        return COMMAND_FAULT;
    }
    job.import.bytes = job.bytes;
    int exit_code = program_task_run(&settings, start, &job);
    free(job.bytes);
    return exit_code;
}

const struct command command_import = {
    .name = "import",
    .arguments = "FILE.csv [--channel NAME] [--dry-run]",
    .summary = "appointments from a file; each gets two reminders",
    .help = "Columns by their names, in any order, separated by comma, semicolon or tab: numero, fecha, hora, motivo, "
            "lugar,\n"
            "and if you like nombre, idioma, codigo (the same codigo again moves the appointment), consentimiento.\n"
            "Each appointment is reminded two days and three hours before; people confirm or cancel by reply.\n"
            "Every faulty row is reported as file:line: message, the others go in.\n"
            "--channel NAME  where these numbers are reached (default: the first SMS channel)\n"
            "--dry-run       checks the file and stores nothing\n"
            "A file named - is read from standard input. A program started by `acogida run` must be running.\n",
    .run = import_run,
};
