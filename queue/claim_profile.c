/* claim_profile - which of several people on one telephone. */
#include "queue/claim_profile.h"

#include <stdlib.h>

void claim_profile_read(const struct claim *claim, const struct vault_bytes *parts, size_t count, struct known *ret) {
    (void)claim;
    if (count != 5) return;
    int number = (int)strtol(parts[1].at, NULL, 10);
    if (number < 1 || number > PROFILES_MAX) return;
    ret->profile.number = number;
    ret->profile.active = strtol(parts[2].at, NULL, 10) == number;
    ret->profile.spoke_ms = strtoll(parts[3].at, NULL, 10);
    ret->profile.mask = (unsigned)strtoul(parts[4].at, NULL, 10);
}
