/* desk_session - sessions of the API: guard, log in, join, log out. */
#include "bot/desk/desk_session.h"

#include "bot/desk/desk_cookie.h"

#include <stdlib.h>
#include <string.h>

static void on_who(void *arg, json_t *user, const struct error *why) {
    struct desk_call *call = arg;
    if (why && why->kind == ERROR_DENIED) {
        desk_call_no_session(call);
        return;
    }
    if (why) {
        desk_call_fail(call, why);
        return;
    }
    snprintf(call->user, sizeof call->user, "%s", json_string_value(json_object_get(user, "id")));
    if (call->desk)
        call->route->fn(call);
    else
        desk_call_fail(call, &(struct error){ERROR_BUSY, "the program is ending"});
}

void desk_session_guard(struct desk_call *call) {
    struct office *office = call->desk->office;
    if (!*call->session)
        desk_call_no_session(call);
    else if (http_header_find(http_exchange_request(call->exchange), "X-Background", NULL))
        users_session_look(office, call->session, on_who, call);
    else
        users_session(office, call->session, on_who, call);
}

/* What a page needs to begin with. */
static void answer_user(struct desk_call *call, json_t *user) {
    const struct settings *settings = office_settings(call->desk->office);
    json_auto_t *result = json_pack("{s:O, s:s, s:b}", "user", user, "office", settings->office.name, "trial",
                                    settings->office.mode == MODE_TRIAL);
    desk_call_answer(call, result);
}

static void on_session(void *arg, json_t *user, const struct error *why) {
    struct desk_call *call = arg;
    if (why && why->kind == ERROR_DENIED)
        desk_call_no_session(call);
    else if (why || !call->desk)
        desk_call_fail(call, why ? why : &(struct error){ERROR_BUSY, "the program is ending"});
    else
        answer_user(call, user);
}

void desk_session_get(struct desk_call *call) {
    users_session_look(call->desk->office, call->session, on_session, call);
}

static void on_ended(void *arg, json_t *result, const struct error *why) {
    (void)arg;
    (void)result;
    (void)why;
}

/* The browser gets a token that nobody knew before; the one that it came with ends. */
static void on_entered(void *arg, json_t *result, const struct error *why) {
    struct desk_call *call = arg;
    if (why || !call->desk) {
        desk_call_fail(call, why ? why : &(struct error){ERROR_BUSY, "the program is ending"});
        return;
    }
    struct office *office = call->desk->office;
    if (*call->session) users_logout(office, call->session, on_ended, NULL);
    desk_cookie_set(office, call->exchange, json_string_value(json_object_get(result, "session")));
    answer_user(call, json_object_get(result, "user"));
}

void desk_session_login(struct desk_call *call) {
    struct users_login login = {desk_call_field(call, "login"), desk_call_field(call, "password"),
                                http_exchange_peer(call->exchange)};
    users_login(call->desk->office, &login, on_entered, call);
}

void desk_session_join(struct desk_call *call) {
    struct users_join join = {desk_call_field(call, "invite"), desk_call_field(call, "login"),
                              desk_call_field(call, "name"), desk_call_field(call, "password")};
    users_join(call->desk->office, &join, on_entered, call);
}

void desk_session_invite(struct desk_call *call) {
    const char *token = desk_call_field(call, "token");
    users_invite_look(call->desk->office, token ? token : "", desk_call_done, call);
}

static void on_left(void *arg, json_t *result, const struct error *why) {
    struct desk_call *call = arg;
    if (!why && call->desk) desk_cookie_set(call->desk->office, call->exchange, "");
    desk_call_done(call, result, why);
}

void desk_session_logout(struct desk_call *call) {
    users_logout(call->desk->office, call->session, on_left, call);
}
