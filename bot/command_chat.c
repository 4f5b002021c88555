/* command_chat - `acogida chat`: talk to the machine in the terminal, or replay transcripts. */
#include "bot/command.h"
#include "bot/content.h"
#include "config/clock.h"
#include "handlers/chat.h"
#include "handlers/transcript.h"

#include <stdio.h>
#include <unistd.h>

static int chat_run(const struct command_line *line) {
    struct settings settings;
    struct pack *pack = NULL;
    struct command_line rest = *line;
    int golden = command_flag(&rest, "--golden");
    if (command_settings(line, &settings) != COMMAND_OK || content_load(&settings, &pack) != 0) return COMMAND_FAULT;
    size_t failed = 0;
    if (rest.rest_count > 0) {
        struct transcript_files files = {pack, rest.rest, rest.rest_count, golden, stdout};
        failed = transcript_run_files(&files);
    } else {
        int live = settings.office.mode == MODE_LIVE;
        struct chat chat = {pack, clock_wall_ms(), live, isatty(STDIN_FILENO), stdin, stdout};
        chat_talk(&chat);
    }
    pack_free(pack);
    return failed ? COMMAND_FAULT : COMMAND_OK;
}

const struct command command_chat = {
    .name = "chat",
    .arguments = "[--golden] [FILE...]",
    .summary = "talk to the machine in the terminal, or replay transcripts",
    .help = "Without files: what you type is a person's text, and what comes back is what they would get. `+ 3h` lets "
            "time\n"
            "pass, `~` shows effects, `=` shows the state, `!quit` ends. Needs no Redis and sends nothing.\n"
            "With files: plays each transcript and names every line that differs, as file:line: expected ... got ...\n"
            "--golden  rewrites the expectations of the files; read the difference before you keep it\n",
    .run = chat_run,
};
