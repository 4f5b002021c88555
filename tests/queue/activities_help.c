/* activities_help - an office with people who sign up by text, for the tests of activities. */
#include "tests/queue/activities_help.h"

#include "config/clock.h"
#include "queue/accept.h"

#include <criterion/criterion.h>
#include <stdlib.h>

struct queue_help help;
struct worker *help_worker;
struct schedule *help_schedule;
struct queue_wait answer;
char activity[32];
static long long turns; /* what is waited for */
static int messages;

void activities_open(void) {
    queue_help_open(&help);
    queue_help_pack(&help);
}

void activities_close(void) {
    queue_wait_release(&answer);
    worker_free(help_worker);
    schedule_free(help_schedule);
    queue_help_close(&help);
}

void start_work(void) {
    struct error why = ERROR_INIT;
    cr_assert(worker_start(help.office, &help_worker, &why) == 0, "%s", why.text);
    cr_assert(schedule_start(help.office, &help_schedule, &why) == 0, "%s", why.text);
}

static void on_accepted(void *arg, const struct accept_result *result, const struct error *why) {
    cr_assert(!why, "%s", why->text);
    *(size_t *)arg += result->fresh;
}
static int one_is_fresh(void *arg) {
    return *(size_t *)arg == 1;
}

void writes(const char *number, const char *words) {
    struct inbox inbox = INBOX_INIT;
    size_t fresh = 0;
    struct message *message = inbox_add_message(&inbox);
    snprintf(message->id, sizeof message->id, "SM%d", ++messages);
    snprintf(message->from, sizeof message->from, "%s", number);
    text_add(&message->body, words);
    accept_inbox(help.office, &help.settings.channels[0], &inbox, on_accepted, &fresh);
    inbox_release(&inbox);
    cr_assert(queue_until(&help, one_is_fresh, &fresh));
}

static int turns_done(void *arg) {
    (void)arg;
    return queue_number(&help, "HGET {test}:count turns") >= turns;
}

void until_turns(long long more) {
    turns = more;
    cr_assert(queue_until(&help, turns_done, NULL), "%lld turns were not done, but %lld", turns,
              queue_number(&help, "HGET {test}:count turns"));
    queue_settle(&help);
}

/* One text and its turn. */
void says(const char *number, const char *words) {
    long long before = queue_number(&help, "HGET {test}:count turns");
    writes(number, words);
    until_turns(before + 1);
}

char *person_of(const char *number) {
    char index[VAULT_INDEX_MAX + 1];
    vault_index(help.vault, "sms", number, index);
    char *person = queue_string(&help, "HGET {test}:addr %s", index);
    cr_assert(*person, "nobody has this number");
    return person;
}

/* How many texts of a person hold these words. */
int heard(const char *number, const char *words) {
    char *person = person_of(number);
    redisReply *log = queue_redis(&help, "LRANGE {test}:log:%s 0 -1", person);
    int count = 0;
    for (size_t i = 0; i < log->elements; i++) {
        const char *line = log->element[i]->str, *sealed = line;
        for (int k = 0; k < 3; k++) sealed = strchr(sealed, ' ') + 1;
        struct vault_bytes bytes = {sealed, log->element[i]->len - (size_t)(sealed - line)};
        char *plain = queue_unseal(&help, person, "log", bytes);
        count += strncmp(line, "out ", 4) == 0 && strstr(plain, words) != NULL;
        free(plain);
    }
    freeReplyObject(log);
    free(person);
    return count;
}

char seat_of(const char *number) {
    char *person = person_of(number),
         *entry = queue_string(&help, "HGET {test}:activity-people:%s %s", activity, person);
    char state = entry[0];
    free(person);
    free(entry);
    return state;
}

long long activity_field(const char *name) {
    return queue_number(&help, "HGET {test}:activity:%s %s", activity, name);
}

json_t *activity_of(const char *kind, int capacity, int sessions) {
    json_t *list = json_array();
    int64_t from_ms = clock_wall_ms() + 10 * DAY;
    for (int i = 0; i < sessions; i++)
        json_array_append_new(list, json_pack("{s:I, s:I}", "from_ms", (json_int_t)(from_ms + i * WEEK), "until_ms",
                                              (json_int_t)(from_ms + i * WEEK + 7200000)));
    return json_pack("{s:s, s:{s:s, s:s}, s:{s:s, s:s}, s:s, s:i, s:o}", "kind", kind, "title", "es", "Fiesta", "ht",
                     "Fèt", "place", "es", "Plaza", "ht", "Plas", "word", "fiesta1", "capacity", capacity, "sessions",
                     list);
}

const struct activities_by *by_maria(void) {
    static struct activities_by by;
    by = (struct activities_by){.user = "maria", .now_ms = clock_wall_ms()};
    return &by;
}

void wait_anew(void) {
    queue_wait_release(&answer);
    answer = (struct queue_wait){0};
}

void create_activity(const char *kind, int capacity, int sessions) {
    json_auto_t *json = activity_of(kind, capacity, sessions);
    wait_anew();
    activities_create(help.office, by_maria(), json, queue_done, &answer);
    queue_await(&help, &answer);
    snprintf(activity, sizeof activity, "%s", json_string_value(json_object_get(answer.result, "id")));
    queue_settle(&help);
}

void change_activity(const char *name, json_t *value, int version) {
    json_auto_t *json = json_pack("{s:i, s:o}", "version", version, name, value);
    wait_anew();
    activities_change(help.office, by_maria(), activity, json, queue_done, &answer);
    queue_await(&help, &answer);
}

void cancel_activity(void) {
    wait_anew();
    activities_set(help.office, by_maria(), activity, "cancelled", queue_done, &answer);
    queue_await(&help, &answer);
}

static void chooses_language(const char *number) {
    char *person = person_of(number);
    freeReplyObject(queue_redis(&help, "HSET {test}:person:%s lang es chosen 1 greeted 1", person));
    free(person);
}

void is_known(const char *number) {
    char person[VAULT_ID_MAX + 1];
    queue_person(&help, number, person);
    chooses_language(number);
}

/* All timers of this kind have come due. */
void due_now(const char *kind) {
    redisReply *due = queue_redis(&help, "ZRANGE {test}:due 0 -1");
    for (size_t i = 0; i < due->elements; i++) {
        const char *dot = strrchr(due->element[i]->str, '.');
        if (dot && strcmp(dot + 1, kind) == 0)
            freeReplyObject(queue_redis(&help, "ZADD {test}:due %lld %b", (long long)clock_wall_ms(),
                                        due->element[i]->str, due->element[i]->len));
    }
    freeReplyObject(due);
}

static int nothing_due(void *arg) {
    (void)arg;
    return queue_number(&help, "ZCOUNT {test}:due -inf %lld", (long long)clock_wall_ms()) == 0 &&
           queue_number(&help, "EXISTS {test}:ready {test}:leases {test}:delayed {test}:activities-telling") == 0;
}

void until_quiet(void) {
    cr_assert(queue_until(&help, nothing_due, NULL));
    queue_settle(&help);
}
