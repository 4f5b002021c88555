/* activities_job - one operation on an activity that is under way. */
#include "queue/activities_job.h"

#include "queue/board.h"

#include <stdlib.h>
#include <string.h>

struct activities_job *activities_job_new(struct office *office, const struct activities_by *by, const char *id,
                                          office_done done, void *arg) {
    struct activities_job *job = calloc(1, sizeof *job);
    struct error why = ERROR_INIT;
    if (!job) {
        error_set(&why, ERROR_SYSTEM, "no memory for an activity");
        done(arg, NULL, &why);
        return NULL;
    }
    job->office = office;
    job->by = *by;
    job->done = done;
    job->arg = arg;
    snprintf(job->user, sizeof job->user, "%s", *by->user ? by->user : "-"); /* as the audit log has it */
    job->by.user = job->user;
    snprintf(job->id, sizeof job->id, "%s", strlen(id) < sizeof job->id ? id : "");
    return job;
}

void activities_job_end(struct activities_job *job, json_t *result, const struct error *why) {
    struct error no_memory = ERROR_INIT;
    if (!result && !why) {
        error_set(&no_memory, ERROR_SYSTEM, "no memory for an activity");
        why = &no_memory;
    }
    job->done(job->arg, why ? NULL : result, why);
    json_decref(result);
    json_decref(job->asked);
    json_decref(job->result);
    free(job);
}

static void on_read(void *arg, const redisReply *reply, const struct error *why) {
    struct activities_job *job = arg;
    struct board_activity is;
    struct error broken = ERROR_INIT;
    if (!why && board_read_activity(job->id, reply->element[0], &is) < 0) {
        error_set(&broken, ERROR_SYSTEM, "the record of an activity is malformed");
        why = &broken;
    }
    if (why) {
        activities_job_end(job, NULL, why);
        return;
    }
    is.waiting = reply->element[1]->integer;
    job->next(job, &is);
}

void activities_job_read(struct activities_job *job,
                         void (*next)(struct activities_job *job, const struct board_activity *is)) {
    own_args struct args args = ARGS_INIT;
    job->next = next;
    args_text(&args, job->id);
    args_call(&args, job->office, "activity_get", on_read, job);
}
