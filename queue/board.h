/* board - keeps what the office offers (handlers/board.h) in memory for all turns of this process.
 *
 * Read when the office opens, on the bell "board", when a COMMIT says that the board was old, and every BOARD_AGAIN_MS,
 * since what is over leaves it by time. A turn never waits for it but the first one. */
#ifndef QUEUE_BOARD_H
#define QUEUE_BOARD_H

#include "handlers/board.h"
#include "queue/office.h"

#define BOARD_AGAIN_MS 60000

struct board_keeper;

int board_keeper_new(struct office *office, struct board_keeper **ret, struct error *why);
void board_keeper_free(struct board_keeper *keeper); /* NULL-safe */

/* The board as it was read last; NULL before the first time. Borrowed, and changed in place by the next read: use it
 * within one callback. */
const struct board *board_keeper_board(const struct board_keeper *keeper);

/* Reads it again. While one is under way, once more after that one. */
void board_keeper_load(struct board_keeper *keeper);

/* An activity of the flat record that the scripts give. -1 when it is none: it is left out then. */
int board_read_activity(const char *id, const redisReply *flat, struct board_activity *ret);

#endif
