/* content - the content pack that the settings name. */
#include "bot/content.h"

#include "handlers/handlers.h"

#include <stdio.h>

int content_load(const struct settings *settings, struct pack **ret) {
    static struct pack_faults faults; /* 100 KiB: not for a stack */
    struct error why = ERROR_INIT;
    faults.count = 0;
    const char *folder = settings->office.content;
    int failed = *folder ? pack_load_folder(folder, ret, &faults, &why) : pack_load_sample(ret, &faults, &why);
    if (!failed) faults.count = 0;
    if (!failed && pack_check(*ret, &faults) + handlers_check_pack(*ret, &faults) > 0) {
        failed = error_set(&why, ERROR_INPUT, "the content has %zu faults", faults.count);
        pack_free(*ret);
        *ret = NULL;
    }
    for (size_t i = 0; i < faults.count; i++) fprintf(stderr, "%s\n", faults.text[i]);
    if (failed) fprintf(stderr, "acogida: %s\n", why.text);
    return failed ? -1 : 0;
}
