/* worker - one turn at a time for each person, many people at once. */
#include "queue/worker.h"

#include "config/clock.h"
#include "config/log.h"
#include "config/own.h"
#include "handlers/machine.h"
#include "queue/board.h"
#include "queue/discreet_record.h"
#include "queue/handoff.h"
#include "queue/mail.h"
#include "queue/turn_commit.h"

#include <stdlib.h>
#include <string.h>

#define TICK_MS       500
#define RESERVE_MAX   32
#define UNDER_WAY_MAX 256
#define CRASHES_MAX   7 /* tries beyond worker.tries_max that ended without a word: the event kills whoever works it */

/* A person whose turn is on its way to Redis. */
struct job {
    struct worker *worker;
    char person[VAULT_ID_MAX + 1], token[24], event[CLAIM_EVENT_MAX];
    const struct channel *channel;    /* of a message that is to be marked as read */
    char read_id[MESSAGE_ID_MAX + 1]; /* "" = of none */
};

/* A lease whose end Redis did not confirm. */
struct loose_lease {
    char person[VAULT_ID_MAX + 1], token[24];
};

struct worker {
    struct office *office;
    struct board_keeper *board;
    struct loop_timer *tick;
    struct loop_hook *hook;
    int reserving, again; /* again: there may be mail */
    int stopping, freed;
    worker_read_fn read;
    void *read_arg;
    size_t under_way;
    struct loose_lease loose[UNDER_WAY_MAX];
    size_t loose_count;
    void (*idle)(void *arg);
    void *idle_arg;
};

static int is_idle(const struct worker *worker) {
    return !worker->under_way && !worker->reserving;
}

static void settle(struct worker *worker) {
    if (!worker->stopping || !is_idle(worker)) return;
    void (*idle)(void *) = worker->idle;
    worker->idle = NULL;
    if (worker->freed)
        free(worker);
    else if (idle)
        idle(worker->idle_arg);
}

static void job_end(struct job *job) {
    struct worker *worker = job->worker;
    free(job);
    worker->under_way--;
    settle(worker);
}

static void keep_loose(struct worker *worker, const struct job *job) {
    if (worker->loose_count == UNDER_WAY_MAX) return; /* the lease runs out by itself */
    struct loose_lease *loose = &worker->loose[worker->loose_count++];
    memcpy(loose->person, job->person, sizeof loose->person);
    memcpy(loose->token, job->token, sizeof loose->token);
}

/* The end of RETRY and BURY, and of a COMMIT that went well. */
static void on_job_end(void *arg, const redisReply *reply, const struct error *why) {
    struct job *job = arg;
    (void)reply;
    if (why && why->kind == ERROR_BUSY)
        keep_loose(job->worker, job);
    else if (why && why->kind == ERROR_CONFLICT)
        log_warn("worker", "turn refused, the lease was lost event=%s", job->event);
    else if (why)
        log_error("worker", "event=%s: %s", job->event, why->text);
    job_end(job);
}

static void bury_plain(struct job *job, const char *reason) {
    own_args struct args args = ARGS_INIT;
    args_number(&args, clock_wall_ms());
    args_text(&args, job->person);
    args_text(&args, job->token);
    args_text(&args, job->event);
    args_text(&args, reason);
    args_call(&args, job->worker->office, "bury", on_job_end, job);
}

/* Redis refused the turn as such (a record of a wrong type): it would refuse it again. */
static void on_commit(void *arg, const redisReply *reply, const struct error *why) {
    struct job *job = arg;
    int is_old = reply && reply->type == REDIS_REPLY_STRING && strcmp(reply->str, "again") == 0;
    if (is_old && job->worker->board)
        board_keeper_load(job->worker->board); /* it was older than the store: the next try has a fresh one */
    if (!why && !is_old && *job->read_id && job->worker->read)
        job->worker->read(job->worker->read_arg, job->channel, job->read_id);
    if (!why || why->kind == ERROR_BUSY || why->kind == ERROR_CONFLICT) {
        on_job_end(job, reply, why);
        return;
    }
    log_error("worker", "turn buried event=%s: %s", job->event, why->text);
    bury_plain(job, "record");
}

static void bury(struct job *job, const struct claim *claim, const struct mail *mail, const char *reason) {
    own_args struct args args = ARGS_INIT;
    turn_commit_begin(claim, clock_wall_ms(), &args);
    args_text(&args, reason);
    if (claim->kind == 'M' && handoff_ops(job->worker->office, claim, mail, &args) < 0) {
        bury_plain(job, reason);
        return;
    }
    args_call(&args, job->worker->office, "bury", on_job_end, job);
}

/* The machine or the pack failed: again after a while, and after worker.tries_max put aside for the staff. */
static void retry(struct job *job, const struct claim *claim, const struct mail *mail) {
    static const int64_t back_off_ms[] = {1000, 5000, 30000};
    long last = sizeof back_off_ms / sizeof back_off_ms[0] - 1;
    if (claim->tries + 1 >= office_settings(job->worker->office)->worker.tries_max) {
        bury(job, claim, mail, "machine");
        return;
    }
    own_args struct args args = ARGS_INIT;
    int64_t now_ms = clock_wall_ms();
    turn_commit_begin(claim, now_ms, &args);
    args_number(&args, now_ms + back_off_ms[claim->tries < last ? claim->tries : last]);
    args_call(&args, job->worker->office, "retry", on_job_end, job);
}

/* A state that cannot be read is an idle one: the person begins anew and nobody waits. */
static void open_state(const struct claim *claim, struct state *ret) {
    char bound[PERSON_BOUND_MAX];
    own_mem char *json = NULL;
    size_t len;
    struct error why = ERROR_INIT;
    state_init(ret);
    if (!claim->state.len) return;
    person_bound("state", claim->person, NULL, bound);
    if (vault_unseal(&claim->key, bound, claim->state, &json, &len, &why) < 0 || state_decode(json, len, ret, &why) < 0)
        log_warn("worker", "state begins anew event=%s: %s", claim->event, why.text);
}

static void fill_event(const struct worker *worker, const struct claim *claim, const struct channel *channel,
                       struct event *ret) {
    const struct office *office = worker->office;
    ret->board = board_keeper_board(worker->board);
    ret->now_ms = clock_wall_ms();
    ret->channel_kind = channel ? channel->kind : "sms";
    ret->pack = office_pack(office);
    ret->live = office_settings(office)->office.mode == MODE_LIVE;
    ret->asks_helped = (int)office_settings(office)->office.helped_every;
    ret->keeps_unanswered = office_settings(office)->office.unanswered_max > 0;
    ret->known = claim->known;
    ret->known.word_is = ret->kind == EVENT_MESSAGE && discreet_record_is(office, claim, ret->text);
    ret->known.held_count = (long)claim_number(claim, "held");
}

static int build(const struct turn_commit *commit, struct args *args, struct error *why) {
    turn_commit_begin(commit->claim, commit->event->now_ms, args);
    if (turn_commit_state(commit, args, why) < 0) return -1;
    return turn_commit_ops(commit, args, why);
}

static void work(struct job *job, const struct claim *claim, struct mail *mail) {
    struct office *office = job->worker->office;
    const struct channel *channel = turn_commit_channel(office_settings(office), claim);
    own_args struct args args = ARGS_INIT;
    struct state was;
    struct turn turn;
    struct error why = ERROR_INIT;
    open_state(claim, &was);
    fill_event(job->worker, claim, channel, &mail->event);
    turn_init(&turn, &was);
    struct turn_commit commit = {office,   claim, &mail->event, &turn,           channel,
                                 mail->by, {0},   mail->media,  mail->more_media};
    int failed = machine_step(&was, &mail->event, &turn, &why);
    if (failed == 0) turn_limits_take(office_settings(office), claim, &was, &mail->event, &turn, &commit.limits);
    if (failed < 0 || build(&commit, &args, &why) < 0) {
        log_error("worker", "turn failed event=%s tries=%ld: %s", claim->event, claim->tries + 1, why.text);
        retry(job, claim, mail);
    } else {
        job->channel = channel;
        if (channel && strcmp(channel->name, claim->channel) == 0)
            snprintf(job->read_id, sizeof job->read_id, "%s", mail->read_id);
        args_call(&args, office, "commit", on_commit, job);
        office_ring(office, "out");
    }
    turn_release(&turn);
}

static void begin(struct job *job, struct claim *claim) {
    struct office *office = job->worker->office;
    struct mail mail = {.by = "", .media = "", .more_media = ""};
    struct error why = ERROR_INIT;
    if (claim_open(office, claim, &why) < 0) {
        log_error("worker", "event buried event=%s: %s", claim->event, why.text);
        bury_plain(job, "key");
    } else if (mail_open(office_vault(office), claim, &mail, &why) < 0) {
        log_error("worker", "event buried event=%s: %s", claim->event, why.text);
        bury(job, claim, NULL, "sealed");
    } else if (claim->tries >= office_settings(office)->worker.tries_max + CRASHES_MAX) {
        bury(job, claim, &mail, "crash");
    } else {
        work(job, claim, &mail);
    }
    mail_release(&mail);
    claim_release(claim);
}

static void take(struct worker *worker, const redisReply *reply) {
    struct claim claim;
    struct error why = ERROR_INIT;
    struct job *job = calloc(1, sizeof *job);
    if (!job || claim_read(reply, &claim, &why) < 0) {
        log_error("worker", "a person is left to the end of the lease: %s", job ? why.text : "no memory");
        free(job);
        return;
    }
    job->worker = worker;
    memcpy(job->person, claim.person, sizeof job->person);
    memcpy(job->token, claim.token, sizeof job->token);
    memcpy(job->event, claim.event, sizeof job->event);
    worker->under_way++;
    begin(job, &claim);
}

static void on_reserved(void *arg, const redisReply *reply, const struct error *why) {
    struct worker *worker = arg;
    size_t count = reply && reply->type == REDIS_REPLY_ARRAY ? reply->elements : 0;
    if (why && why->kind != ERROR_BUSY) log_error("worker", "reserve: %s", why->text);
    for (size_t i = 0; i < count; i++) take(worker, reply->element[i]);
    worker->reserving = 0;
    if (count) worker->again = 1; /* there may be more */
    settle(worker);
}

/* Once a turn of the loop, so that one script serves all that came in it. */
static void on_turn(void *arg) {
    struct worker *worker = arg;
    size_t most = office_is_pressed(worker->office) ? OFFICE_PRESSED_SHARE : UNDER_WAY_MAX;
    size_t room = most > worker->under_way ? most - worker->under_way : 0;
    if (worker->stopping || worker->reserving || !worker->again || !room) return;
    if (!office_is_open(worker->office) || !office_pack(worker->office) || !board_keeper_board(worker->board)) return;
    own_args struct args args = ARGS_INIT;
    worker->reserving = 1;
    worker->again = 0;
    args_number(&args, clock_wall_ms());
    args_number(&args, office_settings(worker->office)->worker.lease_s * 1000);
    args_number(&args, room < RESERVE_MAX ? (int64_t)room : RESERVE_MAX);
    args_call(&args, worker->office, "reserve", on_reserved, worker);
}

/* After Redis went away between RESERVE and COMMIT: nobody has to wait for the end of the lease. */
static void release_loose(struct worker *worker) {
    if (!worker->loose_count || !office_is_open(worker->office)) return;
    own_args struct args args = ARGS_INIT;
    args_number(&args, clock_wall_ms());
    for (size_t i = 0; i < worker->loose_count && i < (ARGS_MAX - 1) / 2; i++) {
        args_text(&args, worker->loose[i].person);
        args_text(&args, worker->loose[i].token);
    }
    worker->loose_count = 0;
    args_call(&args, worker->office, "release", NULL, NULL);
}

static void on_tick(void *arg) {
    struct worker *worker = arg;
    loop_timer_set(worker->tick, TICK_MS);
    release_loose(worker);
    worker->again = 1;
}

static void on_bell(void *arg, const char *word) {
    struct worker *worker = arg;
    if (strcmp(word, "mail") == 0) worker->again = 1;
}

static void on_open(void *arg) {
    struct worker *worker = arg;
    release_loose(worker);
    worker->again = 1;
}

int worker_start(struct office *office, struct worker **ret, struct error *why) {
    struct worker *worker = calloc(1, sizeof *worker);
    if (!worker) return error_set(why, ERROR_SYSTEM, "no memory for the worker");
    worker->office = office;
    if (board_keeper_new(office, &worker->board, why) < 0 ||
        loop_timer_new(office_loop(office), on_tick, worker, &worker->tick, why) < 0 ||
        loop_hook_new(office_loop(office), on_turn, worker, &worker->hook, why) < 0) {
        worker_free(worker);
        return -1;
    }
    loop_timer_set(worker->tick, TICK_MS);
    office_on_bell(office, on_bell, worker);
    office_on_open(office, on_open, worker);
    *ret = worker;
    return 0;
}

void worker_on_read(struct worker *worker, worker_read_fn read, void *arg) {
    worker->read = read;
    worker->read_arg = arg;
}

void worker_drain(struct worker *worker, void (*idle)(void *arg), void *arg) {
    worker->stopping = 1;
    worker->idle = idle;
    worker->idle_arg = arg;
    settle(worker);
}

void worker_free(struct worker *worker) {
    if (!worker) return;
    office_forget(worker->office, worker);
    board_keeper_free(worker->board);
    worker->board = NULL;
    loop_timer_free(worker->tick);
    loop_hook_free(worker->hook);
    worker->stopping = 1;
    worker->idle = NULL;
    if (is_idle(worker))
        free(worker);
    else
        worker->freed = 1; /* the last answer frees it */
}
