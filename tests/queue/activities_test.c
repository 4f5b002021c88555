/* activities_test - seats are given once, free ones move up, and only who was told of an activity hears of its change.
 */
#include "queue/activities.h"

#include "config/clock.h"
#include "queue/accept.h"
#include "queue/schedule.h"
#include "queue/worker.h"
#include "tests/queue/queue_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define ANA  "+56911110001"
#define JEAN "+56911110002"
#define LUZ  "+56911110003"
#define DAY  (24LL * 3600 * 1000)
#define WEEK (7 * DAY)

static struct queue_help help;
static struct worker *worker;
static struct schedule *schedule;
static struct queue_wait wait;
static char activity[32];
static long long turns; /* what is waited for */
static int messages;

static void open_all(void) {
    queue_help_open(&help);
    queue_help_pack(&help);
}

static void close_all(void) {
    queue_wait_release(&wait);
    worker_free(worker);
    schedule_free(schedule);
    queue_help_close(&help);
}
TestSuite(activities, .init = open_all, .fini = close_all, .timeout = 60);

static void work(void) {
    struct error why = ERROR_INIT;
    cr_assert(worker_start(help.office, &worker, &why) == 0, "%s", why.text);
    cr_assert(schedule_start(help.office, &schedule, &why) == 0, "%s", why.text);
}

static void on_accepted(void *arg, const struct accept_result *result, const struct error *why) {
    cr_assert(!why, "%s", why->text);
    *(size_t *)arg += result->fresh;
}
static int one_is_fresh(void *arg) {
    return *(size_t *)arg == 1;
}

static void writes(const char *number, const char *words) {
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

static void until_turns(long long more) {
    turns = more;
    cr_assert(queue_until(&help, turns_done, NULL), "%lld turns were not done, but %lld", turns,
              queue_number(&help, "HGET {test}:count turns"));
    queue_settle(&help);
}

/* One text and its turn. */
static void says(const char *number, const char *words) {
    long long before = queue_number(&help, "HGET {test}:count turns");
    writes(number, words);
    until_turns(before + 1);
}

static char *person_of(const char *number) {
    char index[VAULT_INDEX_MAX + 1];
    vault_index(help.vault, "sms", number, index);
    char *person = queue_string(&help, "HGET {test}:addr %s", index);
    cr_assert(*person, "nobody has this number");
    return person;
}

/* How many texts of a person hold these words. */
static int heard(const char *number, const char *words) {
    char *person = person_of(number), bound[PERSON_BOUND_MAX];
    struct error why = ERROR_INIT;
    struct vault_key key;
    redisReply *wrapped = queue_redis(&help, "HGET {test}:person:%s key", person);
    redisReply *log = queue_redis(&help, "LRANGE {test}:log:%s 0 -1", person);
    int count = 0;
    cr_assert(vault_unwrap(help.vault, person, (struct vault_bytes){wrapped->str, wrapped->len}, &key, &why) == 0);
    person_bound("log", person, NULL, bound);
    for (size_t i = 0; i < log->elements; i++) {
        const char *line = log->element[i]->str, *sealed = line;
        char *plain = NULL;
        size_t len;
        for (int k = 0; k < 3; k++) sealed = strchr(sealed, ' ') + 1;
        struct vault_bytes bytes = {sealed, log->element[i]->len - (size_t)(sealed - line)};
        cr_assert(vault_unseal(&key, bound, bytes, &plain, &len, &why) == 0, "%s", why.text);
        count += strncmp(line, "out ", 4) == 0 && strstr(plain, words) != NULL;
        free(plain);
    }
    freeReplyObject(wrapped);
    freeReplyObject(log);
    free(person);
    return count;
}

static char seat_of(const char *number) {
    char *person = person_of(number),
         *entry = queue_string(&help, "HGET {test}:activity-people:%s %s", activity, person);
    char state = entry[0];
    free(person);
    free(entry);
    return state;
}

static long long field(const char *name) {
    return queue_number(&help, "HGET {test}:activity:%s %s", activity, name);
}

static json_t *activity_of(const char *kind, int capacity, int sessions) {
    json_t *list = json_array();
    int64_t from_ms = clock_wall_ms() + 10 * DAY;
    for (int i = 0; i < sessions; i++)
        json_array_append_new(list, json_pack("{s:I, s:I}", "from_ms", (json_int_t)(from_ms + i * WEEK), "until_ms",
                                              (json_int_t)(from_ms + i * WEEK + 7200000)));
    return json_pack("{s:s, s:{s:s, s:s}, s:{s:s, s:s}, s:s, s:i, s:o}", "kind", kind, "title", "es", "Fiesta", "ht",
                     "Fèt", "place", "es", "Plaza", "ht", "Plas", "word", "fiesta1", "capacity", capacity, "sessions",
                     list);
}

static const struct activities_by *by(void) {
    static struct activities_by by;
    by = (struct activities_by){.user = "maria", .now_ms = clock_wall_ms()};
    return &by;
}

static void wait_anew(void) {
    queue_wait_release(&wait);
    wait = (struct queue_wait){0};
}

static void create(const char *kind, int capacity, int sessions) {
    json_auto_t *json = activity_of(kind, capacity, sessions);
    wait_anew();
    activities_create(help.office, by(), json, queue_done, &wait);
    queue_await(&help, &wait);
    snprintf(activity, sizeof activity, "%s", json_string_value(json_object_get(wait.result, "id")));
    queue_settle(&help);
}

static void change(const char *name, json_t *value, int version) {
    json_auto_t *json = json_pack("{s:i, s:o}", "version", version, name, value);
    wait_anew();
    activities_change(help.office, by(), activity, json, queue_done, &wait);
    queue_await(&help, &wait);
}

static void cancel(void) {
    wait_anew();
    activities_set(help.office, by(), activity, "cancelled", queue_done, &wait);
    queue_await(&help, &wait);
}

static void chooses_language(const char *number) {
    char *person = person_of(number);
    freeReplyObject(queue_redis(&help, "HSET {test}:person:%s lang es chosen 1 greeted 1", person));
    free(person);
}

static void is_known(const char *number) {
    char person[VAULT_ID_MAX + 1];
    queue_person(&help, number, person);
    chooses_language(number);
}

/* All timers of this kind have come due. */
static void due_now(const char *kind) {
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

static void until_quiet(void) {
    cr_assert(queue_until(&help, nothing_due, NULL));
    queue_settle(&help);
}

Test(activities, two_people_race_for_the_last_seat_and_exactly_one_gets_it) {
    create("event", 1, 1);
    is_known(ANA);
    is_known(JEAN);
    work();
    says(ANA, "fiesta1");
    says(JEAN, "fiesta1");
    worker_free(worker);
    writes(ANA, "1");
    writes(JEAN, "1"); /* both stand in the mailboxes: one RESERVE takes both, and both see a free seat */
    struct error why = ERROR_INIT;
    cr_assert(worker_start(help.office, &worker, &why) == 0);
    until_turns(4);
    cr_assert_eq(queue_number(&help, "HGET {test}:count turns_again"), 1);
    cr_assert_eq(field("taken"), 1);
    int yes = (seat_of(ANA) == 'y') + (seat_of(JEAN) == 'y'), waits = (seat_of(ANA) == 'w') + (seat_of(JEAN) == 'w');
    cr_assert(yes == 1 && waits == 1, "%d seats, %d waiting", yes, waits);
    const char *late = seat_of(ANA) == 'w' ? ANA : JEAN;
    cr_assert_eq(heard(late, "Lista de espera: 1."), 1);
    cr_assert_eq(heard(late, "le esperamos"), 0);
}

Test(activities, free_seats_move_up_one_after_the_other) {
    static const char *const numbers[] = {ANA, JEAN, LUZ};
    create("event", 1, 1);
    for (int i = 0; i < 3; i++) is_known(numbers[i]);
    work();
    for (int i = 0; i < 3; i++) {
        says(numbers[i], "fiesta1");
        says(numbers[i], "1");
    }
    cr_assert_eq(heard(LUZ, "Lista de espera: 2."), 1);
    says(ANA, "ya no voy");
    until_turns(8); /* Jean's, who is told */
    cr_assert_eq(seat_of(JEAN), 'y');
    cr_assert_eq(heard(JEAN, "Se liberó un cupo"), 1);
    cr_assert_eq(seat_of(LUZ), 'w');
    says(JEAN, "no");
    until_turns(10);
    cr_assert_eq(seat_of(LUZ), 'y');
    cr_assert_eq(heard(LUZ, "Se liberó un cupo"), 1);
    cr_assert_eq(field("taken"), 1);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:activity-wait:%s", activity), 0);
}

Test(activities, a_group_that_does_not_fit_lets_smaller_ones_pass_and_more_seats_take_it_in) {
    create("event", 2, 1);
    is_known(ANA);
    is_known(JEAN);
    work();
    says(ANA, "fiesta1");
    says(ANA, "2");
    says(ANA, "3"); /* four of them for two seats */
    cr_assert_eq(seat_of(ANA), 'w');
    says(JEAN, "fiesta1");
    says(JEAN, "1");
    cr_assert_eq(seat_of(JEAN), 'y');
    change("capacity", json_integer(5), 1);
    until_turns(6);
    cr_assert_eq(seat_of(ANA), 'y');
    cr_assert_eq(field("taken"), 5);
    cr_assert_eq(field("version"), 1, "nobody has to hear of more seats");
    cr_assert_eq(heard(JEAN, "CAMBIO"), 0);
}

Test(activities, only_who_was_told_hears_of_a_change_and_the_old_reminders_never_come) {
    create("event", 10, 1);
    is_known(ANA);
    is_known(JEAN);
    is_known(LUZ);
    work();
    says(ANA, "fiesta1");
    says(ANA, "1");
    says(JEAN, "fiesta1");
    says(JEAN, "3");
    change("place", json_pack("{s:s, s:s}", "es", "Gimnasio", "ht", "Jimnaz"), 1);
    until_quiet();
    cr_assert_eq(heard(ANA, "CAMBIO: Fiesta"), 1);
    cr_assert_eq(heard(ANA, "Gimnasio"), 1);
    cr_assert_eq(heard(JEAN, "CAMBIO"), 0, "who said no is left in peace");
    cr_assert_eq(heard(LUZ, "Fiesta"), 0);
    due_now("2d");
    until_quiet();
    cr_assert_eq(heard(ANA, "Recuerde"), 1, "of the new version, and not of the old one");
    cr_assert_eq(heard(ANA, "Recuerde: Fiesta"), 1);
    cancel();
    until_quiet();
    cr_assert_eq(heard(ANA, "Se canceló: Fiesta"), 1);
    due_now("3h");
    until_quiet();
    cr_assert_eq(heard(ANA, "Recuerde"), 1, "nothing is reminded of what is cancelled");
}

Test(activities, eight_sessions_are_eight_reminders_each_once) {
    create("workshop", 10, 8);
    is_known(ANA);
    work();
    says(ANA, "fiesta1");
    says(ANA, "1");
    cr_assert_eq(queue_number(&help, "ZCARD {test}:due"), 16);
    due_now("1d");
    until_quiet();
    cr_assert_eq(heard(ANA, "Recuerde"), 8);
    for (int i = 1; i <= 8; i++) {
        char words[24];
        snprintf(words, sizeof words, "sesión %d:", i);
        cr_assert_eq(heard(ANA, words), 1);
    }
    says(ANA, "ya no voy");
    cr_assert_eq(queue_number(&help, "ZCARD {test}:due"), 0, "who has left is not written to any more");
}

Test(activities, a_code_is_counted_once_and_who_left_is_free_of_reminders) {
    create("event", 10, 1);
    char *sessions = queue_string(&help, "HGET {test}:activity:%s sessions", activity), code[8] = "", now[96];
    snprintf(code, sizeof code, "%s", strrchr(sessions, ':') + 1);
    free(sessions);
    is_known(ANA);
    work();
    says(ANA, code);
    cr_assert_eq(heard(ANA, "todavía no vale"), 1);
    int64_t from_ms = clock_wall_ms() - 60000;
    snprintf(now, sizeof now, "%lld:%lld:%lld:%s", (long long)from_ms, (long long)from_ms + 3600000,
             (long long)from_ms + DAY, code);
    freeReplyObject(queue_redis(&help, "HSET {test}:activity:%s sessions %s", activity, now));
    freeReplyObject(queue_redis(&help, "PUBLISH {test}:bell board"));
    queue_settle(&help);
    says(ANA, code);
    says(ANA, code);
    cr_assert_eq(heard(ANA, "gracias por venir"), 2);
    cr_assert_eq(seat_of(ANA), 'y', "whoever stands there gets a seat");
    cr_assert_eq(field("came:0"), 1);
    wait_anew();
    activities_get(help.office, activity, queue_done, &wait);
    queue_await(&help, &wait);
    const json_t *counts = json_object_get(json_object_get(wait.result, "counts"), "es");
    cr_assert_eq(json_integer_value(json_object_get(counts, "came")), 1);
    cr_assert_eq(json_integer_value(json_object_get(counts, "yes")), 1);
}

Test(activities, a_change_of_what_somebody_else_has_changed_is_refused) {
    create("event", 10, 1);
    change("place", json_pack("{s:s}", "es", "Gimnasio"), 1);
    json_auto_t *json = json_pack("{s:i, s:{s:s}}", "version", 1, "place", "es", "Parque");
    wait_anew();
    activities_change(help.office, by(), activity, json, queue_done, &wait);
    queue_await_error(&help, &wait);
    cr_assert_eq(wait.why.kind, ERROR_CONFLICT);
}

Test(activities, a_change_can_be_taken_back_while_nobody_has_been_told) {
    struct activities_by held;
    create("event", 10, 1);
    is_known(ANA);
    work();
    says(ANA, "fiesta1");
    says(ANA, "1");
    held = *by();
    held.hold_ms = 60000;
    json_auto_t *json = json_pack("{s:i, s:{s:s}}", "version", 1, "place", "es", "Parque");
    wait_anew();
    activities_change(help.office, &held, activity, json, queue_done, &wait);
    queue_await(&help, &wait);
    wait_anew();
    activities_undo(help.office, by(), activity, queue_done, &wait);
    queue_await(&help, &wait);
    until_quiet();
    cr_assert_eq(heard(ANA, "CAMBIO"), 0);
    char *place = queue_string(&help, "HGET {test}:activity:%s place:es", activity);
    cr_assert_str_eq(place, "Plaza");
    free(place);
    due_now("2d");
    until_quiet();
    cr_assert_eq(heard(ANA, "Recuerde"), 1, "her reminders came along, once");
    wait_anew();
    activities_undo(help.office, by(), activity, queue_done, &wait);
    queue_await_error(&help, &wait);
    cr_assert_eq(wait.why.kind, ERROR_CONFLICT);
}

/* The first two sessions are over; whoever came by the code is in bits. */
static void two_sessions_are_over(void) {
    char sessions[512] = "";
    int64_t now_ms = clock_wall_ms();
    for (int i = 0; i < 4; i++) {
        int64_t from_ms = now_ms + (i - 2) * WEEK - DAY;
        snprintf(sessions + strlen(sessions), sizeof sessions - strlen(sessions), "%s%lld:%lld:%lld:B%dC%d",
                 i ? " " : "", (long long)from_ms, (long long)from_ms + 3600000, (long long)from_ms + DAY, i + 2,
                 i + 2);
    }
    freeReplyObject(
        queue_redis(&help, "HSET {test}:activity:%s sessions %s came:0 1 came:1 1 came:2 1", activity, sessions));
}

static void came(const char *number, int bits) {
    char *person = person_of(number), entry[64];
    snprintf(entry, sizeof entry, "y 1 %d 1", bits);
    freeReplyObject(queue_redis(&help, "HSET {test}:activity-people:%s %s %s", activity, person, entry));
    free(person);
}

Test(activities, who_missed_two_sessions_is_listed_for_a_call_and_who_was_there_gets_a_certificate) {
    create("workshop", 10, 4);
    is_known(ANA);
    is_known(JEAN);
    work();
    says(ANA, "fiesta1");
    says(ANA, "1");
    says(JEAN, "fiesta1");
    says(JEAN, "1");
    two_sessions_are_over();
    came(ANA, 7);
    wait_anew();
    activities_people(help.office, by(), activity, 0, 50, queue_done, &wait);
    queue_await(&help, &wait);
    const json_t *people = json_object_get(wait.result, "people");
    cr_assert_eq(json_array_size(people), 2);
    cr_assert(!json_is_true(json_object_get(json_array_get(people, 0), "call")));
    cr_assert(json_is_true(json_object_get(json_array_get(people, 1), "call")));
    cr_assert_eq(json_integer_value(json_object_get(json_array_get(people, 1), "missed")), 3);
    wait_anew();
    activities_certificates(help.office, by(), activity, ACTIVITIES_SHARE, queue_done, &wait);
    queue_await(&help, &wait);
    cr_assert_eq(json_array_size(json_object_get(wait.result, "people")), 1);
    cr_assert_eq(json_integer_value(json_object_get(wait.result, "needed")), 3);
    cr_assert(strstr(json_string_value(json_object_get(wait.result, "csv")), "\"3\";\"4\"\r\n") != NULL);
    char *jean = person_of(JEAN);
    wait_anew();
    activities_came(help.office, by(), activity, jean, 1, queue_done, &wait);
    queue_await(&help, &wait);
    wait_anew();
    activities_came(help.office, by(), activity, "nobody", 1, queue_done, &wait);
    queue_await_error(&help, &wait);
    cr_assert_eq(wait.why.kind, ERROR_MISSING);
    wait_anew();
    activities_came(help.office, by(), activity, jean, 3, queue_done, &wait);
    queue_await_error(&help, &wait);
    cr_assert_eq(wait.why.kind, ERROR_INPUT, "a session that has not begun");
    free(jean);
}

Test(activities, what_is_wrong_is_said_and_nothing_is_stored) {
    static const struct {
        const char *name;
        const char *value;
    } faults[] = {{"kind", "\"party\""},
                  {"title", "{\"ht\":\"Fèt\"}"},
                  {"title", "{\"es\":\"\"}"},
                  {"title", "{\"es\":\"una\\ndos\"}"},
                  {"title", "{\"xx\":\"una\"}"},
                  {"title", "\"una\""},
                  {"place", "{\"es\":7}"},
                  {"capacity", "0"},
                  {"capacity", "\"40\""},
                  {"word", "\"dos palabras\""},
                  {"word", "\"ALTO\""},
                  {"sessions", "[]"},
                  {"sessions", "[{\"from_ms\":1,\"until_ms\":2}]"},
                  {"sessions", "[{\"from_ms\":9999999999999,\"until_ms\":1}]"},
                  {"more", "1"},
                  {"version", "1"}};
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        json_auto_t *json = activity_of("event", 10, 1);
        if (strstr(faults[i].value, "{\"ht\"")) json_object_del(json, "title");
        json_object_set_new(json, faults[i].name, json_loads(faults[i].value, JSON_DECODE_ANY, NULL));
        wait_anew();
        activities_create(help.office, by(), json, queue_done, &wait);
        queue_await_error(&help, &wait);
        cr_expect_eq(wait.why.kind, ERROR_INPUT, "%s: %s", faults[i].name, faults[i].value);
    }
    cr_assert_eq(queue_number(&help, "EXISTS {test}:activities"), 0);
}

Test(activities, the_board_has_room_for_twenty) {
    for (int i = 0; i < BOARD_ACTIVITIES_MAX; i++) create("event", 10, 1);
    json_auto_t *json = activity_of("event", 10, 1);
    wait_anew();
    activities_create(help.office, by(), json, queue_done, &wait);
    queue_await_error(&help, &wait);
    cr_assert_eq(wait.why.kind, ERROR_CONFLICT);
}
