/* tickets - lists, looks and acts: arguments to scripts, answers to JSON. */
#include "queue/tickets.h"

#include "config/clock.h"
#include "config/own.h"
#include "queue/args.h"
#include "queue/mail.h"
#include "queue/tickets_json.h"

#include <stdlib.h>
#include <string.h>

#define TICKET_ID_MAX 40

/* A call under way: what answers it, and what is to be told. */
struct call {
    struct office *office;
    office_done done;
    void *arg;
    char event[VAULT_INDEX_MAX + 1]; /* of a reply; "" otherwise */
};

static void call_fail(const struct call *call, enum error_kind kind, const char *text) {
    struct error why = ERROR_INIT;
    error_set(&why, kind, "%s", text);
    call->done(call->arg, NULL, &why);
}

/* Sends the script; on_reply frees the call. */
static void call_start(const struct call *call, const char *script, const struct args *args, redis_done on_reply) {
    struct call *kept = malloc(sizeof *kept);
    if (!kept) {
        call_fail(call, ERROR_BUSY, "no memory for a call");
        return;
    }
    *kept = *call;
    args_call(args, call->office, script, on_reply, kept);
}

static void call_end(struct call *call, json_t *result, const struct error *why) {
    if (!why && !result)
        call_fail(call, ERROR_SYSTEM, "a ticket's record is malformed");
    else
        call->done(call->arg, result, why);
    json_decref(result);
    free(call);
}

static void on_list(void *arg, const redisReply *reply, const struct error *why) {
    struct call *call = arg;
    call_end(call, why ? NULL : tickets_json_list(call->office, reply), why);
}

void tickets_list(struct office *office, const struct tickets_query *query, office_done done, void *arg) {
    struct call call = {.office = office, .done = done, .arg = arg};
    own_args struct args args = ARGS_INIT;
    if (strcmp(query->state, "open") != 0 && strcmp(query->state, "closed") != 0) {
        call_fail(&call, ERROR_INPUT, "'state' must be open or closed");
        return;
    }
    if (query->limit < 1 || query->limit > TICKETS_LIST_MAX || query->offset > INT32_MAX) {
        call_fail(&call, ERROR_INPUT, "'limit' must be 1 to 100, and 'offset' no more than there can be");
        return;
    }
    args_text(&args, query->state);
    args_number(&args, (int64_t)query->offset);
    args_number(&args, (int64_t)query->limit);
    call_start(&call, "ticket_list", &args, on_list);
}

static int is_id(const char *ticket) {
    size_t len = strspn(ticket, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-");
    return len > 0 && len <= TICKET_ID_MAX && !ticket[len];
}

/* now, user, ticket: how the arguments of every script of one ticket begin. 0 when the id cannot be one. */
static int begin(const struct call *call, const char *user, const char *ticket, struct args *args) {
    if (!is_id(ticket)) {
        call_fail(call, ERROR_MISSING, "there is no such ticket");
        return 0;
    }
    args_number(args, clock_wall_ms());
    args_text(args, user);
    args_text(args, ticket);
    return 1;
}

static void on_look(void *arg, const redisReply *reply, const struct error *why) {
    struct call *call = arg;
    call_end(call, why ? NULL : tickets_json_look(call->office, reply), why);
}

void tickets_get(struct office *office, const char *user, const char *ticket, office_done done, void *arg) {
    struct call call = {.office = office, .done = done, .arg = arg};
    own_args struct args args = ARGS_INIT;
    if (begin(&call, user, ticket, &args)) call_start(&call, "ticket_look", &args, on_look);
}

static const char *holder_name(const json_t *ticket) {
    const char *name = json_string_value(json_object_get(json_object_get(ticket, "claimed_by"), "name"));
    return name && *name ? name : "somebody else";
}

/* {"ok" or "held", row} */
static void on_act(void *arg, const redisReply *reply, const struct error *why) {
    struct call *call = arg;
    struct error held = ERROR_INIT;
    int is_pair = !why && reply->type == REDIS_REPLY_ARRAY && reply->elements == 2 && reply->element[0]->str;
    json_t *ticket = is_pair ? tickets_json_row(call->office, reply->element[1]) : NULL;
    if (ticket && *call->event) json_object_set_new(ticket, "event", json_string(call->event));
    if (ticket && strcmp(reply->element[0]->str, "held") == 0) {
        error_set(&held, ERROR_CONFLICT, "%s has it", holder_name(ticket));
        json_decref(ticket);
        call_end(call, NULL, &held);
        return;
    }
    call_end(call, ticket, why);
}

struct act {
    const char *user, *ticket, *name;
};

static void act_start(const struct call *call, const struct act *act) {
    own_args struct args args = ARGS_INIT;
    if (!begin(call, act->user, act->ticket, &args)) return;
    args_text(&args, act->name);
    call_start(call, "ticket_act", &args, on_act);
}

void tickets_claim(struct office *office, const char *user, const char *ticket, office_done done, void *arg) {
    struct call call = {.office = office, .done = done, .arg = arg};
    act_start(&call, &(struct act){user, ticket, "claim"});
}

void tickets_release(struct office *office, const char *user, const char *ticket, office_done done, void *arg) {
    struct call call = {.office = office, .done = done, .arg = arg};
    act_start(&call, &(struct act){user, ticket, "release"});
}

void tickets_reopen(struct office *office, const char *user, const char *ticket, office_done done, void *arg) {
    struct call call = {.office = office, .done = done, .arg = arg};
    act_start(&call, &(struct act){user, ticket, "reopen"});
}

static void add_body(const struct office *office, const struct mail_staff *body, struct args *args) {
    args_text(args, body->event);
    mail_seal_staff(args, office_vault(office), body);
}

static size_t rune_count(const char *text) {
    size_t at = 0, count = 0, len = strlen(text);
    while (at < len) {
        text_next_rune(text, len, &at);
        count++;
    }
    return count;
}

/* What is sent of what was typed: no controls, no blanks around it. */
static int reply_text(const char *typed, struct text *ret, struct error *why) {
    size_t len;
    typed += strspn(typed, " \t\r\n");
    for (len = strlen(typed); len > 0 && strchr(" \t\r\n", typed[len - 1]); len--)
        ;
    text_add_clean(ret, typed, len, TICKETS_REPLY_MAX + 1);
    if (!text_ok(ret) || rune_count(text_get(ret)) > TICKETS_REPLY_MAX)
        return error_set(why, ERROR_INPUT, "'text' has more than %d letters", TICKETS_REPLY_MAX);
    return ret->len ? 0 : error_set(why, ERROR_INPUT, "'text' is empty");
}

void tickets_reply(struct office *office, const struct tickets_reply *reply, office_done done, void *arg) {
    struct call call = {.office = office, .done = done, .arg = arg};
    own_args struct args args = ARGS_INIT;
    own_text struct text text = TEXT_INIT((TICKETS_REPLY_MAX + 1) * 4UL), press = TEXT_INIT(256);
    struct error why = ERROR_INIT;
    if (!*reply->key || strlen(reply->key) > TICKETS_KEY_MAX) {
        call_fail(&call, ERROR_INPUT, "'key' must have 1 to 64 letters");
        return;
    }
    if (reply_text(reply->text, &text, &why) < 0) {
        done(arg, NULL, &why);
        return;
    }
    if (!begin(&call, reply->user, reply->ticket, &args)) return;
    text_addf(&press, "%s/%s/%s", reply->ticket, reply->user, reply->key);
    vault_index(office_vault(office), "staff", text_get(&press), call.event);
    add_body(office, &(struct mail_staff){call.event, "reply", text_get(&text), reply->user, reply->ticket, ""}, &args);
    call_start(&call, "ticket_reply", &args, on_act);
}

static int is_outcome(const char *outcome) {
    static const char *const outcomes[] = {"answered", "referred", "appointment", "no_contact", "other"};
    for (size_t i = 0; i < sizeof outcomes / sizeof outcomes[0]; i++)
        if (strcmp(outcome, outcomes[i]) == 0) return 1;
    return 0;
}

void tickets_close(struct office *office, const char *user, const char *ticket, const char *outcome, office_done done,
                   void *arg) {
    struct call call = {.office = office, .done = done, .arg = arg};
    own_args struct args args = ARGS_INIT;
    char event[VAULT_ID_MAX + 1];
    if (!is_outcome(outcome)) {
        call_fail(&call, ERROR_INPUT, "'outcome' must be answered, referred, appointment, no_contact or other");
        return;
    }
    if (!begin(&call, user, ticket, &args)) return;
    vault_random_id(event);
    add_body(office, &(struct mail_staff){event, "closed", "", user, ticket, ""}, &args);
    args_text(&args, outcome);
    call_start(&call, "ticket_close", &args, on_act);
}
