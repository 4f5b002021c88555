/* referrals - people sent to organisations, as the desk does and sees it. */
#include "queue/referrals.h"

#include "config/clock.h"
#include "config/own.h"
#include "handlers/options.h"
#include "messages/pack_directory.h"
#include "queue/ask.h"
#include "queue/mail.h"

#include <stdlib.h>
#include <string.h>

#define KEY_MAX 64

static const char *name_of(const struct office *office, const char *id) {
    const struct pack_organisation *one = pack_organisation(office_pack(office), id);
    return one ? options_title(one->name, LANGUAGE_ES) : id;
}

/* --- sending --- */

static const char *fault_of(const struct office *office, const struct referral_wish *wish) {
    const struct pack_organisation *one = pack_organisation(office_pack(office), wish->organisation);
    if (!*wish->key || strlen(wish->key) > KEY_MAX) return "'key' must have 1 to 64 letters";
    if (!one) return "there is no such organisation in the directory";
    if (office_settings(office)->office.mode == MODE_LIVE && !one->approved)
        return "this organisation is not approved yet: nobody is sent there";
    return NULL;
}

void referrals_create(struct office *office, const struct referral_wish *wish, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    own_text struct text press = TEXT_INIT(256);
    char event[VAULT_INDEX_MAX + 1], id[VAULT_INDEX_MAX + 1], ref[64];
    const char *fault = fault_of(office, wish);
    if (fault || !ask_is_id(wish->ticket)) {
        ask_refuse(done, arg, fault ? ERROR_INPUT : ERROR_MISSING, fault ? fault : "there is no such ticket");
        return;
    }
    text_addf(&press, "%s/%s/%s/%s", wish->ticket, wish->user, wish->organisation, wish->key);
    vault_index(office_vault(office), "referral-event", text_get(&press), event);
    vault_index(office_vault(office), "referral", text_get(&press), id);
    snprintf(ref, sizeof ref, "%s.%s", id, wish->organisation);
    args_number(&args, clock_wall_ms());
    args_text(&args, wish->user);
    args_text(&args, wish->ticket);
    args_text(&args, event);
    mail_seal_staff(
        &args, office_vault(office),
        &(struct mail_staff){event, wish->share ? "referral-share" : "referral", "", wish->user, wish->ticket, ref});
    args_text(&args, id);
    args_text(&args, wish->organisation);
    ask_start(&(struct ask){office, "referral_put", ask_read_ok, done, arg}, &args);
}

/* --- what became of them --- */

static json_t *read_list(struct office *office, const redisReply *reply, struct error *why) {
    if (reply->type != REDIS_REPLY_ARRAY) return NULL;
    json_t *list = json_array();
    for (size_t i = 0; i < reply->elements; i++) {
        const redisReply *row = reply->element[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:I, s:I}", "id", ask_text(row, 0), "organisation",
                                              ask_text(row, 1), "name", name_of(office, ask_text(row, 1)), "state",
                                              ask_text(row, 2), "created_ms", (json_int_t)atoll(ask_text(row, 3)),
                                              "updated_ms", (json_int_t)atoll(ask_text(row, 4))));
    }
    return json_pack("{s:o}", "referrals", list);
}

void referrals_of_ticket(struct office *office, const char *ticket, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    if (!ask_is_id(ticket)) {
        ask_refuse(done, arg, ERROR_MISSING, "there is no such ticket");
        return;
    }
    args_text(&args, ticket);
    ask_start(&(struct ask){office, "referral_list", read_list, done, arg}, &args);
}

/* --- counts of organisations --- */

static const char *const states[] = {"sent", "shared", "seen", "not", "unknown"};

/* The object of an organisation in the list, made when it is not there. */
static json_t *counts_of(const struct office *office, json_t *list, const char *id) {
    size_t i;
    json_t *one;
    json_array_foreach(list, i, one) if (strcmp(json_string_value(json_object_get(one, "id")), id) == 0) return one;
    one = json_pack("{s:s, s:s}", "id", id, "name", name_of(office, id));
    for (i = 0; i < sizeof states / sizeof states[0]; i++) json_object_set_new(one, states[i], json_integer(0));
    json_array_append_new(list, one);
    return one;
}

static json_int_t count_of(const json_t *one, const char *state) {
    return json_integer_value(json_object_get(one, state));
}

static void add_rate(json_t *one) {
    json_int_t seen = count_of(one, "seen"), answered = seen + count_of(one, "not");
    json_int_t waiting = count_of(one, "sent") - answered - count_of(one, "unknown");
    json_object_set_new(one, "waiting", json_integer(waiting > 0 ? waiting : 0));
    json_object_set_new(one, "rate", answered ? json_integer((seen * 100 + answered / 2) / answered) : json_null());
}

static json_t *read_counts(struct office *office, const redisReply *reply, struct error *why) {
    if (reply->type != REDIS_REPLY_ARRAY) return NULL;
    json_t *list = json_array(), *one;
    size_t i;
    for (i = 0; i < pack_organisation_count(office_pack(office)); i++)
        counts_of(office, list, pack_organisation_at(office_pack(office), i)->id);
    for (i = 0; i + 1 < reply->elements; i += 2) {
        char id[PACK_ID_MAX];
        const char *field = ask_text(reply, i), *bar = strchr(field, '|');
        if (!bar) continue;
        snprintf(id, sizeof id, "%.*s", (int)(bar - field), field);
        json_object_set_new(counts_of(office, list, id), bar + 1, json_integer(atoll(ask_text(reply, i + 1))));
    }
    json_array_foreach(list, i, one) add_rate(one);
    return json_pack("{s:o}", "organisations", list);
}

void referrals_counts(struct office *office, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    ask_start(&(struct ask){office, "referral_counts", read_counts, done, arg}, &args);
}

static json_t *organisation_json(const struct pack_organisation *one) {
    json_t *topics = json_array(), *speaks = json_array();
    for (size_t i = 0; i < one->topic_count; i++)
        json_array_append_new(topics, json_string(options_title(one->topics[i]->title, LANGUAGE_ES)));
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        if (one->speaks[language]) json_array_append_new(speaks, json_string(language_code((enum language)language)));
    return json_pack("{s:s, s:s, s:s, s:o, s:o, s:b, s:i}", "id", one->id, "name",
                     options_title(one->name, LANGUAGE_ES), "does", options_title(one->does, LANGUAGE_ES), "topics",
                     topics, "speaks", speaks, "approved", one->approved, "review_by", one->review_by);
}

json_t *referrals_directory(const struct office *office) {
    json_t *list = json_array();
    for (size_t i = 0; i < pack_organisation_count(office_pack(office)); i++)
        json_array_append_new(list, organisation_json(pack_organisation_at(office_pack(office), i)));
    return json_pack("{s:o}", "organisations", list);
}
