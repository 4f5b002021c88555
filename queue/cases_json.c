/* cases_json - a mediation as JSON: states and tickets, nothing of a person. */
#include "queue/cases_json.h"

#include "config/own.h"

#include <stdlib.h>
#include <string.h>

enum {
    ROW_ID,
    ROW_STATE,
    ROW_PERMISSION,
    ROW_MEDIATOR,
    ROW_ANSWER,
    ROW_AT,
    ROW_PLACE,
    ROW_OUTCOME,
    ROW_CREATED,
    ROW_UPDATED,
    ROW_VERSION,
    ROW_MEDIATOR_NAME,
    ROW_PARTY_A,
    ROW_PARTY_B,
    ROW_PARTS
};

static json_t *mediator_json(struct office *office, const redisReply *row) {
    const char *user = ask_text(row, ROW_MEDIATOR);
    if (!*user) return json_null();
    own_mem char *name = ask_user_name(office, user, row->element[ROW_MEDIATOR_NAME]);
    return json_pack("{s:s, s:s}", "id", user, "name", name ? name : "");
}

static json_t *meeting_json(struct office *office, const redisReply *row) {
    char bound[PERSON_BOUND_MAX];
    int64_t at_ms = strtoll(ask_text(row, ROW_AT), NULL, 10);
    if (!at_ms) return json_null();
    const redisReply *sealed = row->element[ROW_PLACE];
    own_mem char *place =
        ask_unseal(vault_office_key(office_vault(office)), person_bound("case", ask_text(row, ROW_ID), "place", bound),
                   (struct vault_bytes){sealed->str, sealed->len});
    return json_pack("{s:I, s:s}", "at_ms", (json_int_t)at_ms, "place", place ? place : "");
}

static void add_party(json_t *parties, const char *letter, const redisReply *party) {
    if (!*ask_text(party, 0)) return; /* not invited yet */
    json_array_append_new(parties, json_pack("{s:s, s:s, s:s, s:s, s:s}", "party", letter, "ticket", ask_text(party, 0),
                                             "code", ask_text(party, 1), "language", ask_text(party, 2), "appointment",
                                             ask_text(party, 3)));
}

json_t *cases_json_row(struct office *office, const redisReply *row, struct error *why) {
    if (row->type != REDIS_REPLY_ARRAY || row->elements != ROW_PARTS) return NULL;
    json_t *parties = json_array();
    add_party(parties, "A", row->element[ROW_PARTY_A]);
    add_party(parties, "B", row->element[ROW_PARTY_B]);
    return json_pack("{s:s, s:s, s:b, s:s, s:o, s:o, s:s, s:I, s:I, s:I, s:o}", "id", ask_text(row, ROW_ID), "state",
                     ask_text(row, ROW_STATE), "permission", strcmp(ask_text(row, ROW_PERMISSION), "yes") == 0,
                     "answer", ask_text(row, ROW_ANSWER), "mediator", mediator_json(office, row), "meeting",
                     meeting_json(office, row), "outcome", ask_text(row, ROW_OUTCOME), "created_ms",
                     (json_int_t)atoll(ask_text(row, ROW_CREATED)), "updated_ms",
                     (json_int_t)atoll(ask_text(row, ROW_UPDATED)), "version",
                     (json_int_t)atoll(ask_text(row, ROW_VERSION)), "parties", parties);
}

json_t *cases_json_list(struct office *office, const redisReply *reply, struct error *why) {
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 2 || reply->element[1]->type != REDIS_REPLY_ARRAY)
        return NULL;
    const redisReply *rows = reply->element[1];
    json_t *cases = json_array();
    for (size_t i = 0; i < rows->elements; i++) {
        json_t *row = cases_json_row(office, rows->element[i], why);
        if (row) json_array_append_new(cases, row);
    }
    return json_pack("{s:o, s:I}", "cases", cases, "total", (json_int_t)reply->element[0]->integer);
}

json_t *cases_json_of_ticket(struct office *office, const redisReply *reply, struct error *why) {
    if (reply->type != REDIS_REPLY_ARRAY) return NULL;
    if (reply->elements != 2) return json_pack("{s:n, s:s}", "case", "party", "");
    json_t *row = cases_json_row(office, reply->element[0], why);
    return row ? json_pack("{s:o, s:s}", "case", row, "party", ask_text(reply, 1)) : NULL;
}
