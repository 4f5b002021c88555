/* referrals_test - from the desk to the person and back: the contact, the question a week later, the counts. */
#include "queue/referrals.h"

#include "config/own.h"
#include "queue/tickets.h"
#include "tests/queue/shop_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER "+56911112222"
#define ANA    "user-ana"
#define DAY_MS (24LL * 3600 * 1000)

static struct shop shop;
static char *ticket;

/* A person with a ticket that Ana holds. */
static void setup(void) {
    shop_open(&shop);
    shop_user(&shop, ANA, "Ana");
    shop_write(&shop, NUMBER, "necesito hablar con una persona");
    for (int i = 0; i < 4; i++) shop_write(&shop, NUMBER, "1");
    ticket = shop_claim(&shop, NUMBER, ANA);
}
static void teardown(void) {
    free(ticket);
    shop_close(&shop);
}
TestSuite(referrals, .init = setup, .fini = teardown, .timeout = 60);

static enum error_kind create_as(const char *user, const char *key, const char *organisation, int share) {
    struct queue_wait wait = {0};
    referrals_create(shop.help.office, &(struct referral_wish){user, ticket, key, organisation, share}, queue_done,
                     &wait);
    queue_await_error(&shop.help, &wait);
    enum error_kind kind = wait.why.kind;
    queue_wait_release(&wait);
    return kind;
}

static void create(const char *organisation, int share) {
    cr_assert_eq(create_as(ANA, "k1", organisation, share), ERROR_NONE);
    shop_turns(&shop, 1);
}

static long long counted(const char *organisation, const char *state) {
    return queue_number(&shop.help, "HGET {test}:referral-counts %s|%s", organisation, state);
}

static json_t *rates(void) {
    struct queue_wait wait = {0};
    referrals_counts(shop.help.office, queue_done, &wait);
    queue_await(&shop.help, &wait);
    return wait.result;
}

Test(referrals, the_contact_is_told_and_a_week_later_the_person_is_asked) {
    create("sjm", 0);
    cr_expect(shop_last_says(&shop, NUMBER, "sjmchile.org"));
    cr_expect_eq(counted("sjm", "sent"), 1);
    struct queue_wait wait = {0};
    tickets_close(shop.help.office, ANA, ticket, "referred", queue_done, &wait);
    queue_await(&shop.help, &wait);
    queue_wait_release(&wait);
    shop_turns(&shop, 1);
    shop_later(&shop, 6 * DAY_MS);
    cr_expect_not(shop_last_says(&shop, NUMBER, "¿Le atendieron?"), "too early");
    shop_later(&shop, 8 * DAY_MS);
    cr_expect(shop_last_says(&shop, NUMBER, "¿Le atendieron?"));
    shop_write(&shop, NUMBER, "1");
    cr_expect_eq(counted("sjm", "seen"), 1);
    cr_expect_eq(counted("sjm", "not"), 0);
    json_auto_t *all = rates();
    const json_t *first = json_array_get(json_object_get(all, "organisations"), 0);
    cr_expect_str_eq(json_string_value(json_object_get(first, "id")), "sjm");
    cr_expect_eq(json_integer_value(json_object_get(first, "rate")), 100);
    cr_expect_eq(json_integer_value(json_object_get(first, "waiting")), 0);
    shop_later(&shop, 30 * DAY_MS);
    cr_expect_eq(counted("sjm", "unknown"), 0, "an answer ends the matter");
}

Test(referrals, who_was_not_seen_has_their_ticket_back) {
    create("incami", 0);
    struct queue_wait wait = {0};
    tickets_close(shop.help.office, ANA, ticket, "referred", queue_done, &wait);
    queue_await(&shop.help, &wait);
    queue_wait_release(&wait);
    shop_turns(&shop, 1);
    own_mem char *person = shop_person(&shop, NUMBER);
    cr_expect_eq(queue_number(&shop.help, "HEXISTS {test}:person:%s ticket", person), 0);
    shop_later(&shop, 8 * DAY_MS);
    shop_write(&shop, NUMBER, "2");
    own_mem char *state = queue_string(&shop.help, "HGET {test}:ticket:%s state", ticket);
    own_mem char *open = queue_string(&shop.help, "HGET {test}:person:%s ticket", person);
    cr_expect_str_eq(state, "open");
    cr_expect_str_eq(open, ticket);
    cr_expect_gt(queue_number(&shop.help, "HGET {test}:ticket:%s unread", ticket), 0);
    cr_expect_eq(queue_number(&shop.help, "ZCARD {test}:tickets"), 1);
    cr_expect_eq(queue_number(&shop.help, "ZCARD {test}:tickets-closed"), 0);
    cr_expect_eq(counted("incami", "not"), 1);
}

Test(referrals, nothing_is_shared_without_a_yes_which_is_kept_as_proof) {
    create("caj", 1);
    cr_expect(shop_last_says(&shop, NUMBER, "¿Nos autoriza"));
    own_mem char *person = shop_person(&shop, NUMBER);
    cr_expect_eq(queue_number(&shop.help, "LLEN {test}:proof:%s", person), 0);
    cr_expect_eq(counted("caj", "sent"), 0);
    shop_write(&shop, NUMBER, "si");
    cr_expect_eq(queue_number(&shop.help, "LLEN {test}:proof:%s", person), 1);
    cr_expect_eq(counted("caj", "shared"), 1);
    cr_expect_eq(counted("caj", "sent"), 1);
}

Test(referrals, a_question_about_sharing_without_an_answer_is_a_no) {
    create("caj", 1);
    shop_later(&shop, 3 * DAY_MS);
    cr_expect(shop_last_says(&shop, NUMBER, "CAJ"));
    cr_expect_eq(counted("caj", "shared"), 0);
    cr_expect_eq(counted("caj", "sent"), 1);
}

Test(referrals, no_answer_is_counted_as_unknown_and_a_late_one_corrects_it) {
    create("sjm", 0);
    own_mem char *person = shop_person(&shop, NUMBER);
    struct queue_wait wait = {0};
    tickets_close(shop.help.office, ANA, ticket, "referred", queue_done, &wait);
    queue_await(&shop.help, &wait);
    queue_wait_release(&wait);
    shop_turns(&shop, 1);
    shop_later(&shop, 8 * DAY_MS);
    shop_later(&shop, 8 * DAY_MS);
    cr_expect_eq(counted("sjm", "unknown"), 1);
    shop_write(&shop, NUMBER, "1");
    cr_expect_eq(counted("sjm", "unknown"), 0);
    cr_expect_eq(counted("sjm", "seen"), 1);
}

Test(referrals, the_same_press_again_does_nothing_and_only_the_holder_may) {
    create("sjm", 0);
    cr_expect_eq(create_as(ANA, "k1", "sjm", 0), ERROR_NONE);
    queue_settle(&shop.help);
    cr_expect_eq(queue_number(&shop.help, "HGET {test}:count turns"), shop.turns);
    cr_expect_eq(create_as("user-benito", "k2", "sjm", 0), ERROR_CONFLICT);
    cr_expect_eq(create_as(ANA, "k3", "nobody", 0), ERROR_INPUT);
    cr_expect_eq(create_as(ANA, "", "sjm", 0), ERROR_INPUT);
    struct queue_wait wait = {0};
    referrals_of_ticket(shop.help.office, ticket, queue_done, &wait);
    queue_await(&shop.help, &wait);
    const json_t *list = json_object_get(wait.result, "referrals");
    cr_assert_eq(json_array_size(list), 1);
    cr_expect_str_eq(json_string_value(json_object_get(json_array_get(list, 0), "state")), "sent");
    cr_expect_str_eq(json_string_value(json_object_get(json_array_get(list, 0), "name")),
                     "Servicio Jesuita a Migrantes");
    queue_wait_release(&wait);
}

Test(referrals, an_erased_person_leaves_the_counts_of_the_organisation_only) {
    create("sjm", 0);
    own_mem char *person = shop_person(&shop, NUMBER);
    shop_write(&shop, NUMBER, "BORRAR MIS DATOS");
    shop_write(&shop, NUMBER, "SI BORRAR");
    cr_expect_eq(queue_number(&shop.help, "EXISTS {test}:referrals-of:%s", person), 0);
    redisReply *left = queue_redis(&shop.help, "KEYS {test}:referral:*");
    cr_expect_eq(left->elements, 0);
    freeReplyObject(left);
    cr_expect_eq(counted("sjm", "sent"), 1);
    cr_expect_eq(queue_number(&shop.help, "ZCARD {test}:due"), 0, "nobody is asked a week later");
}
