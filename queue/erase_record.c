/* erase_record - the person goes as the last act of the turn. */
#include "queue/erase_record.h"

#include "config/own.h"
#include "handlers/machine.h"
#include "queue/forget.h"
#include "queue/receipt.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX (16 * 1024)

static int render(const struct turn_commit *commit, size_t index, struct text *ret, struct error *why) {
    const struct effect *said = NULL;
    for (size_t i = 0; i < index; i++)
        if (commit->turn->effects[i].kind == EFFECT_SAY) said = &commit->turn->effects[i];
    if (!said) return error_set(why, ERROR_SYSTEM, "an erasure is not told to anybody");
    enum language language = machine_language(commit->event, commit->turn);
    if (machine_render(said, commit->event, language, ret, why) < 0) return -1;
    return text_check(ret, "a receipt", why);
}

/* Every provider that may have something of them is told later. */
static void add_forget(const struct turn_commit *commit, struct args *args) {
    const struct settings *settings = office_settings(commit->office);
    for (size_t i = 0; i < settings->channel_count; i++) {
        const struct channel *channel = &settings->channels[i];
        own_mem char *address = forget_can(channel) ? turn_written_address(commit, channel) : NULL;
        if (!address) continue;
        args_text(args, "forget");
        forget_add(commit->office, channel, address, commit->event->now_ms, args);
    }
}

int erase_record_add(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    own_text struct text text = TEXT_INIT(TEXT_MAX);
    char hash[VAULT_INDEX_MAX + 1], day[RECEIPT_DAY_MAX];
    own_mem char *address = turn_written_address(commit, commit->channel);
    if (render(commit, index, &text, why) < 0) return -1;
    receipt_hash(commit->office, commit->claim->person, hash);
    receipt_day(commit->event->now_ms, day);
    add_forget(commit, args);
    args_text(args, "erase");
    args_text(args, hash);
    args_text(args, day);
    receipt_add(commit->office,
                &(struct receipt){.channel = address ? commit->channel : NULL,
                                  .address = address ? address : "",
                                  .text = text_get(&text),
                                  .now_ms = commit->event->now_ms,
                                  .stopped = claim_number(commit->claim, "stopped") == 1},
                args);
    person_key_forget(office_keys(commit->office), commit->claim->person);
    return 0;
}
