/* command_content_look - `acogida content diff` and `log`: what changed, when and by whom. */
#include "bot/command_content.h"
#include "bot/content_diff.h"
#include "config/clock.h"

#include <stdio.h>
#include <string.h>

/* --- log --- */

static void print_version(const json_t *version) {
    struct tm at;
    char when[32];
    clock_local(json_integer_value(json_object_get(version, "at_ms")), &at);
    strftime(when, sizeof when, "%Y-%m-%d %H:%M", &at);
    long long back = json_integer_value(json_object_get(version, "back"));
    printf("%5lld  %s  %s", (long long)json_integer_value(json_object_get(version, "number")), when,
           json_string_value(json_object_get(version, "who")));
    if (back) printf("  back to version %lld", back);
    const char *note = json_string_value(json_object_get(version, "note"));
    if (note && *note) printf("  %s", note);
    putchar('\n');
}

static void on_log(void *arg, json_t *result, const struct error *why) {
    struct program_task *task = arg;
    if (why) {
        program_task_fail(task, why);
        return;
    }
    const json_t *versions = json_object_get(result, "versions");
    if (!json_array_size(versions)) puts("Nothing is published yet: the content of the settings speaks.");
    for (size_t i = 0; i < json_array_size(versions); i++) print_version(json_array_get(versions, i));
    program_task_end(task, COMMAND_OK);
}

static void start_log(struct program_task *task) {
    content_log(task->office, on_log, task);
}

static int log_run(struct command_line *rest, struct settings *settings) {
    return rest->rest_count ? content_act_usage(&content_act_log) : program_task_run(settings, start_log, NULL);
}

const struct content_act content_act_log = {"log", "", log_run};

/* --- diff --- */

struct sides {
    const char *words[2]; /* a version's number, a folder, or NULL: what speaks */
    struct pack_files *files[2];
    size_t have;
};

static void read_side(struct program_task *task);

static void show(struct program_task *task) {
    const struct sides *sides = task->arg;
    struct content_diff diff = {sides->files[0], sides->files[1], stdout, 0};
    struct error why = ERROR_INIT;
    if (content_diff(&diff, &why) != 0) {
        program_task_fail(task, &why);
        return;
    }
    if (!diff.changed) puts("Nothing differs.");
    program_task_end(task, COMMAND_OK);
}

static void on_side(void *arg, json_t *version, const struct error *failed) {
    struct program_task *task = arg;
    struct sides *sides = task->arg;
    struct error why = ERROR_INIT;
    if (failed || content_speaking(task->settings, version, &sides->files[sides->have], &why) != 0) {
        program_task_fail(task, failed ? failed : &why);
        return;
    }
    sides->have++;
    read_side(task);
}

static void read_side(struct program_task *task) {
    struct sides *sides = task->arg;
    struct error why = ERROR_INIT;
    if (sides->have == 2) {
        show(task);
        return;
    }
    const char *word = sides->words[sides->have];
    int64_t number = word ? content_number(word) : 0;
    if (number >= 0) {
        content_get(task->office, number, -1, on_side, task);
    } else if (pack_files_read(word, &sides->files[sides->have], &why) != 0) {
        program_task_fail(task, &why);
    } else {
        sides->have++;
        read_side(task);
    }
}

static int diff_run(struct command_line *rest, struct settings *settings) {
    struct sides sides = {0};
    if (rest->rest_count < 1 || rest->rest_count > 2) return content_act_usage(&content_act_diff);
    int one = rest->rest_count == 1;
    sides.words[0] = one ? NULL : rest->rest[0];
    sides.words[1] = rest->rest[one ? 0 : 1];
    int code = program_task_run(settings, read_side, &sides);
    for (size_t i = 0; i < 2; i++) pack_files_free(sides.files[i]);
    return code;
}

const struct content_act content_act_diff = {"diff", "FOLDER | N | N M | N FOLDER", diff_run};
