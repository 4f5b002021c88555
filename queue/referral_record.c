/* referral_record - the next state of a referral, as an operation of COMMIT. */
#include "queue/referral_record.h"

#include <string.h>

static json_t *proof_of(const struct turn_commit *commit, const struct effect *effect, const char *consent) {
    return json_pack("{s:s, s:s, s:b, s:I, s:s, s:s}", "purpose", "share", "organisation",
                     effect_get(effect, "organisation"), "yes", strcmp(consent, "yes") == 0, "at",
                     (json_int_t)commit->event->now_ms, "channel", commit->channel ? commit->channel->name : "",
                     "words", commit->event->text ? commit->event->text : "");
}

int referral_record_add(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    const struct effect *effect = &commit->turn->effects[index];
    const char *consent = effect_get(effect, "consent");
    char bound[PERSON_BOUND_MAX];
    args_text(args, "referral");
    args_text(args, effect->ref);
    args_text(args, effect_get(effect, "state"));
    if (!*consent) {
        args_text(args, "");
        return 0;
    }
    person_bound("proof", commit->claim->person, NULL, bound);
    return turn_written_seal(commit, bound, proof_of(commit, effect, consent), args, why);
}
