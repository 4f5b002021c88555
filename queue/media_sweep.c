/* media_sweep - files of media that have to go. A round: ask the ledger for names, delete the files on the pool, tell
 * it.
 *
 * The first rounds go through the folder and ask which of its files are strays; the later ones take what the ledger has
 * listed ({t}:media-drop). A name leaves that list only when its file is gone. */
#include "queue/media_sweep.h"

#include "config/log.h"
#include "queue/args.h"
#include "queue/media_file.h"

#include <stdlib.h>
#include <string.h>

#define TICK_MS 30000
#define SOON_MS 200

struct media_sweep {
    struct office *office;
    struct loop_timer *tick;
    char folder[MEDIA_DIR_MAX];
    char names[MEDIA_LIST_MAX][MEDIA_ID_MAX + 1], after[MEDIA_ID_MAX + 1];
    size_t count;
    int is_start; /* the folder is gone through */
    int busy, freed;
    struct error why; /* of the pool's work */
};

static void round_end(struct media_sweep *sweep, int64_t next_ms) {
    sweep->busy = 0;
    if (sweep->freed)
        free(sweep);
    else
        loop_timer_set(sweep->tick, next_ms);
}

static void pool(struct media_sweep *sweep, loop_fn work, loop_fn done) {
    struct error full = ERROR_INIT;
    if (loop_work(office_loop(sweep->office), work, done, sweep, &full) == 0) return;
    log_error("media", "%s", full.text);
    round_end(sweep, TICK_MS);
}

static void on_dropped_told(void *arg, const redisReply *reply, const struct error *why) {
    (void)reply;
    round_end(arg, why ? TICK_MS : 0); /* there may be more */
}

static void drop_files(void *arg) {
    struct media_sweep *sweep = arg;
    for (size_t i = 0; i < sweep->count; i++)
        if (media_file_drop(sweep->folder, sweep->names[i], &sweep->why) < 0) return;
}

static void on_dropped(void *arg) {
    struct media_sweep *sweep = arg;
    own_args struct args args = ARGS_INIT;
    if (sweep->why.kind) log_error("media", "%s; it is tried again", sweep->why.text);
    if (sweep->why.kind || sweep->freed) {
        round_end(sweep, TICK_MS);
        return;
    }
    for (size_t i = 0; i < sweep->count; i++) args_text(&args, sweep->names[i]);
    args_call(&args, sweep->office, "media_dropped", on_dropped_told, sweep);
}

/* {id...}: away with them. */
static void on_names(void *arg, const redisReply *reply, const struct error *why) {
    struct media_sweep *sweep = arg;
    sweep->count = 0;
    sweep->why = (struct error)ERROR_INIT;
    if (why || sweep->freed || reply->type != REDIS_REPLY_ARRAY) {
        round_end(sweep, TICK_MS);
        return;
    }
    for (size_t i = 0; i < reply->elements && sweep->count < MEDIA_LIST_MAX; i++)
        if (reply->element[i]->type == REDIS_REPLY_STRING && reply->element[i]->len <= MEDIA_ID_MAX)
            snprintf(sweep->names[sweep->count++], MEDIA_ID_MAX + 1, "%s", reply->element[i]->str);
    if (sweep->count)
        pool(sweep, drop_files, on_dropped);
    else
        round_end(sweep, sweep->is_start ? 0 : TICK_MS);
}

static void list_files(void *arg) {
    struct media_sweep *sweep = arg;
    sweep->count = media_file_list(sweep->folder, sweep->after, sweep->names);
}

static void on_listed(void *arg) {
    struct media_sweep *sweep = arg;
    own_args struct args args = ARGS_INIT;
    if (!sweep->count || sweep->freed) {
        sweep->is_start = 0;
        round_end(sweep, SOON_MS);
        return;
    }
    memcpy(sweep->after, sweep->names[sweep->count - 1], sizeof sweep->after);
    for (size_t i = 0; i < sweep->count; i++) args_text(&args, sweep->names[i]);
    args_call(&args, sweep->office, "media_strays", on_names, sweep);
}

static void on_tick(void *arg) {
    struct media_sweep *sweep = arg;
    own_args struct args args = ARGS_INIT;
    if (sweep->busy) return;
    if (!office_is_open(sweep->office)) {
        loop_timer_set(sweep->tick, TICK_MS);
        return;
    }
    sweep->busy = 1;
    args_number(&args, MEDIA_LIST_MAX);
    if (sweep->is_start)
        pool(sweep, list_files, on_listed);
    else
        args_call(&args, sweep->office, "media_drops", on_names, sweep);
}

static void on_bell(void *arg, const char *word) {
    struct media_sweep *sweep = arg;
    if (strcmp(word, "media") == 0 && !sweep->busy) loop_timer_set(sweep->tick, SOON_MS);
}

static void on_open(void *arg) {
    struct media_sweep *sweep = arg;
    if (!sweep->busy) loop_timer_set(sweep->tick, SOON_MS);
}

int media_sweep_start(struct office *office, const char *folder, struct media_sweep **ret, struct error *why) {
    struct media_sweep *sweep = calloc(1, sizeof *sweep);
    if (!sweep) return error_set(why, ERROR_SYSTEM, "no memory for media");
    sweep->office = office;
    sweep->is_start = 1;
    snprintf(sweep->folder, sizeof sweep->folder, "%s", folder);
    if (loop_timer_new(office_loop(office), on_tick, sweep, &sweep->tick, why) < 0) {
        free(sweep);
        return -1;
    }
    office_on_bell(office, on_bell, sweep);
    office_on_open(office, on_open, sweep);
    *ret = sweep;
    return 0;
}

void media_sweep_free(struct media_sweep *sweep) {
    if (!sweep) return;
    office_forget(sweep->office, sweep);
    loop_timer_free(sweep->tick);
    sweep->tick = NULL;
    sweep->freed = 1;
    if (!sweep->busy) free(sweep);
}
