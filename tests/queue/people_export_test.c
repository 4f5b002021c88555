/* people_export_test - the file that is handed to a person: what they signed up for, where they were sent, their side
 * of a mediation; and nothing of anybody else. */
#include "config/clock.h"
#include "config/own.h"
#include "queue/activities.h"
#include "queue/cases.h"
#include "queue/people.h"
#include "queue/referrals.h"
#include "tests/queue/shop_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define A      "+56911112222"
#define B      "+56933334444"
#define ANA    "user-ana"
#define DAY_MS (24LL * 3600 * 1000)

static struct shop shop;

static void setup(void) {
    shop_open(&shop);
    shop_user(&shop, ANA, "Ana");
}
static void teardown(void) {
    shop_close(&shop);
}
TestSuite(people_export, .init = setup, .fini = teardown, .timeout = 60);

static void done(struct queue_wait *wait) {
    queue_await(&shop.help, wait);
    queue_wait_release(wait);
}

static json_t *export_of(const char *number) {
    own_mem char *person = shop_person(&shop, number);
    struct queue_wait wait = {0};
    people_export(shop.help.office, ANA, person, queue_done, &wait);
    queue_await(&shop.help, &wait);
    return wait.result;
}

static const json_t *only(const json_t *file, const char *list) {
    cr_assert_eq(json_array_size(json_object_get(file, list)), 1, "%s", list);
    return json_array_get(json_object_get(file, list), 0);
}

static const char *text_of(const json_t *json, const char *name) {
    const char *text = json_string_value(json_object_get(json, name));
    return text ? text : "";
}

static void create_activity(void) {
    struct queue_wait wait = {0};
    struct activities_by by = {.user = ANA, .now_ms = clock_wall_ms()};
    json_int_t from_ms = by.now_ms + 10 * DAY_MS;
    json_auto_t *json = json_pack("{s:s, s:{s:s}, s:{s:s}, s:s, s:i, s:[{s:I, s:I}]}", "kind", "event", "title", "es",
                                  "Fiesta grande", "place", "es", "Plaza", "word", "fiesta1", "capacity", 20,
                                  "sessions", "from_ms", from_ms, "until_ms", from_ms + 7200000);
    activities_create(shop.help.office, &by, json, queue_done, &wait);
    done(&wait);
    queue_settle(&shop.help);
}

Test(people_export, what_a_person_signed_up_for_is_in_it) {
    shop_write(&shop, A, "ESPANOL");
    create_activity();
    shop_write(&shop, A, "fiesta1");
    shop_write(&shop, A, "1");
    json_auto_t *file = export_of(A);
    const json_t *seat = only(file, "activities");
    cr_expect_str_eq(text_of(seat, "activity"), "Fiesta grande");
    cr_expect_str_eq(text_of(seat, "kind"), "event");
    cr_expect_str_eq(text_of(seat, "answer"), "yes");
    cr_expect_eq(json_integer_value(json_object_get(seat, "seats")), 1);
    cr_expect_eq(json_array_size(json_object_get(seat, "came")), 0);
    own_mem char *person = shop_person(&shop, A);
    own_mem char *id = queue_string(&shop.help, "HGET {test}:person:%s seats", person);
    freeReplyObject(queue_redis(&shop.help, "HSET {test}:activity-people:%s %s %s", id, person, "y 2 5 1000"));
    json_auto_t *after = export_of(A);
    const json_t *came = json_object_get(only(after, "activities"), "came");
    cr_assert_eq(json_array_size(came), 2);
    cr_expect_eq(json_integer_value(json_array_get(came, 0)), 1);
    cr_expect_eq(json_integer_value(json_array_get(came, 1)), 3);
}

Test(people_export, where_a_person_was_sent_is_in_it) {
    const char *answers[] = {"ESPANOL", "9", "8", "1", "1", "4"};
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) shop_write(&shop, A, answers[i]);
    own_mem char *ticket = shop_claim(&shop, A, ANA);
    struct queue_wait wait = {0};
    referrals_create(shop.help.office,
                     &(struct referral_wish){.user = ANA, .ticket = ticket, .key = "k1", .organisation = "sjm"},
                     queue_done, &wait);
    done(&wait);
    shop_turns(&shop, 1);
    json_auto_t *file = export_of(A);
    const json_t *referral = only(file, "referrals");
    cr_expect_str_eq(text_of(referral, "organisation"), "sjm");
    cr_expect_str_eq(text_of(referral, "state"), "sent");
    cr_expect_gt(json_integer_value(json_object_get(referral, "created_ms")), 0);
}

Test(people_export, what_a_person_sent_is_in_it) {
    shop_write(&shop, A, "ESPANOL");
    own_mem char *person = shop_person(&shop, A);
    freeReplyObject(queue_redis(&shop.help, "SADD {test}:media-of:%s e1", person));
    freeReplyObject(queue_redis(&shop.help, "HSET {test}:media:e1 person %s created 1000 state kept type %s size 7",
                                person, "image/png"));
    json_auto_t *file = export_of(A);
    const json_t *sent = only(file, "files");
    cr_expect_str_eq(text_of(sent, "id"), "e1");
    cr_expect_str_eq(text_of(sent, "type"), "image/png");
    cr_expect_eq(json_integer_value(json_object_get(sent, "size")), 7);
}

/* Ids of tickets lead into the other's conversation as numbers and words do. */
static void expect_nothing_of(const char *number, const json_t *file) {
    own_mem char *person = shop_person(&shop, number), *all = json_dumps(file, JSON_COMPACT);
    own_mem char *ticket = queue_string(&shop.help, "HGET {test}:person:%s ticket", person);
    cr_expect(!strstr(all, number) && !strstr(all, person), "%s", all);
    cr_expect(!*ticket || !strstr(all, ticket), "%s", all);
}

Test(people_export, of_a_mediation_each_has_their_own_side) {
    const char *answers[] = {"ESPANOL", "mediacion", "1", "2", "1", "Villa Secreta", "1", "1"};
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) shop_write(&shop, A, answers[i]);
    own_mem char *ticket = shop_claim(&shop, A, ANA);
    own_mem char *mediation = queue_string(&shop.help, "HGET {test}:ticket:%s case", ticket);
    struct queue_wait wait = {0};
    cases_invite(shop.help.office, &(struct case_invitation){ANA, mediation, B, "es"}, queue_done, &wait);
    done(&wait);
    shop_turns(&shop, 1);
    json_auto_t *before = export_of(A);
    shop_write(&shop, B, "2");
    json_auto_t *of_a = export_of(A);
    json_auto_t *of_b = export_of(B);
    const json_t *a = only(of_a, "mediations"), *b = only(of_b, "mediations");
    cr_expect_str_eq(text_of(a, "party"), "A");
    cr_expect_str_eq(text_of(a, "permission"), "yes");
    cr_expect_null(json_object_get(a, "answer"), "what the other answered");
    cr_expect(json_equal(a, only(before, "mediations")), "the other's answer shows nowhere");
    cr_expect_str_eq(text_of(b, "party"), "B");
    cr_expect_str_eq(text_of(b, "answer"), "no");
    cr_expect_null(json_object_get(b, "permission"));
    expect_nothing_of(B, of_a);
    expect_nothing_of(A, of_b);
    own_mem char *all_b = json_dumps(of_b, JSON_COMPACT);
    cr_expect(!strstr(all_b, "Villa Secreta"));
}

Test(people_export, of_a_survey_only_that_they_took_part) {
    shop_write(&shop, A, "ESPANOL");
    own_mem char *person = shop_person(&shop, A);
    freeReplyObject(queue_redis(&shop.help, "HSET {test}:person:%s m:enc-encuesta %s", person, "1000 yes"));
    json_auto_t *file = export_of(A);
    const json_t *notes = json_object_get(json_object_get(file, "person"), "notes");
    cr_expect_str_eq(text_of(notes, "enc-encuesta"), "1000 yes");
    cr_expect_null(json_object_get(file, "surveys"));
}
