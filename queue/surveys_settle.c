/* surveys_settle - the order in which answers came is written away. */
#include "config/log.h"
#include "queue/args.h"
#include "queue/surveys.h"

#include <stdlib.h>

struct surveys_settler {
    struct office *office;
    struct loop_timer *timer;
};

/* One that is under way already is good enough only for what came before it; the next hour finds the rest. */
static void on_rewrite(void *arg, const redisReply *reply, const struct error *why) {
    if (why) log_warn("surveys", "the append-only file could not be written anew: %s", why->text);
}

static void on_fresh(void *arg, const redisReply *reply, const struct error *why) {
    struct office *office = arg;
    struct redis_arg command = redis_arg("BGREWRITEAOF");
    if (!why && reply->integer > 0) redis_command(office_redis(office), &command, 1, on_rewrite, NULL);
}

void surveys_settle(struct office *office) {
    own_args struct args args = ARGS_INIT;
    if (office_is_open(office)) args_call(&args, office, "survey_settle", on_fresh, office);
}

static void on_hour(void *arg) {
    struct surveys_settler *settler = arg;
    loop_timer_set(settler->timer, SURVEYS_SETTLE_MS);
    surveys_settle(settler->office);
}

static void on_open(void *arg) {
    struct surveys_settler *settler = arg;
    surveys_settle(settler->office);
}

int surveys_settler_new(struct office *office, struct surveys_settler **ret, struct error *why) {
    struct surveys_settler *settler = calloc(1, sizeof *settler);
    if (!settler) return error_set(why, ERROR_SYSTEM, "no memory for the surveys");
    settler->office = office;
    if (loop_timer_new(office_loop(office), on_hour, settler, &settler->timer, why) < 0) {
        free(settler);
        return -1;
    }
    loop_timer_set(settler->timer, SURVEYS_SETTLE_MS);
    office_on_open(office, on_open, settler);
    *ret = settler;
    return 0;
}

void surveys_settler_free(struct surveys_settler *settler) {
    if (!settler) return;
    office_forget(settler->office, settler);
    loop_timer_free(settler->timer);
    free(settler);
}
