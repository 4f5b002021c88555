/* activities - events and workshops as the office works with them. */
#include "queue/activities.h"

#include "queue/activities_job.h"
#include "queue/activities_json.h"

#include <stdlib.h>
#include <string.h>

#define COUNT_BATCH 1000 /* people a script looks at */
#define LIST_MAX    100

/* --- made --- */

static void on_created(void *arg, const redisReply *reply, const struct error *why) {
    struct activities_job *job = arg;
    (void)reply;
    activities_job_end(job, why ? NULL : json_pack("{s:s}", "id", job->id), why);
}

static int take_new(struct activities_job *job, const json_t *json, struct error *why) {
    if (json_object_get(json, "version")) return error_set(why, ERROR_INPUT, "a new activity has no 'version'");
    if (activities_json_take(office_pack(job->office), json, &job->activity, why) < 0) return -1;
    return activities_json_check(&job->activity, job->by.now_ms, why);
}

void activities_create(struct office *office, const struct activities_by *by, const json_t *json, office_done done,
                       void *arg) {
    struct activities_job *job = activities_job_new(office, by, "", done, arg);
    struct error why = ERROR_INIT;
    own_args struct args args = ARGS_INIT;
    if (!job) return;
    if (take_new(job, json, &why) < 0) {
        activities_job_end(job, NULL, &why);
        return;
    }
    vault_random_id(job->id);
    activities_json_codes(&job->activity);
    args_number(&args, by->now_ms);
    args_text(&args, job->id);
    args_number(&args, activities_json_until_ms(&job->activity));
    args_text(&args, job->user);
    activities_json_fields(&job->activity, &args);
    args_call(&args, office, "activity_put", on_created, job);
}

/* --- changed --- */

static void on_changed(void *arg, const redisReply *reply, const struct error *why) {
    struct activities_job *job = arg;
    (void)reply;
    activities_job_end(job, why ? NULL : json_pack("{s:s, s:b}", "id", job->id, "notice", job->notice), why);
}

/* Kind and seats that are given away stay as they are. */
static int take_change(struct activities_job *job, const struct board_activity *was, struct error *why) {
    if (json_integer_value(json_object_get(job->asked, "version")) != was->version)
        return error_set(why, ERROR_CONFLICT,
                         "somebody else has changed it, or 'version' is missing; look at it again");
    job->activity = *was;
    if (activities_json_take(office_pack(job->office), job->asked, &job->activity, why) < 0) return -1;
    if (job->activity.kind != was->kind) return error_set(why, ERROR_INPUT, "the kind of an activity stays");
    if (activities_json_check(&job->activity, job->by.now_ms, why) < 0) return -1;
    job->notice = activities_json_differs(was, &job->activity);
    return 0;
}

static void change(struct activities_job *job, const struct board_activity *was) {
    own_args struct args args = ARGS_INIT;
    struct error why = ERROR_INIT;
    if (take_change(job, was, &why) < 0) {
        activities_job_end(job, NULL, &why);
        return;
    }
    activities_json_codes(&job->activity);
    args_number(&args, job->by.now_ms);
    args_text(&args, job->id);
    args_number(&args, was->version);
    args_number(&args, activities_json_until_ms(&job->activity));
    if (job->notice)
        args_number(&args, job->by.now_ms + job->by.hold_ms);
    else
        args_text(&args, "");
    args_text(&args, job->user);
    activities_json_fields(&job->activity, &args);
    args_call(&args, job->office, "activity_change", on_changed, job);
}

void activities_change(struct office *office, const struct activities_by *by, const char *id, const json_t *json,
                       office_done done, void *arg) {
    struct activities_job *job = activities_job_new(office, by, id, done, arg);
    if (!job) return;
    job->asked = json_deep_copy(json);
    activities_job_read(job, change);
}

static void on_set(void *arg, const redisReply *reply, const struct error *why) {
    struct activities_job *job = arg;
    (void)reply;
    activities_job_end(job, why ? NULL : json_pack("{s:s, s:O}", "id", job->id, "state", job->asked), why);
}

void activities_set(struct office *office, const struct activities_by *by, const char *id, const char *state,
                    office_done done, void *arg) {
    struct activities_job *job = activities_job_new(office, by, id, done, arg);
    struct error why = ERROR_INIT;
    own_args struct args args = ARGS_INIT;
    if (!job) return;
    if (strcmp(state, "open") != 0 && strcmp(state, "closed") != 0 && strcmp(state, "cancelled") != 0) {
        error_set(&why, ERROR_INPUT, "an activity can be open, closed or cancelled");
        activities_job_end(job, NULL, &why);
        return;
    }
    job->asked = json_string(state);
    args_number(&args, by->now_ms);
    args_text(&args, job->id);
    args_text(&args, state);
    args_number(&args, by->now_ms + by->hold_ms);
    args_text(&args, job->user);
    args_call(&args, office, "activity_set", on_set, job);
}

static void on_undone(void *arg, const redisReply *reply, const struct error *why) {
    struct activities_job *job = arg;
    (void)reply;
    activities_job_end(job, why ? NULL : json_pack("{s:s}", "id", job->id), why);
}

static void undo(struct activities_job *job, const struct board_activity *is) {
    own_args struct args args = ARGS_INIT;
    args_number(&args, job->by.now_ms);
    args_text(&args, job->id);
    args_number(&args, activities_json_until_ms(is));
    args_text(&args, job->user);
    args_call(&args, job->office, "activity_undo", on_undone, job);
}

void activities_undo(struct office *office, const struct activities_by *by, const char *id, office_done done,
                     void *arg) {
    struct activities_job *job = activities_job_new(office, by, id, done, arg);
    if (job) activities_job_read(job, undo);
}

/* --- looked at --- */

static void on_list(void *arg, const redisReply *reply, const struct error *why) {
    struct activities_job *job = arg;
    json_t *list = json_array();
    for (size_t i = 1; !why && i < reply->elements; i++) {
        const redisReply *row = reply->element[i];
        json_t *one = activities_json(row->element[0]->str, row->element[1], row->element[2]->integer);
        if (one) json_array_append_new(list, one);
    }
    json_int_t total = why || !reply->elements ? 0 : reply->element[0]->integer;
    json_t *result = json_pack("{s:o, s:I}", "activities", list, "total", total);
    if (why) json_decref(result);
    activities_job_end(job, why ? NULL : result, why);
}

void activities_list(struct office *office, size_t offset, size_t limit, office_done done, void *arg) {
    struct activities_job *job = activities_job_new(office, &(struct activities_by){.user = ""}, "", done, arg);
    own_args struct args args = ARGS_INIT;
    if (!job) return;
    args_number(&args, (int64_t)offset);
    args_number(&args, limit < LIST_MAX ? (int64_t)limit : LIST_MAX);
    args_call(&args, office, "activity_list", on_list, job);
}

static json_t *counts_of(json_t *all, const char *language) {
    json_t *counts = json_object_get(all, language);
    if (counts) return counts;
    counts = json_pack("{s:i, s:i, s:i, s:i, s:i, s:i}", "invited", 0, "yes", 0, "waiting", 0, "no", 0, "seats", 0,
                       "came", 0);
    json_object_set_new(all, language, counts);
    return counts;
}

static void add(json_t *counts, const char *name, long long by) {
    json_object_set_new(counts, name, json_integer(json_integer_value(json_object_get(counts, name)) + by));
}

/* {language, state, people, seats, came} */
static void take_counts(json_t *all, const redisReply *row) {
    json_t *counts = counts_of(all, row->element[0]->str);
    char state = row->element[1]->str[0];
    add(counts, "invited", row->element[2]->integer);
    add(counts, "came", row->element[4]->integer);
    if (state == 'y') add(counts, "seats", row->element[3]->integer);
    const char *name = state == 'y' ? "yes" : state == 'w' ? "waiting" : state == 'n' ? "no" : NULL;
    if (name) add(counts, name, row->element[2]->integer);
}

static void count_next(struct activities_job *job);

static void on_counts(void *arg, const redisReply *reply, const struct error *why) {
    struct activities_job *job = arg;
    if (why || !job->result) {
        activities_job_end(job, NULL, why);
        return;
    }
    for (size_t i = 1; i < reply->elements; i++) take_counts(json_object_get(job->result, "counts"), reply->element[i]);
    job->looked_at += (size_t)reply->element[0]->integer;
    if (reply->element[0]->integer == COUNT_BATCH)
        count_next(job);
    else
        activities_job_end(job, json_incref(job->result), NULL);
}

static void count_next(struct activities_job *job) {
    own_args struct args args = ARGS_INIT;
    args_text(&args, job->id);
    args_number(&args, (int64_t)job->looked_at);
    args_number(&args, COUNT_BATCH);
    args_call(&args, job->office, "activity_counts", on_counts, job);
}

static void on_got(void *arg, const redisReply *reply, const struct error *why) {
    struct activities_job *job = arg;
    struct error broken = ERROR_INIT;
    if (why) {
        activities_job_end(job, NULL, why);
        return;
    }
    job->result = activities_json(job->id, reply->element[0], reply->element[1]->integer);
    if (!job->result) {
        error_set(&broken, ERROR_SYSTEM, "the record of an activity is malformed");
        activities_job_end(job, NULL, &broken);
        return;
    }
    json_object_set_new(job->result, "counts", json_object());
    count_next(job);
}

void activities_get(struct office *office, const char *id, office_done done, void *arg) {
    struct activities_job *job = activities_job_new(office, &(struct activities_by){.user = ""}, id, done, arg);
    own_args struct args args = ARGS_INIT;
    if (!job) return;
    args_text(&args, job->id);
    args_call(&args, office, "activity_get", on_got, job);
}
