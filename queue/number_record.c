/* number_record - the records of a new telephone. */
#include "queue/number_record.h"

#include "config/own.h"
#include "handlers/number.h"
#include "queue/receipt.h"

#include <stdlib.h>
#include <string.h>

void number_record_index(const struct office *office, const char *code, char ret[VAULT_INDEX_MAX + 1]) {
    vault_index(office_vault(office), "claim-code", code, ret);
}

int number_record_code(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    const struct effect *effect = &commit->turn->effects[index];
    char hash[VAULT_INDEX_MAX + 1], bound[PERSON_BOUND_MAX];
    (void)why;
    number_record_index(commit->office, effect->ref, hash);
    args_text(args, "claim_code");
    args_text(args, hash);
    args_seal_text(args, &commit->claim->key, person_bound("claim", commit->claim->person, NULL, bound), effect->ref);
    args_number(args, effect->at_ms);
    return 0;
}

int number_record_claim(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    char hash[VAULT_INDEX_MAX + 1], realm[PERSON_REALM_MAX], bound[PERSON_BOUND_MAX];
    own_mem char *address = turn_written_address(commit, commit->channel);
    if (!address) return error_set(why, ERROR_SYSTEM, "a code came from nowhere");
    number_record_index(commit->office, commit->turn->effects[index].ref, hash);
    person_realm(commit->channel, realm);
    args_text(args, "claim");
    args_text(args, hash);
    args_text(args, realm);
    args_text(args, commit->channel->name);
    args_seal_text(args, vault_office_key(office_vault(commit->office)), person_bound("moving", hash, NULL, bound),
                   address);
    return 0;
}

/* The fact {"moving", wrapped key, person, ticket, sealed fields}; NULL. */
static const redisReply *moving_fact(const struct claim *claim) {
    for (size_t i = 0; i < claim->facts->elements; i++) {
        const redisReply *fact = claim->facts->element[i];
        if (fact->type == REDIS_REPLY_ARRAY && fact->elements == 5 && strcmp(fact->element[0]->str, "moving") == 0)
            return fact;
    }
    return NULL;
}

/* The fields of the newcomer's open ticket, sealed anew with this person's key. */
static void add_ticket(const struct turn_commit *commit, struct args *args) {
    const redisReply *fact = moving_fact(commit->claim);
    const struct vault_key *key;
    char bound[PERSON_BOUND_MAX];
    own_mem char *plain = NULL;
    size_t len;
    const char *ticket = fact ? fact->element[3]->str : "";
    person_bound("ticket", ticket, NULL, bound);
    if (!*ticket ||
        person_key(office_keys(commit->office), fact->element[2]->str,
                   (struct vault_bytes){fact->element[1]->str, fact->element[1]->len}, &key, NULL) < 0 ||
        vault_unseal(key, bound, (struct vault_bytes){fact->element[4]->str, fact->element[4]->len}, &plain, &len,
                     NULL) < 0) {
        args_text(args, "");
        args_text(args, "");
        return;
    }
    args_text(args, ticket);
    args_seal_text(args, &commit->claim->key, bound, plain);
}

/* One neutral text to where the person was until now; none where others stay on that telephone. */
static void add_old(const struct turn_commit *commit, struct args *args) {
    const struct channel *channel =
        settings_channel(office_settings(commit->office), claim_field(commit->claim, "chan").at);
    own_mem char *address = turn_written_address(commit, channel);
    int others = commit->event->known.profile.number != 0;
    const char *text = pack_phrase(commit->event->pack, "number_old", turn_language(commit->event, commit->turn));
    receipt_add(commit->office,
                &(struct receipt){.channel = address && text && !others ? channel : NULL,
                                  .address = address ? address : "",
                                  .text = text ? text : "",
                                  .now_ms = commit->event->now_ms,
                                  .stopped = claim_number(commit->claim, "stopped") == 1},
                args);
}

int number_record_move(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    const struct claim *claim = commit->claim;
    char bound[PERSON_BOUND_MAX], hash[VAULT_INDEX_MAX + 1];
    own_mem char *address = NULL;
    size_t len;
    (void)index;
    if (!claim_field(claim, "moving").len) return 0; /* done by an earlier try */
    person_bound("moving", claim_field(claim, "claim").at, NULL, bound);
    if (vault_unseal(vault_office_key(office_vault(commit->office)), bound, claim_field(claim, "moving"), &address,
                     &len, why) < 0)
        return -1;
    const char *realm = claim_field(claim, "moving-realm").at;
    vault_index(office_vault(commit->office), realm, address, hash);
    args_text(args, "number_move");
    args_text(args, realm);
    args_text(args, claim_field(claim, "moving-chan").at);
    args_text(args, hash);
    args_seal_text(args, &claim->key, person_bound("to", claim->person, NULL, bound), address);
    add_ticket(commit, args);
    add_old(commit, args);
    return 0;
}
