/* claim_seat - what a person has to do with activities, as RESERVE tells it (queue/lua/46_seat.lua). */
#ifndef QUEUE_CLAIM_SEAT_H
#define QUEUE_CLAIM_SEAT_H

#include "queue/claim.h"

/* The letter of a state in the store, and back; SEAT_NONE for any other letter. */
char claim_seat_letter(enum seat_state state);
enum seat_state claim_seat_state(char letter);

/* The fact {"seat", activity, letter, size, came, at, place}. */
void claim_seat_read(const struct claim *claim, const struct vault_bytes *parts, size_t count, struct known *ret);

#endif
