/* users_password - a short line of passwords before one hasher. */
#include "queue/users_password.h"

#include "queue/users.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct job {
    struct job *next;
    struct loop *loop;
    users_password_done done;
    void *arg;
    char password[USERS_PASSWORD_MAX + 1], hash[USERS_PASSWORD_HASH_MAX];
    int is_check, is_nobody;
    struct error why;
};

/* One line for the process, as its memory is one. Touched on the loop's thread only. */
static struct {
    struct job *first, **end;
    size_t count;
    int running;
} line;

/* A hash of nothing that anybody can type, with the same limits as all others. */
static const char nobody[] =
    "$argon2id$v=19$m=262144,t=3,p=1$7fuWeVn6UQZmudsaG1r5Lw$U4183t+reItmu0hUxvK/6YVRyJduS/KTcbZSszS2SE0";

static void job_work(void *arg) {
    struct job *job = arg;
    size_t len = strlen(job->password);
    errno = 0;
    if (!job->is_check) {
        if (crypto_pwhash_str_alg(job->hash, job->password, len, crypto_pwhash_OPSLIMIT_MODERATE,
                                  crypto_pwhash_MEMLIMIT_MODERATE, crypto_pwhash_ALG_ARGON2ID13) != 0)
            error_set(&job->why, ERROR_BUSY, "no memory for a password");
        return;
    }
    if (crypto_pwhash_str_verify(job->hash, job->password, len) == 0 && !job->is_nobody) return;
    /* sodium says EINVAL for a wrong password, and something else when it could not try */
    if (errno == EINVAL || errno == 0 || job->is_nobody)
        error_set(&job->why, ERROR_DENIED, "wrong name or password");
    else
        error_set(&job->why, ERROR_BUSY, "no memory for a password");
}

static void line_run(void);

static void job_end(struct job *job) {
    job->done(job->arg, job->why.kind ? NULL : job->hash, job->why.kind ? &job->why : NULL);
    sodium_memzero(job, sizeof *job);
    free(job);
}

static struct job *line_shift(void) {
    struct job *job = line.first;
    line.first = job->next;
    if (!line.first) line.end = NULL;
    line.count--;
    return job;
}

static void job_done(void *arg) {
    (void)arg;
    line.running = 0;
    job_end(line_shift());
    line_run();
}

static void line_run(void) {
    while (line.first && !line.running) {
        struct job *job = line.first;
        line.running = loop_work(job->loop, job_work, job_done, job, &job->why) == 0;
        if (!line.running) job_end(line_shift());
    }
}

static void refuse(users_password_done done, void *arg, const char *text) {
    struct error why = ERROR_INIT;
    error_set(&why, ERROR_BUSY, "%s", text);
    done(arg, NULL, &why);
}

static void line_add(struct loop *loop, const struct job *wanted) {
    struct job *job = line.count < USERS_PASSWORD_WAITING_MAX ? malloc(sizeof *job) : NULL;
    if (!job) {
        refuse(wanted->done, wanted->arg, "too many log in at this moment: try again");
        return;
    }
    *job = *wanted;
    job->loop = loop;
    *(line.end ? line.end : &line.first) = job;
    line.end = &job->next;
    line.count++;
    line_run();
}

void users_password_make(struct loop *loop, const char *password, users_password_done done, void *arg) {
    struct job job = {.done = done, .arg = arg};
    snprintf(job.password, sizeof job.password, "%s", password);
    line_add(loop, &job);
    sodium_memzero(&job, sizeof job);
}

void users_password_check(struct loop *loop, const char *password, const char *hash, users_password_done done,
                          void *arg) {
    struct job job = {.done = done, .arg = arg, .is_check = 1, .is_nobody = !*hash};
    snprintf(job.password, sizeof job.password, "%s", password);
    snprintf(job.hash, sizeof job.hash, "%s", *hash ? hash : nobody);
    line_add(loop, &job);
    sodium_memzero(&job, sizeof job);
}
