/* command_user - `acogida user invite`: a one-time link that makes a staff user. */
#include "bot/command.h"
#include "bot/program.h"
#include "queue/users.h"

#include <stdio.h>
#include <string.h>

static void on_invite(void *arg, json_t *result, const struct error *why) {
    struct program_task *task = arg;
    if (why) {
        program_task_fail(task, why);
        return;
    }
    const struct settings *settings = task->settings;
    const char *base = settings->server.public_url;
    printf("%s%s/join?token=%s\n(one use, good for 24 hours)\n", *base ? "" : "http://",
           *base ? base : settings->server.listen, json_string_value(json_object_get(result, "token")));
    program_task_end(task, COMMAND_OK);
}

static void start(struct program_task *task) {
    users_invite(task->office, on_invite, task);
}

static int user_run(const struct command_line *line) {
    struct settings settings;
    if (line->rest_count != 1 || strcmp(line->rest[0], "invite") != 0) {
        fputs("acogida: `acogida user invite` is what there is\n", stderr);
        return COMMAND_USAGE;
    }
    if (command_settings(line, &settings) != COMMAND_OK) return COMMAND_FAULT;
    return program_task_run(&settings, start, NULL);
}

const struct command command_user = {
    .name = "user",
    .arguments = "invite",
    .summary = "a one-time link that makes a staff user",
    .help =
        "Prints a link; whoever opens it chooses a name and a password. A program started by `acogida run` must be\n"
        "running.\n",
    .run = user_run,
};
