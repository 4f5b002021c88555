/* command_run - `acogida run`, `web` and `worker`: the long-running program. */
#include "bot/command.h"
#include "bot/program.h"

#include <stdio.h>

static int serve(const struct command_line *line, int roles, const struct command *command) {
    struct settings settings;
    if (command_no_words(line, command) != COMMAND_OK) return COMMAND_USAGE;
    if (command_settings(line, &settings) != COMMAND_OK) return COMMAND_FAULT;
    if (roles != (PROGRAM_WEB | PROGRAM_WORKER) && !*settings.redis.url) {
        fputs("acogida: one role alone needs a Redis that all roles share: set redis.url\n", stderr);
        return COMMAND_FAULT;
    }
    return program_run(&settings, roles);
}

static int run_all(const struct command_line *line) {
    return serve(line, PROGRAM_WEB | PROGRAM_WORKER, &command_run);
}

static int run_web(const struct command_line *line) {
    return serve(line, PROGRAM_WEB, &command_web);
}

static int run_worker(const struct command_line *line) {
    return serve(line, PROGRAM_WORKER, &command_worker);
}

const struct command command_run = {
    .name = "run",
    .arguments = "[--listen ADDR:PORT]",
    .summary = "the whole helpline in one process",
    .help =
        "Starts its own redis-server in the data folder (default: var) unless redis.url names one, makes the master\n"
        "key at the first start, and serves webhooks, desk and (in trial mode) the phone simulator. Without any\n"
        "settings it is the sample office in trial mode on http://127.0.0.1:8080, and nothing can leave the machine.\n"
        "The first start prints a one-time link that makes the first staff user. Ctrl-C ends it cleanly.\n",
    .run = run_all,
};

const struct command command_web = {
    .name = "web",
    .arguments = "[--listen ADDR:PORT]",
    .summary = "only the doors: webhooks, desk, simulator",
    .help = "For several processes or machines that share one Redis (redis.url).\n",
    .run = run_web,
};

const struct command command_worker = {
    .name = "worker",
    .arguments = "",
    .summary = "only the work: turns, sending, schedule",
    .help =
        "For several processes or machines that share one Redis (redis.url). Leases make any number of them safe.\n",
    .run = run_worker,
};
