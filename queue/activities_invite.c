/* activities_invite - an invitation: a campaign whose texts are made of the activity, in each language. */
#include "handlers/activity.h"
#include "handlers/activity_say.h"
#include "queue/activities_job.h"
#include "queue/audit.h"
#include "queue/campaigns.h"

#define TEXT_MAX 4096

struct texts {
    struct text at[LANGUAGE_COUNT];
};

static void texts_release(struct texts *texts) {
    for (int i = 0; i < LANGUAGE_COUNT; i++) text_release(&texts->at[i]);
}
#define own_texts __attribute__((cleanup(texts_release)))

/* A language that no content declares (its code is "") has no text. */
static void texts_make(const struct activities_job *job, const struct board_activity *is, struct texts *ret) {
    struct activity_about about = activity_about(is, job->by.now_ms);
    const char *phrase = is->kind == BOARD_WORKSHOP ? "activity_invite_workshop" : "activity_invite";
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        struct pack_fill_args with = {office_pack(job->office), (enum language)i, NULL, 0};
        text_init(&ret->at[i], TEXT_MAX);
        if (*language_code((enum language)i)) activity_text(&with, phrase, &about, &ret->at[i]);
    }
}

static void on_started(void *arg, json_t *result, const struct error *why) {
    struct activities_job *job = arg;
    activities_job_end(job, json_incref(result), why);
}

/* The text of each language stands beside its people. */
static void on_preview(void *arg, json_t *result, const struct error *why) {
    struct activities_job *job = arg;
    const char *code;
    json_t *row, *shown = json_deep_copy(result);
    json_object_foreach(json_object_get(shown, "by_language"), code, row)
        json_object_set(row, "text", json_object_get(job->asked, code));
    activities_job_end(job, shown, why);
}

static void keep_texts(struct activities_job *job, const struct texts *texts) {
    job->asked = json_object();
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        if (texts->at[i].len)
            json_object_set_new(job->asked, language_code((enum language)i), json_string(text_get(&texts->at[i])));
}

static void invite(struct activities_job *job, const struct board_activity *is) {
    own_texts struct texts texts;
    struct error why = ERROR_INIT;
    const struct board_session *next = board_next(is, job->by.now_ms);
    texts_make(job, is, &texts);
    if (!activity_is_open(is, job->by.now_ms)) {
        error_set(&why, ERROR_CONFLICT, "it is over, closed or cancelled: nobody can be invited");
        activities_job_end(job, NULL, &why);
        return;
    }
    struct campaigns_new campaign = {.fallback = LANGUAGE_ES,
                                     .useless_after_ms =
                                         next->from_ms > job->by.now_ms ? next->from_ms : next->until_ms,
                                     .now_ms = job->by.now_ms,
                                     .from_ms = job->by.hold_ms ? job->by.now_ms + job->by.hold_ms : 0,
                                     .activity = job->id};
    for (int i = 0; i < LANGUAGE_COUNT; i++) campaign.text[i] = texts.at[i].len ? text_get(&texts.at[i]) : NULL;
    keep_texts(job, &texts);
    if (job->start) {
        audit_note(job->office, job->user, "activity-invite", job->id);
        campaigns_start(job->office, &campaign, on_started, job);
    } else {
        campaigns_preview(job->office, &campaign, on_preview, job);
    }
}

void activities_invite_preview(struct office *office, const struct activities_by *by, const char *id, office_done done,
                               void *arg) {
    struct activities_job *job = activities_job_new(office, by, id, done, arg);
    if (job) activities_job_read(job, invite);
}

void activities_invite(struct office *office, const struct activities_by *by, const char *id, office_done done,
                       void *arg) {
    struct activities_job *job = activities_job_new(office, by, id, done, arg);
    if (!job) return;
    job->start = 1;
    activities_job_read(job, invite);
}
