/* claim_facts - what RESERVE tells besides: lists {kind, ...}, one reader a kind, one row in a table.
 *
 * A fact is made in Lua by a row of FACTS (queue/lua/20_turn.lua) for a person whose record says that there is one, so
 * a person without costs nothing. */
#ifndef QUEUE_CLAIM_FACTS_H
#define QUEUE_CLAIM_FACTS_H

#include "queue/claim.h"

/* Reads one fact into known. parts[0] is its kind; all parts are strings. What cannot be read is left out: it stops
 * nobody. */
struct claim_fact {
    const char *kind;
    void (*read)(const struct claim *claim, const struct vault_bytes *parts, size_t count, struct known *ret);
};

#define CLAIM_FACT_PARTS_MAX 16

/* Reads all facts of a claim into known; unknown kinds are passed over. */
void claim_facts_read(const struct claim *claim, struct known *ret);

#endif
