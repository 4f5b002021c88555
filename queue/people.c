/* people - found, handed out, erased. */
#include "queue/people.h"

#include "config/clock.h"
#include "config/own.h"
#include "handlers/number.h"
#include "messages/dates.h"
#include "messages/phone.h"
#include "queue/args.h"
#include "queue/forget.h"
#include "queue/number_record.h"
#include "queue/people_export.h"
#include "queue/people_record.h"
#include "queue/receipt.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX (16 * 1024)

/* A call under way. */
struct call {
    struct office *office;
    office_done done;
    void *arg;
    char user[VAULT_ID_MAX + 1], person[VAULT_ID_MAX + 1];
    void (*act)(struct call *call, const redisReply *record_fields); /* when the record is there */
    char code[NUMBER_CODE_MAX];
};

static struct call *call_new(struct office *office, const char *user, const char *person, office_done done, void *arg) {
    struct call *call = strlen(person) <= VAULT_ID_MAX ? calloc(1, sizeof *call) : NULL;
    struct error why = ERROR_INIT;
    if (call) {
        *call = (struct call){.office = office, .done = done, .arg = arg};
        snprintf(call->user, sizeof call->user, "%s", user);
        snprintf(call->person, sizeof call->person, "%s", person);
        return call;
    }
    if (strlen(person) > VAULT_ID_MAX)
        error_set(&why, ERROR_MISSING, "there is no such person");
    else
        error_set(&why, ERROR_BUSY, "no memory for a call");
    done(arg, NULL, &why);
    return NULL;
}

static void call_end(struct call *call, json_t *result, const struct error *why) {
    struct error malformed = ERROR_INIT;
    if (!why && !result) {
        error_set(&malformed, ERROR_SYSTEM, "a person's record is malformed");
        why = &malformed;
    }
    call->done(call->arg, why ? NULL : result, why);
    json_decref(result);
    free(call);
}

/* --- find --- */

static json_t *found_json(struct office *office, const redisReply *reply) {
    char masked[MESSAGE_ADDRESS_MAX + 1] = "";
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 2 || !reply->element[0]->str) return NULL;
    struct people_record record;
    people_record_open(office, reply->element[0]->str, reply->element[1], &record);
    own_mem char *address = NULL;
    people_record_channel(office_settings(office), &record, &address);
    if (address && strlen(address) <= MESSAGE_ADDRESS_MAX) phone_mask(address, masked);
    json_t *json = json_pack("{s:s, s:s, s:s, s:I}", "id", record.id, "number", masked, "language",
                             people_record_field(&record, "lang").at, "since_ms",
                             (json_int_t)strtoll(people_record_field(&record, "since").at, NULL, 10));
    people_record_close(&record);
    return json;
}

static void on_found(void *arg, const redisReply *reply, const struct error *why) {
    struct call *call = arg;
    call_end(call, why ? NULL : found_json(call->office, reply), why);
}

static void add_indexes(const struct office *office, const char *number, struct args *args) {
    const struct settings *settings = office_settings(office);
    char realm[PERSON_REALM_MAX], index[VAULT_INDEX_MAX + 1];
    for (size_t i = 0; i < settings->channel_count; i++) {
        person_realm(&settings->channels[i], realm);
        vault_index(office_vault(office), realm, number, index);
        args_text(args, index);
    }
}

void people_find(struct office *office, const struct people_find *find, office_done done, void *arg) {
    char number[MESSAGE_ADDRESS_MAX + 1];
    struct error why = ERROR_INIT;
    own_args struct args args = ARGS_INIT;
    if (find->number && phone_normalise(find->number, office_settings(office)->office.phone_prefix, number, &why) < 0) {
        done(arg, NULL, &why);
        return;
    }
    struct call *call = call_new(office, "", "", done, arg);
    if (!call) return;
    args_text(&args, find->code ? find->code : "");
    if (find->number) add_indexes(office, number, &args);
    args_call(&args, office, "person_find", on_found, call);
}

/* --- export --- */

static void add_begin(const struct call *call, struct args *args) {
    char hash[VAULT_INDEX_MAX + 1];
    receipt_hash(call->office, call->person, hash);
    args_number(args, clock_wall_ms());
    args_text(args, call->user);
    args_text(args, call->person);
    args_text(args, hash);
}

static void on_export(void *arg, const redisReply *reply, const struct error *why) {
    struct call *call = arg;
    call_end(call, why ? NULL : people_export_json(call->office, call->person, reply, clock_wall_ms()), why);
}

void people_export(struct office *office, const char *user, const char *person, office_done done, void *arg) {
    struct call *call = call_new(office, user, person, done, arg);
    own_args struct args args = ARGS_INIT;
    if (!call) return;
    add_begin(call, &args);
    args_call(&args, office, "person_export", on_export, call);
}

/* --- erase --- */

static void on_done(void *arg, const redisReply *reply, const struct error *why) {
    struct call *call = arg;
    (void)reply;
    call_end(call, why ? NULL : json_object(), why);
}

static void receipt_text(const struct office *office, enum language language, int64_t now_ms, struct text *ret) {
    own_text struct text day = TEXT_INIT(128);
    struct tm local;
    clock_local(now_ms, &local);
    dates_add_day(&day, &local, language);
    const struct pack *pack = office_pack(office);
    const struct pack_param param = {"fecha", text_get(&day)};
    const char *template = pack ? pack_phrase(pack, "erase_receipt", language) : NULL;
    if (template) pack_fill(&(struct pack_fill_args){pack, language, &param, 1}, template, ret);
}

/* Every provider that may have something of them is told later; asked for in the same write as the erasure. */
static void forget(struct call *call, const struct people_record *record, int64_t now_ms) {
    const struct settings *settings = office_settings(call->office);
    own_args struct args args = ARGS_INIT;
    for (size_t i = 0; i < settings->channel_count; i++) {
        const struct channel *channel = &settings->channels[i];
        char realm[PERSON_REALM_MAX], field[PERSON_REALM_MAX + 8];
        if (!forget_can(channel)) continue;
        person_realm(channel, realm);
        snprintf(field, sizeof field, "to:%s", realm);
        own_mem char *address =
            people_record_unseal(record, "to", record->id, NULL, people_record_field(record, field));
        if (address) forget_add(call->office, channel, address, now_ms, &args);
    }
    if (args.count) args_call(&args, call->office, "forget_add", NULL, NULL);
}

static void erase(struct call *call, const redisReply *record_fields) {
    own_args struct args args = ARGS_INIT;
    own_text struct text text = TEXT_INIT(TEXT_MAX);
    own_mem char *address = NULL;
    char day[RECEIPT_DAY_MAX];
    int64_t now_ms = clock_wall_ms();
    struct people_record record;
    people_record_open(call->office, call->person, record_fields, &record);
    const struct channel *channel = people_record_channel(office_settings(call->office), &record, &address);
    enum language language = language_of_code(people_record_field(&record, "lang").at);
    receipt_text(call->office, language == LANGUAGE_NONE ? LANGUAGE_ES : language, now_ms, &text);
    add_begin(call, &args);
    receipt_day(now_ms, day);
    args_text(&args, day);
    receipt_add(call->office,
                &(struct receipt){.channel = text.len ? channel : NULL,
                                  .address = address ? address : "",
                                  .text = text_get(&text),
                                  .now_ms = now_ms,
                                  .stopped = people_record_field(&record, "stopped").len > 0},
                &args);
    forget(call, &record, now_ms);
    people_record_close(&record);
    person_key_forget(office_keys(call->office), call->person);
    args_call(&args, call->office, "person_erase", on_done, call);
}

static void on_record(void *arg, const redisReply *reply, const struct error *why) {
    struct call *call = arg;
    struct error missing = ERROR_INIT;
    if (!why && reply->type == REDIS_REPLY_ARRAY && reply->elements) {
        call->act(call, reply);
        return;
    }
    if (!why) error_set(&missing, ERROR_MISSING, "there is no such person");
    call_end(call, NULL, why ? why : &missing);
}

static void with_record(struct call *call, void (*act)(struct call *call, const redisReply *record_fields)) {
    char key[OFFICE_KEY_MAX];
    if (!call) return;
    call->act = act;
    struct redis_arg args[] = {redis_arg("HGETALL"), redis_arg(office_key(call->office, "person", call->person, key))};
    redis_command(office_redis(call->office), args, 2, on_record, call);
}

void people_erase(struct office *office, const char *user, const char *person, office_done done, void *arg) {
    with_record(call_new(office, user, person, done, arg), erase);
}

/* --- a code for a new telephone --- */

static void on_code(void *arg, const redisReply *reply, const struct error *why) {
    struct call *call = arg;
    (void)reply;
    call_end(call, why ? NULL : json_pack("{s:s}", "code", call->code), why);
}

static void make_code(struct call *call, const redisReply *record_fields) {
    own_args struct args args = ARGS_INIT;
    char seed[VAULT_ID_MAX + 1], hash[VAULT_INDEX_MAX + 1], bound[PERSON_BOUND_MAX];
    struct people_record record;
    struct error why = ERROR_INIT;
    people_record_open(call->office, call->person, record_fields, &record);
    if (!record.has_key) {
        error_set(&why, ERROR_SYSTEM, "the person's record cannot be opened");
        call_end(call, NULL, &why);
        return;
    }
    vault_random_id(seed);
    number_code(seed, call->code);
    number_record_index(call->office, call->code, hash);
    add_begin(call, &args);
    args_text(&args, hash);
    args_seal_text(&args, &record.key, person_bound("claim", call->person, NULL, bound), call->code);
    args_number(&args, clock_wall_ms() + NUMBER_CODE_MS);
    people_record_close(&record);
    args_call(&args, call->office, "person_claim_code", on_code, call);
}

void people_number_code(struct office *office, const char *user, const char *person, office_done done, void *arg) {
    with_record(call_new(office, user, person, done, arg), make_code);
}

/* --- a forgotten word --- */

void people_word_reset(struct office *office, const char *user, const char *person, office_done done, void *arg) {
    struct call *call = call_new(office, user, person, done, arg);
    own_args struct args args = ARGS_INIT;
    if (!call) return;
    add_begin(call, &args);
    args_call(&args, office, "person_word_reset", on_done, call);
}
