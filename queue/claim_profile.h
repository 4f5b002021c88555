/* claim_profile - which of several people on one telephone a claim is of (queue/lua/62_profile.lua). */
#ifndef QUEUE_CLAIM_PROFILE_H
#define QUEUE_CLAIM_PROFILE_H

#include "queue/claim_facts.h"

/* {"profile", own number, the active one's, when it was last spoken with (ms), which there are (bits)} */
void claim_profile_read(const struct claim *claim, const struct vault_bytes *parts, size_t count, struct known *ret);

#endif
