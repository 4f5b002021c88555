/* ledger_apply - the erased stay erased. */
#include "queue/ledger_apply.h"

#include "config/clock.h"
#include "config/log.h"
#include "queue/ledger.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define TAG_MAX    80
#define SCAN_COUNT "500"
#define BATCH_MAX  64 /* persons a script: their records are small, but it is a whole erasure each */

struct apply {
    struct ledger_apply what;
    char tag[TAG_MAX], meta[TAG_MAX + 8], pattern[TAG_MAX + 16], cursor[24], size[24];
    struct ledger ledger;
    char found[BATCH_MAX][VAULT_ID_MAX + 1];
    size_t found_count, again;
    void (*done)(void *arg, const struct error *why);
    void *arg;
};

static void end(struct apply *apply, const struct error *why) {
    if (!why && apply->again) log_warn("ledger", "%zu erased people had come back and are gone again", apply->again);
    apply->done(apply->arg, why);
    ledger_free(&apply->ledger);
    free(apply);
}

static void scan(struct apply *apply);

static void on_noted(void *arg, const redisReply *reply, const struct error *why) {
    (void)reply;
    end(arg, why);
}

static void note(struct apply *apply) {
    struct redis_arg args[] = {redis_arg("HSET"), redis_arg(apply->meta), redis_arg("ledger"), redis_arg(apply->size)};
    redis_command(apply->what.redis, args, 4, on_noted, apply);
}

static void next(struct apply *apply) {
    if (strcmp(apply->cursor, "0") == 0)
        note(apply);
    else
        scan(apply);
}

static void on_again(void *arg, const redisReply *reply, const struct error *why) {
    struct apply *apply = arg;
    (void)reply;
    if (why) {
        end(apply, why);
        return;
    }
    apply->again += apply->found_count;
    apply->found_count = 0;
    next(apply);
}

static void erase_found(struct apply *apply) {
    struct redis_arg args[BATCH_MAX + 5];
    char now[24];
    size_t count = 0;
    snprintf(now, sizeof now, "%" PRId64, clock_wall_ms());
    args[count++] = redis_arg("FCALL");
    args[count++] = redis_arg("erased_again");
    args[count++] = redis_arg("1");
    args[count++] = redis_arg(apply->tag);
    args[count++] = redis_arg(now);
    for (size_t i = 0; i < apply->found_count; i++) args[count++] = redis_arg(apply->found[i]);
    redis_command(apply->what.redis, args, count, on_again, apply);
}

/* "<tag>:person:<id>" of someone in the ledger. A batch that is full leaves the rest to the next round of the scan. */
static void look_at(struct apply *apply, const redisReply *key) {
    size_t before = strlen(apply->pattern) - 1; /* without the star */
    char hash[VAULT_INDEX_MAX + 1];
    if (key->type != REDIS_REPLY_STRING || key->len <= before || key->len - before > VAULT_ID_MAX) return;
    vault_index(apply->what.vault, "erased", key->str + before, hash);
    if (!ledger_has(&apply->ledger, hash)) return;
    snprintf(apply->found[apply->found_count++], VAULT_ID_MAX + 1, "%s", key->str + before);
}

static void on_scanned(void *arg, const redisReply *reply, const struct error *why) {
    struct apply *apply = arg;
    if (why || reply->type != REDIS_REPLY_ARRAY || reply->elements != 2) {
        end(apply, why);
        return;
    }
    const redisReply *keys = reply->element[1];
    size_t looked = 0;
    while (looked < keys->elements && apply->found_count < BATCH_MAX) look_at(apply, keys->element[looked++]);
    /* the same cursor again when not all were looked at: those who are gone by then are not met twice */
    if (looked == keys->elements) snprintf(apply->cursor, sizeof apply->cursor, "%s", reply->element[0]->str);
    if (apply->found_count)
        erase_found(apply);
    else
        next(apply);
}

static void scan(struct apply *apply) {
    struct redis_arg args[] = {redis_arg("SCAN"),  redis_arg(apply->cursor[0] ? apply->cursor : "0"),
                               redis_arg("MATCH"), redis_arg(apply->pattern),
                               redis_arg("COUNT"), redis_arg(SCAN_COUNT)};
    redis_command(apply->what.redis, args, 6, on_scanned, apply);
}

static void on_known(void *arg, const redisReply *reply, const struct error *why) {
    struct apply *apply = arg;
    struct error unread = ERROR_INIT;
    char path[LEDGER_PATH_MAX];
    int same = !why && reply->type == REDIS_REPLY_STRING && strcmp(reply->str, apply->size) == 0;
    if (why || same)
        end(apply, why);
    else if (ledger_read(ledger_path(apply->what.dir, path), &apply->ledger, &unread) < 0)
        end(apply, &unread);
    else
        scan(apply);
}

void ledger_apply(const struct ledger_apply *what, void (*done)(void *arg, const struct error *why), void *arg) {
    char path[LEDGER_PATH_MAX];
    long long size = ledger_size(ledger_path(what->dir, path));
    struct apply *apply = size ? calloc(1, sizeof *apply) : NULL;
    if (!apply) {
        struct error why = ERROR_INIT;
        if (size) error_set(&why, ERROR_BUSY, "no memory for the ledger of the erased");
        done(arg, size ? &why : NULL);
        return;
    }
    *apply = (struct apply){.what = *what, .done = done, .arg = arg};
    snprintf(apply->tag, sizeof apply->tag, "%s", what->tag);
    snprintf(apply->meta, sizeof apply->meta, "%s:meta", what->tag);
    snprintf(apply->pattern, sizeof apply->pattern, "%s:person:*", what->tag);
    snprintf(apply->size, sizeof apply->size, "%lld", size);
    struct redis_arg args[] = {redis_arg("HGET"), redis_arg(apply->meta), redis_arg("ledger")};
    redis_command(what->redis, args, 3, on_known, apply);
}
