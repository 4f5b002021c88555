/* turn_written - a turn that is being written. */
#include "queue/turn_written.h"

#include "config/own.h"

const char *turn_written_id(const struct turn_commit *commit, size_t index, char ret[TURN_WRITTEN_ID_MAX]) {
    snprintf(ret, TURN_WRITTEN_ID_MAX, "%s.%zu", commit->claim->event, index);
    return ret;
}

void turn_written_log(const struct turn_commit *commit, const char *direction, const char *id, const char *text,
                      struct args *args) {
    char bound[PERSON_BOUND_MAX];
    args_text(args, "log");
    args_text(args, direction);
    args_text(args, id);
    args_number(args, commit->event->now_ms);
    args_seal_text(args, &commit->claim->key, person_bound("log", commit->claim->person, NULL, bound), text);
}

int turn_written_seal(const struct turn_commit *commit, const char *bound, json_t *json, struct args *args,
                      struct error *why) {
    own_mem char *plain = json ? json_dumps(json, JSON_COMPACT) : NULL;
    json_decref(json);
    if (!plain) return error_set(why, ERROR_SYSTEM, "no memory for a record");
    args_seal_text(args, &commit->claim->key, bound, plain);
    return 0;
}

char *turn_written_address(const struct turn_commit *commit, const struct channel *channel) {
    char realm[PERSON_REALM_MAX], field[PERSON_REALM_MAX + 8], bound[PERSON_BOUND_MAX], *address = NULL;
    size_t len;
    if (!channel) return NULL;
    person_realm(channel, realm);
    snprintf(field, sizeof field, "to:%s", realm);
    person_bound("to", commit->claim->person, NULL, bound);
    return vault_unseal(&commit->claim->key, bound, claim_field(commit->claim, field), &address, &len, NULL) < 0
               ? NULL
               : address;
}
