/* cases_test - a mediation from the asking to the end: two people, one mediator, and nothing of one at the other's. */
#include "queue/cases.h"

#include "config/clock.h"
#include "config/own.h"
#include "queue/tickets.h"
#include "tests/queue/shop_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define A       "+56911112222"
#define B       "+56933334444"
#define B_TYPED "9 3333 4444"
#define WORDS   "Villa Secreta"
#define ANA     "user-ana"
#define BENITO  "user-benito"
#define DAY_MS  (24LL * 3600 * 1000)

static struct shop shop;
static char *ticket, *mediation;

/* A has asked for a mediation, and Ana holds the ticket. */
static void ask_for_it(const char *permission) {
    const char *answers[] = {"mediacion", "1", "2", "1", WORDS, "1", permission};
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) shop_write(&shop, A, answers[i]);
    ticket = shop_claim(&shop, A, ANA);
    mediation = queue_string(&shop.help, "HGET {test}:ticket:%s case", ticket);
    cr_assert(*mediation, "there is no case");
}

static void setup(void) {
    shop_open(&shop);
    shop_user(&shop, ANA, "Ana");
    shop_user(&shop, BENITO, "Benito");
}
static void teardown(void) {
    free(ticket);
    free(mediation);
    shop_close(&shop);
}
TestSuite(cases, .init = setup, .fini = teardown, .timeout = 60);

static enum error_kind ended(struct queue_wait *wait) {
    queue_await_error(&shop.help, wait);
    enum error_kind kind = wait->why.kind;
    queue_wait_release(wait);
    return kind;
}

static enum error_kind invite_as(const char *user, const char *number, const char *language) {
    struct queue_wait wait = {0};
    cases_invite(shop.help.office, &(struct case_invitation){user, mediation, number, language}, queue_done, &wait);
    return ended(&wait);
}

static void invite(void) {
    cr_assert_eq(invite_as(ANA, B_TYPED, "ht"), ERROR_NONE);
    shop_turns(&shop, 1);
}

static enum error_kind meet_at(const char *date, const char *hour, const char *place) {
    struct queue_wait wait = {0};
    cases_meet(shop.help.office, &(struct case_meeting){ANA, mediation, date, hour, place}, queue_done, &wait);
    return ended(&wait);
}

static void in_days(int days, char ret[16]) {
    struct tm local;
    clock_local(clock_wall_ms() + days * DAY_MS, &local);
    strftime(ret, 16, "%Y-%m-%d", &local);
}

static void meet(int days, const char *place) {
    char date[16];
    in_days(days, date);
    cr_assert_eq(meet_at(date, "18:00", place), ERROR_NONE);
    shop_turns(&shop, 2);
}

static enum error_kind close_as(const char *user, const char *outcome) {
    struct queue_wait wait = {0};
    cases_close(shop.help.office, user, mediation, outcome, queue_done, &wait);
    return ended(&wait);
}

static json_t *look(void) {
    struct queue_wait wait = {0};
    cases_get(shop.help.office, ANA, mediation, queue_done, &wait);
    queue_await(&shop.help, &wait);
    return wait.result;
}

static const char *text_of(const json_t *json, const char *name) {
    const char *text = json_string_value(json_object_get(json, name));
    return text ? text : "";
}

static void expect_state(const char *state) {
    json_auto_t *one = look();
    cr_expect_str_eq(text_of(one, "state"), state);
}

/* All that the API tells of the other's ticket. */
static char *all_of_ticket_b(void) {
    struct queue_wait wait = {0};
    own_mem char *id = queue_string(&shop.help, "HGET {test}:case:%s ticket_b", mediation);
    tickets_get(shop.help.office, ANA, id, queue_done, &wait);
    queue_await(&shop.help, &wait);
    char *all = json_dumps(wait.result, 0);
    queue_wait_release(&wait);
    return all;
}

static void expect_nothing_of_a(const char *text, const char *where) {
    static const char *const secrets[] = {WORDS, "1111", "11112222", "Ruidos", "ruidos", "musica"};
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++)
        cr_expect(!strstr(text, secrets[i]), "'%s' of party A stands in %s: %s", secrets[i], where, text);
}

Test(cases, the_other_party_is_invited_without_a_name_a_number_or_a_word) {
    ask_for_it("1");
    expect_state("asked");
    invite();
    own_mem char *said = shop_line(&shop, B, -1);
    cr_expect(strstr(said, "medyatè"), "in their language: %s", said);
    expect_nothing_of_a(said, "the invitation");
    own_mem char *api = all_of_ticket_b();
    expect_nothing_of_a(api, "the ticket of party B");
    cr_expect(strstr(api, "Parte B"));
    expect_state("invited");
    json_auto_t *one = look();
    own_mem char *all = json_dumps(one, 0);
    cr_expect(!strstr(all, "3333") && !strstr(all, "1111"), "no number is in the case: %s", all);
    cr_expect_eq(json_array_size(json_object_get(one, "parties")), 2);
}

Test(cases, what_one_writes_never_reaches_the_other) {
    ask_for_it("1");
    invite();
    shop_write(&shop, B, "wi");
    expect_state("accepted");
    shop_write(&shop, A, "mi vecino grita de noche");
    shop_write(&shop, B, "chen an se pa pou mwen");
    own_mem char *of_a = shop_thread(&shop, A), *of_b = shop_thread(&shop, B);
    cr_expect(!strstr(of_a, "chen an"), "%s", of_a);
    cr_expect(!strstr(of_b, "grita"), "%s", of_b);
    expect_nothing_of_a(of_b, "the conversation of party B");
    cr_expect(!strstr(of_a, "3333"), "%s", of_a);
    own_mem char *ticket_b = queue_string(&shop.help, "HGET {test}:case:%s ticket_b", mediation);
    cr_expect_eq(queue_number(&shop.help, "HGET {test}:ticket:%s unread", ticket_b), 2,
                 "both words are for the mediator");
}

Test(cases, both_get_the_meeting_and_its_reminders_and_a_move_is_for_both) {
    ask_for_it("1");
    invite();
    char date[16];
    in_days(10, date);
    cr_expect_eq(meet_at(date, "18:00", "Sede"), ERROR_CONFLICT, "nobody is summoned");
    shop_write(&shop, B, "1");
    meet(10, "Sede vecinal");
    cr_expect(shop_last_says(&shop, A, "Reunión con el mediador") && shop_last_says(&shop, A, "Sede vecinal"));
    cr_expect(shop_last_says(&shop, B, "Rankont ak medyatè"));
    cr_expect_eq(queue_number(&shop.help, "ZCARD {test}:appts"), 2);
    shop_write(&shop, B, "1");
    json_auto_t *one = look();
    const json_t *parties = json_object_get(one, "parties");
    cr_expect_str_eq(text_of(json_array_get(parties, 0), "appointment"), "planned");
    cr_expect_str_eq(text_of(json_array_get(parties, 1), "appointment"), "confirmed");
    cr_expect_str_eq(text_of(json_object_get(one, "meeting"), "place"), "Sede vecinal");
    meet(12, "Biblioteca");
    cr_expect_eq(queue_number(&shop.help, "ZCARD {test}:appts"), 2, "moved, not doubled");
    cr_expect_eq(queue_number(&shop.help, "ZCARD {test}:due"), 4, "two reminders each");
    shop_later(&shop, 11 * DAY_MS); /* the one of two days before */
    cr_expect(shop_last_says(&shop, A, "Recuerde") && shop_last_says(&shop, A, "Biblioteca"));
    cr_expect(shop_last_says(&shop, B, "Sonje") && shop_last_says(&shop, B, "Biblioteca"));
}

Test(cases, the_end_is_told_to_both_and_a_meeting_to_come_is_cancelled) {
    ask_for_it("1");
    invite();
    shop_write(&shop, B, "1");
    meet(10, "Sede");
    cr_expect_eq(close_as(BENITO, "agreement"), ERROR_CONFLICT);
    cr_expect_eq(close_as(ANA, "whatever"), ERROR_INPUT);
    cr_assert_eq(close_as(ANA, "agreement"), ERROR_NONE);
    shop_turns(&shop, 2);
    cr_expect(shop_last_says(&shop, A, "La mediación quedó cerrada"));
    cr_expect(shop_last_says(&shop, B, "Medyasyon an fèmen"));
    cr_expect_eq(queue_number(&shop.help, "ZCARD {test}:due"), 0, "no reminder is left");
    cr_expect_eq(queue_number(&shop.help, "ZCARD {test}:tickets"), 0);
    cr_expect_eq(queue_number(&shop.help, "ZCARD {test}:cases"), 0);
    json_auto_t *one = look();
    cr_expect_str_eq(text_of(one, "outcome"), "agreement");
    cr_expect_eq(close_as(ANA, "agreement"), ERROR_CONFLICT, "once");
}

Test(cases, who_declines_hears_nothing_more) {
    ask_for_it("1");
    invite();
    shop_write(&shop, B, "2");
    expect_state("declined");
    cr_assert_eq(close_as(ANA, "declined"), ERROR_NONE);
    shop_turns(&shop, 1);
    cr_expect(shop_last_says(&shop, A, "cerrada"));
    own_mem char *last = shop_line(&shop, B, -1);
    cr_expect(strstr(last, "mèsi paske ou reponn"), "the last word was the thanks for their answer: %s", last);
}

Test(cases, nobody_is_invited_without_the_consent_of_the_one_who_asked) {
    ask_for_it("2");
    cr_expect_eq(invite_as(ANA, B, ""), ERROR_CONFLICT);
    cr_expect_eq(queue_number(&shop.help, "HEXISTS {test}:case:%s ticket_b", mediation), 1);
    struct queue_wait wait = {0};
    cases_allow(shop.help.office, BENITO, mediation, queue_done, &wait);
    cr_expect_eq(ended(&wait), ERROR_CONFLICT, "only who holds the ticket");
    wait = (struct queue_wait){0};
    cases_allow(shop.help.office, ANA, mediation, queue_done, &wait);
    cr_expect_eq(ended(&wait), ERROR_NONE);
    cr_expect_eq(invite_as(ANA, A, ""), ERROR_CONFLICT, "the number of the one who asked");
    cr_expect_eq(invite_as(ANA, "12", ""), ERROR_INPUT);
    cr_expect_eq(invite_as(ANA, B, "xx"), ERROR_INPUT);
    cr_expect_eq(invite_as(BENITO, B, ""), ERROR_CONFLICT);
    cr_expect_eq(invite_as(ANA, B, ""), ERROR_NONE);
    shop_turns(&shop, 1);
    cr_expect(shop_last_says(&shop, B, "Un vecino nos pidió"));
    cr_expect_eq(invite_as(ANA, "+56955556666", ""), ERROR_CONFLICT, "invited already");
}

Test(cases, an_answer_of_somebody_else_does_not_count) {
    ask_for_it("1");
    invite();
    own_mem char *person = shop_person(&shop, A);
    cr_assert_eq(queue_number(&shop.help, "EXISTS {test}:mailbox:%s", person), 0);
    shop_write(&shop, A, "1");
    expect_state("invited");
}

Test(cases, asking_twice_is_one_mediation_and_the_list_tells_of_it) {
    ask_for_it("2");
    const char *again[] = {"mediacion", "1", "2", "2", "Centro", "1", "1"};
    /* the ticket is open: the same conversation goes on */
    struct queue_wait wait = {0};
    tickets_release(shop.help.office, ANA, ticket, queue_done, &wait);
    cr_assert_eq(ended(&wait), ERROR_NONE);
    for (size_t i = 0; i < sizeof again / sizeof again[0]; i++) shop_write(&shop, A, again[i]);
    wait = (struct queue_wait){0};
    cases_list(shop.help.office, &(struct cases_query){"open", 0, 10}, queue_done, &wait);
    queue_await(&shop.help, &wait);
    cr_expect_eq(json_integer_value(json_object_get(wait.result, "total")), 1);
    const json_t *one = json_array_get(json_object_get(wait.result, "cases"), 0);
    cr_expect(json_is_true(json_object_get(one, "permission")), "they allow it now");
    queue_wait_release(&wait);
    wait = (struct queue_wait){0};
    cases_of_ticket(shop.help.office, ticket, queue_done, &wait);
    queue_await(&shop.help, &wait);
    cr_expect_str_eq(text_of(wait.result, "party"), "A");
    queue_wait_release(&wait);
    wait = (struct queue_wait){0};
    cases_list(shop.help.office, &(struct cases_query){"all", 0, 10}, queue_done, &wait);
    cr_expect_eq(ended(&wait), ERROR_INPUT);
}

Test(cases, a_time_or_place_that_is_none_is_refused) {
    ask_for_it("1");
    invite();
    shop_write(&shop, B, "1");
    char date[16];
    in_days(3, date);
    cr_expect_eq(meet_at("mañana", "18:00", "Sede"), ERROR_INPUT);
    cr_expect_eq(meet_at("2020-01-01", "18:00", "Sede"), ERROR_INPUT);
    cr_expect_eq(meet_at("2027-02-31", "18:00", "Sede"), ERROR_INPUT);
    cr_expect_eq(meet_at(date, "25:00", "Sede"), ERROR_INPUT);
    cr_expect_eq(meet_at(date, "18:00", "  "), ERROR_INPUT);
    cr_expect_eq(meet_at(date, "18:00", "una\notra"), ERROR_INPUT);
    expect_state("accepted");
}

static void erase(const char *number) {
    own_mem char *person = shop_person(&shop, number);
    shop_write(&shop, number, "BORRAR MIS DATOS");
    shop_write(&shop, number, "SI BORRAR");
    cr_assert_eq(queue_number(&shop.help, "EXISTS {test}:person:%s", person), 0);
    cr_expect_eq(queue_number(&shop.help, "EXISTS {test}:cases-of:%s", person), 0);
    redisReply *left = queue_redis(&shop.help, "HVALS {test}:case:%s", mediation);
    for (size_t i = 0; i < left->elements; i++) cr_expect_str_neq(left->element[i]->str, person, "their id is left");
    freeReplyObject(left);
}

Test(cases, when_one_is_erased_the_mediation_ends_and_the_other_is_not_left_with_a_meeting) {
    ask_for_it("1");
    invite();
    shop_write(&shop, B, "1");
    meet(10, "Sede");
    erase(B);
    expect_state("closed");
    json_auto_t *one = look();
    cr_expect_str_eq(text_of(one, "outcome"), "erased");
    cr_expect_str_eq(text_of(json_array_get(json_object_get(one, "parties"), 0), "appointment"), "cancelled");
    cr_expect_eq(queue_number(&shop.help, "ZCARD {test}:due"), 0);
    erase(A);
    cr_expect_eq(queue_number(&shop.help, "EXISTS {test}:case:%s", mediation), 0);
    cr_expect_eq(queue_number(&shop.help, "ZCARD {test}:cases-closed"), 0);
}
