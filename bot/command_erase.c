/* command_erase - `acogida erase`: everything of one person goes, asked for twice. */
#include "bot/command.h"
#include "bot/program.h"
#include "config/clock.h"
#include "queue/people.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WORD "BORRAR"

struct erasure {
    struct people_find find;
    int confirmed; /* --yes */
};

static void on_erased(void *arg, json_t *result, const struct error *why) {
    struct program_task *task = arg;
    (void)result;
    if (why) {
        program_task_fail(task, why);
        return;
    }
    puts("Erased. One text tells the person.");
    program_task_end(task, COMMAND_OK);
}

/* Nothing brings it back: the word must be typed. */
static int confirm(void) {
    char typed[32] = "";
    if (!isatty(STDIN_FILENO)) {
        fputs("acogida: nothing was erased; add --yes to erase without asking\n", stderr);
        return 0;
    }
    printf("Conversation, tickets, appointments, consents: all of it goes and cannot come back.\n"
           "Type " WORD " to erase it, anything else to leave it: ");
    fflush(stdout);
    if (fgets(typed, sizeof typed, stdin) && strcmp(typed, WORD "\n") == 0) return 1;
    puts("Nothing was erased.");
    return 0;
}

static void on_found(void *arg, json_t *person, const struct error *why) {
    struct program_task *task = arg;
    const struct erasure *erasure = task->arg;
    char since[32] = "";
    struct tm local;
    if (why) {
        program_task_fail(task, why);
        return;
    }
    clock_local(json_integer_value(json_object_get(person, "since_ms")), &local);
    strftime(since, sizeof since, "%d-%m-%Y", &local);
    printf("person %s, language '%s', known since %s\n", json_string_value(json_object_get(person, "number")),
           json_string_value(json_object_get(person, "language")), since);
    if (erasure->confirmed || confirm())
        people_erase(task->office, "-", json_string_value(json_object_get(person, "id")), on_erased, task);
    else
        program_task_end(task, COMMAND_FAULT);
}

static void start(struct program_task *task) {
    const struct erasure *erasure = task->arg;
    people_find(task->office, &erasure->find, on_found, task);
}

static int erase_run(const struct command_line *line) {
    struct settings settings;
    struct command_line rest = *line;
    struct erasure erasure = {.confirmed = command_flag(&rest, "--yes")};
    erasure.find.code = command_value(&rest, "--ticket");
    erasure.find.number = command_value(&rest, "--number");
    if (rest.rest_count || !erasure.find.code == !erasure.find.number) {
        fputs("acogida: give --ticket CODE or --number NUMBER; see `acogida erase --help`\n", stderr);
        return COMMAND_USAGE;
    }
    if (command_settings(line, &settings) != COMMAND_OK) return COMMAND_FAULT;
    return program_task_run(&settings, start, &erasure);
}

const struct command command_erase = {
    .name = "erase",
    .arguments = "--ticket CODE | --number NUMBER [--yes]",
    .summary = "everything of one person goes, and one text tells them",
    .help =
        "For somebody who asks for it at the office; by text people do it themselves (BORRAR MIS DATOS). Shows who it\n"
        "is, then asks for the word " WORD
        ". A ledger in the data folder (erased.log) keeps an older copy of the data\n"
        "from bringing them back.\n"
        "--yes         erases without asking\n",
    .run = erase_run,
};
