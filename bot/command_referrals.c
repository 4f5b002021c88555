/* command_referrals - `acogida referrals`: who was sent where, and were they seen? Counts of organisations, of nobody.
 */
#include "bot/command.h"
#include "bot/program.h"
#include "queue/referrals.h"

#include <stdio.h>

static long number(const json_t *one, const char *name) {
    return (long)json_integer_value(json_object_get(one, name));
}

static void print_one(const json_t *one) {
    char rate[8] = "-";
    const json_t *percent = json_object_get(one, "rate");
    if (json_is_integer(percent)) snprintf(rate, sizeof rate, "%ld %%", (long)json_integer_value(percent));
    printf("%s\t%ld\t%ld\t%ld\t%ld\t%ld\t%ld\t%s\t%s\n", json_string_value(json_object_get(one, "id")),
           number(one, "sent"), number(one, "shared"), number(one, "seen"), number(one, "not"), number(one, "unknown"),
           number(one, "waiting"), rate, json_string_value(json_object_get(one, "name")));
}

static void on_counts(void *arg, json_t *result, const struct error *why) {
    struct program_task *task = arg;
    size_t i;
    json_t *one;
    if (why) {
        program_task_fail(task, why);
        return;
    }
    puts("id\tsent\tshared\tseen\tnot seen\tunknown\twaiting\trate\tname");
    json_array_foreach(json_object_get(result, "organisations"), i, one) print_one(one);
    program_task_end(task, COMMAND_OK);
}

static void start(struct program_task *task) {
    referrals_counts(task->office, on_counts, task);
}

static int referrals_run(const struct command_line *line) {
    struct settings settings;
    if (command_no_words(line, &command_referrals) != COMMAND_OK) return COMMAND_USAGE;
    if (command_settings(line, &settings) != COMMAND_OK) return COMMAND_FAULT;
    return program_task_run(&settings, start, NULL);
}

const struct command command_referrals = {
    .name = "referrals",
    .arguments = "",
    .summary = "organisations: how many people were sent there, and were seen",
    .help =
        "One line an organisation, in the order of the directory: people sent, of those with their number passed on,\n"
        "seen, not seen, no answer within two weeks, not yet asked or not yet answered, and the rate of those who "
        "were\n"
        "seen among those who answered. Counts only: who was sent where is told at the desk, by ticket.\n",
    .run = referrals_run,
};
