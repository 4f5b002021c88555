/* command_match - `acogida match`: what would these texts be understood as? */
#include "bot/command.h"
#include "bot/content.h"
#include "messages/match.h"

#include <stdio.h>
#include <string.h>

/* Splits "ht<TAB>text": a known language code before a tab is the language, else it is guessed. */
static enum language take_language(char **text) {
    char *tab = strchr(*text, '\t');
    if (!tab || tab == *text) return language_guess_text(*text).language;
    *tab = '\0';
    enum language language = language_of_code(*text);
    if (language == LANGUAGE_NONE) {
        *tab = '\t';
        return language_guess_text(*text).language;
    }
    *text = tab + 1;
    return language;
}

static const char *match_id(const struct match *match) {
    if (match->kind == MATCH_CONTROL) return pack_control_id(match->control);
    return match->topic ? match->topic->id : "";
}

static void match_line(const struct pack *pack, char *text) {
    enum language language = take_language(&text);
    struct match match = match_text(pack, text, language);
    printf("%s\t%s\t%s\t%.3f\t", language_code(language), match_kind_name(match.kind), match_id(&match), match.score);
    for (size_t i = 0; i < match.other_count; i++) printf("%s%s", i ? "," : "", match.others[i]->id);
    putchar('\n');
}

static int match_run(const struct command_line *line) {
    struct settings settings;
    struct pack *pack = NULL;
    if (command_no_words(line, &command_match) != COMMAND_OK) return COMMAND_USAGE;
    if (command_settings(line, &settings) != COMMAND_OK || content_load(&settings, &pack) != 0) return COMMAND_FAULT;
    char *text = NULL;
    size_t room = 0;
    ssize_t len;
    while ((len = getline(&text, &room, stdin)) >= 0) {
        if (len > 0 && text[len - 1] == '\n') text[len - 1] = '\0';
        match_line(pack, text);
    }
    free(text);
    pack_free(pack);
    return COMMAND_OK;
}

const struct command command_match = {
    .name = "match",
    .arguments = "<TEXTS",
    .summary = "what texts would be understood as",
    .help =
        "Reads `text` or `lang<TAB>text` a line; prints lang, kind, id, score and others, separated by tabs.\n"
        "kind is topic, control, urgent, ask (did you mean) or none; id is a topic or a control word's intent, empty\n"
        "for none; others are further candidates, comma-separated. Needs no Redis.\n",
    .run = match_run,
};
