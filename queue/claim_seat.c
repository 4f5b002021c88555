/* claim_seat - what a person has to do with activities, as RESERVE tells it. */
#include "queue/claim_seat.h"

#include <stdlib.h>
#include <string.h>

static const char letters[] = "-iywn"; /* by enum seat_state */

char claim_seat_letter(enum seat_state state) {
    return letters[state];
}

enum seat_state claim_seat_state(char letter) {
    const char *at = letter ? strchr(letters, letter) : NULL;
    return at ? (enum seat_state)(at - letters) : SEAT_NONE;
}

void claim_seat_read(const struct claim *claim, const struct vault_bytes *parts, size_t count, struct known *ret) {
    (void)claim;
    if (count != 7 || ret->seat_count == EVENT_SEATS_MAX) return;
    struct known_seat *seat = &ret->seats[ret->seat_count];
    enum seat_state state = claim_seat_state(*(const char *)parts[2].at);
    if (state == SEAT_NONE || parts[1].len >= sizeof seat->activity) return;
    *seat = (struct known_seat){.state = state,
                                .size = strtoll(parts[3].at, NULL, 10),
                                .came = strtoull(parts[4].at, NULL, 10),
                                .at_ms = strtoll(parts[5].at, NULL, 10),
                                .place = strtoll(parts[6].at, NULL, 10)};
    snprintf(seat->activity, sizeof seat->activity, "%s", (const char *)parts[1].at);
    ret->seat_count++;
}
