/* data_folder_test - what is taken for an office's folder, and what is left alone. */
#include "bot/data_folder.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct settings settings;
static struct error why;
static char dir[64];

static void begin(void) {
    snprintf(dir, sizeof dir, "/tmp/acogida-folder-XXXXXX");
    cr_assert(mkdtemp(dir) != NULL);
    cr_assert(chmod(dir, 0755) == 0);
    snprintf(settings.data.dir, sizeof settings.data.dir, "%s", dir);
    snprintf(settings.data.key_file, sizeof settings.data.key_file, "%s/master.key", dir);
}

static void path_of(const char *name, char ret[128]) {
    snprintf(ret, 128, "%s/%s", dir, name);
}

static void put(const char *name) {
    char path[128];
    path_of(name, path);
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    cr_assert(file >= 0);
    close(file);
}

static void end(void) {
    static const char *const left[] = {"letter.txt", "master.key", "redis/dump", "redis"};
    char path[128];
    for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
        path_of(left[i], path);
        remove(path);
    }
    rmdir(dir);
}

static unsigned mode_now(void) {
    struct stat found;
    cr_assert(stat(dir, &found) == 0);
    return found.st_mode & 0777;
}

TestSuite(data_folder, .init = begin, .fini = end);

Test(data_folder, an_empty_folder_is_closed_to_others) {
    cr_assert(data_folder_open(&settings, &why) == 0);
    cr_assert_eq(mode_now(), 0700);
}

Test(data_folder, the_open_folder_of_an_office_is_closed_to_others) {
    put("letter.txt");
    put("master.key");
    cr_assert(data_folder_open(&settings, &why) == 0);
    cr_assert_eq(mode_now(), 0700);
}

Test(data_folder, the_open_folder_of_somebody_else_is_refused_and_stays_open) {
    put("letter.txt");
    cr_assert(data_folder_open(&settings, &why) != 0);
    cr_assert_eq(why.kind, ERROR_INPUT);
    cr_assert(strstr(why.text, "not ours"));
    cr_assert_eq(mode_now(), 0755);
}

Test(data_folder, a_missing_folder_is_made_for_us_alone) {
    cr_assert(rmdir(dir) == 0);
    cr_assert(data_folder_open(&settings, &why) == 0);
    cr_assert_eq(mode_now(), 0700);
}

Test(data_folder, a_missing_key_beside_data_is_never_replaced) {
    struct vault *vault = NULL;
    char path[128];
    path_of("redis", path);
    cr_assert(mkdir(path, 0700) == 0);
    put("redis/dump");
    cr_assert(data_folder_vault(&settings, 1, &vault, &why) != 0);
    cr_assert_eq(why.kind, ERROR_INPUT);
    cr_assert(access(settings.data.key_file, F_OK) != 0);
}

Test(data_folder, a_command_that_only_looks_makes_no_key) {
    struct vault *vault = NULL;
    cr_assert(data_folder_vault(&settings, 0, &vault, &why) != 0);
    cr_assert(strstr(why.text, "there is no key file"));
    cr_assert(access(settings.data.key_file, F_OK) != 0);
    cr_assert(data_folder_vault(&settings, 1, &vault, &why) == 0);
    vault_close(vault);
}
