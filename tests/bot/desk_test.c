/* desk_test - the desk's API as a browser, a stranger and another site meet it. */
#include "bot/desk/desk.h"

#include "bot/desk/desk_routes.h"
#include "config/own.h"
#include "queue/audit.h"
#include "queue/users.h"
#include "tests/bot/bot_help.h"

#include <criterion/criterion.h>
#include <string.h>

#define PASSWORD "una frase bien larga"
#define TICKET   "e1.0"

static struct bot_help help;
static struct bot_client client, live;
static struct desk *desk;
static char cookie[128]; /* "acogida=..." of maria */

struct wait {
    int ended;
    json_t *result;
};
static void on_done(void *arg, json_t *result, const struct error *why) {
    struct wait *wait = arg;
    cr_assert(!why, "%s", why ? why->text : "");
    wait->result = json_incref(result);
    wait->ended = 1;
}
static void on_reply(void *arg, const redisReply *reply, const struct error *why) {
    (void)reply;
    cr_assert(!why, "%s", why ? why->text : "");
    ((struct wait *)arg)->ended = 1;
}
static int has_ended(void *arg) {
    return ((struct wait *)arg)->ended;
}

static void redis(size_t count, const char *const words[]) {
    struct redis_arg args[64];
    struct wait wait = {0};
    for (size_t i = 0; i < count; i++) args[i] = redis_arg(words[i]);
    redis_command(office_redis(help.office), args, count, on_reply, &wait);
    cr_assert(bot_until(&help, has_ended, &wait));
}
#define redis_words(...) redis(sizeof(const char *[]){__VA_ARGS__} / sizeof(char *), (const char *const[]){__VA_ARGS__})

/* --- asking --- */

static void get_as(const char *who, const char *path) {
    char request[1024];
    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n\r\n", path,
             http_server_port(help.http), who);
    bot_ask(&help, &client, request);
}

static void get(const char *path) {
    get_as(cookie, path);
}

static void post_with(const char *headers, const char *path, const char *body) {
    static char request[64 * 1024];
    snprintf(request, sizeof request, "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: %zu\r\n%s\r\n%s", path,
             http_server_port(help.http), strlen(body), headers, body);
    bot_ask(&help, &client, request);
}

static void post_as(const char *who, const char *path, const char *body) {
    char headers[512];
    snprintf(headers, sizeof headers, "Content-Type: application/json\r\nOrigin: http://127.0.0.1:%d\r\nCookie: %s\r\n",
             http_server_port(help.http), who);
    post_with(headers, path, body);
}

static void post(const char *path, const char *body) {
    post_as(cookie, path, body);
}

static int status(void) {
    return bot_client_status(&client);
}

static const char *error_kind(void) {
    static char kind[32];
    json_auto_t *json = json_loads(bot_client_body(&client), 0, NULL);
    const char *text = json_string_value(json_object_get(json_object_get(json, "error"), "kind"));
    snprintf(kind, sizeof kind, "%s", text ? text : "");
    return kind;
}

static void take_cookie(char *ret, size_t room) {
    const char *at = strstr(client.bytes, "Set-Cookie: ");
    cr_assert(at != NULL, "%s", client.bytes);
    at += strlen("Set-Cookie: ");
    snprintf(ret, room, "%.*s", (int)strcspn(at, ";"), at);
}

static void invite(char ret[USERS_TOKEN_MAX + 1]) {
    struct wait wait = {0};
    users_invite(help.office, on_done, &wait);
    cr_assert(bot_until(&help, has_ended, &wait));
    snprintf(ret, USERS_TOKEN_MAX + 1, "%s", json_string_value(json_object_get(wait.result, "token")));
    json_decref(wait.result);
}

static void join(const char *login, char *ret_cookie, size_t room) {
    char token[USERS_TOKEN_MAX + 1], body[512];
    invite(token);
    snprintf(body, sizeof body,
             "{\"invite\":\"%s\",\"login\":\"%s\",\"name\":\"Señora %s\",\"password\":\"" PASSWORD "\"}", token, login,
             login);
    post_as("", "/api/v1/join", body);
    cr_assert_eq(status(), 200, "%s", client.bytes);
    take_cookie(ret_cookie, room);
}

static void add_ticket(void) {
    redis_words("HSET", "{test}:person:p1", "key", "x", "lang", "ht", "chan", "phone-sms");
    redis_words("HSET", "{test}:ticket:" TICKET, "code", "K7M-42", "person", "p1", "state", "open", "topic", "arriendo",
                "priority", "0", "created", "1000", "updated", "1000", "version", "1", "by", "", "unread", "1",
                "fields", "x", "outcome", "");
    redis_words("ZADD", "{test}:tickets", "1000", TICKET);
}

static void begin(void) {
    struct error why = ERROR_INIT;
    bot_help_office(&help);
    cr_assert(desk_mount(help.office, help.http, &desk, &why) == 0, "%s", why.text);
    join("maria", cookie, sizeof cookie);
    add_ticket();
}

static void end(void) {
    desk_free(desk);
    bot_help_close(&help);
}

TestSuite(desk, .init = begin, .fini = end, .timeout = 120);

/* --- sessions --- */

/* A body with all fields of a route. */
static void body_of(const struct desk_route *route, char *ret, size_t room) {
    size_t len = (size_t)snprintf(ret, room, "{");
    for (size_t i = 0; i < DESK_FIELDS_MAX && route->fields[i].name; i++)
        len += (size_t)snprintf(ret + len, room - len, "%s\"%s\":%s", i ? "," : "", route->fields[i].name,
                                route->fields[i].max ? "\"x\"" : "{}");
    snprintf(ret + len, room - len, "}");
}

Test(desk, without_a_session_every_other_path_answers_401) {
    static const char *const odd[] = {"", "acogida=", "acogida=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                                      "acogida=../../etc", "other=1"};
    for (size_t i = 0; i < desk_route_count; i++) {
        char path[128];
        const char *id = strstr(desk_routes[i].path, ":id");
        if (desk_routes[i].is_open) continue;
        snprintf(path, sizeof path, "/api/v1%.*s%s%s", id ? (int)(id - desk_routes[i].path) : 100, desk_routes[i].path,
                 id ? TICKET : "", id ? id + 3 : "");
        char body[512];
        body_of(&desk_routes[i], body, sizeof body);
        for (size_t j = 0; j < sizeof odd / sizeof odd[0]; j++) {
            if (strcmp(desk_routes[i].method, "GET") == 0)
                get_as(odd[j], path);
            else
                post_as(odd[j], path, body);
            cr_expect_eq(status(), 401, "%s with '%s': %d", path, odd[j], status());
            cr_expect_str_eq(error_kind(), "session");
        }
    }
}

Test(desk, the_cookie_is_closed_to_scripts_and_other_sites_and_secure_behind_https) {
    char token[USERS_TOKEN_MAX + 1], body[512];
    cr_expect(bot_client_has(&client, "HttpOnly") && bot_client_has(&client, "SameSite=Strict") &&
              bot_client_has(&client, "Path=/"));
    cr_expect(!bot_client_has(&client, "Secure"));
    cr_expect(strncmp(cookie, "acogida=", 8) == 0);
    help.settings.server.behind_proxy = 1;
    invite(token);
    snprintf(body, sizeof body, "{\"invite\":\"%s\",\"login\":\"rosa\",\"name\":\"R\",\"password\":\"" PASSWORD "\"}",
             token);
    post_as("", "/api/v1/join", body);
    cr_expect(bot_client_has(&client, "Set-Cookie: __Host-acogida=") && bot_client_has(&client, "; Secure"));
    get_as(cookie, "/api/v1/session");
    cr_expect_eq(status(), 401, "the plain cookie does not count there");
}

Test(desk, a_login_gives_a_token_nobody_knew_and_ends_the_one_it_came_with) {
    char fresh[128], twice[300];
    post("/api/v1/login", "{\"login\":\"maria\",\"password\":\"" PASSWORD "\"}");
    cr_assert_eq(status(), 200, "%s", client.bytes);
    take_cookie(fresh, sizeof fresh);
    cr_expect_str_neq(fresh, cookie);
    cr_expect(strstr(bot_client_body(&client), fresh + 8) == NULL, "the token is in the cookie only");
    get_as(fresh, "/api/v1/session");
    cr_expect_eq(status(), 200);
    get_as(cookie, "/api/v1/session");
    cr_expect_eq(status(), 401);
    snprintf(twice, sizeof twice, "%s; %s", fresh, fresh);
    get_as(twice, "/api/v1/session");
    cr_expect_eq(status(), 401, "two cookies of one name: one was planted");
}

Test(desk, after_logout_the_old_cookie_opens_nothing) {
    post("/api/v1/logout", "{}");
    cr_expect_eq(status(), 200);
    cr_expect(bot_client_has(&client, "Max-Age=0"));
    get("/api/v1/tickets");
    cr_expect_eq(status(), 401);
}

Test(desk, a_wrong_password_is_403_and_guessing_503) {
    char index[VAULT_INDEX_MAX + 1], key[64];
    post_as("", "/api/v1/login", "{\"login\":\"maria\",\"password\":\"no es esta frase\"}");
    cr_expect_eq(status(), 403);
    cr_expect_str_eq(error_kind(), "denied");
    vault_index(help.vault, "guess/from", "127.0.0.1", index);
    snprintf(key, sizeof key, "{test}:guess:%s", index);
    redis_words("HSET", key, "n", "30", "till", "99999999999999");
    redis_words("HSET", key, "n", "29", "till", "0");
    post_as("", "/api/v1/login", "{\"login\":\"nadie\",\"password\":\"no es esta frase\"}");
    cr_expect_eq(status(), 403);
    post_as("", "/api/v1/login", "{\"login\":\"maria\",\"password\":\"" PASSWORD "\"}");
    cr_expect_eq(status(), 503);
    cr_expect(strstr(bot_client_body(&client), "BUSY") == NULL, "%s", bot_client_body(&client));
}

Test(desk, a_used_invitation_is_403_and_a_taken_login_409) {
    char token[USERS_TOKEN_MAX + 1], path[128], body[512];
    invite(token);
    snprintf(path, sizeof path, "/api/v1/invite?token=%s", token);
    get_as("", path);
    cr_expect(strstr(bot_client_body(&client), "true") != NULL);
    snprintf(body, sizeof body, "{\"invite\":\"%s\",\"login\":\"maria\",\"name\":\"M\",\"password\":\"" PASSWORD "\"}",
             token);
    post_as("", "/api/v1/join", body);
    cr_expect_eq(status(), 409);
    snprintf(body, sizeof body, "{\"invite\":\"%s\",\"login\":\"rosa\",\"name\":\"R\",\"password\":\"" PASSWORD "\"}",
             token);
    post_as("", "/api/v1/join", body);
    cr_expect_eq(status(), 200);
    post_as("", "/api/v1/join", body);
    cr_expect_eq(status(), 403);
    get_as("", path);
    cr_expect(strstr(bot_client_body(&client), "false") != NULL);
}

/* --- other sites --- */

Test(desk, a_request_of_another_site_changes_nothing_though_the_cookie_comes_along) {
    static const char *const headers[] = {
        "Content-Type: application/json\r\nOrigin: https://evil.example\r\n",
        "Content-Type: application/json\r\nOrigin: null\r\n",
        "Content-Type: application/json\r\nSec-Fetch-Site: cross-site\r\n",
        "Content-Type: application/json\r\nSec-Fetch-Site: same-site\r\n",
        "Content-Type: application/json\r\n",
        "Content-Type: text/plain\r\nSec-Fetch-Site: same-origin\r\n",
        "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n",
        "Sec-Fetch-Site: same-origin\r\n",
    };
    char all[512];
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        snprintf(all, sizeof all, "%sCookie: %s\r\n", headers[i], cookie);
        post_with(all, "/api/v1/tickets/" TICKET "/claim", "{}");
        cr_expect_eq(status(), 403, "%s: %d", headers[i], status());
    }
    get("/api/v1/tickets/" TICKET);
    cr_expect(strstr(bot_client_body(&client), "\"state\":\"open\"") != NULL);
    snprintf(all, sizeof all, "Content-Type: application/json\r\nSec-Fetch-Site: same-origin\r\nCookie: %s\r\n",
             cookie);
    post_with(all, "/api/v1/tickets/" TICKET "/claim", "{}");
    cr_expect_eq(status(), 200, "%s", client.bytes);
}

/* --- bodies, queries, paths --- */

Test(desk, a_body_that_is_not_what_was_asked_for_is_400) {
    static const char *const bodies[] = {"",
                                         "{}",
                                         "[]",
                                         "null",
                                         "\"text\"",
                                         "{",
                                         "{\"key\":1,\"text\":\"t\"}",
                                         "{\"key\":\"k\",\"text\":null}",
                                         "{\"key\":\"k\",\"text\":[\"t\"]}",
                                         "{\"key\":\"k\",\"text\":\"t\",\"extra\":1}",
                                         "{\"key\":\"k\"}",
                                         "{\"key\":\"k\",\"key\":\"l\",\"text\":\"t\"}",
                                         "{\"key\":\"k\",\"text\":\"\"}",
                                         "{\"key\":\"\",\"text\":\"t\"}",
                                         "{\"key\":\"k\",\"text\":\"a\\u0000b\"}",
                                         "{\"key\":\"k\",\"text\":\"\xff\"}"};
    post("/api/v1/tickets/" TICKET "/claim", "{}");
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        post("/api/v1/tickets/" TICKET "/reply", bodies[i]);
        cr_expect_eq(status(), 400, "%s: %d", bodies[i], status());
        cr_expect_str_eq(error_kind(), "input");
    }
    post("/api/v1/tickets/" TICKET "/close", "{\"outcome\":\"because\"}");
    cr_expect_eq(status(), 400);
}

Test(desk, a_body_of_unreasonable_size_is_refused) {
    static char body[DESK_BODY_MAX + 64];
    memset(body, 'a', sizeof body - 1);
    memcpy(body, "{\"key\":\"k\",\"text\":\"", 19);
    post("/api/v1/tickets/" TICKET "/reply", body);
    cr_expect_eq(status(), 413);
}

Test(desk, odd_queries_are_400) {
    static const char *const queries[] = {"state=all",
                                          "offset=-1",
                                          "limit=0",
                                          "limit=101",
                                          "limit=1e3",
                                          "limit=",
                                          "x=1",
                                          "state=",
                                          "state=open&state=open",
                                          "offset=99999999999999999999",
                                          "state=%00"};
    char path[128];
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
        snprintf(path, sizeof path, "/api/v1/tickets?%s", queries[i]);
        get(path);
        cr_expect_eq(status(), 400, "%s: %d", queries[i], status());
    }
    get("/api/v1/tickets?state=open&offset=0&limit=100");
    cr_expect_eq(status(), 200);
}

Test(desk, what_does_not_exist_is_404_and_a_wrong_method_405) {
    static const char *const paths[] = {"/api/v1/",
                                        "/api/v1/nothing",
                                        "/api/v1/tickets/e9.0",
                                        "/api/v1/tickets/",
                                        "/api/v1/tickets/e1.0/steal",
                                        "/api/v1/tickets/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        get(paths[i]);
        cr_expect_eq(status(), 404, "%s: %d", paths[i], status());
    }
    post("/api/v1/tickets", "{}");
    cr_expect_eq(status(), 405);
    get("/api/v1/tickets/" TICKET "/claim");
    cr_expect_eq(status(), 405);
}

/* --- tickets --- */

Test(desk, of_two_caseworkers_one_gets_the_ticket_and_the_other_is_told_by_name) {
    char rosa[128];
    join("rosa", rosa, sizeof rosa);
    post("/api/v1/tickets/" TICKET "/claim", "{}");
    cr_expect_eq(status(), 200);
    post_as(rosa, "/api/v1/tickets/" TICKET "/claim", "{}");
    cr_expect_eq(status(), 409);
    cr_expect(strstr(bot_client_body(&client), "maria has it") != NULL, "%s", bot_client_body(&client));
    post_as(rosa, "/api/v1/tickets/" TICKET "/reply", "{\"key\":\"k\",\"text\":\"hola\"}");
    cr_expect_eq(status(), 409);
}

Test(desk, the_same_press_of_the_button_answers_the_same_event) {
    char first[64], second[64];
    post("/api/v1/tickets/" TICKET "/claim", "{}");
    for (int i = 0; i < 2; i++) {
        post("/api/v1/tickets/" TICKET "/reply", "{\"key\":\"k\",\"text\":\"hola\"}");
        cr_assert_eq(status(), 200, "%s", client.bytes);
        json_auto_t *json = json_loads(bot_client_body(&client), 0, NULL);
        snprintf(i ? second : first, 64, "%s", json_string_value(json_object_get(json, "event")));
    }
    cr_expect_str_eq(first, second);
}

Test(desk, every_look_and_act_is_in_the_audit_log_with_the_user) {
    struct wait wait = {0};
    get("/api/v1/tickets/" TICKET);
    post("/api/v1/tickets/" TICKET "/claim", "{}");
    post("/api/v1/tickets/" TICKET "/reply", "{\"key\":\"k\",\"text\":\"hola\"}");
    post("/api/v1/tickets/" TICKET "/close", "{\"outcome\":\"answered\"}");
    post("/api/v1/tickets/" TICKET "/reopen", "{}");
    post("/api/v1/logout", "{}");
    audit_list(help.office, 100, on_done, &wait);
    cr_assert(bot_until(&help, has_ended, &wait));
    own_mem char *lines = json_dumps(wait.result, JSON_COMPACT);
    static const char *const acts[] = {"invite", "join", "look", "claim", "reply", "close", "reopen", "logout"};
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
        char act[32];
        snprintf(act, sizeof act, "\"act\":\"%s\"", acts[i]);
        cr_expect(strstr(lines, act) != NULL, "%s in %s", acts[i], lines);
    }
    cr_expect(strstr(lines, "hola") == NULL && strstr(lines, "Señora") == NULL, "ids only");
    json_decref(wait.result);
}

/* --- live --- */

static void listen_live(void) {
    char request[512];
    snprintf(request, sizeof request, "GET /api/v1/live HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n\r\n",
             http_server_port(help.http), cookie);
    bot_client_open(&help, &live);
    bot_client_send(&live, request);
    bot_client_await_text(&live, ": open");
}

Test(desk, a_change_is_told_live_without_content_and_logout_ends_the_stream) {
    listen_live();
    post("/api/v1/tickets/" TICKET "/claim", "{}");
    bot_client_await_text(&live, "event: ticket\ndata: " TICKET);
    bot_client_await_text(&live, "event: tickets");
    cr_expect(strstr(live.bytes, "Señora") == NULL);
    post("/api/v1/logout", "{}");
    bot_client_await_text(&live, "event: end");
    bot_client_await_text(&live, "\r\n0\r\n\r\n"); /* the answer is over; the connection may live on */
    bot_client_close(&live);
}

Test(desk, a_draining_desk_ends_its_streams_and_opens_no_more) {
    listen_live();
    desk_drain(desk);
    bot_client_await_text(&live, "\r\n0\r\n\r\n"); /* the answer is over; the connection may live on */
    bot_client_close(&live);
    get("/api/v1/live");
    cr_expect_eq(status(), 503);
}

Test(desk, without_redis_the_desk_says_so_and_lives) {
    bot_help_redis_stop(&help);
    get("/api/v1/tickets");
    cr_expect_eq(status(), 503);
    cr_expect_str_eq(error_kind(), "busy");
    get("/desk");
    cr_expect_eq(status(), 200);
}

/* --- pages --- */

Test(desk, the_pages_have_their_types_no_inline_script_and_are_not_sent_twice) {
    static const char *const pages[][2] = {{"/desk", "text/html"},
                                           {"/join?token=x", "text/html"},
                                           {"/desk.js", "text/javascript"},
                                           {"/vendor/htm-preact.js", "text/javascript"},
                                           {"/desk.css", "text/css"},
                                           {"/acogida.svg", "image/svg+xml"},
                                           {"/api/v1/openapi.json", "application/json"}};
    char request[512], etag[64];
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        get_as("", pages[i][0]);
        cr_expect_eq(status(), 200, "%s: %d", pages[i][0], status());
        cr_expect(bot_client_has(&client, pages[i][1]), "%s", pages[i][0]);
        cr_expect(bot_client_has(&client, "default-src 'self'"), "%s", pages[i][0]);
    }
    get_as("", "/desk");
    cr_expect(strstr(bot_client_body(&client), "<script>") == NULL &&
              strstr(bot_client_body(&client), "style=") == NULL);
    const char *at = strstr(client.bytes, "ETag: ");
    cr_assert(at != NULL);
    snprintf(etag, sizeof etag, "%.*s", (int)strcspn(at + 6, "\r"), at + 6);
    snprintf(request, sizeof request, "GET /desk HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nIf-None-Match: %s\r\n\r\n",
             http_server_port(help.http), etag);
    bot_ask(&help, &client, request);
    cr_expect_eq(status(), 304);
    get_as("", "/");
    cr_expect_eq(status(), 302);
    cr_expect(bot_client_has(&client, "Location: /desk"));
    post_as("", "/desk", "{}");
    cr_expect_eq(status(), 405);
}
