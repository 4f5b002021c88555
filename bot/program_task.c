/* program_task - what a command does with the office of a running program, and then ends. */
#include "bot/content.h"
#include "bot/data_folder.h"
#include "bot/exit_code.h"
#include "bot/program.h"
#include "queue/office.h"
#include "queue/server.h"

#include <stdio.h>
#include <string.h>

#define PATIENCE_MS 5000

struct running {
    struct program_task task;
    void (*fn)(struct program_task *task);
    struct pack *pack;
    struct vault *vault;
    struct loop *loop;
    struct loop_timer *patience;
    int opened;
};

static void on_ready(void *arg, const struct error *why) {
    struct running *running = arg;
    if (running->opened) return;
    running->opened = 1;
    loop_timer_stop(running->patience);
    if (why) {
        program_task_fail(&running->task, why);
        return;
    }
    running->fn(&running->task);
}

static void on_patience_over(void *arg) {
    struct running *running = arg;
    running->opened = 1; /* it may open in this very turn of the loop: too late, the command has failed */
    fputs(
        *running->task.settings->redis.url
            ? "acogida: the Redis of redis.url does not answer; try again when it runs\n"
            : "acogida: no running office answers; start it with `acogida run` (the same --config and --data) and try "
              "again\n",
        stderr);
    program_task_end(&running->task, COMMAND_BUSY);
}

static int task_start(struct running *running, struct error *why) {
    struct settings *settings = running->task.settings;
    char own[SETTINGS_TEXT_MAX];
    const char *url = settings->redis.url;
    if (!*url) {
        server_url_of(settings, own);
        url = own;
    }
    if (data_folder_vault(settings, 0, &running->vault, why) || loop_new(&running->loop, why) ||
        loop_timer_new(running->loop, on_patience_over, running, &running->patience, why) ||
        office_open(settings, running->vault, running->loop, url, &running->task.office, why))
        return -1;
    office_set_pack(running->task.office, running->pack);
    loop_timer_set(running->patience, PATIENCE_MS);
    office_when_ready(running->task.office, on_ready, running);
    return 0;
}

int program_task_run(struct settings *settings, void (*fn)(struct program_task *task), void *arg) {
    struct running running = {.task = {.settings = settings, .arg = arg}, .fn = fn};
    struct error why = ERROR_INIT;
    program_harden();
    if (content_load(settings, &running.pack) != 0) return COMMAND_FAULT;
    if (task_start(&running, &why) != 0) {
        fprintf(stderr, "acogida: %s\n", why.text);
        running.task.exit_code = why.kind == ERROR_BUSY ? COMMAND_BUSY : COMMAND_FAULT;
    } else {
        loop_run(running.loop);
    }
    office_close(running.task.office);
    loop_timer_free(running.patience);
    loop_free(running.loop);
    vault_close(running.vault);
    pack_free(running.pack);
    return running.task.exit_code;
}

void program_task_end(struct program_task *task, int exit_code) {
    task->exit_code = exit_code;
    loop_stop(office_loop(task->office));
}

/* Scripts begin their errors with the kind in capitals: that is for programs. */
static const char *words_of(const char *text) {
    size_t len = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return len > 3 && text[len] == ' ' ? text + len + 1 : text;
}

void program_task_fail(struct program_task *task, const struct error *why) {
    fprintf(stderr, "acogida: %s\n", words_of(why->text));
    program_task_end(task, why->kind == ERROR_BUSY ? COMMAND_BUSY : COMMAND_FAULT);
}
