/* content - the content pack that the settings name, and the check of any other, with the faults shown. */
#include "bot/content.h"

#include "config/clock.h"
#include "config/own.h"
#include "handlers/handlers.h"
#include "handlers/transcript.h"

#include <stdio.h>

static void show(FILE *out, const char *mark, const struct pack_faults *faults) {
    for (size_t i = 0; i < faults->count; i++) fprintf(out, "%s%s\n", mark, faults->text[i]);
}

/* A pack without fault from files, completed; NULL after its faults have been shown. */
static struct pack *build(const struct pack_files *files, struct pack_faults *warnings) {
    static struct pack_faults faults; /* 100 KiB: not for a stack */
    struct error why = ERROR_INIT;
    struct pack *pack = NULL;
    faults.count = 0;
    int failed = pack_load(files->at, files->count, &pack, &faults, &why);
    if (!failed) failed = pack_complete(pack, warnings, &why);
    if (!failed && pack_check(pack, &faults) + handlers_check_pack(pack, &faults) > 0)
        failed = error_set(&why, ERROR_INPUT, "the content has %zu faults", faults.count);
    show(stderr, "", &faults);
    if (!failed) return pack;
    fprintf(stderr, "acogida: %s\n", why.text);
    pack_free(pack);
    return NULL;
}

int content_read(const struct settings *settings, struct pack_files **ret, struct error *why) {
    const char *folder = settings->office.content;
    return *folder ? pack_files_read(folder, ret, why) : pack_files_sample(ret, why);
}

int content_load(const struct settings *settings, struct pack **ret) {
    own_pack_files struct pack_files *files = NULL;
    struct error why = ERROR_INIT;
    if (content_read(settings, &files, &why) != 0) {
        fprintf(stderr, "acogida: %s\n", why.text);
        return -1;
    }
    *ret = build(files, NULL);
    return *ret ? 0 : -1;
}

/* How many of the content's own transcripts do not go as they say. */
static size_t play_own(const struct pack *pack, const struct pack_files *files, size_t *ret_count) {
    size_t failed = 0;
    for (size_t i = 0; i < files->count; i++) {
        const struct pack_file *file = &files->at[i];
        if (!pack_file_is_transcript(file->name)) continue;
        own_text struct text report = TEXT_INIT(TRANSCRIPT_OUTPUT_MAX);
        struct transcript transcript = {pack, file->name, file->bytes, file->len};
        struct error why = ERROR_INIT;
        size_t mismatches = 0;
        int broken = transcript_run(&transcript, 0, &report, &mismatches, &why) < 0;
        fputs(broken ? why.text : text_get(&report), stderr);
        if (broken) fputc('\n', stderr);
        failed += broken || mismatches;
        ++*ret_count;
    }
    return failed;
}

static int play(const struct pack *pack, const struct content_wish *wish) {
    size_t count = wish->transcript_count, failed = play_own(pack, wish->files, &count);
    struct transcript_files more = {pack, wish->transcripts, wish->transcript_count, 0, stderr};
    if (wish->transcript_count) failed += transcript_run_files(&more);
    if (failed)
        fprintf(stderr, "acogida: %zu of %zu transcripts fail\n", failed, count);
    else if (!wish->quiet && count)
        printf("transcripts OK: %zu\n", count);
    return failed ? -1 : 0;
}

static void show_warnings(const struct pack *pack, struct pack_faults *warnings) {
    struct tm today;
    clock_local(clock_wall_ms(), &today);
    pack_warn(pack, (today.tm_year + 1900) * 10000 + (today.tm_mon + 1) * 100 + today.tm_mday, warnings);
    show(stdout, "warning: ", warnings);
}

int content_check(const struct content_wish *wish, struct pack **ret) {
    static struct pack_faults warnings;
    warnings.count = 0;
    struct pack *pack = build(wish->files, &warnings);
    if (!pack) return -1;
    if (!wish->quiet) show_warnings(pack, &warnings);
    if (wish->unplayed || play(pack, wish) == 0) {
        *ret = pack;
        return 0;
    }
    pack_free(pack);
    return -1;
}
