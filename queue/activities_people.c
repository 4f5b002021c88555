/* activities_people - who has to do with an activity: the list, attendance, certificates. Names are opened here only.
 */
#include "config/own.h"
#include "queue/activities_job.h"
#include "queue/audit.h"
#include "queue/claim_seat.h"

#include <stdlib.h>
#include <string.h>

#define PERSON_CODE_LEN 6
#define CSV_MAX         (4UL * 1024 * 1024)

enum { ROW_PERSON, ROW_STATE, ROW_SIZE, ROW_CAME, ROW_AT, ROW_LANGUAGE, ROW_KEY, ROW_NAME, ROWS };

/* Before it is looked at, so that no look goes without its line. */
static void note(const struct activities_job *job, const char *act) {
    audit_note(job->office, job->user, act, job->id);
}

/* --- one person --- */

/* "" when it is not known or cannot be opened. */
static json_t *name_json(const struct activities_job *job, const redisReply *row) {
    const redisReply *wrapped = row->element[ROW_KEY], *sealed = row->element[ROW_NAME];
    const char *person = row->element[ROW_PERSON]->str;
    char bound[PERSON_BOUND_MAX];
    const struct vault_key *key;
    own_mem char *plain = NULL;
    size_t len = 0;
    if (!sealed->len) return json_string("");
    if (person_key(office_keys(job->office), person, (struct vault_bytes){wrapped->str, wrapped->len}, &key, NULL) < 0)
        return json_string("");
    person_bound("name", person, NULL, bound);
    if (vault_unseal(key, bound, (struct vault_bytes){sealed->str, sealed->len}, &plain, &len, NULL) < 0)
        return json_string("");
    json_t *name = json_stringn(plain, len);
    return name ? name : json_string("");
}

static json_t *came_json(const struct board_activity *is, uint64_t came) {
    json_t *list = json_array();
    for (size_t i = 0; i < is->session_count; i++)
        if (came >> i & 1) json_array_append_new(list, json_integer((json_int_t)i));
    return list;
}

/* Where nobody sent the code it was not used, and nobody is missed. */
static int missed(const struct board_activity *is, uint64_t came, int64_t now_ms) {
    int count = 0;
    for (size_t i = 0; i < is->session_count; i++)
        count += is->sessions[i].until_ms < now_ms && is->sessions[i].came && !(came >> i & 1);
    return count;
}

static int is_row(const redisReply *row) {
    if (row->type != REDIS_REPLY_ARRAY || row->elements != ROWS) return 0;
    for (size_t i = 0; i < ROWS; i++)
        if (row->element[i]->type != (i == ROW_SIZE ? REDIS_REPLY_INTEGER : REDIS_REPLY_STRING)) return 0;
    return row->element[ROW_PERSON]->len <= VAULT_ID_MAX;
}

static json_t *person_json(const struct activities_job *job, const redisReply *row) {
    const struct board_activity *is = &job->activity;
    enum seat_state state = claim_seat_state(row->element[ROW_STATE]->str[0]);
    uint64_t came = strtoull(row->element[ROW_CAME]->str, NULL, 10);
    int not_there = state == SEAT_YES ? missed(is, came, job->by.now_ms) : 0;
    char code[PERSON_CODE_LEN + 1];
    snprintf(code, sizeof code, "%.*s", PERSON_CODE_LEN, row->element[ROW_PERSON]->str);
    return json_pack("{s:s, s:s, s:o, s:s, s:s, s:I, s:o, s:i, s:b}", "person", row->element[ROW_PERSON]->str, "code",
                     code, "name", name_json(job, row), "language", row->element[ROW_LANGUAGE]->str, "state",
                     seat_state_name(state), "seats", (json_int_t)row->element[ROW_SIZE]->integer, "came",
                     came_json(is, came), "missed", not_there, "call",
                     is->kind == BOARD_WORKSHOP && not_there >= ACTIVITIES_MISSED_CALL);
}

/* --- a part of the list --- */

static void ask(struct activities_job *job, size_t offset, size_t limit, redis_done done) {
    own_args struct args args = ARGS_INIT;
    args_text(&args, job->id);
    args_number(&args, (int64_t)offset);
    args_number(&args, (int64_t)limit);
    args_call(&args, job->office, "activity_people", done, job);
}

static void on_people(void *arg, const redisReply *reply, const struct error *why) {
    struct activities_job *job = arg;
    json_t *list = json_array();
    for (size_t i = 1; !why && i < reply->elements; i++)
        if (is_row(reply->element[i])) json_array_append_new(list, person_json(job, reply->element[i]));
    json_int_t total = why || !reply->elements ? 0 : reply->element[0]->integer;
    json_t *result = json_pack("{s:o, s:I}", "people", list, "total", total);
    if (why) json_decref(result);
    activities_job_end(job, why ? NULL : result, why);
}

static void people(struct activities_job *job, const struct board_activity *is) {
    job->activity = *is;
    note(job, "activity-people");
    ask(job, job->looked_at, job->limit, on_people);
}

void activities_people(struct office *office, const struct activities_by *by, const char *id, size_t offset,
                       size_t limit, office_done done, void *arg) {
    struct activities_job *job = activities_job_new(office, by, id, done, arg);
    if (!job) return;
    job->looked_at = offset;
    job->limit = limit < ACTIVITIES_PEOPLE_MAX ? limit : ACTIVITIES_PEOPLE_MAX;
    activities_job_read(job, people);
}

/* --- seen by a caseworker --- */

static void on_came(void *arg, const redisReply *reply, const struct error *why) {
    struct activities_job *job = arg;
    (void)reply;
    activities_job_end(job, why ? NULL : json_pack("{s:s}", "id", job->id), why);
}

static void came(struct activities_job *job, const struct board_activity *is) {
    own_args struct args args = ARGS_INIT;
    struct error why = ERROR_INIT;
    if (job->limit >= is->session_count || is->sessions[job->limit].from_ms - BOARD_CODE_MARGIN_MS > job->by.now_ms) {
        error_set(&why, ERROR_INPUT, "that session is not one that has begun");
        activities_job_end(job, NULL, &why);
        return;
    }
    args_text(&args, job->id);
    args_text(&args, json_string_value(job->asked));
    args_number(&args, (int64_t)job->limit);
    args_text(&args, job->user);
    args_number(&args, job->by.now_ms);
    args_call(&args, job->office, "activity_came", on_came, job);
}

void activities_came(struct office *office, const struct activities_by *by, const char *id, const char *person,
                     size_t session, office_done done, void *arg) {
    struct activities_job *job = activities_job_new(office, by, id, done, arg);
    if (!job) return;
    job->asked = json_string(person);
    job->limit = session;
    activities_job_read(job, came);
}

/* --- certificates --- */

/* RFC 4180 with `;`, as spreadsheets here expect it. A cell that begins like a formula gets an apostrophe. */
static void add_cell(struct text *csv, const char *value, const char *end) {
    text_add(csv, "\"");
    if (*value && strchr("=+-@\t\r", *value)) text_add(csv, "'");
    for (; *value; value++) {
        if (*value == '"') text_add(csv, "\"");
        text_add_char(csv, *value);
    }
    text_add(csv, "\"");
    text_add(csv, end);
}

static void add_csv(const json_t *list, size_t sessions, struct text *csv) {
    size_t i;
    json_t *one;
    text_add(csv, "\xEF\xBB\xBF\"nombre\";\"codigo\";\"idioma\";\"asistio\";\"sesiones\"\r\n");
    json_array_foreach((json_t *)list, i, one) {
        char count[24];
        add_cell(csv, json_string_value(json_object_get(one, "name")), ";");
        add_cell(csv, json_string_value(json_object_get(one, "code")), ";");
        add_cell(csv, json_string_value(json_object_get(one, "language")), ";");
        snprintf(count, sizeof count, "%zu", json_array_size(json_object_get(one, "came")));
        add_cell(csv, count, ";");
        snprintf(count, sizeof count, "%zu", sessions);
        add_cell(csv, count, "\r\n");
    }
}

static void certificates_end(struct activities_job *job) {
    own_text struct text csv = TEXT_INIT(CSV_MAX);
    add_csv(job->result, job->activity.session_count, &csv);
    activities_job_end(job,
                       json_pack("{s:O, s:I, s:I, s:s}", "people", job->result, "sessions",
                                 (json_int_t)job->activity.session_count, "needed", (json_int_t)job->limit, "csv",
                                 text_get(&csv)),
                       NULL);
}

static void on_certificates(void *arg, const redisReply *reply, const struct error *why) {
    struct activities_job *job = arg;
    if (why) {
        activities_job_end(job, NULL, why);
        return;
    }
    for (size_t i = 1; i < reply->elements; i++) {
        json_t *one = is_row(reply->element[i]) ? person_json(job, reply->element[i]) : NULL;
        if (one && json_array_size(json_object_get(one, "came")) >= job->limit) json_array_append(job->result, one);
        json_decref(one);
    }
    job->looked_at += ACTIVITIES_PEOPLE_MAX;
    if ((long long)job->looked_at < reply->element[0]->integer)
        ask(job, job->looked_at, ACTIVITIES_PEOPLE_MAX, on_certificates);
    else
        certificates_end(job);
}

static void certificates(struct activities_job *job, const struct board_activity *is) {
    job->activity = *is;
    job->limit = (is->session_count * job->limit + 99) / 100;
    if (job->limit < 1) job->limit = 1;
    job->result = json_array();
    note(job, "activity-certificates");
    ask(job, 0, ACTIVITIES_PEOPLE_MAX, on_certificates);
}

void activities_certificates(struct office *office, const struct activities_by *by, const char *id, int share,
                             office_done done, void *arg) {
    struct activities_job *job = activities_job_new(office, by, id, done, arg);
    struct error why = ERROR_INIT;
    if (!job) return;
    if (share < 1 || share > 100) {
        error_set(&why, ERROR_INPUT, "the share of the sessions must be 1 to 100 percent");
        activities_job_end(job, NULL, &why);
        return;
    }
    job->limit = (size_t)share;
    activities_job_read(job, certificates);
}
