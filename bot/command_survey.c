/* command_survey - `acogida survey`: which there are, who asks them, and what came of them. */
#include "bot/command.h"
#include "bot/program.h"
#include "config/own.h"
#include "queue/surveys.h"

#include <stdio.h>
#include <string.h>

struct wish {
    const char *what, *survey, *point, *by;
    int csv;
};

static void print_count(const json_t *count, char ret[24]) {
    if (json_is_string(count))
        snprintf(ret, 24, "%s", json_string_value(count));
    else
        snprintf(ret, 24, "%lld", (long long)json_integer_value(count));
}

static void print_list(const json_t *result) {
    size_t i;
    json_t *survey;
    json_array_foreach(json_object_get(result, "surveys"), i, survey) {
        char count[24];
        print_count(json_object_get(survey, "answers"), count);
        printf("%-20s %-7s %6s answers%s\n", json_string_value(json_object_get(survey, "id")),
               json_string_value(json_object_get(survey, "state")), count,
               json_is_true(json_object_get(survey, "shown")) ? ", results given out" : "");
    }
}

static void print_csv(const json_t *result) {
    own_mem char *csv = surveys_csv(result);
    if (csv) fputs(csv, stdout);
}

static void print_volunteers(const json_t *result) {
    size_t i;
    json_t *volunteer;
    json_array_foreach(json_object_get(result, "volunteers"), i, volunteer)
        printf("%-6s %s\n", json_string_value(json_object_get(volunteer, "point")),
               json_string_value(json_object_get(volunteer, "code")));
}

static void print_answer(const json_t *answer) {
    size_t i;
    json_t *other;
    char count[24];
    print_count(json_object_get(answer, "count"), count);
    printf("  %6s  %s", count, json_string_value(json_object_get(answer, "label")));
    json_array_foreach(json_object_get(answer, "by"), i, other) {
        print_count(json_object_get(other, "count"), count);
        printf("%s %s=%s", i ? "," : ":", json_string_value(json_object_get(other, "id")), count);
    }
    putchar('\n');
}

static void print_results(const json_t *result) {
    size_t i, k;
    json_t *question, *answer;
    char count[24];
    long long least = (long long)json_integer_value(json_object_get(result, "least"));
    print_count(json_object_get(result, "answers"), count);
    printf(
        "%s: %s people. Every number is rounded to a multiple of %lld, with a small chance added, so that nobody can "
        "be found; sums may differ. <%lld: too few to tell.\n",
        json_string_value(json_object_get(result, "survey")), count, least, least);
    json_array_foreach(json_object_get(result, "questions"), i, question) {
        printf("\n%s (%s)\n", json_string_value(json_object_get(question, "text")),
               json_string_value(json_object_get(question, "id")));
        json_array_foreach(json_object_get(question, "answers"), k, answer) print_answer(answer);
    }
}

static void on_done(void *arg, json_t *result, const struct error *why) {
    struct program_task *task = arg;
    const struct wish *wish = task->arg;
    if (why) {
        program_task_fail(task, why);
        return;
    }
    if (strcmp(wish->what, "list") == 0) print_list(result);
    if (strcmp(wish->what, "results") == 0) (wish->csv ? print_csv : print_results)(result);
    if (strcmp(wish->what, "volunteers") == 0) print_volunteers(result);
    if (strcmp(wish->what, "revoke") == 0) printf("%s begins no more surveys\n", wish->point);
    if (strcmp(wish->what, "volunteer") == 0)
        printf("whoever asks others texts once: %s\n", json_string_value(json_object_get(result, "word")));
    if (json_object_get(result, "state"))
        printf("%s is %s\n", wish->survey, json_string_value(json_object_get(result, "state")));
    program_task_end(task, COMMAND_OK);
}

static void start(struct program_task *task) {
    const struct wish *wish = task->arg;
    struct surveys_call call = {"-", wish->survey};
    if (strcmp(wish->what, "list") == 0)
        surveys_list(task->office, on_done, task);
    else if (strcmp(wish->what, "results") == 0)
        surveys_results(task->office, &call, wish->by, on_done, task);
    else if (strcmp(wish->what, "volunteer") == 0)
        surveys_volunteer(task->office, &call, wish->point, on_done, task);
    else if (strcmp(wish->what, "volunteers") == 0)
        surveys_volunteers(task->office, wish->survey, on_done, task);
    else if (strcmp(wish->what, "revoke") == 0)
        surveys_revoke(task->office, &call, wish->point, on_done, task);
    else
        surveys_set(task->office, &call, strcmp(wish->what, "open") == 0 ? "open" : "closed", on_done, task);
}

static int takes(const struct wish *wish, size_t count) {
    static const struct {
        const char *what;
        size_t least, most;
    } shapes[] = {{"list", 1, 1},       {"open", 2, 2},   {"close", 2, 2},  {"volunteer", 2, 3},
                  {"volunteers", 2, 2}, {"revoke", 3, 3}, {"results", 2, 2}};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        if (strcmp(shapes[i].what, wish->what) == 0) return count >= shapes[i].least && count <= shapes[i].most;
    return 0;
}

static int survey_run(const struct command_line *line) {
    struct command_line rest = *line;
    struct settings settings;
    struct wish wish = {.csv = command_flag(&rest, "--csv"), .by = command_value(&rest, "--by")};
    wish.what = rest.rest_count > 0 ? rest.rest[0] : "list";
    wish.survey = rest.rest_count > 1 ? rest.rest[1] : "";
    wish.point = rest.rest_count > 2 ? rest.rest[2] : "";
    if (!takes(&wish, rest.rest_count ? rest.rest_count : 1)) {
        fputs("acogida: survey list | open ID | close ID | volunteer ID [POINT] | volunteers ID | revoke ID CODE | "
              "results ID [--by QUESTION] [--csv]\n",
              stderr);
        return COMMAND_USAGE;
    }
    if (command_settings(line, &settings) != COMMAND_OK) return COMMAND_FAULT;
    return program_task_run(&settings, start, &wish);
}

const struct command command_survey = {
    .name = "survey",
    .arguments = "list | open ID | close ID | volunteer ID [POINT] | volunteers ID | revoke ID CODE | results ID [--by "
                 "QUESTION] [--csv]",
    .summary = "surveys: open and close them, and what came of them, without anybody",
    .help =
        "Answers are kept without the people who gave them. Results are given out once a survey is closed, which is\n"
        "then not opened again; a number is never under the setting survey.least, nor can one be got by subtracting.\n"
        "volunteer makes a code for somebody who asks other people on one phone, revoke ends it. A program started by "
        "`acogida run`\n"
        "must be running.\n",
    .run = survey_run,
};
