/* claim_code - what RESERVE tells of a person's code for a new telephone. */
#ifndef QUEUE_CLAIM_CODE_H
#define QUEUE_CLAIM_CODE_H

#include "queue/claim.h"

/* Reads {"claim-code", sealed code}; a row of queue/claim_facts.c. */
void claim_code_read(const struct claim *claim, const struct vault_bytes *parts, size_t count, struct known *ret);

#endif
