/* profile_record - several people on one telephone. */
#include "queue/profile_record.h"

#include "config/own.h"

int profile_record_new(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    char realm[PERSON_REALM_MAX];
    own_mem char *address = turn_written_address(commit, commit->channel);
    (void)index;
    if (!address) return error_set(why, ERROR_SYSTEM, "another person came from nowhere");
    person_realm(commit->channel, realm);
    args_text(args, "profile_new");
    args_text(args, realm);
    args_newcomer(args, office_vault(commit->office), address);
    args_text(args, language_code(turn_language(commit->event, commit->turn)));
    return 0;
}

int profile_record_go(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    (void)why;
    args_text(args, "profile_go");
    args_text(args, commit->turn->effects[index].ref);
    return 0;
}
