/* command_unanswered - `acogida unanswered`: what the bot could not answer, and which answers did not help. */
#include "bot/command.h"
#include "bot/program.h"
#include "queue/unanswered.h"

#include <stdio.h>

struct unanswered_job {
    const char *language, *dismiss;
    int helped;
    size_t offset;
};

static const char *text_of(const json_t *one, const char *name) {
    const char *text = json_string_value(json_object_get(one, name));
    return text ? text : "";
}

static long number_of(const json_t *one, const char *name) {
    return (long)json_integer_value(json_object_get(one, name));
}

static void ask_page(struct program_task *task);

static void on_list(void *arg, json_t *result, const struct error *why) {
    struct program_task *task = arg;
    struct unanswered_job *job = task->arg;
    size_t i;
    json_t *one;
    if (why) {
        program_task_fail(task, why);
        return;
    }
    json_array_foreach(json_object_get(result, "questions"), i, one) printf(
        "%s\t%s\t%s\t%s\n", text_of(one, "day"), text_of(one, "language"), text_of(one, "id"), text_of(one, "text"));
    job->offset += UNANSWERED_LIST_MAX;
    if (job->offset < (size_t)number_of(result, "total"))
        ask_page(task);
    else
        program_task_end(task, COMMAND_OK);
}

static void on_helped(void *arg, json_t *result, const struct error *why) {
    struct program_task *task = arg;
    size_t i;
    json_t *one;
    if (why) {
        program_task_fail(task, why);
        return;
    }
    puts("topic\tlanguage\thelped\tdid not help");
    json_array_foreach(json_object_get(result, "answers"), i, one)
        printf("%s\t%s\t%ld\t%ld\n", text_of(one, "topic"), text_of(one, "language"), number_of(one, "yes"),
               number_of(one, "no"));
    program_task_end(task, COMMAND_OK);
}

static void on_dismissed(void *arg, json_t *result, const struct error *why) {
    struct program_task *task = arg;
    if (why)
        program_task_fail(task, why);
    else
        program_task_end(task, COMMAND_OK);
}

static void ask_page(struct program_task *task) {
    const struct unanswered_job *job = task->arg;
    struct unanswered_query query = {"-", job->language ? job->language : "", job->offset, UNANSWERED_LIST_MAX};
    unanswered_list(task->office, &query, on_list, task);
}

static void start(struct program_task *task) {
    const struct unanswered_job *job = task->arg;
    if (job->dismiss)
        unanswered_dismiss(task->office, "-", job->dismiss, on_dismissed, task);
    else if (job->helped)
        unanswered_helped(task->office, on_helped, task);
    else
        ask_page(task);
}

static int unanswered_run(const struct command_line *line) {
    struct settings settings;
    struct command_line rest = *line;
    struct unanswered_job job = {.language = command_value(&rest, "--language"),
                                 .dismiss = command_value(&rest, "--dismiss"),
                                 .helped = command_flag(&rest, "--helped")};
    if (command_no_words(&rest, &command_unanswered) != COMMAND_OK) return COMMAND_USAGE;
    if (command_settings(line, &settings) != COMMAND_OK) return COMMAND_FAULT;
    return program_task_run(&settings, start, &job);
}

const struct command command_unanswered = {
    .name = "unanswered",
    .arguments = "[--language CODE] [--dismiss ID] [--helped]",
    .summary = "questions that could not be answered, and answers that did not help",
    .help =
        "One line a question: day, language, id, words; the newest day first. They are kept without the person who\n"
        "wrote them, digits are masked, and after 90 days they are gone. Names that people wrote may still be in "
        "them.\n"
        "--language CODE  es, ht, fr, en or pt only\n"
        "--dismiss ID     one of them is dealt with\n"
        "--helped         instead: how often each answer helped and did not, by topic and language\n",
    .run = unanswered_run,
};
