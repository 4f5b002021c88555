/* command_content - `acogida content`: what the bot says, between its editors' files and the running office. */
#include "bot/command_content.h"

#include "bot/content.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct content_act *const acts[] = {&content_act_pull,    &content_act_push, &content_act_rollback,
                                                 &content_act_diff,    &content_act_log,  &content_act_status,
                                                 &content_act_approve, &content_act_po,   NULL};

int content_act_usage(const struct content_act *act) {
    fprintf(stderr, "acogida: acogida content %s %s\n", act->name, act->usage);
    return COMMAND_USAGE;
}

const char *content_who(struct command_line *rest) {
    const char *who = command_value(rest, "--who");
    const struct passwd *user = who ? NULL : getpwuid(getuid());
    return who ? who : user ? user->pw_name : "-";
}

int content_speaking(const struct settings *settings, const json_t *version, struct pack_files **ret,
                     struct error *why) {
    if (json_object_get(version, "files")) return content_files(version, ret, why);
    return content_read(settings, ret, why);
}

int64_t content_number(const char *word) {
    size_t len = strlen(word);
    return len && len <= 9 && strspn(word, "0123456789") == len ? strtoll(word, NULL, 10) : -1;
}

int content_confirm(const char *question) {
    char typed[16] = "";
    if (!isatty(STDIN_FILENO)) {
        fputs("acogida: nothing was published; add --yes to publish without asking\n", stderr);
        return 0;
    }
    printf("%s [y/N] ", question);
    fflush(stdout);
    if (fgets(typed, sizeof typed, stdin) && strchr("yYsSoO", *typed)) return 1;
    puts("Nothing was published.");
    return 0;
}

static int content_run(const struct command_line *line) {
    struct settings settings;
    struct command_line rest = *line;
    const struct content_act *act = NULL;
    for (size_t i = 0; rest.rest_count && acts[i]; i++)
        if (strcmp(acts[i]->name, rest.rest[0]) == 0) act = acts[i];
    if (!act) {
        for (size_t i = 0; acts[i]; i++) content_act_usage(acts[i]);
        return COMMAND_USAGE;
    }
    rest.rest_count--;
    memmove(rest.rest, rest.rest + 1, rest.rest_count * sizeof *rest.rest);
    if (command_settings(line, &settings) != COMMAND_OK) return COMMAND_FAULT;
    return act->run(&rest, &settings);
}

const struct command command_content = {
    .name = "content",
    .arguments = "pull|push|diff|log|rollback|status|approve|po ...",
    .summary = "what the bot says: fetch it, change it, publish it, go back",
    .help =
        "pull FOLDER [--version N]     the files that speak now (or spoke as version N), to be edited\n"
        "pull FOLDER --sample          the sample that the program brings along; needs no running office\n"
        "diff FOLDER | N | N M | N FOLDER\n"
        "                              what changed, by answer and language: against what speaks, or between the two\n"
        "push FOLDER [FILE.chat...]    checks everything, plays the transcripts of FOLDER/transcripts and those "
        "named,\n"
        "                              shows what changes, asks, and publishes; every process speaks it at once\n"
        "    --note TEXT               why; it stands in the log        --yes    does not ask\n"
        "    --who NAME                who; else this machine's user    --force  over what others published since\n"
        "log                           the published versions, the newest first: that one speaks\n"
        "rollback N [--yes]            the files of version N are published again\n"
        "status [FOLDER]               what is proposed, overdue, not translated, not filled in: of what speaks, or "
        "FOLDER\n"
        "approve FOLDER ID... --by NAME [--until YYYY-MM-DD]\n"
        "                              a person has read these answers: they may be spoken in live mode. Refused while "
        "a\n"
        "                              language is missing or a value of the office is empty or a (muestra)\n"
        "po export LANGUAGE FOLDER [FILE.po]\n"
        "                              the texts for a translator, as gettext PO (Poedit, Weblate ...)\n"
        "po import FILE.po FOLDER      the translations back into FOLDER; fuzzy ones wait, and one whose Spanish has\n"
        "                              changed since is refused by name\n"
        "\n"
        "A version with any fault, or whose transcripts do not go as written, is not published. pull, push, diff, log "
        "and\n"
        "rollback need a program started by `acogida run`.\n",
    .run = content_run,
};
