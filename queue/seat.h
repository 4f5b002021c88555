/* seat - what a turn writes of activities, as operations of COMMIT (queue/lua/46_seat.lua). */
#ifndef QUEUE_SEAT_H
#define QUEUE_SEAT_H

#include "queue/turn_written.h"

/* Writers of the records "seat", "came", "thanks" and "board-is" (queue/turn_records.h). */
int seat_add(const struct turn_commit *commit, size_t index, struct args *args, struct error *why);
int seat_add_came(const struct turn_commit *commit, size_t index, struct args *args, struct error *why);
int seat_add_thanks(const struct turn_commit *commit, size_t index, struct args *args, struct error *why);
int seat_add_board_is(const struct turn_commit *commit, size_t index, struct args *args, struct error *why);

#endif
