/* content - published versions of the content pack, kept in Redis. */
#include "queue/content.h"

#include "config/clock.h"
#include "config/own.h"
#include "queue/args.h"

#include <stdlib.h>
#include <string.h>

#define BOUND "content:who" /* of who and note: they stay with no other record */

enum { ROW_NUMBER, ROW_AT, ROW_WHO, ROW_NOTE, ROW_HASH, ROW_BACK, ROW_BEFORE, ROW_FILES };

struct content_call {
    struct office *office;
    office_done done;
    void *arg;
};

static struct content_call *call_new(struct office *office, office_done done, void *arg) {
    struct content_call *call = calloc(1, sizeof *call);
    struct error why = ERROR_INIT;
    if (call) {
        *call = (struct content_call){office, done, arg};
        return call;
    }
    error_set(&why, ERROR_BUSY, "no memory for a call");
    done(arg, NULL, &why);
    return NULL;
}

/* Answers and frees. result is ours. The word that stands for the kind is not for people. */
static void call_end(struct content_call *call, json_t *result, const struct error *why) {
    struct error malformed = ERROR_INIT, plain = ERROR_INIT;
    if (why && (why->kind == ERROR_CONFLICT || why->kind == ERROR_MISSING)) {
        size_t word = strspn(why->text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        error_set(&plain, why->kind, "%s", why->text + word + (why->text[word] == ' '));
        why = &plain;
    }
    if (!why && !result) {
        error_set(&malformed, ERROR_SYSTEM, "a version of the content is malformed");
        why = &malformed;
    }
    call->done(call->arg, why ? NULL : result, why);
    json_decref(result);
    free(call);
}

static void call_fail(struct content_call *call, const char *text) {
    struct error why = ERROR_INIT;
    error_set(&why, ERROR_INPUT, "%s", text);
    call_end(call, NULL, &why);
}

/* --- publishing --- */

static void on_number(void *arg, const redisReply *reply, const struct error *why) {
    call_end(arg, why ? NULL : json_pack("{s:I}", "number", (json_int_t)reply->integer), why);
}

static json_t *files_json(const struct pack_files *files) {
    json_t *json = json_object();
    for (size_t i = 0; json && i < files->count; i++) {
        json_t *text = json_stringn(files->at[i].bytes, files->at[i].len);
        if (!text || json_object_set_new(json, files->at[i].name, text) != 0) {
            json_decref(json);
            return NULL;
        }
    }
    return json;
}

static void seal(const struct office *office, const char *text, struct text *ret) {
    struct vault_bytes plain = {text, strlen(text)};
    person_seal(vault_office_key(office_vault(office)), BOUND, plain, ret);
}

static int is_short(const char *text) {
    return strlen(text) <= CONTENT_NOTE_MAX;
}

/* Larger than what struct args holds, so the arguments are laid out here. */
static void publish(struct content_call *call, const struct content_new *content, const char *files) {
    own_text struct text who = TEXT_INIT(PERSON_SEAL_MAX), note = TEXT_INIT(PERSON_SEAL_MAX);
    char now[24];
    snprintf(now, sizeof now, "%lld", (long long)clock_wall_ms());
    seal(call->office, content->who, &who);
    seal(call->office, content->note, &note);
    const struct redis_arg args[] = {redis_arg(now),
                                     redis_arg(content->by),
                                     redis_bytes(text_get(&who), who.len),
                                     redis_bytes(text_get(&note), note.len),
                                     redis_arg(content->hash),
                                     redis_arg(content->base ? content->base : "*"),
                                     redis_arg(files)};
    office_call(call->office, "content_publish", args, sizeof args / sizeof *args, on_number, call);
}

void content_publish(struct office *office, const struct content_new *content, office_done done, void *arg) {
    struct content_call *call = call_new(office, done, arg);
    if (!call) return;
    json_auto_t *json = files_json(content->files);
    own_mem char *files = json ? json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    if (!files)
        call_fail(call, "the content holds bytes that are not UTF-8");
    else if (strlen(files) > CONTENT_BYTES_MAX)
        call_fail(call, "the content is larger than 4 MiB");
    else if (!is_short(content->who) || !is_short(content->note))
        call_fail(call, "name or note is too long");
    else
        publish(call, content, files);
}

void content_back(struct office *office, const struct content_back *back, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    struct content_call *call = call_new(office, done, arg);
    if (!call) return;
    if (!is_short(back->who)) {
        call_fail(call, "the name is too long");
        return;
    }
    args_number(&args, clock_wall_ms());
    args_text(&args, back->by);
    args_seal_text(&args, vault_office_key(office_vault(office)), BOUND, back->who);
    args_number(&args, back->number);
    args_call(&args, office, "content_back", on_number, call);
}

/* --- reading --- */

/* A sealed text in the clear, "" when it is empty. NULL when it cannot be opened. */
static json_t *unseal(const struct office *office, const redisReply *sealed) {
    own_mem char *plain = NULL;
    size_t len = 0;
    struct vault_bytes bytes = {sealed->str, sealed->len};
    if (sealed->type != REDIS_REPLY_STRING) return NULL;
    if (!sealed->len) return json_string("");
    if (vault_unseal(vault_office_key(office_vault(office)), BOUND, bytes, &plain, &len, NULL) < 0) return NULL;
    return json_stringn(plain, len);
}

static json_int_t number_of(const redisReply *reply) {
    return reply->type == REDIS_REPLY_INTEGER ? reply->integer : reply->str ? strtoll(reply->str, NULL, 10) : 0;
}

static json_t *row_json(const struct office *office, const redisReply *row) {
    if (row->type != REDIS_REPLY_ARRAY || row->elements < ROW_FILES) return NULL;
    redisReply **at = row->element;
    if (at[ROW_HASH]->type != REDIS_REPLY_STRING) return NULL;
    return json_pack("{s:I, s:I, s:o, s:o, s:s, s:I, s:I}", "number", number_of(at[ROW_NUMBER]), "at_ms",
                     number_of(at[ROW_AT]), "who", unseal(office, at[ROW_WHO]), "note", unseal(office, at[ROW_NOTE]),
                     "hash", at[ROW_HASH]->str, "back", number_of(at[ROW_BACK]), "before", number_of(at[ROW_BEFORE]));
}

static json_t *version_json(const struct office *office, const redisReply *row) {
    if (row->type == REDIS_REPLY_ARRAY && row->elements == 1)
        return json_pack("{s:I}", "number", number_of(row->element[ROW_NUMBER]));
    json_t *json = row_json(office, row);
    json_t *files = json && row->elements > ROW_FILES && row->element[ROW_FILES]->type == REDIS_REPLY_STRING
                        ? json_loadb(row->element[ROW_FILES]->str, row->element[ROW_FILES]->len, 0, NULL)
                        : NULL;
    if (files && json_object_set_new(json, "files", files) == 0) return json;
    json_decref(json);
    return NULL;
}

static void on_version(void *arg, const redisReply *reply, const struct error *why) {
    struct content_call *call = arg;
    call_end(call, why ? NULL : version_json(call->office, reply), why);
}

void content_get(struct office *office, int64_t number, int64_t have, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    struct content_call *call = call_new(office, done, arg);
    if (!call) return;
    args_number(&args, number);
    args_number(&args, have);
    args_call(&args, office, "content_get", on_version, call);
}

static void on_log(void *arg, const redisReply *reply, const struct error *why) {
    struct content_call *call = arg;
    json_t *rows = json_array();
    for (size_t i = 0; !why && i < reply->elements; i++) {
        json_t *row = row_json(call->office, reply->element[i]);
        if (row) json_array_append_new(rows, row);
    }
    call_end(call, json_pack("{s:o}", "versions", rows), why);
}

void content_log(struct office *office, office_done done, void *arg) {
    struct content_call *call = call_new(office, done, arg);
    if (call) office_call(office, "content_log", NULL, 0, on_log, call);
}

int content_files(const json_t *version, struct pack_files **ret, struct error *why) {
    own_pack_files struct pack_files *files = calloc(1, sizeof *files);
    if (!files) return error_set(why, ERROR_SYSTEM, "no memory");
    const char *name;
    json_t *text;
    json_object_foreach(json_object_get(version, "files"), name, text) {
        struct pack_bytes bytes = {json_string_value(text), json_string_length(text)};
        if (!bytes.at) return error_set(why, ERROR_SYSTEM, "a version of the content is malformed");
        if (pack_files_add(files, name, bytes, why) != 0) return -1;
    }
    if (!files->count) return error_set(why, ERROR_SYSTEM, "a version of the content holds no files");
    pack_files_sort(files);
    *ret = give(files);
    return 0;
}
