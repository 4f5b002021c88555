/* tickets_test - what caseworkers may do with a ticket, and that two of them never do it at once. */
#include "config/clock.h"
#include "config/own.h"
#include "queue/args.h"
#include "queue/audit.h"
#include "queue/tickets.h"
#include "tests/queue/queue_help.h"

#include <criterion/criterion.h>
#include <string.h>

#define ANA    "user-ana"
#define BENITO "user-benito"
#define NUMBER "+56911111111"
#define WORDS  "mi casero me quiere echar"

static struct queue_help help;
static char person[VAULT_ID_MAX + 1];

/* Seals as a turn does, with the person's own key. */
static void seal(const char *bound, const char *plain, struct text *ret) {
    struct error why = ERROR_INIT;
    const struct vault_key *key;
    redisReply *wrapped = queue_redis(&help, "HGET {test}:person:%s key", person);
    cr_assert(
        person_key(office_keys(help.office), person, (struct vault_bytes){wrapped->str, wrapped->len}, &key, &why) == 0,
        "%s", why.text);
    person_seal(key, bound, (struct vault_bytes){plain, strlen(plain)}, ret);
    freeReplyObject(wrapped);
}

static void add_user(const char *user, const char *name) {
    char bound[PERSON_BOUND_MAX];
    own_text struct text sealed = TEXT_INIT(1024);
    person_seal(vault_office_key(help.vault), person_bound("user", user, NULL, bound),
                (struct vault_bytes){name, strlen(name)}, &sealed);
    freeReplyObject(queue_redis(&help, "HSET {test}:user:%s name %b", user, text_get(&sealed), sealed.len));
}

static void add_ticket(const char *id, int priority, long long created) {
    char bound[PERSON_BOUND_MAX], score[32];
    own_text struct text fields = TEXT_INIT(4096);
    seal(person_bound("ticket", id, NULL, bound), "[{\"question\":\"tema\",\"answer\":\"arriendo\"}]", &fields);
    snprintf(score, sizeof score, "%.0f", (double)created - priority * 1e13);
    freeReplyObject(
        queue_redis(&help,
                    "HSET {test}:ticket:%s code K7M-42 person %s state open topic arriendo priority %d created %lld "
                    "updated %lld version 1 by %s unread 2 fields %b outcome %s",
                    id, person, priority, created, created, "", text_get(&fields), fields.len, ""));
    freeReplyObject(queue_redis(&help, "ZADD {test}:tickets %s %s", score, id));
    freeReplyObject(queue_redis(&help, "HSET {test}:person:%s ticket %s lang ht", person, id));
}

static void add_line(const char *direction, const char *id, const char *text) {
    char bound[PERSON_BOUND_MAX];
    own_text struct text entry = TEXT_INIT(4096);
    text_addf(&entry, "%s %s %d ", direction, id, 1000);
    seal(person_bound("log", person, NULL, bound), text, &entry);
    freeReplyObject(queue_redis(&help, "RPUSH {test}:log:%s %b", person, text_get(&entry), entry.len));
}

static void setup(void) {
    queue_help_open(&help);
    queue_person(&help, NUMBER, person);
    add_user(ANA, "Ana María");
    add_user(BENITO, "Benito");
    add_ticket("e1.0", 0, 1000);
    add_line("in", "e1", WORDS);
    add_line("out", "e1.1", "ya le llamamos");
    freeReplyObject(queue_redis(&help, "HSET {test}:out:e1.1 state failed code 30003"));
}

static void teardown(void) {
    queue_help_close(&help);
}

TestSuite(tickets, .init = setup, .fini = teardown);

typedef void act_fn(struct office *office, const char *user, const char *ticket, office_done done, void *arg);

static void act(act_fn *fn, const char *user, const char *ticket, struct queue_wait *ret) {
    memset(ret, 0, sizeof *ret);
    fn(help.office, user, ticket, queue_done, ret);
}

static json_t *must(act_fn *fn, const char *user, const char *ticket) {
    struct queue_wait wait;
    act(fn, user, ticket, &wait);
    queue_await(&help, &wait);
    return wait.result;
}

static enum error_kind refused(act_fn *fn, const char *user, const char *ticket) {
    struct queue_wait wait;
    act(fn, user, ticket, &wait);
    queue_await_error(&help, &wait);
    enum error_kind kind = wait.why.kind;
    queue_wait_release(&wait);
    return kind;
}

static enum error_kind reply(const char *user, const char *key, const char *text) {
    struct queue_wait wait = {0};
    struct tickets_reply what = {user, "e1.0", key, text};
    tickets_reply(help.office, &what, queue_done, &wait);
    queue_await_error(&help, &wait);
    enum error_kind kind = wait.why.kind;
    queue_wait_release(&wait);
    return kind;
}

static enum error_kind close_as(const char *user, const char *outcome) {
    struct queue_wait wait = {0};
    tickets_close(help.office, user, "e1.0", outcome, queue_done, &wait);
    queue_await_error(&help, &wait);
    enum error_kind kind = wait.why.kind;
    queue_wait_release(&wait);
    return kind;
}

static json_t *list(const char *state, size_t offset, size_t limit) {
    struct queue_wait wait = {0};
    struct tickets_query query = {state, offset, limit};
    tickets_list(help.office, &query, queue_done, &wait);
    queue_await(&help, &wait);
    return wait.result;
}

static const char *text_at(const json_t *json, const char *name) {
    const char *text = json_string_value(json_object_get(json, name));
    return text ? text : "(null)";
}

static const char *listed(const json_t *found, size_t index) {
    return text_at(json_array_get(json_object_get(found, "tickets"), index), "id");
}

static size_t audit_count(const char *user, const char *what) {
    struct queue_wait wait = {0};
    size_t index, count = 0;
    json_t *line;
    audit_list(help.office, 1000, queue_done, &wait);
    queue_await(&help, &wait);
    json_array_foreach(json_object_get(wait.result, "lines"), index, line) count +=
        strcmp(text_at(line, "user"), user) == 0 && strcmp(text_at(line, "act"), what) == 0;
    queue_wait_release(&wait);
    return count;
}

Test(tickets, a_ticket_shows_its_person_masked_and_the_conversation_with_what_became_of_it) {
    json_auto_t *ticket = must(tickets_get, ANA, "e1.0");
    const json_t *who = json_object_get(ticket, "person"), *thread = json_object_get(ticket, "thread");
    own_mem char *all = json_dumps(ticket, 0);
    cr_expect_str_eq(text_at(ticket, "code"), "K7M-42");
    cr_expect_str_eq(text_at(ticket, "language"), "ht");
    cr_expect_str_eq(text_at(ticket, "channel"), "sms");
    cr_expect_str_eq(text_at(who, "id"), person);
    cr_expect(strchr(text_at(who, "number"), '*') != NULL);
    cr_expect(strstr(all, NUMBER) == NULL, "the number is masked");
    cr_expect_str_eq(text_at(json_array_get(thread, 0), "text"), WORDS);
    cr_expect_str_eq(text_at(json_array_get(thread, 0), "by"), "person");
    cr_expect_str_eq(text_at(json_array_get(thread, 1), "by"), "bot");
    cr_expect_str_eq(text_at(json_array_get(thread, 1), "delivery"), "failed");
    cr_expect_str_eq(text_at(json_array_get(thread, 1), "reason"), "30003");
    cr_expect_str_eq(text_at(json_object_get(json_array_get(thread, 1), "why"), "es"),
                     "El teléfono está apagado o sin señal");
    cr_expect(json_is_null(json_object_get(json_array_get(thread, 0), "why")));
    cr_expect_str_eq(text_at(json_array_get(json_object_get(ticket, "fields"), 0), "answer"), "arriendo");
}

Test(tickets, a_look_clears_unread_and_is_one_line_of_the_audit_log) {
    json_auto_t *before = list("open", 0, 10);
    cr_expect_eq(json_integer_value(json_object_get(json_array_get(json_object_get(before, "tickets"), 0), "unread")),
                 2);
    json_decref(must(tickets_get, ANA, "e1.0"));
    json_decref(must(tickets_get, ANA, "e1.0"));
    json_decref(must(tickets_get, BENITO, "e1.0"));
    json_auto_t *after = list("open", 0, 10);
    cr_expect_eq(json_integer_value(json_object_get(json_array_get(json_object_get(after, "tickets"), 0), "unread")),
                 0);
    cr_expect_eq(audit_count(ANA, "look"), 1, "a page that refreshes is one look");
    cr_expect_eq(audit_count(BENITO, "look"), 1);
}

Test(tickets, of_two_who_claim_at_the_same_moment_one_gets_it_and_the_other_is_told_who) {
    struct queue_wait first, second;
    act(tickets_claim, ANA, "e1.0", &first);
    act(tickets_claim, BENITO, "e1.0", &second);
    queue_await(&help, &first);
    queue_await_error(&help, &second);
    cr_expect_str_eq(text_at(json_object_get(first.result, "claimed_by"), "name"), "Ana María");
    cr_expect_eq(second.why.kind, ERROR_CONFLICT);
    cr_expect_str_eq(second.why.text, "Ana María has it");
    queue_wait_release(&first);
    queue_wait_release(&second);
    cr_expect_eq(audit_count(ANA, "claim"), 1);
    cr_expect_eq(audit_count(BENITO, "claim"), 0);
}

Test(tickets, only_the_holder_releases_and_then_another_may_claim) {
    json_decref(must(tickets_claim, ANA, "e1.0"));
    json_decref(must(tickets_claim, ANA, "e1.0"));
    cr_expect_eq(refused(tickets_release, BENITO, "e1.0"), ERROR_CONFLICT);
    json_decref(must(tickets_release, ANA, "e1.0"));
    json_auto_t *ticket = must(tickets_claim, BENITO, "e1.0");
    cr_expect_str_eq(text_at(ticket, "state"), "claimed");
    cr_expect_eq(audit_count(ANA, "claim"), 1, "claiming what one has is no new act");
}

Test(tickets, urgent_tickets_come_first_then_the_oldest_and_pages_can_be_turned) {
    add_ticket("e2.0", 0, 500);
    add_ticket("e3.0", 1, 9000);
    json_auto_t *all = list("open", 0, 10), *page = list("open", 1, 1), *beyond = list("open", 100, 10);
    cr_expect_str_eq(listed(all, 0), "e3.0");
    cr_expect_str_eq(listed(all, 1), "e2.0");
    cr_expect_str_eq(listed(all, 2), "e1.0");
    cr_expect_str_eq(listed(page, 0), "e2.0");
    cr_expect_eq(json_array_size(json_object_get(page, "tickets")), 1);
    cr_expect_eq(json_integer_value(json_object_get(page, "total")), 3);
    cr_expect_eq(json_array_size(json_object_get(beyond, "tickets")), 0);
}

Test(tickets, a_reply_goes_into_the_mailbox_once_for_each_press_of_the_button) {
    json_decref(must(tickets_claim, ANA, "e1.0"));
    cr_expect_eq(reply(ANA, "press-1", "Venga el jueves a las 10"), ERROR_NONE);
    cr_expect_eq(reply(ANA, "press-1", "Venga el jueves a las 10"), ERROR_NONE);
    cr_expect_eq(queue_number(&help, "LLEN {test}:mailbox:%s", person), 1);
    cr_expect_eq(reply(ANA, "press-2", "Venga el jueves a las 10"), ERROR_NONE);
    cr_expect_eq(queue_number(&help, "LLEN {test}:mailbox:%s", person), 2);
    cr_expect_eq(queue_number(&help, "ZCARD {test}:ready"), 1, "a worker is woken");
    cr_expect_eq(audit_count(ANA, "reply"), 2);
    own_mem char *entry = queue_string(&help, "LINDEX {test}:mailbox:%s 0", person);
    cr_expect(strncmp(entry, "S ", 2) == 0);
}

Test(tickets, who_does_not_hold_a_ticket_cannot_reply_or_close) {
    cr_expect_eq(reply(ANA, "k", "hola"), ERROR_CONFLICT);
    cr_expect_eq(close_as(ANA, "answered"), ERROR_CONFLICT);
    json_decref(must(tickets_claim, ANA, "e1.0"));
    cr_expect_eq(reply(BENITO, "k", "hola"), ERROR_CONFLICT);
    cr_expect_eq(close_as(BENITO, "answered"), ERROR_CONFLICT);
    cr_expect_eq(queue_number(&help, "EXISTS {test}:mailbox:%s", person), 0);
}

Test(tickets, a_reply_that_is_empty_or_too_long_is_refused) {
    char text[TICKETS_REPLY_MAX + 2];
    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = '\0';
    json_decref(must(tickets_claim, ANA, "e1.0"));
    cr_expect_eq(reply(ANA, "k", text), ERROR_INPUT);
    cr_expect_eq(reply(ANA, "k", " \n\t "), ERROR_INPUT);
    cr_expect_eq(reply(ANA, "", "hola"), ERROR_INPUT);
    text[TICKETS_REPLY_MAX] = '\0';
    cr_expect_eq(reply(ANA, "k", text), ERROR_NONE);
}

Test(tickets, closing_tells_the_person_once_and_moves_the_ticket_and_reopening_brings_it_back) {
    json_decref(must(tickets_claim, ANA, "e1.0"));
    cr_expect_eq(close_as(ANA, "because"), ERROR_INPUT);
    cr_expect_eq(close_as(ANA, "referred"), ERROR_NONE);
    cr_expect_eq(close_as(ANA, "referred"), ERROR_CONFLICT);
    cr_expect_eq(queue_number(&help, "LLEN {test}:mailbox:%s", person), 1);
    cr_expect_eq(queue_number(&help, "HEXISTS {test}:person:%s ticket", person), 0);
    cr_expect_eq(refused(tickets_claim, BENITO, "e1.0"), ERROR_CONFLICT);
    json_auto_t *closed = list("closed", 0, 10), *open = list("open", 0, 10);
    cr_expect_str_eq(text_at(json_array_get(json_object_get(closed, "tickets"), 0), "outcome"), "referred");
    cr_expect_eq(json_integer_value(json_object_get(open, "total")), 0);
    json_decref(must(tickets_reopen, BENITO, "e1.0"));
    json_auto_t *again = list("open", 0, 10), *none = list("closed", 0, 10);
    cr_expect_str_eq(listed(again, 0), "e1.0");
    cr_expect_eq(json_integer_value(json_object_get(none, "total")), 0);
    own_mem char *ticket = queue_string(&help, "HGET {test}:person:%s ticket", person);
    cr_expect_str_eq(ticket, "e1.0", "what the person writes is shown there again");
}

Test(tickets, reopening_leaves_a_ticket_alone_that_somebody_holds) {
    json_decref(must(tickets_claim, ANA, "e1.0"));
    json_auto_t *ticket = must(tickets_reopen, BENITO, "e1.0");
    cr_expect_str_eq(text_at(json_object_get(ticket, "claimed_by"), "id"), ANA);
}

Test(tickets, a_ticket_that_does_not_exist_is_missing_whatever_its_name) {
    char longest[200];
    memset(longest, 'x', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    const char *const names[] = {"e9.0", "", "../e1.0", "e1.0 x", "e1.0\r\nX", longest};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        cr_expect_eq(refused(tickets_get, ANA, names[i]), ERROR_MISSING, "%s", names[i]);
        cr_expect_eq(refused(tickets_claim, ANA, names[i]), ERROR_MISSING, "%s", names[i]);
    }
    cr_expect_eq(audit_count(ANA, "look"), 0);
}

Test(tickets, an_odd_page_of_the_list_is_refused) {
    const struct tickets_query odd[] = {{"all", 0, 10}, {"open", 0, 0}, {"open", 0, 101}, {"", 0, 1}};
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        struct queue_wait wait = {0};
        tickets_list(help.office, &odd[i], queue_done, &wait);
        queue_await_error(&help, &wait);
        cr_expect_eq(wait.why.kind, ERROR_INPUT);
        queue_wait_release(&wait);
    }
}

Test(tickets, a_line_sealed_for_somebody_else_is_shown_as_unreadable_and_hides_nothing) {
    freeReplyObject(queue_redis(&help, "RPUSH {test}:log:%s garbage", person));
    freeReplyObject(queue_redis(&help, "RPUSH {test}:log:%s %s", person, "in e9 5 not-sealed"));
    freeReplyObject(queue_redis(&help, "HSET {test}:ticket:e1.0 fields broken"));
    json_auto_t *ticket = must(tickets_get, ANA, "e1.0");
    const json_t *thread = json_object_get(ticket, "thread");
    cr_expect_eq(json_array_size(thread), 3);
    cr_expect(json_is_null(json_object_get(json_array_get(thread, 2), "text")));
    cr_expect_eq(json_array_size(json_object_get(ticket, "fields")), 0);
}

Test(tickets, a_record_of_a_wrong_type_does_not_hide_the_others) {
    add_ticket("e2.0", 0, 500);
    freeReplyObject(queue_redis(&help, "DEL {test}:ticket:e2.0"));
    freeReplyObject(queue_redis(&help, "SET {test}:ticket:e2.0 x"));
    json_auto_t *all = list("open", 0, 10);
    cr_expect_eq(json_array_size(json_object_get(all, "tickets")), 1);
    cr_expect_eq(refused(tickets_get, ANA, "e2.0"), ERROR_MISSING);
}

Test(tickets, no_word_name_or_number_lies_open_in_redis) {
    json_decref(must(tickets_claim, ANA, "e1.0"));
    cr_expect_eq(reply(ANA, "k", "Venga-el-jueves"), ERROR_NONE);
    queue_help_server_kill(&help);
    char command[256];
    snprintf(command, sizeof command, "grep -rqE 'Venga-el-jueves|casero|Benito|56911111111|arriendo.,' %s", help.dir);
    cr_expect_neq(system(command), 0);
    snprintf(command, sizeof command, "grep -rq 'K7M-42' %s", help.dir);
    cr_expect_eq(system(command), 0, "the files were looked at");
}
