/* program - a running office: every part made in order, and ended in the opposite order.
 *
 * Roles: PROGRAM_WEB takes webhooks, serves desk and simulator; PROGRAM_WORKER takes turns, sends and schedules;
 * `acogida run` has both. SIGINT and SIGTERM end it: no new requests, what is under way finishes within
 * PROGRAM_DRAIN_MS, Redis is stopped last, exit 0; a second signal ends it at once. */
#ifndef BOT_PROGRAM_H
#define BOT_PROGRAM_H

#include "config/settings.h"

#define PROGRAM_WEB      1
#define PROGRAM_WORKER   2
#define PROGRAM_DRAIN_MS 10000

/* Runs until it is ended. Returns a command's exit code; says on stderr why it could not start. settings is filled in
 * (secrets and API base of simulated channels). */
int program_run(struct settings *settings, int roles);

/* For other commands: settings, vault, loop, content and an open office of a running program, without any role. Runs fn
 * when the office is open and the loop until program_task_end(). Returns fn's exit code, COMMAND_BUSY when no running
 * program answers within 5 s. */
struct office;
struct program_task {
    struct settings *settings;
    struct office *office;
    void *arg;
    int exit_code;
};
int program_task_run(struct settings *settings, void (*fn)(struct program_task *task), void *arg);
void program_task_end(struct program_task *task, int exit_code);
/* Says why on stderr and ends the task: COMMAND_BUSY when it may succeed later, else COMMAND_FAULT. */
void program_task_fail(struct program_task *task, const struct error *why);

/* What both begin with: no core dump, new files for nobody but us, no end by SIGPIPE. */
void program_harden(void);

#endif
