/* command_segments - `acogida segments`: what texts cost as SMS. */
#include "bot/command.h"
#include "messages/segments.h"

#include <stdio.h>
#include <string.h>

static int segments_run(const struct command_line *line) {
    if (command_no_words(line, &command_segments) != COMMAND_OK) return COMMAND_USAGE;
    char *text = NULL;
    size_t room = 0;
    ssize_t len;
    while ((len = getline(&text, &room, stdin)) >= 0) {
        if (len > 0 && text[len - 1] == '\n') text[len - 1] = '\0';
        struct segments cost = segments_count(text);
        printf("%s\t%zu\t%zu\n", cost.ucs2 ? "UCS-2" : "GSM-7", cost.units, cost.segments);
    }
    free(text);
    return COMMAND_OK;
}

const struct command command_segments = {
    .name = "segments",
    .arguments = "<TEXTS",
    .summary = "what texts cost as SMS",
    .help = "Reads a text a line; prints encoding, units and segments, separated by tabs.\n"
            "Encoding is GSM-7 (160 units in one segment, else 153) or UCS-2 (70, else 67).\n",
    .run = segments_run,
};
