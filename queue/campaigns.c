/* campaigns - an announcement to all who consented, each in their language. */
#include "queue/campaigns.h"

#include "config/own.h"
#include "messages/segments_smart.h"
#include "queue/args.h"
#include "queue/person.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX         4096 /* bytes of one language's text; some 25 SMS segments */
#define AUDIENCE_BATCH   1000 /* people a script looks at: some 2 ms of Redis' time */
#define USELESS_AFTER_MS (24LL * 3600 * 1000)

struct campaign_job {
    struct office *office;
    office_done done;
    void *arg;
    char id[VAULT_ID_MAX + 1];
    enum language fallback;
    size_t segments[LANGUAGE_COUNT]; /* 0 = no text in this language */
    size_t people[LANGUAGE_COUNT];
    size_t looked_at;
    char survey[PACK_SURVEY_ID_MAX]; /* "" = none */
};

static void job_end(struct campaign_job *job, json_t *result, const struct error *why) {
    struct error no_memory = ERROR_INIT;

    if (!result && !why) {
        error_set(&no_memory, ERROR_SYSTEM, "no memory for an announcement");
        why = &no_memory;
    }
    job->done(job->arg, why ? NULL : result, why);
    json_decref(result);
    free(job);
}

static struct campaign_job *job_new(struct office *office, office_done done, void *arg) {
    struct campaign_job *job = calloc(1, sizeof *job);
    struct error why = ERROR_INIT;

    if (!job) {
        error_set(&why, ERROR_SYSTEM, "no memory for an announcement");
        done(arg, NULL, &why);
        return NULL;
    }
    job->office = office;
    job->done = done;
    job->arg = arg;
    return job;
}

static int texts_check(const struct campaigns_new *campaign, struct error *why) {
    if (campaign->fallback < 0 || campaign->fallback >= LANGUAGE_COUNT || !campaign->text[campaign->fallback])
        return error_set(why, ERROR_INPUT, "the announcement needs a text in its fall-back language");
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        const char *text = campaign->text[language];
        if (text && !text[strspn(text, " \t\r\n")])
            return error_set(why, ERROR_INPUT, "the text in '%s' is empty", language_code(language));
        if (text && strlen(text) > TEXT_MAX)
            return error_set(why, ERROR_INPUT, "the text in '%s' is longer than %d bytes", language_code(language),
                             TEXT_MAX);
    }
    if (campaign->useless_after_ms && campaign->useless_after_ms <= campaign->now_ms)
        return error_set(why, ERROR_INPUT, "the announcement would be useless before it begins");
    return 0;
}

/* What a text costs on the channel where it costs most: which one reaches a person is known when it leaves. */
static size_t segments_most(const struct settings *settings, const char *text) {
    size_t most = 1;

    for (size_t i = 0; i < settings->channel_count; i++) {
        own_text struct text sent = TEXT_INIT(2 * TEXT_MAX);
        size_t segments = segments_on_channel(&settings->channels[i], text, &sent);
        if (segments > most) most = segments;
    }
    return most;
}

/* A checked job of a new campaign; NULL when done has been told why not. */
static struct campaign_job *job_of(struct office *office, const struct campaigns_new *campaign, office_done done,
                                   void *arg) {
    struct error why = ERROR_INIT;

    if (texts_check(campaign, &why) < 0) {
        done(arg, NULL, &why);
        return NULL;
    }
    struct campaign_job *job = job_new(office, done, arg);
    if (!job) return NULL;
    job->fallback = campaign->fallback;
    snprintf(job->survey, sizeof job->survey, "%s", campaign->survey ? campaign->survey : "");
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        if (campaign->text[language])
            job->segments[language] = segments_most(office_settings(office), campaign->text[language]);
    return job;
}

/* --- who would get it --- */

static void preview_end(struct campaign_job *job) {
    json_t *by_language = json_object();
    size_t people = 0, segments = 0;

    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        if (!job->segments[language]) continue;
        people += job->people[language];
        segments += job->people[language] * job->segments[language];
        json_object_set_new(by_language, language_code(language),
                            json_pack("{s:I, s:I}", "people", (json_int_t)job->people[language], "segments",
                                      (json_int_t)job->segments[language]));
    }
    job_end(job,
            json_pack("{s:I, s:o, s:I}", "people", (json_int_t)people, "by_language", by_language, "segments_total",
                      (json_int_t)segments),
            NULL);
}

static void preview_next(struct campaign_job *job);

static void on_audience(void *arg, const redisReply *reply, const struct error *why) {
    struct campaign_job *job = arg;

    if (why) {
        job_end(job, NULL, why);
        return;
    }
    for (size_t i = 1; i + 1 < reply->elements; i += 2) {
        enum language language = language_of_code(reply->element[i]->str);
        if (language == LANGUAGE_NONE || !job->segments[language]) language = job->fallback;
        job->people[language] += (size_t)reply->element[i + 1]->integer;
    }
    long long seen = reply->elements ? reply->element[0]->integer : 0;
    job->looked_at += (size_t)seen;
    if (seen < AUDIENCE_BATCH)
        preview_end(job);
    else
        preview_next(job);
}

static void preview_next(struct campaign_job *job) {
    own_args struct args args = ARGS_INIT;

    args_number(&args, (int64_t)job->looked_at);
    args_number(&args, AUDIENCE_BATCH);
    args_text(&args, job->survey);
    args_call(&args, job->office, "campaign_audience", on_audience, job);
}

void campaigns_preview(struct office *office, const struct campaigns_new *campaign, office_done done, void *arg) {
    struct campaign_job *job = job_of(office, campaign, done, arg);

    if (job) preview_next(job);
}

/* --- starting --- */

static void on_started(void *arg, const redisReply *reply, const struct error *why) {
    struct campaign_job *job = arg;
    struct error same = ERROR_INIT;

    if (why && why->kind == ERROR_CONFLICT) {
        error_set(&same, ERROR_CONFLICT, "the same announcement was started less than 24 hours ago");
        why = &same;
    }
    job_end(job, why ? NULL : json_pack("{s:s, s:I}", "id", job->id, "people", (json_int_t)reply->integer), why);
}

/* Keyed, so that a stolen database cannot be asked whether an office has sent a certain text. */
static void texts_index(struct office *office, const struct campaigns_new *campaign, char ret[VAULT_INDEX_MAX + 1]) {
    own_text struct text all = TEXT_INIT(LANGUAGE_COUNT * (TEXT_MAX + 8));

    for (int language = 0; language < LANGUAGE_COUNT; language++)
        if (campaign->text[language]) text_addf(&all, "%s:%s\n", language_code(language), campaign->text[language]);
    vault_index(office_vault(office), "campaign", text_get(&all), ret);
}

void campaigns_start(struct office *office, const struct campaigns_new *campaign, office_done done, void *arg) {
    struct campaign_job *job = job_of(office, campaign, done, arg);
    own_args struct args args = ARGS_INIT;
    const struct vault_key *key = vault_office_key(office_vault(office));
    char bound[PERSON_BOUND_MAX], index[VAULT_INDEX_MAX + 1];

    if (!job) return;
    vault_random_id(job->id);
    texts_index(office, campaign, index);
    args_number(&args, campaign->now_ms);
    args_text(&args, job->id);
    args_text(&args, language_code(campaign->fallback));
    args_number(&args, campaign->useless_after_ms ? campaign->useless_after_ms : campaign->now_ms + USELESS_AFTER_MS);
    args_text(&args, index);
    args_number(&args, campaign->from_ms);
    args_text(&args, campaign->activity ? campaign->activity : "");
    args_text(&args, campaign->survey ? campaign->survey : "");
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        if (!campaign->text[language]) continue;
        args_text(&args, language_code(language));
        args_seal_text(&args, key, person_bound("campaign", job->id, language_code(language), bound),
                       campaign->text[language]);
        args_number(&args, (int64_t)job->segments[language]);
    }
    args_call(&args, office, "campaign_start", on_started, job);
}

/* --- a campaign under way --- */

/* An id that is too long to be one becomes one that does not exist. */
static struct campaign_job *job_named(struct office *office, const char *campaign, office_done done, void *arg) {
    struct campaign_job *job = job_new(office, done, arg);

    if (job) snprintf(job->id, sizeof job->id, "%s", strlen(campaign) > VAULT_ID_MAX ? "" : campaign);
    return job;
}

static void on_set(void *arg, const redisReply *reply, const struct error *why) {
    struct campaign_job *job = arg;
    struct error over = ERROR_INIT;

    if (why && why->kind == ERROR_CONFLICT) {
        error_set(&over, ERROR_CONFLICT, "the announcement has ended; it cannot be changed any more");
        why = &over;
    }
    job_end(job, why ? NULL : json_pack("{s:s, s:s}", "id", job->id, "state", reply->str), why);
}

void campaigns_set(struct office *office, const char *campaign, const char *state, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    struct error why = ERROR_INIT;

    if (strcmp(state, "paused") != 0 && strcmp(state, "running") != 0 && strcmp(state, "cancelled") != 0) {
        error_set(&why, ERROR_INPUT, "an announcement can be paused, running or cancelled");
        done(arg, NULL, &why);
        return;
    }
    struct campaign_job *job = job_named(office, campaign, done, arg);
    if (!job) return;
    args_text(&args, job->id);
    args_text(&args, state);
    args_call(&args, office, "campaign_set", on_set, job);
}

static void on_got(void *arg, const redisReply *reply, const struct error *why) {
    static const char *const names[] = {"people", "position", "sent", "failed", "unknown", "skipped"};
    struct campaign_job *job = arg;
    size_t count = sizeof names / sizeof *names;

    if (why || reply->elements != count + 1 || !reply->element[0]->str) {
        job_end(job, NULL, why);
        return;
    }
    json_t *result = json_pack("{s:s, s:s}", "id", job->id, "state", reply->element[0]->str);
    for (size_t i = 0; i < count; i++) {
        const char *number = reply->element[i + 1]->str;
        json_object_set_new(result, names[i], json_integer(number ? strtoll(number, NULL, 10) : 0));
    }
    job_end(job, result, NULL);
}

void campaigns_get(struct office *office, const char *campaign, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    struct campaign_job *job = job_named(office, campaign, done, arg);

    if (!job) return;
    args_text(&args, job->id);
    args_call(&args, office, "campaign_get", on_got, job);
}
