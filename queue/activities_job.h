/* activities_job - one operation on an activity that is under way: what the files about activities share. */
#ifndef QUEUE_ACTIVITIES_JOB_H
#define QUEUE_ACTIVITIES_JOB_H

#include "queue/activities.h"
#include "queue/args.h"

struct activities_job {
    struct office *office;
    struct activities_by by;
    char user[VAULT_ID_MAX + 1], id[20];
    office_done done;
    void *arg;
    json_t *asked, *result; /* owned */
    struct board_activity activity;
    size_t looked_at, limit;
    int notice, start;
    void (*next)(struct activities_job *job, const struct board_activity *is);
};

/* NULL when there is no memory: done has been told then. An id that is too long to be one becomes one that is none. */
struct activities_job *activities_job_new(struct office *office, const struct activities_by *by, const char *id,
                                          office_done done, void *arg);
/* Tells done and frees the job. Takes result over; a result that is NULL without a why is ERROR_SYSTEM. */
void activities_job_end(struct activities_job *job, json_t *result, const struct error *why);
/* Reads the activity and goes on with next, or ends the job. */
void activities_job_read(struct activities_job *job,
                         void (*next)(struct activities_job *job, const struct board_activity *is));

#endif
