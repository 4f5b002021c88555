/* case_record - a mediation is asked for, and answered, as operations of COMMIT. */
#include "queue/case_record.h"

static void ticket_of(const struct turn_commit *commit, char ret[TURN_WRITTEN_ID_MAX]) {
    snprintf(ret, TURN_WRITTEN_ID_MAX, "%s", commit->claim->known.ticket_id);
    for (size_t i = 0; i < commit->turn->effect_count; i++)
        if (commit->turn->effects[i].kind == EFFECT_TICKET_OPEN) turn_written_id(commit, i, ret);
}

int case_record_add(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    char id[TURN_WRITTEN_ID_MAX], ticket[TURN_WRITTEN_ID_MAX];
    ticket_of(commit, ticket);
    if (!ticket[0]) return error_set(why, ERROR_SYSTEM, "a mediation without a ticket");
    args_text(args, "case");
    args_text(args, turn_written_id(commit, index, id));
    args_text(args, ticket);
    args_text(args, effect_get(&commit->turn->effects[index], "permission"));
    return 0;
}

int case_record_answer(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    const struct effect *effect = &commit->turn->effects[index];
    args_text(args, "case_answer");
    args_text(args, effect->ref);
    args_text(args, effect_get(effect, "answer"));
    return 0;
}
