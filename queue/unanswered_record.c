/* unanswered_record - words that nobody could answer, as an operation of COMMIT. */
#include "queue/unanswered_record.h"

int unanswered_record_add(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    const struct effect *effect = &commit->turn->effects[index];
    char id[VAULT_ID_MAX + 1], bound[PERSON_BOUND_MAX];
    vault_random_id(id);
    args_text(args, "unanswered");
    args_text(args, id);
    args_text(args, effect->ref);
    args_number(args, office_settings(commit->office)->office.unanswered_max);
    args_seal_text(args, vault_office_key(office_vault(commit->office)), person_bound("unanswered", id, NULL, bound),
                   effect->literal ? effect->literal : "");
    return 0;
}
