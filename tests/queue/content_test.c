/* content_test - what was published is spoken by every process at once, and never what has a fault. */
#include "config/own.h"
#include "queue/content.h"
#include "queue/content_live.h"
#include "tests/queue/queue_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct queue_help help;
static struct office *second; /* another process, as far as Redis can tell */
static struct pack *base;
static struct content_live *here, *there;
static struct pack_files *files;

static int is_open(void *arg) {
    return office_is_open(arg);
}

static void open_second(const char *tag) {
    static struct settings settings;
    struct error why = ERROR_INIT;
    settings = help.settings;
    snprintf(settings.office.tag, sizeof settings.office.tag, "%s", tag);
    cr_assert_eq(office_open(&settings, help.vault, help.loop, help.url, &second, &why), 0, "%s", why.text);
    cr_assert(queue_until(&help, is_open, second));
}

static void setup(void) {
    struct error why = ERROR_INIT;
    own_mem struct pack_faults *faults = calloc(1, sizeof *faults);
    queue_help_open(&help);
    cr_assert_eq(pack_load_sample(&base, faults, &why), 0, "%s", why.text);
    cr_assert_eq(pack_files_sample(&files, &why), 0, "%s", why.text);
}

static void teardown(void) {
    content_live_stop(here);
    content_live_stop(there);
    office_close(second);
    office_close(help.office);
    loop_free(help.loop);
    help.office = NULL;
    help.loop = NULL;
    content_live_free(here);
    content_live_free(there);
    pack_free(base);
    pack_files_free(files);
    queue_help_close(&help);
}

TestSuite(content, .init = setup, .fini = teardown, .timeout = 120);

static void start(struct office *office, struct content_live **ret) {
    struct error why = ERROR_INIT;
    cr_assert_eq(content_live_start(office, base, ret, &why), 0, "%s", why.text);
}

struct wish {
    const struct content_live *live;
    int64_t number;
};
static int speaks(void *arg) {
    const struct wish *wish = arg;
    return content_live_number(wish->live) == wish->number;
}
static void until_speaks(const struct content_live *live, int64_t number) {
    struct wish wish = {live, number};
    cr_assert(queue_until(&help, speaks, &wish), "version %d speaks, not %d", (int)content_live_number(live),
              (int)number);
}

/* The sample with another word in one answer. */
static void reword(const char *from, const char *to) {
    struct error why = ERROR_INIT;
    const struct pack_file *file = pack_files_find(files, "answers/oficina.yaml");
    own_text struct text changed = TEXT_INIT(PACK_FILE_MAX);
    const char *at = strstr(file->bytes, from);
    cr_assert_not_null(at, "%s is not in the answer", from);
    text_add_bytes(&changed, file->bytes, (size_t)(at - file->bytes));
    text_add(&changed, to);
    text_add(&changed, at + strlen(from));
    struct pack_bytes bytes = {text_get(&changed), changed.len};
    cr_assert_eq(pack_files_replace(files, "answers/oficina.yaml", bytes, &why), 0, "%s", why.text);
}

static enum error_kind publish(struct office *office, const char *hash, const char *base_hash) {
    struct queue_wait wait = {0};
    struct content_new content = {files, hash, base_hash, "-", "María Paz", "nuevo horario"};
    content_publish(office, &content, queue_done, &wait);
    queue_await_error(&help, &wait);
    enum error_kind kind = wait.why.kind;
    queue_wait_release(&wait);
    return kind;
}

static const char *office_answer(struct office *office) {
    const struct pack_answer *answer = pack_answer(office_pack(office), "oficina");
    return answer ? answer->text[LANGUAGE_ES] : "";
}

Test(content, without_a_published_version_the_programs_own_speaks) {
    cr_expect_null(office_pack(help.office));
    start(help.office, &here);
    until_speaks(here, 0);
    cr_expect_eq(office_pack(help.office), base);
}

Test(content, all_processes_of_an_office_swap_at_once_and_other_offices_do_not) {
    struct content_live *other = NULL;
    start(help.office, &here);
    open_second("test");
    start(second, &there);
    until_speaks(here, 0);
    until_speaks(there, 0);
    reword("Gratis.", "Es gratis.");
    cr_assert_eq(publish(help.office, "h1", ""), ERROR_NONE);
    until_speaks(here, 1);
    until_speaks(there, 1);
    cr_expect(strstr(office_answer(help.office), "Es gratis.") != NULL);
    cr_expect(strstr(office_answer(second), "Es gratis.") != NULL);
    cr_expect_neq(office_pack(second), office_pack(help.office), "each process has its own copy");
    struct office *first_two = second;
    open_second("elsewhere");
    start(second, &other);
    until_speaks(other, 0);
    content_live_stop(other);
    office_close(second);
    second = first_two;
    content_live_free(other);
}

Test(content, a_version_with_a_fault_is_refused_and_the_old_one_goes_on) {
    start(help.office, &here);
    cr_assert_eq(publish(help.office, "h1", ""), ERROR_NONE);
    until_speaks(here, 1);
    const struct pack *was = office_pack(help.office);
    reword("{direccion}", "{direcion}");
    cr_assert_eq(publish(help.office, "h2", "h1"), ERROR_NONE);
    struct content_live *witness = NULL; /* began later, with no old words: it takes the version before */
    open_second("test");
    start(second, &witness);
    until_speaks(witness, 1);
    queue_settle(&help);
    cr_expect_eq(content_live_number(here), 1);
    cr_expect_eq(office_pack(help.office), was);
    reword("{direcion}", "{direccion}");
    cr_assert_eq(publish(help.office, "h3", "h2"), ERROR_NONE);
    until_speaks(here, 3);
    until_speaks(witness, 3);
    there = witness;
}

Test(content, who_publishes_over_the_words_of_another_is_told) {
    cr_assert_eq(publish(help.office, "h1", ""), ERROR_NONE);
    cr_expect_eq(publish(help.office, "h2", ""), ERROR_CONFLICT, "begun before version 1");
    cr_expect_eq(publish(help.office, "h2", "h1"), ERROR_NONE);
    cr_expect_eq(publish(help.office, "h3", "h1"), ERROR_CONFLICT);
    cr_expect_eq(publish(help.office, "h3", NULL), ERROR_NONE, "asked to");
}

static json_t *get(int64_t number) {
    struct queue_wait wait = {0};
    content_get(help.office, number, -1, queue_done, &wait);
    queue_await(&help, &wait);
    json_t *version = json_incref(wait.result);
    queue_wait_release(&wait);
    return version;
}

static enum error_kind back(int64_t number) {
    struct queue_wait wait = {0};
    struct content_back content = {number, "-", "Pedro"};
    content_back(help.office, &content, queue_done, &wait);
    queue_await_error(&help, &wait);
    enum error_kind kind = wait.why.kind;
    queue_wait_release(&wait);
    return kind;
}

Test(content, going_back_is_a_new_version_with_the_old_files) {
    struct error why = ERROR_INIT;
    start(help.office, &here);
    cr_assert_eq(publish(help.office, "h1", ""), ERROR_NONE);
    reword("Gratis.", "Es gratis.");
    cr_assert_eq(publish(help.office, "h2", "h1"), ERROR_NONE);
    until_speaks(here, 2);
    cr_expect_eq(back(2), ERROR_CONFLICT, "it speaks");
    cr_expect_eq(back(9), ERROR_MISSING);
    cr_assert_eq(back(1), ERROR_NONE);
    until_speaks(here, 3);
    cr_expect_null(strstr(office_answer(help.office), "Es gratis."));
    json_auto_t *version = get(0);
    cr_expect_eq(json_integer_value(json_object_get(version, "number")), 3);
    cr_expect_eq(json_integer_value(json_object_get(version, "back")), 1);
    cr_expect_str_eq(json_string_value(json_object_get(version, "who")), "Pedro");
    own_pack_files struct pack_files *read = NULL;
    cr_assert_eq(content_files(version, &read, &why), 0, "%s", why.text);
    cr_expect_eq(read->count, files->count);
    cr_expect_not_null(pack_files_find(read, "menu.yaml"));
}

Test(content, fifty_versions_are_kept_and_names_are_sealed) {
    struct queue_wait wait = {0};
    char hash[16];
    pack_files_free(files);
    files = calloc(1, sizeof *files);
    pack_files_add(files, "menu.yaml", (struct pack_bytes){"[]", 2}, NULL);
    for (int i = 1; i <= 53; i++) {
        snprintf(hash, sizeof hash, "h%d", i);
        cr_assert_eq(publish(help.office, hash, NULL), ERROR_NONE);
    }
    content_log(help.office, queue_done, &wait);
    queue_await(&help, &wait);
    const json_t *versions = json_object_get(wait.result, "versions");
    cr_expect_eq(json_array_size(versions), 50);
    const json_t *newest = json_array_get(versions, 0);
    cr_expect_eq(json_integer_value(json_object_get(newest, "number")), 53);
    cr_expect_str_eq(json_string_value(json_object_get(newest, "who")), "María Paz");
    cr_expect_str_eq(json_string_value(json_object_get(newest, "note")), "nuevo horario");
    cr_expect_eq(queue_number(&help, "EXISTS {test}:content:3"), 0);
    char *who = queue_string(&help, "HGET {test}:content:53 who");
    cr_expect_null(strstr(who, "Mar"));
    free(who);
    queue_wait_release(&wait);
}

Test(content, a_process_that_missed_the_bell_sees_the_version_when_its_link_is_back) {
    start(help.office, &here);
    cr_assert_eq(publish(help.office, "h1", ""), ERROR_NONE);
    until_speaks(here, 1);
    freeReplyObject(queue_redis(&help, "CLIENT KILL TYPE pubsub"));
    freeReplyObject(queue_redis(&help, "CLIENT KILL TYPE normal SKIPME yes"));
    redisReply *old = queue_redis(&help, "HGET {test}:content:1 files");
    cr_assert_eq(
        queue_number(&help, "FCALL content_publish 1 {test} 1 - %b %b h2 h1 %b", "", 0, "", 0, old->str, old->len), 2);
    freeReplyObject(old);
    until_speaks(here, 2);
}
