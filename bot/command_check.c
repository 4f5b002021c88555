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
        struct error why = ERROR_INIT;
        if (wire_check(&settings->channels[i], &why) == 0) continue;
        fprintf(stderr, "channel %s: %s\n", settings->channels[i].name, why.text);
        faults++;
    }
    return faults;
}

/* Words that are left: a folder to check instead of the content of the settings, then transcripts. */
struct check_words {
    const char *folder;
    const char *const *transcripts;
    size_t transcript_count;
};

static int ends_with(const char *word, const char *end) {
    size_t len = strlen(word), end_len = strlen(end);
    return len > end_len && strcmp(word + len - end_len, end) == 0;
}

/* COMMAND_OK, or COMMAND_USAGE after naming the first word that is neither. */
static int take_words(struct command_line *rest, struct check_words *ret) {
    struct stat is;
    int has_folder = rest->rest_count && stat(rest->rest[0], &is) == 0 && S_ISDIR(is.st_mode);
    ret->folder = has_folder ? rest->rest[0] : NULL;
    ret->transcripts = rest->rest + has_folder;
    ret->transcript_count = rest->rest_count - (size_t)has_folder;
    for (size_t i = 0; i < ret->transcript_count; i++) {
        if (ends_with(ret->transcripts[i], ".chat")) continue;
        fprintf(stderr, "acogida: '%s' is no folder and no transcript; see `acogida check --help`\n",
                ret->transcripts[i]);
        return COMMAND_USAGE;
    }
    return COMMAND_OK;
}

static int check_content(const struct settings *settings, const struct check_words *words, struct pack **ret) {
    own_pack_files struct pack_files *files = NULL;
    struct error why = ERROR_INIT;
    int failed = words->folder ? pack_files_read(words->folder, &files, &why) : content_read(settings, &files, &why);
    if (failed) {
        fprintf(stderr, "acogida: %s\n", why.text);
        return 1;
    }
    struct content_wish wish = {files, words->transcripts, words->transcript_count, 0, 0};
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
    struct check_words words;
    if (take_words(&rest, &words) != COMMAND_OK) return COMMAND_USAGE;
    if (command_settings(line, &settings) != COMMAND_OK) return COMMAND_FAULT;
    struct pack *pack = NULL;
    int faults = check_wires(&settings) + check_content(&settings, &words, &pack);
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
