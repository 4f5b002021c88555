/* receipt - a text to an address behind which there is nobody. */
#include "queue/receipt.h"

#include "config/clock.h"
#include "config/own.h"
#include "messages/segments_smart.h"

#include <string.h>

#define RECEIPT_ARGS  10
#define RECEIPT_BYTES (16 * 1024)

void receipt_add(struct office *office, const struct receipt *receipt, struct args *args) {
    char person[VAULT_ID_MAX + 1], bound[PERSON_BOUND_MAX], realm[PERSON_REALM_MAX], out_id[VAULT_ID_MAX + 4];
    unsigned char wrapped[VAULT_WRAPPED_LEN];
    own_text struct text sent = TEXT_INIT(RECEIPT_BYTES);
    struct vault_key key;
    if (!receipt->channel || !*receipt->address) {
        for (int i = 0; i < RECEIPT_ARGS; i++) args_text(args, "");
        return;
    }
    vault_random_id(person);
    vault_new_key(office_vault(office), person, &key, wrapped);
    person_realm(receipt->channel, realm);
    snprintf(out_id, sizeof out_id, "%s.0", person);
    size_t segments = segments_on_channel(receipt->channel, receipt->text, &sent);
    args_text(args, person);
    args_bytes(args, wrapped, sizeof wrapped);
    args_text(args, realm);
    args_text(args, receipt->channel->name);
    args_seal_text(args, &key, person_bound("to", person, NULL, bound), receipt->address);
    args_number(args, receipt->now_ms + RECEIPT_USELESS_MS);
    args_number(args, (int64_t)segments);
    args_seal_text(args, &key, person_bound("out", out_id, NULL, bound), text_get(&sent));
    args_number(args, 0);
    args_number(args, receipt->stopped);
    vault_key_clear(&key);
}

void receipt_day(int64_t now_ms, char ret[RECEIPT_DAY_MAX]) {
    struct tm local;
    clock_local(now_ms, &local);
    strftime(ret, RECEIPT_DAY_MAX, "%Y-%m-%d", &local);
}

void receipt_hash(const struct office *office, const char *person, char ret[VAULT_INDEX_MAX + 1]) {
    vault_index(office_vault(office), "erased", person, ret);
}
