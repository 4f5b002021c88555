/* command_content_publish - `acogida content pull`, `push` and `rollback`: between a folder and what every process
 * speaks. */
#include "bot/command_content.h"
#include "bot/content.h"
#include "bot/content_diff.h"
#include "bot/content_folder.h"

#include <stdio.h>
#include <string.h>

/* --- pull --- */

struct pull {
    const char *folder;
    int64_t number;
};

static int write_folder(const char *folder, const struct pack_files *files, const char *base, struct error *why) {
    return content_folder_write(folder, files, why) || content_folder_set_base(folder, base, why) ? -1 : 0;
}

static void on_pulled(void *arg, json_t *version, const struct error *failed) {
    struct program_task *task = arg;
    const struct pull *pull = task->arg;
    own_pack_files struct pack_files *files = NULL;
    const char *hash = json_string_value(json_object_get(version, "hash"));
    struct error why = ERROR_INIT;
    if (failed || content_speaking(task->settings, version, &files, &why) != 0 ||
        write_folder(pull->folder, files, hash ? hash : "", &why) != 0) {
        program_task_fail(task, failed ? failed : &why);
        return;
    }
    if (hash)
        printf("version %lld: %zu files in %s\n", (long long)json_integer_value(json_object_get(version, "number")),
               files->count, pull->folder);
    else
        printf("nothing is published yet; what speaks now: %zu files in %s\n", files->count, pull->folder);
    program_task_end(task, COMMAND_OK);
}

static void start_pull(struct program_task *task) {
    const struct pull *pull = task->arg;
    content_get(task->office, pull->number, -1, on_pulled, task);
}

static int pull_sample(const char *folder) {
    own_pack_files struct pack_files *files = NULL;
    struct error why = ERROR_INIT;
    if (pack_files_sample(&files, &why) != 0 || write_folder(folder, files, "", &why) != 0) {
        fprintf(stderr, "acogida: %s\n", why.text);
        return COMMAND_FAULT;
    }
    printf("the sample: %zu files in %s\n", files->count, folder);
    return COMMAND_OK;
}

static int pull_run(struct command_line *rest, struct settings *settings) {
    struct error why = ERROR_INIT;
    int sample = command_flag(rest, "--sample");
    const char *number = command_value(rest, "--version");
    struct pull pull = {rest->rest[0], number ? content_number(number) : 0};
    if (rest->rest_count != 1 || pull.number < 0 || (sample && number)) return content_act_usage(&content_act_pull);
    if (content_folder_is_free(pull.folder, &why) != 0) {
        fprintf(stderr, "acogida: %s\n", why.text);
        return COMMAND_FAULT;
    }
    return sample ? pull_sample(pull.folder) : program_task_run(settings, start_pull, &pull);
}

const struct content_act content_act_pull = {"pull", "FOLDER [--version N | --sample]", pull_run};

/* --- push and rollback: what is published has been checked, shown and confirmed --- */

struct push {
    const char *folder; /* NULL: back to a version */
    int64_t number;     /* of that version */
    const char *who, *note;
    int yes, force;
    const char *const *transcripts;
    size_t transcript_count;
    struct pack_files *files; /* what will speak */
    struct pack *pack;
    char base[PACK_VERSION_LEN + 1];
};

static void on_published(void *arg, json_t *result, const struct error *failed) {
    struct program_task *task = arg;
    const struct push *push = task->arg;
    struct error why = ERROR_INIT;
    if (failed) {
        program_task_fail(task, failed);
        return;
    }
    printf("published as version %lld: every process speaks it from now on\n",
           (long long)json_integer_value(json_object_get(result, "number")));
    if (push->folder && content_folder_set_base(push->folder, pack_version(push->pack), &why) != 0)
        fprintf(stderr, "acogida: published, but not noted in the folder: %s\n", why.text);
    program_task_end(task, COMMAND_OK);
}

static void publish(struct program_task *task, const char *speaking) {
    struct push *push = task->arg;
    struct content_new content = {push->files, pack_version(push->pack), speaking, "-", push->who, push->note};
    struct content_back back = {push->number, "-", push->who};
    if (push->folder)
        content_publish(task->office, &content, on_published, task);
    else
        content_back(task->office, &back, on_published, task);
}

/* 1 when there is something to publish, and nobody else's work would be lost. */
static int may_publish(const struct push *push, const json_t *version, const char *speaking) {
    if (strcmp(speaking, pack_version(push->pack)) == 0) {
        puts("Nothing to publish: this is what speaks.");
        return 0;
    }
    if (!push->folder || push->force || strcmp(push->base, speaking) == 0) return 1;
    const char *who = json_string_value(json_object_get(version, "who"));
    fprintf(stderr,
            "acogida: '%s' was not made from version %lld, which speaks now (published by %s).\n"
            "Fetch that one into another folder and bring the changes together: acogida content pull OTHER-FOLDER\n"
            "Or publish yours over it: --force\n",
            push->folder, (long long)json_integer_value(json_object_get(version, "number")), who ? who : "-");
    return 0;
}

static int show_changes(const struct program_task *task, const json_t *version, struct error *why) {
    const struct push *push = task->arg;
    own_pack_files struct pack_files *before = NULL;
    if (content_speaking(task->settings, version, &before, why) != 0) return -1;
    struct content_diff diff = {before, push->files, stdout, 0};
    if (content_diff(&diff, why) != 0) return -1;
    printf("%zu changed\n", diff.changed);
    return 0;
}

static void on_speaking(void *arg, json_t *version, const struct error *failed) {
    struct program_task *task = arg;
    const struct push *push = task->arg;
    struct error why = ERROR_INIT;
    const char *hash = json_string_value(json_object_get(version, "hash")), *speaking = hash ? hash : "";
    if (failed) {
        program_task_fail(task, failed);
    } else if (!may_publish(push, version, speaking)) {
        program_task_end(task, strcmp(speaking, pack_version(push->pack)) == 0 ? COMMAND_OK : COMMAND_FAULT);
    } else if (show_changes(task, version, &why) != 0) {
        program_task_fail(task, &why);
    } else if (!push->yes && !content_confirm("Publish it?")) {
        program_task_end(task, COMMAND_FAULT);
    } else {
        publish(task, speaking);
    }
}

static void start_push(struct program_task *task) {
    content_get(task->office, 0, -1, on_speaking, task);
}

/* A version was good when it was published; a newer program may see a fault that the older one did not. */
static void on_old(void *arg, json_t *version, const struct error *failed) {
    struct program_task *task = arg;
    struct push *push = task->arg;
    struct error why = ERROR_INIT;
    if (failed || content_files(version, &push->files, &why) != 0) {
        program_task_fail(task, failed ? failed : &why);
        return;
    }
    struct content_wish wish = {push->files, push->transcripts, push->transcript_count, 1, 0};
    if (content_check(&wish, &push->pack) != 0)
        program_task_end(task, COMMAND_FAULT);
    else
        start_push(task);
}

static void start_rollback(struct program_task *task) {
    const struct push *push = task->arg;
    content_get(task->office, push->number, -1, on_old, task);
}

static void take_flags(struct command_line *rest, struct push *push) {
    const char *note = command_value(rest, "--note");
    push->note = note ? note : "";
    push->who = content_who(rest);
    push->yes = command_flag(rest, "--yes");
    push->force = command_flag(rest, "--force");
    push->transcripts = rest->rest + 1;
    push->transcript_count = rest->rest_count ? rest->rest_count - 1 : 0;
}

static int push_run(struct command_line *rest, struct settings *settings) {
    struct push push = {0};
    struct error why = ERROR_INIT;
    take_flags(rest, &push);
    if (!rest->rest_count) return content_act_usage(&content_act_push);
    push.folder = rest->rest[0];
    content_folder_base(push.folder, push.base);
    int code = COMMAND_FAULT;
    if (pack_files_read(push.folder, &push.files, &why) != 0) {
        fprintf(stderr, "acogida: %s\n", why.text);
        return code;
    }
    struct content_wish wish = {push.files, push.transcripts, push.transcript_count, 0, 0};
    if (content_check(&wish, &push.pack) == 0)
        code = program_task_run(settings, start_push, &push);
    else
        fputs("acogida: nothing was published\n", stderr);
    pack_free(push.pack);
    pack_files_free(push.files);
    return code;
}

const struct content_act content_act_push = {
    "push", "FOLDER [FILE.chat...] [--note TEXT] [--who NAME] [--yes] [--force]", push_run};

static int rollback_run(struct command_line *rest, struct settings *settings) {
    struct push push = {0};
    take_flags(rest, &push);
    push.number = rest->rest_count ? content_number(rest->rest[0]) : -1;
    if (push.number <= 0) return content_act_usage(&content_act_rollback);
    int code = program_task_run(settings, start_rollback, &push);
    pack_free(push.pack);
    pack_files_free(push.files);
    return code;
}

const struct content_act content_act_rollback = {"rollback", "N [FILE.chat...] [--who NAME] [--yes]", rollback_run};
