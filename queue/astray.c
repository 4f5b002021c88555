/* astray - messages that did not reach their person. */
#include "queue/astray.h"

#include "config/clock.h"
#include "config/own.h"
#include "messages/message.h"
#include "messages/outcome_words.h"
#include "queue/ask.h"
#include "queue/tickets_json.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define USEFUL_MS (24 * 3600 * 1000)

enum row { /* as astray_row of 79_astray.lua tells them */
           ROW_ID,
           ROW_PERSON,
           ROW_SINCE,
           ROW_STATE,
           ROW_CODE,
           ROW_CHANNEL,
           ROW_PURPOSE,
           ROW_CAMPAIGN,
           ROW_AGAIN,
           ROW_RECORD,
           ROW_TICKET,
           ROW_TICKET_CODE,
           ROWS
};

static int is_row(const redisReply *row) {
    return row->type == REDIS_REPLY_ARRAY && row->elements == ROWS &&
           row->element[ROW_RECORD]->type == REDIS_REPLY_ARRAY;
}

static json_t *ticket_json(const redisReply *row) {
    if (!*ask_text(row, ROW_TICKET)) return json_null();
    return json_pack("{s:s, s:s}", "id", ask_text(row, ROW_TICKET), "code", ask_text(row, ROW_TICKET_CODE));
}

static json_t *row_json(const struct office *office, const redisReply *row) {
    const char *state = ask_text(row, ROW_STATE), *code = ask_text(row, ROW_CODE);
    return json_pack(
        "{s:s, s:s, s:s, s:o, s:I, s:s, s:b, s:s, s:b, s:o, s:o}", "id", ask_text(row, ROW_ID), "state", state, "code",
        code, "why", tickets_json_why(state, code), "at_ms", (json_int_t)strtoll(ask_text(row, ROW_SINCE), NULL, 10),
        "purpose", ask_text(row, ROW_PURPOSE), "campaign", *ask_text(row, ROW_CAMPAIGN) != '\0', "channel",
        ask_text(row, ROW_CHANNEL), "again", *ask_text(row, ROW_AGAIN) != '\0', "person",
        tickets_json_person(office, ask_text(row, ROW_PERSON), row->element[ROW_RECORD]), "ticket", ticket_json(row));
}

static json_t *read_list(struct office *office, const redisReply *reply, struct error *why) {
    (void)why;
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 2 || reply->element[1]->type != REDIS_REPLY_ARRAY)
        return NULL;
    json_t *messages = json_array();
    for (size_t i = 0; i < reply->element[1]->elements; i++)
        if (is_row(reply->element[1]->element[i]))
            json_array_append_new(messages, row_json(office, reply->element[1]->element[i]));
    return json_pack("{s:o, s:I}", "messages", messages, "total", (json_int_t)reply->element[0]->integer);
}

static int is_state(const char *state) {
    static const char *const states[] = {"", "failed", "unknown", "expired"};
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (strcmp(state, states[i]) == 0) return 1;
    return 0;
}

void astray_list(struct office *office, const struct astray_query *query, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    if (!is_state(query->state)) {
        ask_refuse(done, arg, ERROR_INPUT, "'state' must be failed, unknown or expired");
        return;
    }
    if (query->limit < 1 || query->limit > ASTRAY_LIST_MAX || query->offset > INT32_MAX) {
        ask_refuse(done, arg, ERROR_INPUT, "'limit' must be 1 to 100, and 'offset' no more than there can be");
        return;
    }
    args_number(&args, clock_wall_ms());
    args_text(&args, query->user);
    args_text(&args, query->state);
    args_number(&args, (int64_t)query->offset);
    args_number(&args, (int64_t)query->limit);
    ask_start(&(struct ask){office, "astray_list", read_list, done, arg}, &args);
}

static json_t *read_ticket(struct office *office, const redisReply *reply, struct error *why) {
    (void)office, (void)why;
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 1) return NULL;
    return json_pack("{s:s}", "ticket", ask_text(reply, 0));
}

static int begin(struct args *args, const char *user, const char *id, office_done done, void *arg) {
    if (!ask_is_id(id)) {
        ask_refuse(done, arg, ERROR_MISSING, "there is no such message");
        return -1;
    }
    args_number(args, clock_wall_ms());
    args_text(args, user);
    args_text(args, id);
    return 0;
}

void astray_again(struct office *office, const char *user, const char *id, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    if (begin(&args, user, id, done, arg) < 0) return;
    args_number(&args, clock_wall_ms() + USEFUL_MS);
    ask_start(&(struct ask){office, "astray_again", ask_read_ok, done, arg}, &args);
}

void astray_call(struct office *office, const char *user, const char *id, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    if (begin(&args, user, id, done, arg) < 0) return;
    ask_start(&(struct ask){office, "astray_call", read_ticket, done, arg}, &args);
}

void astray_drop(struct office *office, const char *user, const char *id, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    if (begin(&args, user, id, done, arg) < 0) return;
    ask_start(&(struct ask){office, "astray_drop", ask_read_ok, done, arg}, &args);
}
