/* users - invitations and sessions; joining and logging in, step by step. */
#include "queue/users.h"

#include "config/clock.h"
#include "config/own.h"
#include "queue/args.h"
#include "queue/audit.h"
#include "queue/users_password.h"

#include <stdlib.h>
#include <string.h>

/* A call under way. Which fields are used hangs on the call. */
struct call {
    struct office *office;
    office_done done;
    void *arg;
    char token[USERS_TOKEN_MAX + 1];  /* of the invitation or session that is made */
    char invite[VAULT_INDEX_MAX + 1]; /* indexes of what was given */
    char login[VAULT_INDEX_MAX + 1], guess[VAULT_INDEX_MAX + 1], from[VAULT_INDEX_MAX + 1];
    char user[VAULT_ID_MAX + 1];
    char handle[USERS_LOGIN_MAX + 1], name[USERS_NAME_MAX * 4 + 1];
    char password[USERS_PASSWORD_MAX + 1]; /* until it is handed to the hasher */
};

static void fail(office_done done, void *arg, enum error_kind kind, const char *text) {
    struct error why = ERROR_INIT;
    error_set(&why, kind, "%s", text);
    done(arg, NULL, &why);
}

static struct call *call_new(struct office *office, office_done done, void *arg) {
    struct call *call = calloc(1, sizeof *call);
    if (!call) {
        fail(done, arg, ERROR_BUSY, "no memory for a call");
        return NULL;
    }
    call->office = office;
    call->done = done;
    call->arg = arg;
    return call;
}

/* Answers and frees. result is ours. */
static void call_end(struct call *call, json_t *result, const struct error *why) {
    if (!why && !result)
        fail(call->done, call->arg, ERROR_SYSTEM, "a user's record is malformed");
    else
        call->done(call->arg, result, why);
    json_decref(result);
    explicit_bzero(call, sizeof *call);
    free(call);
}

static void call_fail(struct call *call, enum error_kind kind, const char *text) {
    struct error why = ERROR_INIT;
    error_set(&why, kind, "%s", text);
    call_end(call, NULL, &why);
}

static void index_of(const struct office *office, const char *domain, const char *text, char ret[VAULT_INDEX_MAX + 1]) {
    vault_index(office_vault(office), domain, text, ret);
}

/* 43 letters of six random bits each. */
static void token_make(char ret[USERS_TOKEN_MAX + 1]) {
    char id[VAULT_ID_MAX + 1];
    for (size_t at = 0; at < USERS_TOKEN_MAX; at += VAULT_ID_MAX) {
        vault_random_id(id);
        snprintf(ret + at, USERS_TOKEN_MAX + 1 - at, "%s", id);
    }
}

static int is_token(const char *token) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    return strlen(token) == USERS_TOKEN_MAX && strspn(token, letters) == USERS_TOKEN_MAX;
}

void users_session_index(const struct office *office, const char *session, char ret[VAULT_INDEX_MAX + 1]) {
    *ret = '\0';
    if (is_token(session)) index_of(office, "session", session, ret);
}

static void key_command(struct call *call, const char *command, const char *key, redis_done done) {
    struct redis_arg args[] = {redis_arg(command), redis_arg(key)};
    redis_command(office_redis(call->office), args, 2, done, call);
}

static void on_count(void *arg, const redisReply *reply, const struct error *why) {
    call_end(arg, why ? NULL : json_pack("{s:I}", "count", (json_int_t)reply->integer), why);
}

void users_count(struct office *office, office_done done, void *arg) {
    char key[OFFICE_KEY_MAX];
    struct call *call = call_new(office, done, arg);
    if (call) key_command(call, "HLEN", office_key(office, "users", NULL, key), on_count);
}

/* --- invitations --- */

static void on_invited(void *arg, const redisReply *reply, const struct error *why) {
    struct call *call = arg;
    (void)reply;
    call_end(call, why ? NULL : json_pack("{s:s}", "token", call->token), why);
}

void users_invite(struct office *office, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    char index[VAULT_INDEX_MAX + 1];
    struct call *call = call_new(office, done, arg);
    if (!call) return;
    token_make(call->token);
    index_of(office, "invite", call->token, index);
    args_number(&args, clock_wall_ms());
    args_text(&args, index);
    args_call(&args, office, "user_invite", on_invited, call);
}

static void invite_ask(struct call *call, const char *token, redis_done done) {
    char key[OFFICE_KEY_MAX];
    if (!is_token(token)) token = "";
    index_of(call->office, "invite", token, call->invite);
    key_command(call, "EXISTS", office_key(call->office, "invite", call->invite, key), done);
}

static void on_invite_looked(void *arg, const redisReply *reply, const struct error *why) {
    call_end(arg, why ? NULL : json_pack("{s:b}", "valid", reply->integer == 1), why);
}

void users_invite_look(struct office *office, const char *token, office_done done, void *arg) {
    struct call *call = call_new(office, done, arg);
    if (call) invite_ask(call, token, on_invite_looked);
}

/* --- joining: the invitation is asked first, so that a stranger cannot make us hash --- */

/* {user, sealed name, sealed login} as {"id","name","login"}. */
static json_t *user_json(const struct office *office, const redisReply *reply) {
    char bound[PERSON_BOUND_MAX];
    const struct vault_key *key = vault_office_key(office_vault(office));
    own_mem char *name = NULL, *handle = NULL;
    size_t len;
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 3 || !reply->element[0]->str ||
        !reply->element[1]->str || !reply->element[2]->str)
        return NULL;
    const char *user = reply->element[0]->str;
    struct vault_bytes sealed_name = {reply->element[1]->str, reply->element[1]->len};
    struct vault_bytes sealed_handle = {reply->element[2]->str, reply->element[2]->len};
    if (vault_unseal(key, person_bound("user", user, NULL, bound), sealed_name, &name, &len, NULL) < 0 ||
        vault_unseal(key, person_bound("user", user, "login", bound), sealed_handle, &handle, &len, NULL) < 0)
        return NULL;
    return json_pack("{s:s, s:s, s:s}", "id", user, "name", name, "login", handle);
}

static void on_session_made(void *arg, const redisReply *reply, const struct error *why) {
    struct call *call = arg;
    json_t *user = why ? NULL : user_json(call->office, reply);
    call_end(call, user ? json_pack("{s:s, s:o}", "session", call->token, "user", user) : NULL, why);
}

static void add_session(struct call *call, struct args *args) {
    char index[VAULT_INDEX_MAX + 1];
    token_make(call->token);
    users_session_index(call->office, call->token, index);
    args_text(args, index);
}

static void add_sealed(const struct call *call, const char *part, const char *plain, struct args *args) {
    char bound[PERSON_BOUND_MAX];
    args_seal_text(args, vault_office_key(office_vault(call->office)), person_bound("user", call->user, part, bound),
                   plain);
}

static void on_hashed(void *arg, const char *hash, const struct error *why) {
    struct call *call = arg;
    own_args struct args args = ARGS_INIT;
    if (why) {
        call_end(call, NULL, why);
        return;
    }
    vault_random_id(call->user);
    args_number(&args, clock_wall_ms());
    args_text(&args, call->invite);
    args_text(&args, call->login);
    args_text(&args, call->user);
    add_sealed(call, NULL, call->name, &args);
    add_sealed(call, "login", call->handle, &args);
    add_sealed(call, "password", hash, &args);
    add_session(call, &args);
    args_call(&args, call->office, "user_join", on_session_made, call);
}

static void on_join_allowed(void *arg, const redisReply *reply, const struct error *why) {
    struct call *call = arg;
    if (why)
        call_end(call, NULL, why);
    else if (reply->integer != 1)
        call_fail(call, ERROR_DENIED, "the invitation has been used or is too old");
    else
        users_password_make(office_loop(call->office), call->password, on_hashed, call);
}

/* Small letters, so that a phone's capital at the beginning does no harm. */
static int read_login(const char *text, char ret[USERS_LOGIN_MAX + 1]) {
    size_t len = strlen(text);
    if (len < 2 || len > USERS_LOGIN_MAX) return 0;
    for (size_t i = 0; i <= len; i++) ret[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] | 0x20 : text[i]);
    return strspn(ret, "abcdefghijklmnopqrstuvwxyz0123456789._-") == len;
}

static int read_name(const char *text, char *ret, size_t room) {
    own_text struct text name = TEXT_INIT(USERS_NAME_MAX * 4UL);
    text += strspn(text, " \t\r\n");
    text_add_clean(&name, text, strlen(text), USERS_NAME_MAX);
    snprintf(ret, room, "%s", text_get(&name));
    for (char *at = ret; *at; at++)
        if (*at == '\n' || *at == '\t') *at = ' ';
    return *ret != '\0';
}

static size_t letters_of(const char *text) {
    size_t at = 0, count = 0, len = strlen(text);
    for (; at < len; count++) text_next_rune(text, len, &at);
    return count;
}

static const char *join_fault(const struct users_join *join, struct call *call) {
    if (!read_login(join->login, call->handle)) return "'login' must have 2 to 32 letters of a-z 0-9 . _ -";
    if (!read_name(join->name, call->name, sizeof call->name)) return "'name' is empty";
    if (letters_of(join->password) < USERS_PASSWORD_MIN) return "'password' must have at least 10 letters";
    if (strlen(join->password) > USERS_PASSWORD_MAX) return "'password' is too long";
    return NULL;
}

void users_join(struct office *office, const struct users_join *join, office_done done, void *arg) {
    struct call *call = call_new(office, done, arg);
    if (!call) return;
    const char *fault = join_fault(join, call);
    if (fault) {
        call_fail(call, ERROR_INPUT, fault);
        return;
    }
    snprintf(call->password, sizeof call->password, "%s", join->password);
    index_of(office, "login", call->handle, call->login);
    invite_ask(call, join->invite, on_join_allowed);
}

/* --- logging in --- */

static void on_checked(void *arg, const char *hash, const struct error *why) {
    struct call *call = arg;
    own_args struct args args = ARGS_INIT;
    (void)hash;
    if (why) {
        if (why->kind == ERROR_DENIED) audit_note(call->office, *call->user ? call->user : "-", "login-refused", "");
        call_end(call, NULL, why);
        return;
    }
    args_number(&args, clock_wall_ms());
    args_text(&args, call->user);
    args_text(&args, call->guess);
    args_text(&args, call->from);
    add_session(call, &args);
    args_call(&args, call->office, "login_done", on_session_made, call);
}

/* NULL when there is no such user, or a record that cannot be opened: it is treated as nobody's. */
static char *open_hash(const struct call *call, const redisReply *sealed) {
    char bound[PERSON_BOUND_MAX], *hash = NULL;
    size_t len;
    vault_unseal(vault_office_key(office_vault(call->office)), person_bound("user", call->user, "password", bound),
                 (struct vault_bytes){sealed->str, sealed->len}, &hash, &len, NULL);
    return hash;
}

static void on_login_begun(void *arg, const redisReply *reply, const struct error *why) {
    struct call *call = arg;
    if (why || reply->type != REDIS_REPLY_ARRAY || reply->elements != 2) {
        call_end(call, NULL, why);
        return;
    }
    snprintf(call->user, sizeof call->user, "%s", reply->element[0]->str);
    own_mem char *hash = *call->user ? open_hash(call, reply->element[1]) : NULL;
    users_password_check(office_loop(call->office), call->password, hash ? hash : "", on_checked, call);
}

void users_login(struct office *office, const struct users_login *login, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    struct call *call = call_new(office, done, arg);
    if (!call) return;
    if (strlen(login->password) > USERS_PASSWORD_MAX || !read_login(login->login, call->handle)) {
        call_fail(call, ERROR_INPUT, "'login' or 'password' cannot be one");
        return;
    }
    snprintf(call->password, sizeof call->password, "%s", login->password);
    index_of(office, "login", call->handle, call->login);
    index_of(office, "guess/login", call->handle, call->guess);
    index_of(office, "guess/from", login->from, call->from);
    args_number(&args, clock_wall_ms());
    args_text(&args, call->login);
    args_text(&args, call->guess);
    args_number(&args, USERS_GUESSES_OF_LOGIN);
    args_text(&args, call->from);
    args_number(&args, USERS_GUESSES_OF_ADDRESS);
    args_call(&args, office, "login_begin", on_login_begun, call);
}

/* --- sessions --- */

static void on_session(void *arg, const redisReply *reply, const struct error *why) {
    struct call *call = arg;
    call_end(call, why ? NULL : user_json(call->office, reply), why);
}

static void on_session_ended(void *arg, const redisReply *reply, const struct error *why) {
    (void)reply;
    call_end(arg, why ? NULL : json_object(), why);
}

static void session_call(struct call *call, const char *session, const char *slide) {
    own_args struct args args = ARGS_INIT;
    char index[VAULT_INDEX_MAX + 1];
    users_session_index(call->office, session, index);
    args_number(&args, clock_wall_ms());
    args_text(&args, index);
    if (slide) args_text(&args, slide);
    args_call(&args, call->office, slide ? "session_touch" : "session_end", slide ? on_session : on_session_ended,
              call);
}

void users_logout(struct office *office, const char *session, office_done done, void *arg) {
    struct call *call = call_new(office, done, arg);
    if (call) session_call(call, session, NULL);
}

void users_session(struct office *office, const char *session, office_done done, void *arg) {
    struct call *call = call_new(office, done, arg);
    if (call) session_call(call, session, "1");
}

void users_session_look(struct office *office, const char *session, office_done done, void *arg) {
    struct call *call = call_new(office, done, arg);
    if (call) session_call(call, session, "0");
}
