/* command_announce - `acogida announce`: an event to all who consented, each in their language. */
#include "bot/command.h"
#include "bot/program.h"
#include "config/clock.h"
#include "queue/campaigns.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct announcement {
    struct campaigns_new campaign;
    int confirmed; /* --yes */
};

static void on_started(void *arg, json_t *result, const struct error *why) {
    struct program_task *task = arg;
    if (why) {
        program_task_fail(task, why);
        return;
    }
    const char *id = json_string_value(json_object_get(result, "id"));
    printf("announcement %s started for %lld people\n"
           "see it: acogida announce --show %s    stop it: acogida announce --cancel %s\n",
           id, (long long)json_integer_value(json_object_get(result, "people")), id, id);
    program_task_end(task, COMMAND_OK);
}

static void print_preview(const json_t *result) {
    const char *code;
    json_t *row;
    json_object_foreach(json_object_get(result, "by_language"), code, row) printf(
        "  %s: %lld people x %lld segments\n", code, (long long)json_integer_value(json_object_get(row, "people")),
        (long long)json_integer_value(json_object_get(row, "segments")));
    printf("  in all: %lld people, %lld segments\n", (long long)json_integer_value(json_object_get(result, "people")),
           (long long)json_integer_value(json_object_get(result, "segments_total")));
}

/* Reaches many people: the number must be typed, so that a slip of the hand sends nothing. */
static int confirm(long long people) {
    char typed[32] = "", wanted[32];
    if (!isatty(STDIN_FILENO)) {
        fputs("acogida: nothing was sent; add --yes to send without asking\n", stderr);
        return 0;
    }
    printf("Type the number of people to send it, anything else to leave it: ");
    fflush(stdout);
    snprintf(wanted, sizeof wanted, "%lld\n", people);
    if (fgets(typed, sizeof typed, stdin) && strcmp(typed, wanted) == 0) return 1;
    puts("Nothing was sent.");
    return 0;
}

static void on_preview(void *arg, json_t *result, const struct error *why) {
    struct program_task *task = arg;
    struct announcement *job = task->arg;
    if (why) {
        program_task_fail(task, why);
        return;
    }
    print_preview(result);
    long long people = json_integer_value(json_object_get(result, "people"));
    if (people == 0) {
        puts("Nobody has consented to announcements yet: nothing to send.");
        program_task_end(task, COMMAND_OK);
    } else if (!job->confirmed && !confirm(people)) {
        program_task_end(task, COMMAND_FAULT);
    } else {
        job->campaign.now_ms = clock_wall_ms(); /* whoever was asked may have thought about it for an hour */
        campaigns_start(task->office, &job->campaign, on_started, task);
    }
}

static void start_new(struct program_task *task) {
    const struct announcement *job = task->arg;
    campaigns_preview(task->office, &job->campaign, on_preview, task);
}

/* --- looking at one, pausing, cancelling --- */

struct change {
    const char *id, *state; /* state NULL = only show */
};

static void on_shown(void *arg, json_t *result, const struct error *why) {
    struct program_task *task = arg;
    if (why) {
        program_task_fail(task, why);
        return;
    }
    const char *name;
    json_t *value;
    json_object_foreach(result, name, value) {
        if (json_is_integer(value)) printf("%-9s %lld\n", name, (long long)json_integer_value(value));
        if (json_is_string(value)) printf("%-9s %s\n", name, json_string_value(value));
    }
    program_task_end(task, COMMAND_OK);
}

static void start_change(struct program_task *task) {
    const struct change *change = task->arg;
    if (change->state)
        campaigns_set(task->office, change->id, change->state, on_shown, task);
    else
        campaigns_get(task->office, change->id, on_shown, task);
}

static int take_change(struct command_line *rest, struct change *ret) {
    static const struct {
        const char *flag, *state;
    } flags[] = {{"--show", NULL}, {"--pause", "paused"}, {"--resume", "running"}, {"--cancel", "cancelled"}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        ret->id = command_value(rest, flags[i].flag);
        ret->state = flags[i].state;
        if (ret->id) return 1;
    }
    return 0;
}

static int take_texts(struct command_line *rest, struct announcement *job) {
    int texts = 0;
    job->campaign.fallback = LANGUAGE_NONE;
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        char flag[LANGUAGE_CODE_MAX + 4];
        if (!*language_code((enum language)i)) continue;
        snprintf(flag, sizeof flag, "--%s", language_code((enum language)i));
        job->campaign.text[i] = command_value(rest, flag);
        if (!job->campaign.text[i]) continue;
        texts++;
        if (job->campaign.fallback == LANGUAGE_NONE) job->campaign.fallback = (enum language)i;
    }
    return texts;
}

static int announce_run(const struct command_line *line) {
    struct settings settings;
    struct command_line rest = *line;
    struct change change;
    struct announcement job = {.confirmed = command_flag(&rest, "--yes"),
                               .campaign = {.survey = command_value(&rest, "--survey")}};
    int changes = take_change(&rest, &change), texts = take_texts(&rest, &job);
    if (rest.rest_count > 0 || changes == (texts > 0)) {
        fputs("acogida: give a text, for example --es \"Charla el martes 24 a las 18:00\", or --show ID\n", stderr);
        return COMMAND_USAGE;
    }
    if (command_settings(line, &settings) != COMMAND_OK) return COMMAND_FAULT;
    job.campaign.now_ms = clock_wall_ms();
    return changes ? program_task_run(&settings, start_change, &change) : program_task_run(&settings, start_new, &job);
}

const struct command command_announce = {
    .name = "announce",
    .arguments = "--es TEXT [--ht TEXT] [--fr TEXT] [--en TEXT] [--pt TEXT] [--survey ID] [--yes]",
    .summary = "an announcement to all who consented, each in their language",
    .help =
        "Shows who would get it and what it costs, then asks for the number of people to be typed. People whose "
        "language\n"
        "has no text get the first one given. It goes out as the channels' rates allow, never in quiet hours, and a\n"
        "reply to one person always goes before it.\n"
        "--yes         sends without asking\n"
        "--survey ID   an invitation: goes to those who consented to surveys and have not answered this one\n"
        "--show ID     how far it is     --pause ID, --resume ID, --cancel ID\n",
    .run = announce_run,
};
