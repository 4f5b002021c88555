/* command_segments - `acogida segments`: what texts cost as SMS. */
#include "bot/command.h"
#include "messages/segments.h"
#include "messages/segments_smart.h"

#include <stdio.h>
#include <string.h>

static void print_cost(const char *text, int smart) {
    own_text struct text lowered = TEXT_INIT(2 * strlen(text) + 1);
    if (smart) segments_smart(text, &lowered);
    const char *sent = lowered.len && text_ok(&lowered) ? text_get(&lowered) : text;
    struct segments cost = segments_count(sent);
    printf("%s\t%zu\t%zu", cost.ucs2 ? "UCS-2" : "GSM-7", cost.units, cost.segments);
    printf(smart ? "\t%s\n" : "\n", sent);
}

static int segments_run(const struct command_line *line) {
    struct command_line rest = *line;
    int smart = command_flag(&rest, "--smart");
    if (command_no_words(&rest, &command_segments) != COMMAND_OK) return COMMAND_USAGE;
    char *text = NULL;
    size_t room = 0;
    ssize_t len;
    while ((len = getline(&text, &room, stdin)) >= 0) {
        if (len > 0 && text[len - 1] == '\n') text[len - 1] = '\0';
        print_cost(text, smart);
    }
    free(text);
    return COMMAND_OK;
}

const struct command command_segments = {
    .name = "segments",
    .arguments = "[--smart] <TEXTS",
    .summary = "what texts cost as SMS",
    .help =
        "Reads a text a line; prints encoding, units and segments, separated by tabs.\n"
        "Encoding is GSM-7 (160 units in one segment, else 153) or UCS-2 (70, else 67).\n"
        "--smart       as a channel with encoding = smart sends it: accents that make it dear are left out where that\n"
        "              saves a segment; the text that is sent stands behind\n",
    .run = segments_run,
};
