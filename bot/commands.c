/* commands - the table of commands, and what they share of reading a command line. */
#include "bot/command.h"

#include "config/clock.h"

#include <stdio.h>
#include <string.h>

const struct command *const commands[] = {
    &command_run,      &command_web,    &command_worker,     &command_check,   &command_chat,   &command_match,
    &command_segments, &command_import, &command_announce,   &command_content, &command_user,   &command_referrals,
    &command_event,    &command_survey, &command_unanswered, &command_erase,   &command_doctor, NULL};

const struct command *command_find(const char *name) {
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0) return commands[i];
    return NULL;
}

static void take_out(struct command_line *line, size_t at, size_t how_many) {
    for (size_t i = at; i + how_many < line->rest_count; i++) line->rest[i] = line->rest[i + how_many];
    line->rest_count -= how_many;
}

int command_flag(struct command_line *line, const char *flag) {
    for (size_t i = 0; i < line->rest_count; i++) {
        if (strcmp(line->rest[i], flag) != 0) continue;
        take_out(line, i, 1);
        return 1;
    }
    return 0;
}

const char *command_value(struct command_line *line, const char *flag) {
    for (size_t i = 0; i + 1 < line->rest_count; i++) {
        if (strcmp(line->rest[i], flag) != 0) continue;
        const char *value = line->rest[i + 1];
        take_out(line, i, 2);
        return value;
    }
    return NULL;
}

int command_no_words(const struct command_line *line, const struct command *command) {
    if (line->rest_count == 0) return COMMAND_OK;
    fprintf(stderr, "acogida: '%s' means nothing here; see `acogida %s --help`\n", line->rest[0], command->name);
    return COMMAND_USAGE;
}

static int override(struct settings *settings, const char *name, const char *value) {
    struct error why = ERROR_INIT;
    if (!value || settings_set(settings, name, value, &why) == 0) return 0;
    fprintf(stderr, "acogida: %s\n", why.text);
    return -1;
}

int command_settings(const struct command_line *line, struct settings *ret) {
    static struct settings_faults faults; /* 25 KiB: too much for a stack under a sanitizer */
    struct error why = ERROR_INIT;
    const char *path = line->config ? line->config : getenv("ACOGIDA_CONFIG");
    if (path && !*path) path = NULL; /* ACOGIDA_CONFIG= is how a shell takes it back */
    if (settings_load(path, ret, &faults, &why) != 0) {
        for (size_t i = 0; i < faults.count; i++) fprintf(stderr, "%s\n", faults.text[i]);
        fprintf(stderr, "acogida: %s\n", why.text);
        return COMMAND_FAULT;
    }
    if (override(ret, "data.dir", line->data) || override(ret, "server.listen", line->listen)) return COMMAND_FAULT;
    if (clock_set_zone(ret->office.timezone, &why) != 0) {
        fprintf(stderr, "acogida: %s\n", why.text);
        return COMMAND_FAULT;
    }
    return COMMAND_OK;
}
