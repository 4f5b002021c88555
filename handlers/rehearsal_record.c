/* rehearsal_record - EFFECT_RECORD applied to the rehearsal's store: one row a kind, as the real store does it. */
#include "handlers/rehearsal_inside.h"

#include "handlers/discreet.h"
#include "handlers/erase.h"
#include "handlers/number.h"
#include "handlers/profile.h"

#include <string.h>

/* Who was not seen has their ticket back, unless another one is open. */
static void apply_referral(struct rehearsal *rehearsal, const struct effect *effect) {
    struct known *known = &rehearsal->known;
    if (strcmp(effect_get(effect, "state"), "not") != 0 || known->ticket_id[0]) return;
    snprintf(known->ticket_id, sizeof known->ticket_id, "ticket-r");
    snprintf(known->ticket_code, sizeof known->ticket_code, "R3R-33");
    known->ticket_claimed = 0;
}

/* Whoever writes next is somebody nobody knows. */
static void erase(struct rehearsal *rehearsal, const struct effect *effect) {
    memset(&rehearsal->known, 0, sizeof rehearsal->known);
    rehearsal->known.language = LANGUAGE_NONE;
    rehearsal->due_count = 0;
}

/* The closed ticket is the open one again. */
static void apply_reopen(struct rehearsal *rehearsal, const struct effect *effect) {
    struct known *known = &rehearsal->known;
    if (known->ticket_id[0] || strcmp(known->closed_id, effect->ref) != 0) return;
    memcpy(known->ticket_id, known->closed_id, sizeof known->ticket_id);
    memcpy(known->ticket_code, known->closed_code, sizeof known->ticket_code);
    known->closed_id[0] = known->closed_code[0] = '\0';
    known->ticket_since_ms = rehearsal->now_ms;
    known->ticket_claimed = known->ticket_answered = 0;
}

static void own_code(struct rehearsal *rehearsal, const struct effect *effect) {
    snprintf(rehearsal->known.claim_code, sizeof rehearsal->known.claim_code, "%.15s", effect->ref);
}

static void own_word(struct rehearsal *rehearsal, const struct effect *effect) {
    snprintf(rehearsal->word, sizeof rehearsal->word, "%.60s", effect_get(effect, "word"));
}

/* One row a kind; the last is empty. A kind without a row changes nothing that the machine could see. */
static const struct row {
    const char *kind;
    void (*apply)(struct rehearsal *rehearsal, const struct effect *effect);
} rows[] = {
    {"referral", apply_referral},
    {"reopen", apply_reopen},
    {"seat", rehearsal_seat},
    {"came", rehearsal_came},
    {ERASE_RECORD, erase},
    {NUMBER_RECORD, own_code},
    {DISCREET_WORD, own_word},
    {PROFILE_NEW, rehearsal_profile_new},
    {PROFILE_GO, rehearsal_profile_go},
    {NULL, NULL},
};

void rehearsal_record(struct rehearsal *rehearsal, const struct effect *effect) {
    for (const struct row *row = rows; row->kind; row++)
        if (strcmp(row->kind, effect->name) == 0) row->apply(rehearsal, effect);
}
