/* command_content_status - `acogida content status`: what of a content waits for whom. */
#include "bot/command_content.h"
#include "bot/content.h"
#include "config/clock.h"
#include "config/own.h"
#include "messages/pack_leaves.h"

#include <stdio.h>
#include <string.h>

#define SAMPLE  "(muestra)" /* marks a value of the sample office */
#define SOON_MS (30LL * 24 * 3600 * 1000)

static void day_at(int64_t at_ms, char ret[16]) {
    struct tm day;
    clock_local(at_ms, &day);
    strftime(ret, 16, "%Y-%m-%d", &day);
}

/* The answers that which() picks, by id, under one line. */
static void list_answers(const struct pack *pack, const char *heading, int (*which)(const struct pack_answer *answer)) {
    size_t count = 0;
    for (size_t i = 0; i < pack_answer_count(pack); i++) count += (size_t)which(pack_answer_at(pack, i));
    if (!count) return;
    printf("%zu answers %s:", count, heading);
    for (size_t i = 0; i < pack_answer_count(pack); i++)
        if (which(pack_answer_at(pack, i))) printf(" %s", pack_answer_at(pack, i)->id);
    putchar('\n');
}

static char today[16], soon[16]; /* days compare as words */

static int is_proposed(const struct pack_answer *answer) {
    return !answer->approved;
}
static int is_overdue(const struct pack_answer *answer) {
    return answer->review_by && strcmp(answer->review_by, today) < 0;
}
static int is_due_soon(const struct pack_answer *answer) {
    return answer->review_by && !is_overdue(answer) && strcmp(answer->review_by, soon) <= 0;
}

static void print_untranslated(const struct pack *pack, const struct pack_leaves *leaves) {
    for (int language = LANGUAGE_ES + 1; language < LANGUAGE_COUNT; language++) {
        if (!pack_has_language(pack, (enum language)language)) continue;
        size_t count = 0;
        for (size_t i = 0; i < leaves->count; i++) {
            const struct pack_leaf *leaf = &leaves->at[i];
            if (leaf->item || leaf->language != LANGUAGE_ES) continue;
            if (pack_leaves_find(leaves, leaf->file, leaf->key, (enum language)language)) continue;
            printf("not in %s: %s %s\n", language_own_name((enum language)language), leaf->file, leaf->key);
            count++;
        }
        if (!count) printf("%s: complete\n", language_own_name((enum language)language));
    }
}

static void print_sample_values(const struct pack_leaves *leaves) {
    const char *last = "";
    size_t count = 0;
    for (size_t i = 0; i < leaves->count; i++) {
        const struct pack_leaf *leaf = &leaves->at[i];
        if (strcmp(leaf->file, "office.yaml") != 0 || strncmp(leaf->key, "values/", 7) != 0) continue;
        if ((*leaf->text && !strstr(leaf->text, SAMPLE)) || strcmp(last, leaf->key) == 0) continue;
        printf(count++ ? " %s" : "values of the office to be filled in: %s", leaf->key + 7);
        last = leaf->key;
    }
    if (count) putchar('\n');
}

static int print_status(const struct pack_files *files) {
    own_mem struct pack_faults *faults = calloc(1, sizeof *faults);
    struct pack_leaves leaves = {0};
    struct pack *pack = NULL;
    struct error why = ERROR_INIT;
    int failed = !faults || pack_load(files->at, files->count, &pack, faults, &why) ||
                 pack_leaves_read(files, &leaves, faults, &why);
    if (failed) {
        for (size_t i = 0; faults && i < faults->count; i++) fprintf(stderr, "%s\n", faults->text[i]);
        fprintf(stderr, "acogida: %s\n", why.text);
    } else {
        day_at(clock_wall_ms(), today);
        day_at(clock_wall_ms() + SOON_MS, soon);
        printf("content %s: %zu answers, %zu topics\n", pack_version(pack), pack_answer_count(pack),
               pack_topic_count(pack));
        list_answers(pack, "are proposed, and not spoken in live mode", is_proposed);
        list_answers(pack, "should have been read again", is_overdue);
        list_answers(pack, "are to be read again within 30 days", is_due_soon);
        print_sample_values(&leaves);
        print_untranslated(pack, &leaves);
    }
    pack_leaves_release(&leaves);
    pack_free(pack);
    return failed ? COMMAND_FAULT : COMMAND_OK;
}

static void on_speaking(void *arg, json_t *version, const struct error *failed) {
    struct program_task *task = arg;
    own_pack_files struct pack_files *files = NULL;
    struct error why = ERROR_INIT;
    if (failed || content_speaking(task->settings, version, &files, &why) != 0)
        program_task_fail(task, failed ? failed : &why);
    else
        program_task_end(task, print_status(files));
}

static void start_status(struct program_task *task) {
    content_get(task->office, 0, -1, on_speaking, task);
}

static int status_run(struct command_line *rest, struct settings *settings) {
    own_pack_files struct pack_files *files = NULL;
    struct error why = ERROR_INIT;
    if (rest->rest_count > 1) return content_act_usage(&content_act_status);
    if (!rest->rest_count) return program_task_run(settings, start_status, NULL);
    if (pack_files_read(rest->rest[0], &files, &why) == 0) return print_status(files);
    fprintf(stderr, "acogida: %s\n", why.text);
    return COMMAND_FAULT;
}

const struct content_act content_act_status = {"status", "[FOLDER]", status_run};
