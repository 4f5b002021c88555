/* media - fetched beside the road: reserve, fetch, seal, keep; and what has to go goes. */
#include "queue/media.h"

#include "config/clock.h"
#include "config/log.h"
#include "config/own.h"
#include "messages/wire.h"
#include "queue/args.h"
#include "queue/media_fetch.h"
#include "queue/media_file.h"
#include "queue/media_sweep.h"

#include <stdlib.h>
#include <string.h>

#define TICK_MS   2000
#define TIMEOUT_S 30 /* of one call */
#define LEASE_MS  (WIRE_FETCH_MAX * TIMEOUT_S * 1000 + 30000)

struct media {
    struct office *office;
    struct client *client;
    struct loop_timer *tick;
    struct media_sweep *sweep;
    char folder[MEDIA_DIR_MAX];
    size_t under_way;
    int reserving, again, freed;
};

/* One medium on its way. */
struct job {
    struct media *media;
    char id[MEDIA_ID_MAX + 1];
    struct vault_key key;
    long tries;
    const struct media_type *type;
    char *bytes; /* owned */
    size_t len;
    struct error why; /* of the pool's work */
};

static void settle(struct media *media) {
    if (media->freed && !media->under_way && !media->reserving) free(media);
}

static void look(struct media *media);

static void job_end(struct job *job) {
    struct media *media = job->media;
    vault_key_clear(&job->key);
    if (job->bytes) explicit_bzero(job->bytes, job->len);
    free(job->bytes);
    free(job);
    media->under_way--;
    if (media->freed)
        settle(media);
    else
        loop_timer_set(media->tick, 0); /* there may be more */
}

/* What could not be told to Redis is due again when the lease is over. */
static void on_told(void *arg, const redisReply *reply, const struct error *why) {
    struct job *job = arg;
    (void)reply;
    if (why && why->kind != ERROR_BUSY) log_error("media", "id=%s: %s", job->id, why->text);
    job_end(job);
}

/* --- it did not come --- */

static int64_t retry_at(long tries, long retry_after_s) {
    static const int64_t after_s[] = {10, 60, 300, 1800, 3600};
    size_t last = sizeof after_s / sizeof after_s[0] - 1, at = tries < 0 ? 0 : (size_t)tries;
    int64_t wait_s = after_s[at < last ? at : last];
    return clock_wall_ms() + 1000 * (retry_after_s > wait_s ? retry_after_s : wait_s);
}

static void tell_failure(struct job *job, const char *state, const char *why, int64_t at_ms) {
    own_args struct args args = ARGS_INIT;
    args_text(&args, job->id);
    args_text(&args, state);
    args_text(&args, why);
    args_number(&args, at_ms);
    args_call(&args, job->media->office, "media_failed", on_told, job);
}

/* --- it came --- */

static void drop_file(void *arg) {
    struct job *job = arg;
    media_file_drop(job->media->folder, job->id, NULL);
}

static void on_dropped(void *arg) {
    job_end(arg);
}

/* "gone": the person was erased while the file came. */
static void on_kept(void *arg, const redisReply *reply, const struct error *why) {
    struct job *job = arg;
    int is_gone = !why && reply->type == REDIS_REPLY_STRING && strcmp(reply->str, "gone") == 0;
    if (!is_gone || job->media->freed ||
        loop_work(office_loop(job->media->office), drop_file, on_dropped, job, NULL) < 0)
        on_told(job, reply, why);
}

static void write_file(void *arg) {
    struct job *job = arg;
    struct media_file file = {job->media->folder, job->id, &job->key};
    media_file_write(&file, (struct vault_bytes){job->bytes, job->len}, &job->why);
}

static void on_written(void *arg) {
    struct job *job = arg;
    own_args struct args args = ARGS_INIT;
    if (job->why.kind) {
        log_error("media", "%s; it is tried again", job->why.text);
        tell_failure(job, "due", "disk", retry_at(job->tries, 0));
        return;
    }
    args_text(&args, job->id);
    args_text(&args, job->type->type);
    args_number(&args, (int64_t)job->len);
    args_call(&args, job->media->office, "media_kept", on_kept, job);
}

static void keep(struct job *job, const struct media_result *result) {
    job->type = result->type;
    job->len = result->body_len;
    job->bytes = malloc(result->body_len);
    if (job->bytes) memcpy(job->bytes, result->body, result->body_len);
    if (job->bytes && loop_work(office_loop(job->media->office), write_file, on_written, job, NULL) == 0) return;
    tell_failure(job, "due", "disk", retry_at(job->tries, 0));
}

static void on_fetched(void *arg, const struct media_result *result) {
    struct job *job = arg;
    if (job->media->freed) {
        job_end(job);
        return;
    }
    switch (result->end) {
    case MEDIA_HERE: keep(job, result); break;
    case MEDIA_LATER: tell_failure(job, "due", result->why, retry_at(job->tries, result->retry_after_s)); break;
    case MEDIA_REFUSED: tell_failure(job, "refused", result->why, 0); break;
    case MEDIA_FAILED: tell_failure(job, "failed", result->why, 0); break;
    }
}

/* --- what is due --- */

enum row { ROW_ID, ROW_PERSON, ROW_KEY, ROW_CHANNEL, ROW_TRIES, ROW_REF, ROWS };

static int is_row(const redisReply *row) {
    if (row->type != REDIS_REPLY_ARRAY || row->elements != ROWS) return 0;
    for (size_t i = 0; i < ROWS; i++)
        if (row->element[i]->type != REDIS_REPLY_STRING) return 0;
    return row->element[ROW_ID]->len <= MEDIA_ID_MAX;
}

static void fetch(struct job *job, const redisReply *row) {
    const struct settings *settings = office_settings(job->media->office);
    const redisReply *key = row->element[ROW_KEY], *ref = row->element[ROW_REF];
    const struct vault_key *found;
    char bound[PERSON_BOUND_MAX];
    own_mem char *reference = NULL;
    size_t len;
    person_bound("media", job->id, NULL, bound);
    if (person_key(office_keys(job->media->office), row->element[ROW_PERSON]->str,
                   (struct vault_bytes){key->str, key->len}, &found, NULL) < 0 ||
        vault_unseal(found, bound, (struct vault_bytes){ref->str, ref->len}, &reference, &len, NULL) < 0) {
        tell_failure(job, "failed", "unreadable", 0);
        return;
    }
    job->key = *found;
    struct media_wanted wanted = {settings_channel(settings, row->element[ROW_CHANNEL]->str), reference,
                                  (size_t)settings->media.max_kib * 1024};
    media_fetch(job->media->client, &wanted, on_fetched, job);
}

static void take(struct media *media, const redisReply *row) {
    struct job *job = is_row(row) ? calloc(1, sizeof *job) : NULL;
    if (!job) return; /* it is due again when the lease is over */
    job->media = media;
    snprintf(job->id, sizeof job->id, "%s", row->element[ROW_ID]->str);
    job->tries = strtol(row->element[ROW_TRIES]->str, NULL, 10);
    media->under_way++;
    fetch(job, row);
}

static void on_reserved(void *arg, const redisReply *reply, const struct error *why) {
    struct media *media = arg;
    size_t count = !why && reply->type == REDIS_REPLY_ARRAY ? reply->elements : 0;
    if (why && why->kind != ERROR_BUSY) log_error("media", "%s", why->text);
    media->reserving = 0;
    for (size_t i = 0; i < count && !media->freed; i++) take(media, reply->element[i]);
    if (!media->freed && media->again) look(media);
    settle(media);
}

static void look(struct media *media) {
    own_args struct args args = ARGS_INIT;
    media->again = media->reserving;
    if (media->reserving || media->under_way >= MEDIA_AT_ONCE || !office_is_open(media->office)) return;
    media->reserving = 1;
    args_number(&args, clock_wall_ms());
    args_number(&args, LEASE_MS);
    args_number(&args, (int64_t)(MEDIA_AT_ONCE - media->under_way));
    args_number(&args, office_settings(media->office)->media.total_mib * 1024LL * 1024);
    args_call(&args, media->office, "media_reserve", on_reserved, media);
}

static void on_tick(void *arg) {
    struct media *media = arg;
    loop_timer_set(media->tick, TICK_MS);
    look(media);
}

static void on_bell(void *arg, const char *word) {
    struct media *media = arg;
    if (strcmp(word, "media") == 0) look(media);
}

int media_start(struct office *office, struct media **ret, struct error *why) {
    struct media *media = calloc(1, sizeof *media);
    if (!media) return error_set(why, ERROR_SYSTEM, "no memory for media");
    media->office = office;
    if (media_file_folder(office_settings(office)->data.dir, media->folder, why) < 0 ||
        client_new(office_loop(office), TIMEOUT_S, &media->client, why) < 0 ||
        media_sweep_start(office, media->folder, &media->sweep, why) < 0 ||
        loop_timer_new(office_loop(office), on_tick, media, &media->tick, why) < 0) {
        media_free(media);
        return -1;
    }
    loop_timer_set(media->tick, TICK_MS);
    office_on_bell(office, on_bell, media);
    *ret = media;
    return 0;
}

void media_free(struct media *media) {
    if (!media) return;
    office_forget(media->office, media);
    media->freed = 1;
    media->under_way++; /* those that end with the client must not free us yet */
    client_free(media->client);
    media_sweep_free(media->sweep);
    loop_timer_free(media->tick);
    media->under_way--;
    settle(media);
}
