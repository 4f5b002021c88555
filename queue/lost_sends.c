/* lost_sends - our messages whose answer was lost, and the provider's list. */
#include "queue/lost_sends.h"

#include "config/clock.h"
#include "config/own.h"
#include "queue/args.h"
#include "queue/send_item.h"

#include <stdlib.h>
#include <string.h>

#define BEFORE_MS (3 * 60 * 1000) /* an answer is waited for no longer than send.timeout_s, at most two minutes */
#define AFTER_MS  (60 * 1000)     /* clocks differ */

struct lost {
    struct send_item item;
    int64_t at_ms;                  /* when its outcome became unknown */
    const struct wire_sent *theirs; /* the one that fits; NULL = none, or more than one */
};

struct lost_sends {
    struct office *office;
    const struct channel *channel;
    struct lost *at;
    size_t count;
    struct inbox settled;
    void (*found)(void *arg, struct lost_sends *lost);
    void (*matched)(void *arg, struct inbox *settled);
    void *arg;
};

void lost_sends_free(struct lost_sends *lost) {
    if (!lost) return;
    for (size_t i = 0; i < lost->count; i++) send_item_release(&lost->at[i].item);
    inbox_release(&lost->settled);
    free(lost->at);
    free(lost);
}

/* --- ours --- */

static void read_one(struct lost_sends *lost, const redisReply *row) {
    struct lost *one = &lost->at[lost->count];
    if (row->type != REDIS_REPLY_ARRAY || row->elements != 2 || !row->element[0]->str) return;
    if (send_item_read(lost->office, row->element[1], &one->item, NULL) < 0 || !one->item.text || !one->item.to) {
        send_item_release(&one->item);
        return;
    }
    one->at_ms = strtoll(row->element[0]->str, NULL, 10);
    lost->count++;
}

static void on_found(void *arg, const redisReply *reply, const struct error *why) {
    struct lost_sends *lost = arg;
    size_t count = !why && reply->type == REDIS_REPLY_ARRAY ? reply->elements : 0;
    lost->at = count ? calloc(count, sizeof *lost->at) : NULL;
    for (size_t i = 0; lost->at && i < count; i++) read_one(lost, reply->element[i]);
    void (*found)(void *arg, struct lost_sends *lost) = lost->found;
    void *found_arg = lost->arg;
    if (lost->count == 0) {
        lost_sends_free(lost);
        lost = NULL;
    }
    found(found_arg, lost);
}

void lost_sends_find(struct office *office, const struct channel *channel, int64_t since_ms,
                     void (*found)(void *arg, struct lost_sends *lost), void *arg) {
    own_args struct args args = ARGS_INIT;
    struct lost_sends *lost = calloc(1, sizeof *lost);
    if (!lost) {
        found(arg, NULL);
        return;
    }
    *lost = (struct lost_sends){.office = office, .channel = channel, .found = found, .arg = arg};
    args_number(&args, clock_wall_ms());
    args_text(&args, channel->name);
    args_number(&args, since_ms);
    args_number(&args, LOST_SENDS_MAX);
    args_call(&args, office, "lost_sends", on_found, lost);
}

int64_t lost_sends_since(const struct lost_sends *lost) {
    int64_t since_ms = lost->at[0].at_ms;
    for (size_t i = 1; i < lost->count; i++)
        if (lost->at[i].at_ms < since_ms) since_ms = lost->at[i].at_ms;
    return since_ms - BEFORE_MS;
}

/* --- theirs --- */

static int is_same(const struct lost *one, const struct wire_sent *sent) {
    return sent->at_ms >= one->at_ms - BEFORE_MS && sent->at_ms <= one->at_ms + AFTER_MS &&
           strcmp(sent->to, one->item.to) == 0 && strcmp(text_get(&sent->body), one->item.text) == 0;
}

/* 1 when another of ours might be this one as well. */
static int has_twin(const struct lost_sends *lost, size_t at, const struct wire_sent *sent) {
    for (size_t i = 0; i < lost->count; i++)
        if (i != at && is_same(&lost->at[i], sent)) return 1;
    return 0;
}

static void find_theirs(struct lost_sends *lost, const struct wire_sent *sent, size_t count) {
    for (size_t i = 0; i < lost->count; i++) {
        size_t fit = 0;
        for (size_t k = 0; k < count; k++) {
            if (!is_same(&lost->at[i], &sent[k]) || has_twin(lost, i, &sent[k])) continue;
            lost->at[i].theirs = &sent[k];
            fit++;
        }
        if (fit != 1) lost->at[i].theirs = NULL;
    }
}

static void settle(struct lost_sends *lost, const struct lost *one) {
    struct status *status = inbox_add_status(&lost->settled);
    if (!status) return;
    *status = one->theirs->status;
    snprintf(status->out_id, sizeof status->out_id, "%s", one->item.out_id);
}

/* Theirs that is known as another message of ours is no answer. */
static void on_known(void *arg, const redisReply *reply, const struct error *why) {
    struct lost_sends *lost = arg;
    size_t at = 0;
    for (size_t i = 0; i < lost->count && !why && reply->type == REDIS_REPLY_ARRAY; i++) {
        if (!lost->at[i].theirs || at >= reply->elements) continue;
        if (reply->element[at++]->type == REDIS_REPLY_NIL) settle(lost, &lost->at[i]);
    }
    lost->matched(lost->arg, &lost->settled);
}

void lost_sends_match(struct lost_sends *lost, const struct wire_sent *sent, size_t count,
                      void (*matched)(void *arg, struct inbox *settled), void *arg) {
    char key[OFFICE_KEY_MAX], indexes[LOST_SENDS_MAX][VAULT_INDEX_MAX + 1], domain[SETTINGS_SHORT_MAX + 8];
    struct redis_arg args[LOST_SENDS_MAX + 2] = {redis_arg("HMGET"),
                                                 redis_arg(office_key(lost->office, "pids", NULL, key))};
    size_t asked = 0;
    lost->matched = matched;
    lost->arg = arg;
    find_theirs(lost, sent, count);
    snprintf(domain, sizeof domain, "out/%s", lost->channel->name);
    for (size_t i = 0; i < lost->count && asked < LOST_SENDS_MAX; i++) {
        if (!lost->at[i].theirs) continue;
        vault_index(office_vault(lost->office), domain, lost->at[i].theirs->status.provider_id, indexes[asked]);
        args[asked + 2] = redis_arg(indexes[asked]);
        asked++;
    }
    if (asked)
        redis_command(office_redis(lost->office), args, asked + 2, on_known, lost);
    else
        matched(arg, &lost->settled);
}
