/* chat_main - the program `chat`: the machine without Redis, HTTP and curl; that it links proves that handlers/ is
 * pure.
 *
 * chat [--golden] [--live] [--content DIR] [FILE...]: plays transcripts, or talks when no file is given. */
#include "config/clock.h"
#include "handlers/chat.h"
#include "handlers/transcript.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct options {
    const char *content;
    int golden, live;
    const char *paths[512];
    size_t path_count;
};

static int read_options(int argc, char **argv, struct options *ret) {
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--golden") == 0)
            ret->golden = 1;
        else if (strcmp(argv[i], "--live") == 0)
            ret->live = 1;
        else if (strcmp(argv[i], "--content") == 0 && i + 1 < argc)
            ret->content = argv[++i];
        else if (argv[i][0] == '-' || ret->path_count >= sizeof ret->paths / sizeof ret->paths[0])
            return -1;
        else
            ret->paths[ret->path_count++] = argv[i];
    }
    return 0;
}

static struct pack *load(const char *folder) {
    static struct pack_faults faults;
    struct error why = ERROR_INIT;
    struct pack *pack = NULL;
    int failed = folder ? pack_load_folder(folder, &pack, &faults, &why) : pack_load_sample(&pack, &faults, &why);
    if (!failed) return pack;
    for (size_t i = 0; i < faults.count; i++) fprintf(stderr, "%s\n", faults.text[i]);
    fprintf(stderr, "chat: %s\n", why.text);
    return NULL;
}

int main(int argc, char **argv) {
    static struct options options;
    struct error why = ERROR_INIT;
    if (read_options(argc, argv, &options) < 0) {
        fprintf(stderr, "usage: chat [--golden] [--live] [--content DIR] [FILE...]\n");
        return 2;
    }
    struct pack *pack = load(options.content);
    if (!pack || clock_set_zone("America/Santiago", &why) < 0) {
        if (pack) fprintf(stderr, "chat: %s\n", why.text);
        pack_free(pack);
        return 1;
    }
    size_t failed = 0;
    struct transcript_files files = {pack, options.paths, options.path_count, options.golden, stdout};
    struct chat chat = {pack, clock_wall_ms(), options.live, isatty(STDIN_FILENO), stdin, stdout};
    if (options.path_count)
        failed = transcript_run_files(&files);
    else
        chat_talk(&chat);
    pack_free(pack);
    return failed ? 1 : 0;
}
