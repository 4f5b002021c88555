/* surveys_settle_test - the order in which answers came leaves the disk, whatever happens to the rewrite. */
#include "queue/surveys_settle.h"

#include "config/clock.h"
#include "queue/surveys.h"
#include "tests/queue/shop_help.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#define SURVEY "encuesta-primera"
#define ROWS   "{test}:survey-rows:" SURVEY

/* Somebody answers one question and ends it. */
static void one_row(struct shop *shop) {
    static const char *const words[] = {"encuesta", "si", "1", "alto"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) shop_write(shop, "+56911112222", words[i]);
}

static int rewritten(void *arg) {
    struct shop *shop = arg;
    char *info = queue_string(&shop->help, "INFO persistence");
    int done = strstr(info, "aof_rewrites:0\r") == NULL && strstr(info, "aof_rewrite_in_progress:0") != NULL;
    free(info);
    return done;
}

/* How often the files that keep the order of changes name the rows. */
static size_t named_in_order(struct shop *shop) {
    char folder[128], path[512];
    static char bytes[1 << 20];
    size_t found = 0;
    snprintf(folder, sizeof folder, "%s/appendonlydir", shop->help.dir);
    DIR *dir = opendir(folder);
    cr_assert_not_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (!strstr(entry->d_name, ".incr.")) continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        FILE *file = fopen(path, "rb");
        size_t len = fread(bytes, 1, sizeof bytes, file);
        fclose(file);
        for (char *at = bytes; (at = memmem(at, len - (size_t)(at - bytes), "survey-rows", 11)); at++) found++;
    }
    closedir(dir);
    return found;
}

static int is_away(void *arg) {
    return rewritten(arg) && named_in_order(arg) == 0;
}

/* On a busy machine a rewrite and a second try take longer than the usual limit. */
static int goes_away(struct shop *shop) {
    for (int i = 0; i < 4; i++)
        if (queue_until(&shop->help, is_away, shop)) return 1;
    return 0;
}

Test(surveys_settle, the_order_in_the_append_only_file_is_written_away) {
    struct shop shop;
    struct error why = ERROR_INIT;
    struct surveys_settler *settler;
    shop_open(&shop);
    one_row(&shop);
    cr_assert_gt(named_in_order(&shop), 0, "before, the file tells what was written beside what");
    cr_assert_eq(surveys_settler_new(shop.help.office, &settler, &why), 0);
    cr_assert(goes_away(&shop));
    cr_assert_eq(queue_number(&shop.help, "ZCARD " ROWS), 1, "the row itself is there");
    surveys_settler_free(settler);
    shop_close(&shop);
}

/* The folder of the append-only files is away, and a file in its place: what is open goes on, nothing new begins. */
static void files_away(struct shop *shop, int yes) {
    char folder[128], elsewhere[128];
    snprintf(folder, sizeof folder, "%s/appendonlydir", shop->help.dir);
    snprintf(elsewhere, sizeof elsewhere, "%s/elsewhere", shop->help.dir);
    if (!yes) cr_assert_eq(unlink(folder), 0);
    cr_assert_eq(yes ? rename(folder, elsewhere) : rename(elsewhere, folder), 0);
    FILE *file = yes ? fopen(folder, "w") : NULL;
    if (file) fclose(file);
}

static int has_waited(void *arg) {
    return clock_wall_ms() >= *(int64_t *)arg;
}

Test(surveys_settle, a_rewrite_that_cannot_begin_is_tried_again) {
    struct shop shop;
    struct error why = ERROR_INIT;
    struct surveys_settler *settler;
    shop_open(&shop);
    one_row(&shop);
    files_away(&shop, 1);
    int64_t until_ms = clock_wall_ms() + 300;
    cr_assert_eq(surveys_settler_new(shop.help.office, &settler, &why), 0);
    queue_until(&shop.help, has_waited, &until_ms);
    files_away(&shop, 0);
    cr_assert_gt(named_in_order(&shop), 0);
    cr_assert(goes_away(&shop), "it was tried once and then forgotten");
    surveys_settler_free(settler);
    shop_close(&shop);
}

/* The process that writes the file anew; 0 when there is none. */
static int rewriter(struct shop *shop) {
    char path[64], list[64] = "";
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", shop->help.server, shop->help.server);
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file);
    if (!fgets(list, sizeof list, file)) list[0] = '\0';
    fclose(file);
    return (int)strtol(list, NULL, 10);
}

static int rewrites(void *arg) {
    return rewriter(arg) > 0;
}

static void rewrites_slowly(struct shop *shop, int yes) {
    freeReplyObject(queue_redis(&shop->help, "CONFIG SET rdb-key-save-delay %d", yes ? 100000 : 0));
}

Test(surveys_settle, a_rewrite_that_dies_half_way_is_done_again) {
    struct shop shop;
    struct error why = ERROR_INIT;
    struct surveys_settler *settler;
    shop_open(&shop);
    one_row(&shop);
    rewrites_slowly(&shop, 1);
    cr_assert_eq(surveys_settler_new(shop.help.office, &settler, &why), 0);
    cr_assert(queue_until(&shop.help, rewrites, &shop));
    rewrites_slowly(&shop, 0);
    cr_assert_eq(kill(rewriter(&shop), SIGKILL), 0);
    cr_assert(goes_away(&shop), "what died was taken for done");
    surveys_settler_free(settler);
    shop_close(&shop);
}

Test(surveys_settle, a_rewrite_under_way_when_it_is_closed_is_followed_by_another) {
    struct shop shop;
    struct queue_wait wait = {0};
    struct error why = ERROR_INIT;
    struct surveys_settler *settler;
    shop_open(&shop);
    cr_assert_eq(surveys_settler_new(shop.help.office, &settler, &why), 0);
    queue_settle(&shop.help);
    rewrites_slowly(&shop, 1);
    freeReplyObject(queue_redis(&shop.help, "BGREWRITEAOF"));
    rewrites_slowly(&shop, 0);
    one_row(&shop);
    cr_assert_gt(rewriter(&shop), 0, "the first one is still under way");
    surveys_set(shop.help.office, &(struct surveys_call){"rosa", SURVEY}, "closed", queue_done, &wait);
    queue_await(&shop.help, &wait);
    queue_wait_release(&wait);
    cr_assert(goes_away(&shop), "the row came after the first one began");
    surveys_settler_free(settler);
    shop_close(&shop);
}
