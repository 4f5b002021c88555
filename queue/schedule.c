/* schedule - calls the scripts DUE and CHORES, at once again while there is more. */
#include "queue/schedule.h"

#include "config/clock.h"
#include "config/log.h"
#include "queue/args.h"

#include <stdlib.h>

#define TICK_MS   500
#define DUE_BATCH 500 /* entries a call: some 5 ms of Redis' time */
#define CHORE_MAX 200

struct schedule {
    struct office *office;
    struct loop_timer *tick;
    size_t waiting; /* scripts under way */
    int more, stopping;
};

static void schedule_run(void *arg);

static void round_end(struct schedule *schedule) {
    if (--schedule->waiting) return;
    if (schedule->stopping) {
        free(schedule);
        return;
    }
    loop_timer_set(schedule->tick, schedule->more ? 0 : TICK_MS);
}

static void failed(const struct error *why, const char *script) {
    if (why->kind != ERROR_BUSY) log_error("schedule", "%s: %s", script, why->text);
}

static void on_due(void *arg, const redisReply *reply, const struct error *why) {
    struct schedule *schedule = arg;
    if (why)
        failed(why, "due");
    else if (reply->type == REDIS_REPLY_INTEGER && reply->integer == DUE_BATCH)
        schedule->more = 1;
    round_end(schedule);
}

static void on_chores(void *arg, const redisReply *reply, const struct error *why) {
    struct schedule *schedule = arg;
    if (why)
        failed(why, "chores");
    else
        for (size_t i = 0; i < reply->elements; i++)
            if (reply->element[i]->integer >= CHORE_MAX) schedule->more = 1;
    round_end(schedule);
}

static void call(struct schedule *schedule, const char *script, int max, redis_done done) {
    own_args struct args args = ARGS_INIT;
    args_number(&args, clock_wall_ms());
    args_number(&args, max);
    schedule->waiting++;
    args_call(&args, schedule->office, script, done, schedule);
}

static void schedule_run(void *arg) {
    struct schedule *schedule = arg;
    schedule->more = 0;
    schedule->waiting++; /* both answers may come before the calls return */
    if (office_is_open(schedule->office)) {
        call(schedule, "due", DUE_BATCH, on_due);
        call(schedule, "chores", CHORE_MAX, on_chores);
    }
    round_end(schedule);
}

int schedule_start(struct office *office, struct schedule **ret, struct error *why) {
    struct schedule *schedule = calloc(1, sizeof *schedule);
    if (!schedule) return error_set(why, ERROR_SYSTEM, "no memory for the schedule");
    schedule->office = office;
    if (loop_timer_new(office_loop(office), schedule_run, schedule, &schedule->tick, why) < 0) {
        free(schedule);
        return -1;
    }
    loop_timer_set(schedule->tick, 0);
    *ret = schedule;
    return 0;
}

void schedule_free(struct schedule *schedule) {
    if (!schedule) return;
    loop_timer_free(schedule->tick);
    schedule->tick = NULL;
    schedule->stopping = 1;
    if (!schedule->waiting) free(schedule);
}
