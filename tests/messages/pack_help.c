/* pack_help - small packs for tests. */
#include "tests/messages/pack_help.h"

#include <criterion/criterion.h>
#include <stdarg.h>
#include <string.h>

struct pack *pack_of(struct pack_faults *faults, ...) {
    struct pack_file files[32];
    size_t count = 0;
    va_list args;
    va_start(args, faults);
    for (const char *name; count < 32 && (name = va_arg(args, const char *)); count++) {
        const char *text = va_arg(args, const char *);
        files[count] = (struct pack_file){name, text, strlen(text)};
    }
    va_end(args);
    struct pack *pack = NULL;
    struct error why = ERROR_INIT;
    faults->count = 0;
    pack_load(files, count, &pack, faults, &why);
    return pack;
}

int pack_faults_hold(const struct pack_faults *faults, const char *fault) {
    for (size_t i = 0; i < faults->count; i++)
        if (strncmp(faults->text[i], fault, strlen(fault)) == 0) return 1;
    return 0;
}

struct pack *pack_sample(void) {
    static struct pack_faults faults;
    struct pack *pack = NULL;
    struct error why = ERROR_INIT;
    pack_load_sample(&pack, &faults, &why);
    for (size_t i = 0; i < faults.count; i++) cr_log_error("%s", faults.text[i]);
    cr_assert_not_null(pack, "%s", why.text);
    return pack;
}
