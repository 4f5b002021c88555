/* turn_written - a turn that is being written. */
#include "queue/turn_written.h"

#include "config/own.h"

const char *turn_written_id(const struct turn_commit *commit, size_t index, char ret[TURN_WRITTEN_ID_MAX]) {
    snprintf(ret, TURN_WRITTEN_ID_MAX, "%s.%zu", commit->claim->event, index);
    return ret;
}

int turn_written_seal(const struct turn_commit *commit, const char *bound, json_t *json, struct args *args,
                      struct error *why) {
    own_mem char *plain = json ? json_dumps(json, JSON_COMPACT) : NULL;
    json_decref(json);
    if (!plain) return error_set(why, ERROR_SYSTEM, "no memory for a record");
    args_seal_text(args, &commit->claim->key, bound, plain);
    return 0;
}
