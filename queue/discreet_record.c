/* discreet_record - the person's word, and what was held. */
#include "queue/discreet_record.h"

#include "handlers/discreet.h"
#include "messages/fold.h"

#include <string.h>

static void hash_of(const struct office *office, const char *person, const char *folded,
                    char ret[VAULT_INDEX_MAX + 1]) {
    char domain[VAULT_ID_MAX + 8];
    snprintf(domain, sizeof domain, "word/%s", person);
    vault_index(office_vault(office), domain, folded, ret);
}

int discreet_record_word(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    const char *word = effect_get(&commit->turn->effects[index], "word");
    char hash[VAULT_INDEX_MAX + 1] = "";
    (void)why;
    if (*word) hash_of(commit->office, commit->claim->person, word, hash);
    args_text(args, "word");
    args_text(args, hash);
    return 0;
}

int discreet_record_read(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    (void)commit, (void)index, (void)why;
    args_text(args, "held_read");
    return 0;
}

int discreet_record_is(const struct office *office, const struct claim *claim, const char *text) {
    own_text struct text folded = TEXT_INIT(8192);
    char hash[VAULT_INDEX_MAX + 1];
    struct vault_bytes word = claim_field(claim, "word");
    if (!word.len || !text) return 0;
    fold_text(text, &folded);
    hash_of(office, claim->person, text_get(&folded), hash);
    return word.len == VAULT_INDEX_MAX && memcmp(word.at, hash, VAULT_INDEX_MAX) == 0;
}
