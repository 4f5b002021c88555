/* users_test - who gets in, who does not, and for how long. */
#include "config/clock.h"
#include "config/own.h"
#include "queue/users.h"
#include "tests/queue/queue_help.h"

#include <criterion/criterion.h>
#include <string.h>

#define PASSWORD "una frase bien larga"

static struct queue_help help;

static void setup(void) {
    queue_help_open(&help);
}

static void teardown(void) {
    queue_help_close(&help);
}

TestSuite(users, .init = setup, .fini = teardown, .timeout = 120);

static const char *text_at(const json_t *json, const char *name) {
    const char *text = json_string_value(json_object_get(json, name));
    return text ? text : "(null)";
}

/* Takes the answer's error and result apart; the kind is returned, the result handed over. */
static enum error_kind end(struct queue_wait *wait, json_t **ret) {
    queue_await_error(&help, wait);
    if (ret) *ret = json_incref(wait->result);
    enum error_kind kind = wait->why.kind;
    queue_wait_release(wait);
    return kind;
}

static void invite(char ret[USERS_TOKEN_MAX + 1]) {
    struct queue_wait wait = {0};
    json_t *result;
    users_invite(help.office, queue_done, &wait);
    cr_assert_eq(end(&wait, &result), ERROR_NONE);
    cr_assert_eq(strlen(text_at(result, "token")), USERS_TOKEN_MAX);
    snprintf(ret, USERS_TOKEN_MAX + 1, "%s", text_at(result, "token"));
    json_decref(result);
}

static enum error_kind join(const char *token, const char *login, const char *password, json_t **ret) {
    struct queue_wait wait = {0};
    struct users_join what = {token, login, "María Paz", password};
    users_join(help.office, &what, queue_done, &wait);
    return end(&wait, ret);
}

static enum error_kind login(const char *name, const char *password, json_t **ret) {
    struct queue_wait wait = {0};
    struct users_login what = {name, password, "127.0.0.1"};
    users_login(help.office, &what, queue_done, &wait);
    return end(&wait, ret);
}

static enum error_kind session(const char *token, json_t **ret) {
    struct queue_wait wait = {0};
    users_session(help.office, token, queue_done, &wait);
    return end(&wait, ret);
}

/* A user "maria" and their session's token. */
static void maria(char ret[USERS_TOKEN_MAX + 1]) {
    char token[USERS_TOKEN_MAX + 1];
    json_t *result;
    invite(token);
    cr_assert_eq(join(token, "maria", PASSWORD, &result), ERROR_NONE);
    snprintf(ret, USERS_TOKEN_MAX + 1, "%s", text_at(result, "session"));
    json_decref(result);
}

static void session_key(const char *token, char ret[OFFICE_KEY_MAX]) {
    char index[VAULT_INDEX_MAX + 1];
    users_session_index(help.office, token, index);
    office_key(help.office, "session", index, ret);
}

Test(users, an_invitation_makes_one_user_and_is_used_up) {
    char token[USERS_TOKEN_MAX + 1];
    json_t *result;
    invite(token);
    cr_assert_eq(join(token, "Maria.P", PASSWORD, &result), ERROR_NONE);
    cr_expect_str_eq(text_at(json_object_get(result, "user"), "login"), "maria.p");
    cr_expect_str_eq(text_at(json_object_get(result, "user"), "name"), "María Paz");
    json_decref(result);
    cr_expect_eq(join(token, "otra", PASSWORD, NULL), ERROR_DENIED);
    cr_expect_eq(queue_number(&help, "HLEN {test}:users"), 1);
    struct queue_wait wait = {0};
    users_count(help.office, queue_done, &wait);
    cr_expect_eq(end(&wait, &result), ERROR_NONE);
    cr_expect_eq(json_integer_value(json_object_get(result, "count")), 1);
    json_decref(result);
}

Test(users, looking_at_an_invitation_does_not_use_it_up_and_it_ends_after_a_day) {
    char token[USERS_TOKEN_MAX + 1], index[VAULT_INDEX_MAX + 1];
    invite(token);
    for (int i = 0; i < 2; i++) {
        struct queue_wait wait = {0};
        json_t *result;
        users_invite_look(help.office, token, queue_done, &wait);
        cr_expect_eq(end(&wait, &result), ERROR_NONE);
        cr_expect(json_is_true(json_object_get(result, "valid")));
        json_decref(result);
    }
    vault_index(help.vault, "invite", token, index);
    long long left = queue_number(&help, "PTTL {test}:invite:%s", index);
    cr_expect(left > 23LL * 3600 * 1000 && left <= 24LL * 3600 * 1000);
    cr_expect_eq(queue_number(&help, "EXISTS {test}:invite:%s", token), 0, "the token itself is not stored");
}

Test(users, what_cannot_be_a_user_is_refused_and_the_invitation_stays_good) {
    char token[USERS_TOKEN_MAX + 1];
    invite(token);
    cr_expect_eq(join(token, "maria", "corta", NULL), ERROR_INPUT);
    cr_expect_eq(join(token, "maria", "ñandúñand", NULL), ERROR_INPUT, "nine letters, though more bytes");
    cr_expect_eq(join(token, "m", PASSWORD, NULL), ERROR_INPUT);
    cr_expect_eq(join(token, "maría", PASSWORD, NULL), ERROR_INPUT);
    cr_expect_eq(join(token, "ma ria", PASSWORD, NULL), ERROR_INPUT);
    cr_expect_eq(join("", "maria", PASSWORD, NULL), ERROR_DENIED);
    cr_expect_eq(join("x", "maria", PASSWORD, NULL), ERROR_DENIED);
    cr_expect_eq(join(token, "maria", PASSWORD, NULL), ERROR_NONE);
}

Test(users, a_login_can_be_taken_once) {
    char token[USERS_TOKEN_MAX + 1];
    maria(token);
    invite(token);
    cr_expect_eq(join(token, "MARIA", PASSWORD, NULL), ERROR_CONFLICT);
    cr_expect_eq(join(token, "maria2", PASSWORD, NULL), ERROR_NONE);
}

Test(users, the_right_password_logs_in_and_each_login_has_its_own_token) {
    char first[USERS_TOKEN_MAX + 1];
    json_t *result, *who;
    maria(first);
    cr_assert_eq(login("Maria", PASSWORD, &result), ERROR_NONE);
    cr_expect_str_neq(text_at(result, "session"), first);
    cr_expect_eq(session(text_at(result, "session"), &who), ERROR_NONE);
    cr_expect_str_eq(text_at(who, "name"), "María Paz");
    json_decref(who);
    json_decref(result);
    cr_expect_eq(login("maria", "una frase bien larg", NULL), ERROR_DENIED);
    cr_expect_eq(login("nadie", PASSWORD, NULL), ERROR_DENIED);
}

Test(users, an_unknown_login_costs_as_much_as_a_wrong_password) {
    char token[USERS_TOKEN_MAX + 1];
    int64_t took[2];
    const char *const names[] = {"maria", "nadie"};
    maria(token);
    for (int i = 0; i < 2; i++) {
        int64_t from = clock_mono_ms();
        cr_expect_eq(login(names[i], "no es esta frase", NULL), ERROR_DENIED);
        took[i] = clock_mono_ms() - from;
    }
    cr_expect(took[0] > 50 && took[1] > took[0] / 4, "%lld ms and %lld ms", (long long)took[0], (long long)took[1]);
}

Test(users, guessing_an_account_is_refused_after_ten_tries_even_with_the_right_password) {
    char token[USERS_TOKEN_MAX + 1], index[VAULT_INDEX_MAX + 1];
    maria(token);
    vault_index(help.vault, "guess/login", "maria", index);
    freeReplyObject(queue_redis(&help, "HSET {test}:guess:%s n 9", index));
    cr_expect_eq(login("maria", "no es esta frase", NULL), ERROR_DENIED, "the tenth");
    cr_expect_eq(login("maria", PASSWORD, NULL), ERROR_BUSY);
    long long till = queue_number(&help, "HGET {test}:guess:%s till", index);
    cr_expect_gt(till, (long long)clock_wall_ms() + 1000, "there is a wait");
    freeReplyObject(queue_redis(&help, "HSET {test}:guess:%s till 1", index));
    cr_expect_eq(login("maria", PASSWORD, NULL), ERROR_NONE, "when the wait is over");
    cr_expect_eq(queue_number(&help, "EXISTS {test}:guess:%s", index), 0, "a good login forgives");
}

Test(users, guessing_many_accounts_from_one_address_is_refused_after_thirty_tries) {
    char index[VAULT_INDEX_MAX + 1];
    vault_index(help.vault, "guess/from", "127.0.0.1", index);
    freeReplyObject(queue_redis(&help, "HSET {test}:guess:%s n 29", index));
    cr_expect_eq(login("nadie1", PASSWORD, NULL), ERROR_DENIED);
    cr_expect_eq(login("nadie2", PASSWORD, NULL), ERROR_BUSY);
}

Test(users, a_session_ends_with_logout_and_stays_ended) {
    char token[USERS_TOKEN_MAX + 1];
    maria(token);
    cr_expect_eq(session(token, NULL), ERROR_NONE);
    for (int i = 0; i < 2; i++) {
        struct queue_wait wait = {0};
        users_logout(help.office, token, queue_done, &wait);
        cr_expect_eq(end(&wait, NULL), ERROR_NONE);
    }
    cr_expect_eq(session(token, NULL), ERROR_DENIED);
}

Test(users, a_session_is_idle_for_half_an_hour_at_most_and_a_page_by_itself_does_not_prolong_it) {
    char token[USERS_TOKEN_MAX + 1], key[OFFICE_KEY_MAX];
    maria(token);
    session_key(token, key);
    cr_expect(queue_number(&help, "PTTL %s", key) <= 30 * 60 * 1000);
    freeReplyObject(queue_redis(&help, "PEXPIRE %s 60000", key));
    struct queue_wait wait = {0};
    users_session_look(help.office, token, queue_done, &wait);
    cr_expect_eq(end(&wait, NULL), ERROR_NONE);
    cr_expect(queue_number(&help, "PTTL %s", key) <= 60000);
    cr_expect_eq(session(token, NULL), ERROR_NONE);
    cr_expect(queue_number(&help, "PTTL %s", key) > 20 * 60 * 1000);
}

Test(users, a_session_ends_after_twelve_hours_however_busy) {
    char token[USERS_TOKEN_MAX + 1], key[OFFICE_KEY_MAX];
    maria(token);
    session_key(token, key);
    long long since = (long long)clock_wall_ms() - 12LL * 3600 * 1000;
    freeReplyObject(queue_redis(&help, "HSET %s since %lld", key, since + 60000));
    cr_expect_eq(session(token, NULL), ERROR_NONE);
    cr_expect(queue_number(&help, "PTTL %s", key) <= 60000, "the idle time does not reach beyond");
    freeReplyObject(queue_redis(&help, "HSET %s since %lld", key, since - 1));
    cr_expect_eq(session(token, NULL), ERROR_DENIED);
}

Test(users, a_token_that_nobody_was_given_is_no_session) {
    char token[USERS_TOKEN_MAX + 1];
    memset(token, 'A', USERS_TOKEN_MAX);
    token[USERS_TOKEN_MAX] = '\0';
    cr_expect_eq(session(token, NULL), ERROR_DENIED);
    cr_expect_eq(session("", NULL), ERROR_DENIED);
    cr_expect_eq(session("*", NULL), ERROR_DENIED);
}

Test(users, neither_names_nor_logins_nor_passwords_nor_tokens_lie_open_in_redis) {
    char token[USERS_TOKEN_MAX + 1], command[512];
    maria(token);
    queue_help_server_kill(&help);
    snprintf(command, sizeof command, "grep -rqE 'maria|Paz|frase bien|argon2|%s' %s", token, help.dir);
    cr_expect_neq(system(command), 0);
    snprintf(command, sizeof command, "grep -rq 'session' %s", help.dir);
    cr_expect_eq(system(command), 0, "the files were looked at");
}
