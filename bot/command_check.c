/* command_check - `acogida check`: settings, content and transcripts, every fault at once. */
#include "bot/command.h"
#include "bot/content.h"
#include "messages/wire.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static int check_wires(const struct settings *settings) {
    int faults = 0;
    for (size_t i = 0; i < settings->channel_count; i++) {
        const struct channel *channel = &settings->channels[i];
        if (wire_find(channel->wire)) continue;
        fprintf(stderr, "channel %s: there is no wire '%s'; known are:", channel->name, channel->wire);
        for (size_t k = 0; wires[k]; k++) fprintf(stderr, " %s", wires[k]->name);
        fputc('\n', stderr);
        faults++;
    }
    return faults;
}

/* Words that are left name a folder to check instead of the one of the settings, and transcripts. */
static int check_content(const struct settings *settings, struct command_line *rest, struct pack **ret) {
    own_pack_files struct pack_files *files = NULL;
    struct error why = ERROR_INIT;
    struct stat is;
    const char *folder =
        rest->rest_count && stat(rest->rest[0], &is) == 0 && S_ISDIR(is.st_mode) ? rest->rest[0] : NULL;
    int failed = folder ? pack_files_read(folder, &files, &why) : content_read(settings, &files, &why);
    if (failed) {
        fprintf(stderr, "acogida: %s\n", why.text);
        return 1;
    }
    struct content_wish wish = {files, rest->rest + !!folder, rest->rest_count - !!folder, 0};
    return content_check(&wish, ret) != 0;
}

static int check_run(const struct command_line *line) {
    struct settings settings;
    struct command_line rest = *line;
    int show = command_flag(&rest, "--show");
    int example = command_flag(&rest, "--example");
    if (example) {
        if (command_no_words(&rest, &command_check) != COMMAND_OK) return COMMAND_USAGE;
        settings_write_example(stdout);
        return COMMAND_OK;
    }
    if (command_settings(line, &settings) != COMMAND_OK) return COMMAND_FAULT;
    struct pack *pack = NULL;
    int faults = check_wires(&settings) + check_content(&settings, &rest, &pack);
    if (show) settings_write_redacted(&settings, stdout);
    if (faults) {
        pack_free(pack);
        return COMMAND_FAULT;
    }
    printf("settings OK: office '%s', %s mode, %zu channels\n", settings.office.tag,
           settings.office.mode == MODE_LIVE ? "live" : "trial", settings.channel_count);
    printf("content OK: version %s, %zu topics\n", pack_version(pack), pack_topic_count(pack));
    pack_free(pack);
    return COMMAND_OK;
}

const struct command command_check = {
    .name = "check",
    .arguments = "[FOLDER] [FILE.chat...] [--show] [--example]",
    .summary = "settings and content: every fault as file:line: message",
    .help = "Reads the settings and the content pack as `acogida run` would and prints every fault at once. Then plays "
            "the\n"
            "transcripts that lie in the content's folder transcripts/, and those that are named: a conversation that "
            "does\n"
            "not go as written is a fault too. Answers that are overdue, not translated, or never said are warnings.\n"
            "FOLDER     a content to check instead of the one of the settings\n"
            "--show     prints every setting and its value, secrets hidden\n"
            "--example  prints a commented settings file with every default\n",
    .run = check_run,
};
