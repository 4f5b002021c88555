/* activities_invite_test - an invitation reaches those who wanted announcements, in their language, and can be taken
 * back for a minute. */
#include "config/clock.h"
#include "queue/activities.h"
#include "queue/campaigns.h"
#include "tests/queue/send_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define DAY (24LL * 3600 * 1000)

static struct send_help help;
static struct queue_wait wait;
static char activity[32], campaign[32];

static void wait_anew(void) {
    queue_wait_release(&wait);
    wait = (struct queue_wait){0};
}

static const struct activities_by *by(int64_t hold_ms) {
    static struct activities_by by;
    by = (struct activities_by){.user = "maria", .now_ms = clock_wall_ms(), .hold_ms = hold_ms};
    return &by;
}

static void open_all(void) {
    send_help_open(&help, FAKE_CREATED);
    queue_help_office(&help.queue);
    queue_help_pack(&help.queue);
    int64_t from_ms = clock_wall_ms() + 10 * DAY;
    json_auto_t *json =
        json_pack("{s:s, s:{s:s, s:s}, s:{s:s, s:s}, s:i, s:[{s:I, s:I}]}", "kind", "event", "title", "es", "Fiesta",
                  "ht", "Fet", "place", "es", "Plaza", "ht", "Plas", "capacity", 40, "sessions", "from_ms",
                  (json_int_t)from_ms, "until_ms", (json_int_t)from_ms + 7200000);
    activities_create(help.queue.office, by(0), json, queue_done, &wait);
    queue_await(&help.queue, &wait);
    snprintf(activity, sizeof activity, "%s", json_string_value(json_object_get(wait.result, "id")));
}
static void close_all(void) {
    queue_wait_release(&wait);
    send_help_close(&help);
}
TestSuite(activities_invite, .init = open_all, .fini = close_all, .timeout = 60);

static void add_person(const char *number, const char *language, char ret[VAULT_ID_MAX + 1]) {
    queue_person(&help.queue, number, ret);
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:person:%s c:events 1 lang %s", ret, language));
    freeReplyObject(queue_redis(&help.queue, "ZADD {test}:consent:events %lld %s", (long long)clock_wall_ms(), ret));
}

static void has(const char *person, const char *entry) {
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:activity-people:%s %s %s", activity, person, entry));
}

static char letter(const char *person) {
    char *entry = queue_string(&help.queue, "HGET {test}:activity-people:%s %s", activity, person), ret = entry[0];
    free(entry);
    return ret;
}

static void invite(int64_t hold_ms) {
    wait_anew();
    activities_invite(help.queue.office, by(hold_ms), activity, queue_done, &wait);
    queue_await(&help.queue, &wait);
    snprintf(campaign, sizeof campaign, "%s", json_string_value(json_object_get(wait.result, "id")));
}

static int is_done(void *arg) {
    (void)arg;
    char *state = queue_string(&help.queue, "HGET {test}:campaign:%s state", campaign);
    int done = strcmp(state, "done") == 0;
    free(state);
    return done && queue_number(&help.queue, "HLEN {test}:sending-of") == 0;
}

Test(activities_invite, each_is_asked_in_their_language_and_who_has_answered_is_not_asked_again) {
    char es[VAULT_ID_MAX + 1], ht[VAULT_ID_MAX + 1], yes[VAULT_ID_MAX + 1], no[VAULT_ID_MAX + 1];
    add_person("+56911111111", "es", es);
    add_person("+56922222222", "ht", ht);
    add_person("+56933333333", "es", yes);
    add_person("+56944444444", "es", no);
    has(yes, "y 1 0 1");
    has(no, "n 1 0 1");
    invite(0);
    send_help_start(&help);
    cr_assert(queue_until(&help.queue, is_done, NULL));
    queue_settle(&help.queue);
    cr_assert_eq(fake_provider_count(help.fake), 2);
    cr_assert_eq(fake_provider_count_of(help.fake, "Le%20invitamos%20a%20Fiesta"), 1);
    cr_assert_eq(fake_provider_count_of(help.fake, "envite%20ou%20nan%20Fet"), 1);
    cr_assert(letter(es) == 'i' && letter(ht) == 'i' && letter(yes) == 'y' && letter(no) == 'n');
    char *seats = queue_string(&help.queue, "HGET {test}:person:%s seats", es);
    cr_assert_str_eq(seats, activity);
    free(seats);
}

Test(activities_invite, a_minute_long_it_can_be_taken_back_and_then_nobody_was_invited) {
    char es[VAULT_ID_MAX + 1];
    add_person("+56911111111", "es", es);
    invite(ACTIVITIES_HOLD_MS);
    send_help_start(&help);
    send_help_ring(&help);
    queue_settle(&help.queue);
    cr_assert_eq(queue_number(&help.queue, "HGET {test}:campaign:%s position", campaign), 0);
    wait_anew();
    campaigns_set(help.queue.office, campaign, "cancelled", queue_done, &wait);
    queue_await(&help.queue, &wait);
    send_help_ring(&help);
    queue_settle(&help.queue);
    cr_assert_eq(fake_provider_count(help.fake), 0);
    cr_assert_eq(queue_number(&help.queue, "EXISTS {test}:activity-people:%s", activity), 0);
}

Test(activities_invite, what_is_not_taken_back_leaves_when_its_moment_is_over) {
    char es[VAULT_ID_MAX + 1];
    add_person("+56911111111", "es", es);
    invite(400);
    send_help_start(&help);
    send_help_ring(&help);
    queue_settle(&help.queue);
    cr_assert_eq(fake_provider_count(help.fake), 0);
    cr_assert(queue_until(&help.queue, is_done, NULL), "nobody has to ring for it");
    cr_assert_eq(fake_provider_count(help.fake), 1);
    cr_assert_eq(letter(es), 'i');
}

Test(activities_invite, a_preview_shows_people_segments_and_the_text_of_each_language) {
    char es[VAULT_ID_MAX + 1];
    add_person("+56911111111", "es", es);
    wait_anew();
    activities_invite_preview(help.queue.office, by(0), activity, queue_done, &wait);
    queue_await(&help.queue, &wait);
    cr_assert_eq(json_integer_value(json_object_get(wait.result, "people")), 1);
    const json_t *row = json_object_get(json_object_get(wait.result, "by_language"), "es");
    cr_assert_eq(json_integer_value(json_object_get(row, "segments")), 1);
    cr_assert(strstr(json_string_value(json_object_get(row, "text")), "Le invitamos a Fiesta: ") != NULL);
    cr_assert_eq(json_object_size(json_object_get(wait.result, "by_language")), LANGUAGE_BUILT_IN);
    row = json_object_get(json_object_get(wait.result, "by_language"), "fr");
    cr_assert(strstr(json_string_value(json_object_get(row, "text")), "Nous vous invitons") != NULL);
}

Test(activities_invite, nobody_is_invited_to_what_takes_nobody) {
    wait_anew();
    activities_set(help.queue.office, by(0), activity, "closed", queue_done, &wait);
    queue_await(&help.queue, &wait);
    wait_anew();
    activities_invite(help.queue.office, by(0), activity, queue_done, &wait);
    queue_await_error(&help.queue, &wait);
    cr_assert_eq(wait.why.kind, ERROR_CONFLICT);
}
