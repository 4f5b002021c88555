/* claim_facts - what RESERVE tells besides, by kind. */
#include "queue/claim_facts.h"

#include "queue/claim_code.h"
#include "queue/claim_profile.h"
#include "queue/claim_seat.h"

#include <stdlib.h>
#include <string.h>

static void read_past(const struct claim *claim, const struct vault_bytes *parts, size_t count, struct known *ret) {
    if (count != 6 || !claim_appointment(claim, parts + 1, &ret->past_appointment)) ret->past_appointment.id[0] = '\0';
}

/* {"kept", since, lines of the conversation} */
static void read_kept(const struct claim *claim, const struct vault_bytes *parts, size_t count, struct known *ret) {
    (void)claim;
    if (count != 3) return;
    ret->since_ms = strtoll(parts[1].at, NULL, 10);
    ret->message_count = strtol(parts[2].at, NULL, 10);
}

/* {"urgent"}: the open ticket is. */
static void read_urgent(const struct claim *claim, const struct vault_bytes *parts, size_t count, struct known *ret) {
    (void)claim, (void)parts, (void)count;
    ret->ticket_urgent = ret->ticket_id[0] != '\0';
}

/* The latest first answers: "<asked> <answered>". */
static void read_answers(const struct claim *claim, const struct vault_bytes *parts, size_t count, struct known *ret) {
    for (size_t i = 1; i < count && ret->answer_count < KNOWN_ANSWERS_MAX; i++) {
        const char *blank = memchr(parts[i].at, ' ', parts[i].len);
        if (!blank) continue;
        ret->answers[ret->answer_count].asked_ms = strtoll(parts[i].at, NULL, 10);
        ret->answers[ret->answer_count++].answered_ms = strtoll(blank + 1, NULL, 10);
    }
}

/* One row a kind; the last is empty. */
/* clang-format off */
static const struct claim_fact facts[] = {
    {"past", read_past},
    {"seat", claim_seat_read},
    {"kept", read_kept},
    {"urgent", read_urgent},
    {"claim-code", claim_code_read},
    {"answers", read_answers},
    {"profile", claim_profile_read},
    {NULL, NULL},
};
/* clang-format on */

static int take_parts(const redisReply *fact, struct vault_bytes parts[CLAIM_FACT_PARTS_MAX]) {
    if (fact->type != REDIS_REPLY_ARRAY || !fact->elements || fact->elements > CLAIM_FACT_PARTS_MAX) return -1;
    for (size_t i = 0; i < fact->elements; i++) {
        if (fact->element[i]->type != REDIS_REPLY_STRING) return -1;
        parts[i] = (struct vault_bytes){fact->element[i]->str, fact->element[i]->len};
    }
    return 0;
}

void claim_facts_read(const struct claim *claim, struct known *ret) {
    struct vault_bytes parts[CLAIM_FACT_PARTS_MAX];
    for (size_t i = 0; i < claim->facts->elements; i++) {
        const redisReply *fact = claim->facts->element[i];
        if (take_parts(fact, parts) < 0) continue;
        for (const struct claim_fact *row = facts; row->kind; row++)
            if (strcmp(row->kind, parts[0].at) == 0) row->read(claim, parts, fact->elements, ret);
    }
}
