/* command - the contract of a command of `acogida`; the table is in bot/commands.c, one file a command. */
#ifndef BOT_COMMAND_H
#define BOT_COMMAND_H

#include "bot/exit_code.h"
#include "config/settings.h"

#define COMMAND_REST_MAX 512

/* What stood on the command line: flags that every command takes, and the rest in order. */
struct command_line {
    const char *config, *data, *listen; /* NULL = not given */
    const char *rest[COMMAND_REST_MAX];
    size_t rest_count;
};

struct command {
    const char *name;
    const char *arguments; /* "[FILE...]" */
    const char *summary;   /* one line, for the list */
    const char *help;      /* paragraphs for `acogida NAME --help` */
    int (*run)(const struct command_line *line);
};

/* The table (NULL name ends it), and a row by name. */
extern const struct command *const commands[];
const struct command *command_find(const char *name);

/* One row each. */
extern const struct command command_erase, command_run, command_web, command_worker, command_check, command_chat,
    command_match, command_segments, command_import, command_announce, command_content, command_user, command_referrals,
    command_event, command_survey, command_unanswered, command_doctor;

/* Takes a flag out of the rest: command_flag(&line, "--dry-run") is 1 when it was there; command_value(&line, "--es")
 * is the word behind it, NULL when absent. */
int command_flag(struct command_line *line, const char *flag);
const char *command_value(struct command_line *line, const char *flag);

/* For commands that take no further words: COMMAND_OK, or COMMAND_USAGE after naming the first word that is left. */
int command_no_words(const struct command_line *line, const struct command *command);

/* Settings from file, environment and flags; prints every fault on stderr. COMMAND_OK or COMMAND_FAULT. */
int command_settings(const struct command_line *line, struct settings *ret);

#endif
