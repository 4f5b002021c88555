/* command_content_edit - `acogida content approve` and `po`: editing a folder's files in place. */
#include "bot/command_content.h"
#include "bot/content.h"
#include "bot/content_folder.h"
#include "bot/content_translate.h"
#include "config/clock.h"
#include "messages/pack_edit.h"

#include <stdio.h>
#include <string.h>

#define DAY_MAX       16
#define REVIEW_MONTHS 6 /* when the answer has no later day of its own */

static int fail(const struct error *why) {
    fprintf(stderr, "acogida: %s\n", why->text);
    return COMMAND_FAULT;
}

/* Writes the files that differ from what the folder holds. */
static int write_changed(const char *folder, const struct pack_files *files, struct error *why) {
    own_pack_files struct pack_files *were = NULL;
    if (pack_files_read(folder, &were, why) != 0) return -1;
    for (size_t i = 0; i < files->count; i++) {
        const struct pack_file *was = pack_files_find(were, files->at[i].name), *is = &files->at[i];
        if (was && was->len == is->len && memcmp(was->bytes, is->bytes, is->len) == 0) continue;
        if (content_folder_write_file(folder, is, why) != 0) return -1;
    }
    return 0;
}

/* --- approve --- */

struct approval {
    const char *by, *until;
    char today[DAY_MAX], later[DAY_MAX];
};

static void write_day(const struct tm *day, char ret[DAY_MAX]) {
    strftime(ret, DAY_MAX, "%Y-%m-%d", day);
}

static void fill_days(struct approval *approval) {
    struct tm day;
    clock_local(clock_wall_ms(), &day);
    write_day(&day, approval->today);
    day.tm_mon += REVIEW_MONTHS;
    day.tm_year += day.tm_mon / 12;
    day.tm_mon %= 12;
    if (day.tm_mday > 28) day.tm_mday = 28; /* exists in every month */
    write_day(&day, approval->later);
}

static int set(struct pack_files *files, const char *file, const char *key, const char *text, struct error *why) {
    const struct pack_edit edit = {key, LANGUAGE_NONE, text};
    return pack_edit_file(files, file, &edit, why);
}

static int approve_one(struct pack_files *files, const struct pack *pack, const char *id,
                       const struct approval *approval, struct error *why) {
    char file[PACK_ID_MAX + 32];
    const struct pack_answer *answer = pack_answer(pack, id);
    if (!answer) return error_set(why, ERROR_MISSING, "there is no answer '%.60s'", id);
    snprintf(file, sizeof file, "answers/%s.yaml", answer->id);
    int fresh = answer->review_by && strcmp(answer->review_by, approval->today) > 0;
    const char *until = approval->until ? approval->until : fresh ? answer->review_by : approval->later;
    return set(files, file, "status", "approved", why) || set(files, file, "checked_by", approval->by, why) ||
                   set(files, file, "checked_on", approval->today, why) || set(files, file, "review_by", until, why)
               ? -1
               : 0;
}

/* The check knows when an answer may not be approved: a language is missing, a value of the office is not filled in. */
static int approve(const char *folder, struct command_line *rest, const struct approval *approval) {
    own_pack_files struct pack_files *files = NULL;
    struct pack *before = NULL, *after = NULL;
    struct error why = ERROR_INIT;
    if (pack_files_read(folder, &files, &why) != 0) return fail(&why);
    struct content_wish wish = {files, NULL, 0, 1, 1};
    if (content_check(&wish, &before) != 0) return COMMAND_FAULT;
    int failed = 0;
    for (size_t i = 1; i < rest->rest_count && !failed; i++)
        failed = approve_one(files, before, rest->rest[i], approval, &why);
    pack_free(before);
    if (failed) return fail(&why);
    if (content_check(&wish, &after) != 0) {
        fputs("acogida: nothing was approved\n", stderr);
        return COMMAND_FAULT;
    }
    pack_free(after);
    if (write_changed(folder, files, &why) != 0) return fail(&why);
    printf("%zu approved by %s\n", rest->rest_count - 1, approval->by);
    return COMMAND_OK;
}

static int approve_run(struct command_line *rest, struct settings *settings) {
    struct approval approval = {.by = command_value(rest, "--by"), .until = command_value(rest, "--until")};
    (void)settings;
    if (rest->rest_count < 2 || !approval.by || !approval.by[strspn(approval.by, " ")])
        return content_act_usage(&content_act_approve);
    fill_days(&approval);
    return approve(rest->rest[0], rest, &approval);
}

const struct content_act content_act_approve = {"approve", "FOLDER ID... --by NAME [--until YYYY-MM-DD]", approve_run};

/* --- po --- */

static int po_export(const struct command_line *rest) {
    own_pack_files struct pack_files *files = NULL;
    struct error why = ERROR_INIT;
    char path[16];
    struct content_export export = {.code = rest->rest[1]};
    snprintf(path, sizeof path, "%.8s.po", rest->rest[1]);
    export.path = rest->rest_count > 3 ? rest->rest[3] : path;
    if (pack_files_read(rest->rest[2], &files, &why) != 0) return fail(&why);
    export.files = files;
    if (content_translate_export(&export, &why) != 0) return fail(&why);
    printf("%s: %zu texts, %zu not translated\n", export.path, export.texts, export.untranslated);
    return COMMAND_OK;
}

static void print_import(const struct content_import *import) {
    printf("%s: %zu taken, %zu the same, %zu fuzzy or empty, %zu refused\n", import->path, import->taken, import->same,
           import->waiting, import->refused);
    if (import->reproposed)
        printf("%zu approved answers have new words: they are proposed until somebody approves them again\n",
               import->reproposed);
}

static int po_import(const struct command_line *rest) {
    own_pack_files struct pack_files *files = NULL;
    struct error why = ERROR_INIT;
    const char *folder = rest->rest[2];
    struct content_import import = {.path = rest->rest[1]};
    if (pack_files_read(folder, &files, &why) != 0) return fail(&why);
    import.files = files;
    if (content_translate_import(&import, &why) != 0 || write_changed(folder, files, &why) != 0) return fail(&why);
    print_import(&import);
    struct pack *pack = NULL; /* what was taken is written in any case: here is what the editor still has to mend */
    struct content_wish wish = {files, NULL, 0, 1, 1};
    int failed = content_check(&wish, &pack);
    pack_free(pack);
    return failed || import.refused ? COMMAND_FAULT : COMMAND_OK;
}

static int po_run(struct command_line *rest, struct settings *settings) {
    (void)settings;
    const char *what = rest->rest_count ? rest->rest[0] : "";
    if (strcmp(what, "export") == 0 && (rest->rest_count == 3 || rest->rest_count == 4)) return po_export(rest);
    if (strcmp(what, "import") == 0 && rest->rest_count == 3) return po_import(rest);
    return content_act_usage(&content_act_po);
}

const struct content_act content_act_po = {"po", "export LANGUAGE FOLDER [FILE.po] | import FILE.po FOLDER", po_run};
