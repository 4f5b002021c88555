/* claim_code - a person's code for a new telephone. */
#include "queue/claim_code.h"

#include "config/own.h"

#include <stdlib.h>

void claim_code_read(const struct claim *claim, const struct vault_bytes *parts, size_t count, struct known *ret) {
    char bound[PERSON_BOUND_MAX];
    own_mem char *code = NULL;
    size_t len;
    person_bound("claim", claim->person, NULL, bound);
    if (count != 2 || vault_unseal(&claim->key, bound, parts[1], &code, &len, NULL) < 0) return;
    snprintf(ret->claim_code, sizeof ret->claim_code, "%s", code);
}
