/* storm_test - a provider that throttles, stays silent, cuts connections, answers garbage, and reports late, twice and
 * in the wrong order: no message is lost, none is handed over twice, and what nobody can know is listed (promises
 * 6-10). */
#include "tests/queue/send_help.h"

#include "config/clock.h"

#include <criterion/criterion.h>
#include <string.h>

#define PEOPLE   24
#define MESSAGES 8 /* of each */
#define STORM_MS 40000
#define LEAST_MS 20 /* between two looks at the ledger */

static struct send_help help;
static char people[PEOPLE][VAULT_ID_MAX + 1];

/* What the provider did with a message, as its own ledger tells. */
struct fact {
    size_t requests, refused, last_at;
    enum fake_answer last;
};
static struct fact facts[PEOPLE][MESSAGES];
static size_t seen;

static void open_all(void) {
    send_help_open(&help, FAKE_STORM);
    help.queue.settings.send.timeout_s = 1; /* stands for the 30 s that a silent provider costs */
    help.queue.settings.send.in_flight_max = 4;
    for (int i = 0; i < PEOPLE; i++) {
        char number[32];
        snprintf(number, sizeof number, "+5691111%04d", i);
        queue_person(&help.queue, number, people[i]);
    }
}
static void close_all(void) {
    send_help_close(&help);
}
TestSuite(storm, .init = open_all, .fini = close_all, .timeout = 60);

static void put_all(void) {
    for (int m = 0; m < MESSAGES; m++) {
        for (int p = 0; p < PEOPLE; p++) {
            char id[32];
            snprintf(id, sizeof id, "e%dm%d.0", p, m);
            send_help_out(&help, people[p], &(struct send_help_out){.id = id, .text = id});
        }
    }
}

/* Did the provider take the message, whatever it answered? Of a 500 it did not, of garbage nobody will ever hear. */
static int was_taken(enum fake_answer answer) {
    return answer != FAKE_GARBAGE && answer != FAKE_ERROR && answer != FAKE_THROTTLED && answer != FAKE_BUSY;
}
static int was_refused(enum fake_answer answer) {
    return answer == FAKE_THROTTLED || answer == FAKE_BUSY;
}

/* Every third message of those taken does not arrive. */
static const char *end_of(int person, int message) {
    return (person + message) % 3 == 0 ? "failed" : "delivered";
}

static void report(int person, int message, int rank, const char *state) {
    free(queue_string(&help.queue, "FCALL status 1 {test} %lld e%dm%d.0 x %d %s %s 0", (long long)clock_wall_ms(),
                      person, message, rank, state, strcmp(state, "failed") == 0 ? "30008" : "0"));
}

/* The end comes first, then what went before it, then all again. Often before the answer to the send. */
static void report_all(int person, int message) {
    const char *end = end_of(person, message);
    int rank = *end == 'f' ? 3 : 4;
    report(person, message, rank, end);
    report(person, message, 2, "sent");
    report(person, message, 1, "queued");
    report(person, message, rank, end);
}

static void read_request(const char *request, enum fake_answer answer, size_t at) {
    int person, message;
    const char *id = strstr(request, "out%3De");
    cr_assert(id && sscanf(id, "out%%3De%dm%d.0", &person, &message) == 2);
    struct fact *fact = &facts[person][message];
    fact->requests++;
    fact->refused += (size_t)was_refused(answer);
    fact->last = answer;
    fact->last_at = at;
    if (was_taken(answer)) report_all(person, message);
}

static void read_ledger(void) {
    const char *request;
    for (; (request = fake_provider_request(help.fake, seen)); seen++)
        read_request(request, fake_storm(seen + 1), seen);
}

static int has_passed(void *arg) {
    return clock_mono_ms() >= *(int64_t *)arg;
}

/* What was put off is due, and the sender has some time. */
static void go_on(void) {
    int64_t until_ms = clock_mono_ms() + LEAST_MS;
    free(queue_string(&help.queue, "EVAL %s 0",
                      "for _, p in ipairs(redis.call('ZRANGE', '{test}:lanes-later', 0, -1)) do "
                      "for _, id in ipairs(redis.call('ZRANGE', '{test}:outbox:' .. p, 0, -1)) do "
                      "redis.call('HSET', '{test}:out:' .. id, 'next', 0) end "
                      "redis.call('ZADD', '{test}:lanes-later', 1, p) end return 'ok'"));
    send_help_ring(&help);
    cr_assert(queue_until(&help.queue, has_passed, &until_ms));
    read_ledger();
}

static long long waiting(void) {
    return queue_number(&help.queue, "EXISTS {test}:lanes {test}:lanes-later {test}:sending {test}:sending-of");
}

static void weather_the_storm(void) {
    int64_t until_ms = clock_mono_ms() + STORM_MS;
    while (waiting() && clock_mono_ms() < until_ms) go_on();
    cr_assert_eq(waiting(), 0, "not all has ended");
    read_ledger();
}

static void expect_message(int person, int message, size_t *ret_unknown) {
    const struct fact *fact = &facts[person][message];
    char id[32];
    snprintf(id, sizeof id, "e%dm%d.0", person, message);
    cr_expect_geq(fact->requests, 1, "%s was lost", id);
    cr_expect_leq(fact->requests - fact->refused, 1, "%s was handed over twice", id);
    cr_expect(!was_refused(fact->last), "%s was given up", id);
    int is_known = was_taken(fact->last);
    send_help_assert_field(&help, id, "state", is_known ? end_of(person, message) : "unknown");
    long long listed = queue_number(&help.queue, "EVAL %s 0 %s",
                                    "return redis.call('ZSCORE', '{test}:unknown', ARGV[1]) and 1 or 0", id);
    cr_expect_eq(listed, !is_known, "%s", id);
    *ret_unknown += (size_t)!is_known;
    if (message > 0) cr_expect_gt(fact->last_at, facts[person][message - 1].last_at, "%s overtook", id);
}

Test(storm, none_is_lost_and_none_is_sent_twice_and_what_nobody_knows_is_listed_until_it_is_settled) {
    size_t unknown = 0;
    put_all();
    send_help_start(&help);
    weather_the_storm();
    for (int p = 0; p < PEOPLE; p++)
        for (int m = 0; m < MESSAGES; m++) expect_message(p, m, &unknown);
    cr_assert_gt(unknown, 10, "there was no storm");
    cr_assert_eq(queue_number(&help.queue, "ZCARD {test}:unknown"), (long long)unknown);
    for (int p = 0; p < PEOPLE; p++) /* a week later */
        for (int m = 0; m < MESSAGES; m++)
            if (!was_taken(facts[p][m].last)) report_all(p, m);
    cr_assert_eq(queue_number(&help.queue, "ZCARD {test}:unknown"), 0);
    send_help_ring(&help);
    queue_settle(&help.queue);
    cr_assert_eq(fake_provider_count(help.fake), seen, "nothing of it goes again");
}

Test(storm, a_report_for_nobody_is_counted_and_changes_nothing) {
    send_help_start(&help);
    queue_settle(&help.queue);
    char *said = queue_string(&help.queue, "FCALL status 1 {test} 1 e0m0.0 x 4 delivered 0 0");
    cr_expect_str_eq(said, "unknown");
    cr_expect_eq(queue_number(&help.queue, "HGET {test}:count status_unknown"), 1);
    cr_expect_eq(queue_number(&help.queue, "EXISTS {test}:out:e0m0.0"), 0);
    free(said);
}

/* --- the breaker --- */

#define BREAK_AFTER 5

static void put_for(int person) {
    char id[32];
    snprintf(id, sizeof id, "e%dm0.0", person);
    send_help_out(&help, people[person], &(struct send_help_out){.id = id, .text = "x"});
}

static void fail_in_a_row(void) {
    help.queue.settings.send.in_flight_max = 1;
    fake_provider_answer(help.fake, FAKE_CUT);
    for (int p = 0; p < BREAK_AFTER; p++) put_for(p);
    send_help_start(&help);
    for (int p = 0; p < BREAK_AFTER; p++) {
        char id[32];
        snprintf(id, sizeof id, "e%dm0.0", p);
        send_help_until_state(&help, id, "unknown");
    }
    fake_provider_answer(help.fake, FAKE_CREATED);
}

Test(storm, a_line_whose_provider_is_down_is_left_alone_and_loses_nothing) {
    fail_in_a_row();
    put_for(BREAK_AFTER);
    for (int i = 0; i < 40; i++) go_on();
    cr_assert_eq(fake_provider_count(help.fake), BREAK_AFTER);
    send_help_assert_field(&help, "e5m0.0", "state", "ready");
}

Test(storm, a_backup_goes_on_while_a_line_is_left_alone) {
    struct settings *settings = &help.queue.settings;
    settings->channel_count = 2;
    settings->channels[1] = settings->channels[0];
    snprintf(settings->channels[1].name, sizeof settings->channels[1].name, "line-2");
    snprintf(settings->channels[1].number, sizeof settings->channels[1].number, "+56220000002");
    snprintf(settings->channels[0].backup, sizeof settings->channels[0].backup, "line-2");
    fail_in_a_row();
    put_for(BREAK_AFTER);
    send_help_ring(&help);
    send_help_until_state(&help, "e5m0.0", "queued");
    send_help_assert_field(&help, "e5m0.0", "channel", "line-2");
    cr_assert_eq(fake_provider_count_of(help.fake, "From=%2B56220000002"), 1);
    cr_assert_eq(fake_provider_count(help.fake), BREAK_AFTER + 1);
}
