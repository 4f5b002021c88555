/* surveys_settle - the order in which answers came is written away. */
#include "queue/surveys_settle.h"

#include "config/log.h"
#include "queue/args.h"

#include <stdlib.h>
#include <string.h>

struct surveys_settler {
    struct office *office;
    struct loop_timer *timer; /* the next look: at the rows, or at the rewrite under way */
    int is_asking;            /* a command is under way: one at a time */
    int is_rewriting;         /* Redis is at it */
    int is_ours;              /* it began after the rows were counted */
    int again;                /* somebody asked meanwhile */
    int is_gone;              /* freed while asking */
    long long rows;           /* that a rewrite of ours settles: all up to this one */
    unsigned fails;
};

static void look(struct surveys_settler *settler);

/* Ends the wait for a command; 0 when the settler is gone with it. */
static int heard(struct surveys_settler *settler) {
    settler->is_asking = 0;
    if (!settler->is_gone) return 1;
    free(settler);
    return 0;
}

static void ask_script(struct surveys_settler *settler, const char *script, const struct args *args, redis_done done) {
    settler->is_asking = 1;
    args_call(args, settler->office, script, done, settler);
}

static void ask_redis(struct surveys_settler *settler, const char *word, const char *more, redis_done done) {
    struct redis_arg command[] = {redis_arg(word), redis_arg(more)};
    settler->is_asking = 1;
    redis_command(office_redis(settler->office), command, *more ? 2 : 1, done, settler);
}

static void rest(struct surveys_settler *settler, int64_t ms) {
    settler->is_rewriting = 0;
    loop_timer_set(settler->timer, ms);
}

static void fail(struct surveys_settler *settler, const char *why) {
    int64_t ms = SURVEYS_RETRY_MS;
    for (unsigned i = 0; i < settler->fails && ms < SURVEYS_RETRY_MS_MAX; i++) ms *= 2;
    settler->fails++;
    if (settler->fails >= SURVEYS_FAILS_TOLD)
        log_error("surveys", "the append-only file could not be written anew %u times in a row: %s", settler->fails,
                  why);
    else
        log_warn("surveys", "the append-only file could not be written anew, it is tried again: %s", why);
    rest(settler, ms < SURVEYS_RETRY_MS_MAX ? ms : SURVEYS_RETRY_MS_MAX);
}

static void done_well(struct surveys_settler *settler) {
    if (settler->fails) log_info("surveys", "the append-only file is written anew");
    settler->fails = 0;
    rest(settler, SURVEYS_SETTLE_MS);
    if (settler->again) look(settler);
}

static void on_kept(void *arg, const redisReply *reply, const struct error *why) {
    struct surveys_settler *settler = arg;
    if (!heard(settler)) return;
    if (why)
        fail(settler, why->text);
    else
        done_well(settler);
}

/* The number behind "name:" in INFO; 0 when it is not told. */
static long told(const char *info, const char *name) {
    const char *at = strstr(info, name);
    return at ? strtol(at + strlen(name), NULL, 10) : 0;
}

/* A Redis that was started anew knows of no rewrite: then ours is not done, whatever it says of the last one. */
static int is_well(const char *info) {
    return strstr(info, "aof_last_bgrewrite_status:ok") != NULL && told(info, "aof_rewrites:") > 0;
}

static void on_info(void *arg, const redisReply *reply, const struct error *why) {
    struct surveys_settler *settler = arg;
    if (!heard(settler)) return;
    const char *info = !why && reply->type == REDIS_REPLY_STRING ? reply->str : "";
    if (why) {
        fail(settler, why->text);
    } else if (told(info, "aof_rewrite_in_progress:") || told(info, "aof_rewrite_scheduled:")) {
        loop_timer_set(settler->timer, SURVEYS_POLL_MS);
    } else if (!settler->is_ours) { /* it began before the rows, or nobody knows */
        look(settler);
    } else if (!is_well(info)) {
        fail(settler, "Redis began, and did not end it");
    } else {
        own_args struct args args = ARGS_INIT;
        args_number(&args, settler->rows);
        ask_script(settler, "survey_settled", &args, on_kept);
    }
}

static void on_rewrite(void *arg, const redisReply *reply, const struct error *why) {
    struct surveys_settler *settler = arg;
    if (!heard(settler)) return;
    int is_busy = why && strstr(why->text, "already in progress") != NULL;
    if (why && !is_busy) {
        fail(settler, why->text);
        return;
    }
    settler->is_rewriting = 1;
    settler->is_ours = !is_busy;
    loop_timer_set(settler->timer, SURVEYS_POLL_MS);
}

static void on_fresh(void *arg, const redisReply *reply, const struct error *why) {
    struct surveys_settler *settler = arg;
    if (!heard(settler)) return;
    if (why) {
        fail(settler, why->text);
    } else if (reply->integer == 0) {
        done_well(settler);
    } else {
        settler->rows = reply->integer;
        ask_redis(settler, "BGREWRITEAOF", "", on_rewrite);
    }
}

static void look(struct surveys_settler *settler) {
    own_args struct args args = ARGS_INIT;
    settler->again = settler->is_rewriting = 0;
    if (office_is_open(settler->office))
        ask_script(settler, "survey_fresh", &args, on_fresh);
    else
        rest(settler, SURVEYS_SETTLE_MS); /* it is looked for when the office opens */
}

void surveys_settle(struct surveys_settler *settler) {
    if (settler->is_asking || settler->is_rewriting)
        settler->again = 1;
    else
        look(settler);
}

unsigned surveys_settle_fails(const struct surveys_settler *settler) {
    return settler->fails;
}

static void on_time(void *arg) {
    struct surveys_settler *settler = arg;
    if (settler->is_asking) return; /* its answer sets the timer again */
    if (settler->is_rewriting)
        ask_redis(settler, "INFO", "persistence", on_info);
    else
        look(settler);
}

static void on_open(void *arg) {
    surveys_settle(arg);
}

static void on_bell(void *arg, const char *word) {
    if (strcmp(word, "settle") == 0) surveys_settle(arg);
}

int surveys_settler_new(struct office *office, struct surveys_settler **ret, struct error *why) {
    struct surveys_settler *settler = calloc(1, sizeof *settler);
    if (!settler) return error_set(why, ERROR_SYSTEM, "no memory for the surveys");
    settler->office = office;
    if (loop_timer_new(office_loop(office), on_time, settler, &settler->timer, why) < 0) {
        free(settler);
        return -1;
    }
    loop_timer_set(settler->timer, SURVEYS_SETTLE_MS);
    office_on_bell(office, on_bell, settler);
    office_on_open(office, on_open, settler);
    *ret = settler;
    return 0;
}

void surveys_settler_free(struct surveys_settler *settler) {
    if (!settler) return;
    office_forget(settler->office, settler);
    loop_timer_free(settler->timer);
    if (settler->is_asking)
        settler->is_gone = 1;
    else
        free(settler);
}
