/* settings_write_test - the example file is the table, and nothing secret is shown. */
#include "config/own.h"
#include "config/settings.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *example(void) {
    char *text = NULL;
    size_t len;
    FILE *out = open_memstream(&text, &len);

    settings_write_example(out);
    fclose(out);
    return text;
}

static char *redacted(const struct settings *settings) {
    char *text = NULL;
    size_t len;
    FILE *out = open_memstream(&text, &len);

    settings_write_redacted(settings, out);
    fclose(out);
    return text;
}

Test(settings_write, the_example_in_the_tree_is_made_from_the_table) {
    own_mem char *wanted = example(), *found = calloc(1, 64 * 1024);
    FILE *file = fopen("config/acogida.conf.example", "r");

    cr_assert_not_null(file, "run from the top of the tree");
    cr_assert_lt(fread(found, 1, 64 * 1024 - 1, file), (size_t)64 * 1024 - 1);
    fclose(file);
    cr_assert_str_eq(found, wanted, "run: build/acogida check --example >config/acogida.conf.example");
}

/* Uncomments "#key = value" and loads the result: the defaults that the example shows are the defaults. */
Test(settings_write, the_example_uncommented_changes_nothing) {
    own_mem char *text = example(), *one = NULL, *two = NULL;
    static struct settings_faults faults;
    struct settings plain, loaded;
    struct error why = ERROR_INIT;
    char path[] = "/tmp/settings_write_test.XXXXXX", *channel;
    int file = mkstemp(path);

    channel = strstr(text, "#[channel");
    cr_assert_not_null(channel);
    *channel = '\0';
    for (char *at = text; (at = strstr(at, "\n#"));)
        if (*++at == '#' && at[1] != ' ') *at = ' ';
    cr_assert_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
    cr_assert_eq(settings_load(NULL, &plain, &faults, &why), 0);
    cr_assert_eq(settings_load(path, &loaded, &faults, &why), 0, "%s", faults.text[0]);
    unlink(path);
    one = redacted(&plain);
    two = redacted(&loaded);
    cr_assert_str_eq(one, two);
}

Test(settings_write, the_example_as_it_is_loads) {
    static struct settings_faults faults;
    struct settings loaded;
    struct error why = ERROR_INIT;

    cr_assert_eq(settings_load("config/acogida.conf.example", &loaded, &faults, &why), 0, "%s", faults.text[0]);
    cr_assert_eq(loaded.channel_count, 2);
}

Test(settings_write, every_key_of_the_example_names_its_help_and_no_line_is_too_long) {
    own_mem char *text = example();
    size_t keys = 0;

    for (char *line = text, *end; *line; line = end + 1) {
        end = strchr(line, '\n');
        cr_assert_not_null(end);
        cr_assert_leq(end - line, 101);
        if (*line == '#' && line[1] != ' ' && line[1] != '[') {
            keys++;
            cr_assert_eq(memcmp(line - 2, ".\n", 2) == 0 || line[-2] != '\n', 1, "a comment stands above");
        }
    }
    cr_assert_gt(keys, 25);
}

Test(settings_write, secrets_and_numbers_of_people_are_not_shown) {
    static struct settings_faults faults;
    struct settings settings;
    struct error why = ERROR_INIT;
    own_mem char *text = NULL;

    cr_assert_eq(settings_load(NULL, &settings, &faults, &why), 0);
    settings_set(&settings, "redis.password", "hunter2", &why);
    settings_set(&settings, "channel.phone-sms.secret", "t0ken", &why);
    settings_set(&settings, "office.trial_numbers", "+56987654321, +569876*", &why);
    text = redacted(&settings);
    cr_assert_null(strstr(text, "hunter2"));
    cr_assert_null(strstr(text, "t0ken"));
    cr_assert_null(strstr(text, "98765"));
    cr_assert_not_null(strstr(text, "password = (set)\n"));
    cr_assert_not_null(strstr(text, "trial_numbers = (2)\n"));
    cr_assert_not_null(
        strstr(text, "[channel phone-sms]\nwire = phone\nkind = sms\nencoding = smart\nnumber = +56900000001\n"));
    cr_assert_not_null(strstr(text, "secret = (set)\nsecret_next = (empty)\n"));
    cr_assert_not_null(strstr(text, "mode = trial\n"));
    cr_assert_not_null(strstr(text, "behind_proxy = no\n"));
}
