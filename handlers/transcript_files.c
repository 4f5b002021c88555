/* transcript_files - transcripts from files: read, played, counted, and rewritten in place when asked. */
#include "handlers/transcript.h"

#include "config/own.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int read_file(const char *path, char **ret, size_t *ret_len, struct error *why) {
    FILE *file = fopen(path, "rb");
    if (!file) return error_set(why, ERROR_INPUT, "%s: %s", path, strerror(errno));
    char *bytes = malloc(TRANSCRIPT_BYTES_MAX + 2);
    size_t len = bytes ? fread(bytes, 1, TRANSCRIPT_BYTES_MAX + 1, file) : 0;
    int failed = !bytes || ferror(file);
    fclose(file);
    if (failed) {
        free(bytes);
        return error_set(why, ERROR_INPUT, "%s: cannot be read", path);
    }
    *ret = bytes;
    *ret_len = len;
    return 0;
}

/* Beside the file, then in its place: a crash leaves the old one or the new one. */
static int write_file(const char *path, const struct text *content, struct error *why) {
    char beside[4096];
    if (snprintf(beside, sizeof beside, "%s.new", path) >= (int)sizeof beside)
        return error_set(why, ERROR_INPUT, "a path is too long");
    FILE *file = fopen(beside, "wb");
    if (!file) return error_set(why, ERROR_INPUT, "%s: %s", beside, strerror(errno));
    int failed = fwrite(text_get(content), 1, content->len, file) != content->len;
    failed |= fclose(file) != 0;
    if (!failed && rename(beside, path) == 0) return 0;
    unlink(beside);
    return error_set(why, ERROR_INPUT, "%s: cannot be written", path);
}

static int run_file(const struct transcript_files *files, const char *path, struct text *ret, size_t *ret_mismatches,
                    struct error *why) {
    own_mem char *bytes = NULL;
    size_t len = 0;
    if (read_file(path, &bytes, &len, why) < 0 || !bytes) return -1;
    struct transcript transcript = {files->pack, path, bytes, len};
    if (transcript_run(&transcript, files->golden, ret, ret_mismatches, why) < 0) return -1;
    if (!files->golden || (len == ret->len && memcmp(bytes, text_get(ret), len) == 0)) return 0;
    return write_file(path, ret, why);
}

size_t transcript_run_files(const struct transcript_files *files) {
    size_t failed = 0;
    for (size_t i = 0; i < files->count; i++) {
        own_text struct text report = TEXT_INIT(TRANSCRIPT_OUTPUT_MAX);
        struct error why = ERROR_INIT;
        size_t mismatches = 0;
        int broken = run_file(files, files->paths[i], &report, &mismatches, &why) < 0;
        if (broken) fprintf(files->out, "%s\n", why.text);
        if (!broken && !files->golden) fputs(text_get(&report), files->out);
        failed += broken || (mismatches && !files->golden);
    }
    fprintf(files->out, "%zu passed, %zu failed\n", files->count - failed, failed);
    return failed;
}
