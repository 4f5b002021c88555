/* ask - a script is called and its reply becomes the JSON of an answer. */
#include "queue/ask.h"

#include "config/own.h"

#include <stdlib.h>
#include <string.h>

#define ID_MAX 40

void ask_refuse(office_done done, void *arg, enum error_kind kind, const char *text) {
    struct error why = ERROR_INIT;
    error_set(&why, kind, "%s", text);
    done(arg, NULL, &why);
}

static void on_reply(void *arg, const redisReply *reply, const struct error *why) {
    struct ask *ask = arg;
    struct error bad = ERROR_INIT;
    json_t *result = why ? NULL : ask->read(ask->office, reply, &bad);
    if (!why && !result && !bad.kind) error_set(&bad, ERROR_SYSTEM, "the answer of %s is malformed", ask->script);
    ask->done(ask->arg, result, why ? why : bad.kind ? &bad : NULL);
    json_decref(result);
    free(ask);
}

void ask_start(const struct ask *ask, const struct args *args) {
    struct ask *kept = malloc(sizeof *kept);
    if (!kept) {
        ask_refuse(ask->done, ask->arg, ERROR_BUSY, "no memory for a call");
        return;
    }
    *kept = *ask;
    args_call(args, ask->office, ask->script, on_reply, kept);
}

json_t *ask_read_ok(struct office *office, const redisReply *reply, struct error *why) {
    const char *word = ask_text(reply, 0);
    if (strcmp(word, "held") == 0) error_set(why, ERROR_CONFLICT, "somebody else has it");
    return strcmp(word, "ok") == 0 ? json_object() : NULL;
}

int ask_is_id(const char *id) {
    size_t len = strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-");
    return len > 0 && len <= ID_MAX && !id[len];
}

const char *ask_text(const redisReply *reply, size_t at) {
    if (reply->type != REDIS_REPLY_ARRAY || at >= reply->elements) return "";
    const redisReply *element = reply->element[at];
    return element->type == REDIS_REPLY_STRING ? element->str : "";
}

char *ask_unseal(const struct vault_key *key, const char *bound, struct vault_bytes sealed) {
    char *plain = NULL;
    size_t len;
    if (!key || !sealed.len || vault_unseal(key, bound, sealed, &plain, &len, NULL) < 0) return strdup("");
    return plain;
}

char *ask_user_name(struct office *office, const char *user, const redisReply *sealed) {
    char bound[PERSON_BOUND_MAX];
    if (!*user || sealed->type != REDIS_REPLY_STRING) return strdup("");
    return ask_unseal(vault_office_key(office_vault(office)), person_bound("user", user, NULL, bound),
                      (struct vault_bytes){sealed->str, sealed->len});
}
