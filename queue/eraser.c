/* eraser - from {t}:erased into the ledger, then a rewrite of the append-only file. */
#include "queue/eraser.h"

#include "config/clock.h"
#include "config/log.h"
#include "queue/args.h"
#include "queue/ledger.h"

#include <stdlib.h>
#include <string.h>

#define TICK_MS       5000
#define SOON_MS       200  /* after the bell: erasures that come together are written together */
#define LINES_MAX     200  /* at once; the rest in the next round */
#define REWRITE_MS    2000 /* after the last line */
#define REWRITE_GAP_S 60   /* between two rewrites: each reads all of the data */

struct eraser {
    struct office *office;
    struct loop_timer *tick, *rewrite;
    char path[LEDGER_PATH_MAX];
    struct ledger_line lines[LINES_MAX];
    size_t count;
    long long size;
    struct error why; /* of the pool's work */
    int64_t rewritten_ms;
    int busy, freed;
};

static void round_end(struct eraser *eraser, int again) {
    eraser->busy = 0;
    if (eraser->freed)
        free(eraser);
    else
        loop_timer_set(eraser->tick, again ? 0 : TICK_MS);
}

static void on_rewrite(void *arg, const redisReply *reply, const struct error *why) {
    (void)arg, (void)reply;
    if (why && why->kind != ERROR_BUSY && !strstr(why->text, "already in progress"))
        log_warn("eraser", "Redis does not rewrite its log, what was erased stays in it, sealed: %s", why->text);
}

static void rewrite(void *arg) {
    struct eraser *eraser = arg;
    struct redis_arg command = redis_arg("BGREWRITEAOF");
    eraser->rewritten_ms = clock_mono_ms();
    redis_command(office_redis(eraser->office), &command, 1, on_rewrite, eraser);
}

static void rewrite_soon(struct eraser *eraser) {
    int64_t next_ms = eraser->rewritten_ms ? eraser->rewritten_ms + REWRITE_GAP_S * 1000 - clock_mono_ms() : 0;
    loop_timer_set(eraser->rewrite, next_ms > REWRITE_MS ? next_ms : REWRITE_MS);
}

static void on_kept(void *arg, const redisReply *reply, const struct error *why) {
    struct eraser *eraser = arg;
    (void)reply;
    if (!why && !eraser->freed) rewrite_soon(eraser);
    round_end(eraser, !why && eraser->count == LINES_MAX);
}

static void write_lines(void *arg) {
    struct eraser *eraser = arg;
    ledger_append(eraser->path, eraser->lines, eraser->count, &eraser->size, &eraser->why);
}

static void on_written(void *arg) {
    struct eraser *eraser = arg;
    own_args struct args args = ARGS_INIT;
    if (eraser->why.kind) log_error("eraser", "%s; it is tried again", eraser->why.text);
    if (eraser->why.kind || eraser->freed) {
        round_end(eraser, 0);
        return;
    }
    args_number(&args, eraser->size);
    for (size_t i = 0; i < eraser->count; i++) args_text(&args, eraser->lines[i].hash);
    args_call(&args, eraser->office, "erased_kept", on_kept, eraser);
}

static void take(struct eraser *eraser, const redisReply *reply) {
    eraser->count = 0;
    for (size_t i = 0; i + 1 < reply->elements && eraser->count < LINES_MAX; i += 2) {
        const redisReply *hash = reply->element[i], *day = reply->element[i + 1];
        if (hash->type != REDIS_REPLY_STRING || hash->len != VAULT_INDEX_MAX || day->type != REDIS_REPLY_STRING)
            continue;
        struct ledger_line *line = &eraser->lines[eraser->count++];
        snprintf(line->hash, sizeof line->hash, "%s", hash->str);
        snprintf(line->day, sizeof line->day, "%.10s", day->str);
    }
}

static void on_list(void *arg, const redisReply *reply, const struct error *why) {
    struct eraser *eraser = arg;
    struct error full = ERROR_INIT;
    if (why || eraser->freed || reply->type != REDIS_REPLY_ARRAY || !reply->elements) {
        round_end(eraser, 0);
        return;
    }
    take(eraser, reply);
    eraser->why = (struct error)ERROR_INIT;
    if (loop_work(office_loop(eraser->office), write_lines, on_written, eraser, &full) == 0) return;
    log_error("eraser", "%s", full.text);
    round_end(eraser, 0);
}

static void on_tick(void *arg) {
    struct eraser *eraser = arg;
    own_args struct args args = ARGS_INIT;
    if (eraser->busy) return;
    eraser->busy = 1;
    args_call(&args, eraser->office, "erased_list", on_list, eraser);
}

static void on_bell(void *arg, const char *word) {
    struct eraser *eraser = arg;
    if (strcmp(word, "erased") == 0) loop_timer_set(eraser->tick, SOON_MS);
}

static void on_open(void *arg) {
    struct eraser *eraser = arg;
    loop_timer_set(eraser->tick, 0);
}

int eraser_start(struct office *office, struct eraser **ret, struct error *why) {
    struct eraser *eraser = calloc(1, sizeof *eraser);
    if (!eraser) return error_set(why, ERROR_SYSTEM, "no memory for the eraser");
    eraser->office = office;
    ledger_path(office_settings(office)->data.dir, eraser->path);
    if (loop_timer_new(office_loop(office), on_tick, eraser, &eraser->tick, why) < 0 ||
        loop_timer_new(office_loop(office), rewrite, eraser, &eraser->rewrite, why) < 0) {
        eraser_free(eraser);
        return -1;
    }
    office_on_bell(office, on_bell, eraser);
    office_on_open(office, on_open, eraser);
    *ret = eraser;
    return 0;
}

void eraser_free(struct eraser *eraser) {
    if (!eraser) return;
    office_forget(eraser->office, eraser);
    loop_timer_free(eraser->tick);
    loop_timer_free(eraser->rewrite);
    eraser->tick = eraser->rewrite = NULL;
    eraser->freed = 1;
    if (!eraser->busy) free(eraser);
}
