/* command_event - `acogida event`: events and workshops from the terminal. */
#include "bot/command_event.h"

#include "config/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PEOPLE_MAX 200

static struct activities_by by(const struct event_act *act) {
    return (struct activities_by){"", clock_wall_ms(), act->hold_ms};
}

/* What reaches many asks for their number, so that a slip of the hand sends nothing. */
static int confirm(const struct event_act *act, long long people) {
    char typed[32] = "", wanted[32];
    if (act->confirmed) return 1;
    if (!isatty(STDIN_FILENO)) {
        fputs("acogida: nothing was changed; add --yes to go on without asking\n", stderr);
        return 0;
    }
    printf("%lld people hear of it. Type their number to go on, anything else to leave it: ", people);
    fflush(stdout);
    snprintf(wanted, sizeof wanted, "%lld\n", people);
    if (fgets(typed, sizeof typed, stdin) && strcmp(typed, wanted) == 0) return 1;
    puts("Nothing was changed.");
    return 0;
}

/* --- ends --- */

static int is_over(struct program_task *task, const struct error *why) {
    if (why) program_task_fail(task, why);
    return why != NULL;
}

static void on_created(void *arg, json_t *result, const struct error *why) {
    struct program_task *task = arg;
    if (is_over(task, why)) return;
    const char *id = json_string_value(json_object_get(result, "id"));
    printf("activity %s is open\nsee it: acogida event show %s    invite: acogida event invite %s\n", id, id, id);
    program_task_end(task, COMMAND_OK);
}

static void on_changed(void *arg, json_t *result, const struct error *why) {
    struct program_task *task = arg;
    const struct event_act *act = task->arg;
    if (is_over(task, why)) return;
    int told = act->state ? strcmp(act->state, "cancelled") == 0 : json_is_true(json_object_get(result, "notice"));
    printf("done\n");
    if (told && act->told && act->hold_ms)
        printf("those who were told of it hear it in a minute; until then: acogida event undo %s\n", act->id);
    program_task_end(task, COMMAND_OK);
}

static void on_done(void *arg, json_t *result, const struct error *why) {
    (void)result;
    if (is_over(arg, why)) return;
    puts("done");
    program_task_end(arg, COMMAND_OK);
}

static void on_list(void *arg, json_t *result, const struct error *why) {
    size_t i;
    json_t *one;
    if (is_over(arg, why)) return;
    json_array_foreach(json_object_get(result, "activities"), i, one) event_print_line(one);
    program_task_end(arg, COMMAND_OK);
}

static void on_shown(void *arg, json_t *result, const struct error *why) {
    if (is_over(arg, why)) return;
    event_print_whole(result);
    program_task_end(arg, COMMAND_OK);
}

static void on_people(void *arg, json_t *result, const struct error *why) {
    if (is_over(arg, why)) return;
    event_print_people(json_object_get(result, "people"));
    program_task_end(arg, COMMAND_OK);
}

static void on_certificates(void *arg, json_t *result, const struct error *why) {
    if (is_over(arg, why)) return;
    fputs(json_string_value(json_object_get(result, "csv")), stdout);
    program_task_end(arg, COMMAND_OK);
}

/* --- what reaches many: looked at, confirmed, done --- */

static void on_invited(void *arg, json_t *result, const struct error *why) {
    struct program_task *task = arg;
    const struct event_act *act = task->arg;
    if (is_over(task, why)) return;
    const char *id = json_string_value(json_object_get(result, "id"));
    printf("invitation %s goes to %lld people%s\nsee it: acogida announce --show %s    stop it: acogida announce "
           "--cancel %s\n",
           id, (long long)json_integer_value(json_object_get(result, "people")), act->hold_ms ? " in a minute" : "", id,
           id);
    program_task_end(task, COMMAND_OK);
}

static void on_preview(void *arg, json_t *result, const struct error *why) {
    struct program_task *task = arg;
    const struct event_act *act = task->arg;
    if (is_over(task, why)) return;
    event_print_preview(result);
    long long people = json_integer_value(json_object_get(result, "people"));
    if (!people) {
        puts("Nobody has consented to announcements yet: nobody to invite.");
        program_task_end(task, COMMAND_OK);
    } else if (!confirm(act, people)) {
        program_task_end(task, COMMAND_FAULT);
    } else {
        struct activities_by who = by(act);
        activities_invite(task->office, &who, act->id, on_invited, task);
    }
}

/* A change or a cancellation, once it is known how many hear of it. */
static void on_seen(void *arg, json_t *result, const struct error *why) {
    struct program_task *task = arg;
    struct event_act *act = task->arg;
    if (is_over(task, why)) return;
    act->told = event_told(result);
    if (act->told && !confirm(act, act->told)) {
        program_task_end(task, COMMAND_FAULT);
        return;
    }
    struct activities_by who = by(act);
    if (act->state) {
        activities_set(task->office, &who, act->id, act->state, on_changed, task);
        return;
    }
    if (!json_object_get(act->json, "version"))
        json_object_set(act->json, "version", json_object_get(result, "version"));
    activities_change(task->office, &who, act->id, act->json, on_changed, task);
}

/* --- the acts --- */

static void start_new(struct program_task *task) {
    const struct event_act *act = task->arg;
    struct activities_by who = by(act);
    activities_create(task->office, &who, act->json, on_created, task);
}

static void start_list(struct program_task *task) {
    activities_list(task->office, 0, 100, on_list, task);
}

static void start_show(struct program_task *task) {
    activities_get(task->office, ((const struct event_act *)task->arg)->id, on_shown, task);
}

static void start_seen(struct program_task *task) {
    activities_get(task->office, ((const struct event_act *)task->arg)->id, on_seen, task);
}

static void start_state(struct program_task *task) {
    const struct event_act *act = task->arg;
    struct activities_by who = by(act);
    activities_set(task->office, &who, act->id, act->state, on_done, task);
}

static void start_undo(struct program_task *task) {
    const struct event_act *act = task->arg;
    struct activities_by who = by(act);
    activities_undo(task->office, &who, act->id, on_done, task);
}

static void start_invite(struct program_task *task) {
    const struct event_act *act = task->arg;
    struct activities_by who = by(act);
    activities_invite_preview(task->office, &who, act->id, on_preview, task);
}

static void start_attendance(struct program_task *task) {
    const struct event_act *act = task->arg;
    struct activities_by who = by(act);
    activities_people(task->office, &who, act->id, 0, PEOPLE_MAX, on_people, task);
}

static void start_certificates(struct program_task *task) {
    const struct event_act *act = task->arg;
    struct activities_by who = by(act);
    activities_certificates(task->office, &who, act->id, (int)act->share, on_certificates, task);
}

static const struct {
    const char *name, *state;
    int takes_id, takes_fields;
    void (*start)(struct program_task *task);
} acts[] = {
    {"new", NULL, 0, 1, start_new},
    {"list", NULL, 0, 0, start_list},
    {"show", NULL, 1, 0, start_show},
    {"change", NULL, 1, 1, start_seen},
    {"cancel", "cancelled", 1, 0, start_seen},
    {"close", "closed", 1, 0, start_state},
    {"open", "open", 1, 0, start_state},
    {"undo", NULL, 1, 0, start_undo},
    {"invite", NULL, 1, 0, start_invite},
    {"attendance", NULL, 1, 0, start_attendance},
    {"certificates", NULL, 1, 0, start_certificates},
};
#define ACT_COUNT (sizeof acts / sizeof acts[0])

static int run_act(const struct command_line *line, struct command_line *rest, size_t at) {
    struct settings settings;
    struct error why = ERROR_INIT;
    const char *share = command_value(rest, "--share");
    struct event_act act = {.name = acts[at].name, .state = acts[at].state, .confirmed = command_flag(rest, "--yes")};
    act.hold_ms = command_flag(rest, "--now") ? 0 : ACTIVITIES_HOLD_MS;
    act.share = share ? strtoul(share, NULL, 10) : ACTIVITIES_SHARE;
    if (command_settings(line, &settings) != COMMAND_OK) return COMMAND_FAULT;
    if (acts[at].takes_fields && !(act.json = event_read(rest, &why))) {
        fprintf(stderr, "acogida: %s\n", why.text);
        return COMMAND_USAGE;
    }
    if (acts[at].takes_id && rest->rest_count == 1) act.id = rest->rest[0];
    int code = COMMAND_USAGE;
    if (rest->rest_count != (size_t)acts[at].takes_id)
        fprintf(stderr, "acogida: %s; see `acogida event --help`\n",
                rest->rest_count ? "there is a word too many" : "name the activity (`acogida event list`)");
    else
        code = program_task_run(&settings, acts[at].start, &act);
    json_decref(act.json);
    return code;
}

static int event_run(const struct command_line *line) {
    struct command_line rest = *line;
    for (size_t i = 0; rest.rest_count && i < ACT_COUNT; i++) {
        if (strcmp(acts[i].name, rest.rest[0]) != 0) continue;
        memmove(rest.rest, rest.rest + 1, --rest.rest_count * sizeof rest.rest[0]);
        return run_act(line, &rest, i);
    }
    fputs("acogida: say what: new, list, show, change, cancel, close, open, undo, invite, attendance, certificates\n",
          stderr);
    return COMMAND_USAGE;
}

const struct command command_event = {
    .name = "event",
    .arguments = "new|list|show|change|cancel|close|open|undo|invite|attendance|certificates [ID] [...]",
    .summary = "events and workshops: sign-up by text, waiting list, reminders, code of the day",
    .help =
        "new           --kind event|workshop --es TITLE --place-es PLACE --when \"2026-12-05 18:00\" --capacity N\n"
        "              [--hours 2] [--sessions 8: one a week] [--word WORD] [--ht TITLE --place-ht PLACE ...]\n"
        "list, show ID all of them; one with its codes of the day and its counts by language\n"
        "change ID     the same flags, only what is new; whoever was told of it hears of a new title, place or time\n"
        "cancel ID     whoever was told of it hears that too     close ID, open ID   nobody, or people may sign up\n"
        "undo ID       takes a change or cancellation back within a minute\n"
        "invite ID     all who consented to announcements and have not answered, each in their language\n"
        "attendance ID who signed up and came, and who missed two sessions (CALL)\n"
        "certificates ID [--share 75]   who was at so many percent of the sessions, as a CSV file\n"
        "What reaches many asks for their number first (--yes goes on without asking) and leaves after a minute, in\n"
        "which it can be taken back (--now: at once).\n",
    .run = event_run,
};
