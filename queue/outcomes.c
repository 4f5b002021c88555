/* outcomes - what became of messages, told to Redis many at a time. */
#include "queue/outcomes.h"

#include "config/clock.h"
#include "config/log.h"
#include "config/own.h"
#include "queue/args.h"

#include <stdlib.h>
#include <string.h>

#define BATCH_MAX 40 /* 11 arguments each: within ARGS_MAX, and some 2 ms of Redis' time */

struct batch {
    struct outcomes *outcomes;
    size_t count;
    struct outcome_told *at[BATCH_MAX];
};

void outcomes_init(struct outcomes *outcomes, struct office *office,
                   void (*ended)(void *arg, struct outcome_told *told), void *arg) {
    *outcomes = (struct outcomes){.office = office, .ended = ended, .arg = arg};
}

static void keep(struct outcomes *outcomes, struct outcome_told *told) {
    told->next = outcomes->untold;
    outcomes->untold = told;
}

static const char *word_at(const redisReply *reply, size_t i) {
    int is_list = reply && reply->type == REDIS_REPLY_ARRAY && i < reply->elements;
    return is_list && reply->element[i]->type == REDIS_REPLY_STRING ? reply->element[i]->str : "an answer of no form";
}

static void end(struct outcomes *outcomes, struct outcome_told *told, const char *fault) {
    if (fault)
        log_warn("sender", "message %s: its outcome '%s' was not taken: %s", told->item.out_id, told->outcome, fault);
    outcomes->ended(outcomes->arg, told);
}

static void on_told(void *arg, const redisReply *reply, const struct error *why) {
    own_mem struct batch *batch = arg;

    for (size_t i = 0; i < batch->count; i++) {
        const char *word = why ? why->text : word_at(reply, i);
        if (why && why->kind == ERROR_BUSY && !batch->outcomes->closed)
            keep(batch->outcomes, batch->at[i]);
        else if (why && why->kind == ERROR_BUSY)
            end(batch->outcomes, batch->at[i], NULL);
        else
            end(batch->outcomes, batch->at[i], strcmp(word, "done") && strcmp(word, "settled") ? word : NULL);
    }
}

static void add_backup_and_price(struct outcomes *outcomes, const struct outcome_told *told, struct args *args) {
    const struct channel *channel = told->item.channel;
    char day[16], spent_on[sizeof day + SETTINGS_SHORT_MAX] = "";

    send_rules_add_backup(office_settings(outcomes->office), channel, args);
    if (*told->price && channel)
        snprintf(spent_on, sizeof spent_on, "%s %s", send_rules_day(clock_wall_ms(), day), channel->name);
    args_text(args, *spent_on ? told->price : "");
    args_text(args, spent_on);
}

static void add(struct outcomes *outcomes, const struct outcome_told *told, struct args *args) {
    args_text(args, told->item.out_id);
    args_text(args, told->item.token);
    args_text(args, told->outcome);
    args_text(args, told->code);
    args_text(args, told->index);
    args_number(args, told->retry_at_ms);
    args_text(args, told->cause ? told->cause : "");
    add_backup_and_price(outcomes, told, args);
}

void outcomes_add(struct outcomes *outcomes, struct outcome_told *told) {
    told->next = outcomes->waiting;
    outcomes->waiting = told;
}

/* Takes up to BATCH_MAX of the list. */
static struct outcome_told *tell(struct outcomes *outcomes, struct outcome_told *list) {
    own_args struct args args = ARGS_INIT;
    struct batch *batch = calloc(1, sizeof *batch);

    if (!batch) {
        for (struct outcome_told *next; list; list = next) {
            next = list->next;
            keep(outcomes, list);
        }
        return NULL;
    }
    batch->outcomes = outcomes;
    args_number(&args, clock_wall_ms());
    for (; list && batch->count < BATCH_MAX; list = list->next) {
        add(outcomes, list, &args);
        batch->at[batch->count++] = list;
    }
    args_call(&args, outcomes->office, "send_done", on_told, batch);
    return list;
}

void outcomes_flush(struct outcomes *outcomes) {
    struct outcome_told *list = give(outcomes->waiting);

    while (list) list = tell(outcomes, list);
}

void outcomes_again(struct outcomes *outcomes) {
    struct outcome_told *list = give(outcomes->untold);

    while (list) list = tell(outcomes, list);
}

void outcomes_close(struct outcomes *outcomes) {
    struct outcome_told *lists[] = {give(outcomes->waiting), give(outcomes->untold)};

    outcomes->closed = 1;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        for (struct outcome_told *told = lists[i], *next; told; told = next) {
            next = told->next;
            end(outcomes, told, NULL);
        }
}
