/* read_mark - shows people on WhatsApp that their message was read, once its turn is committed (channel.mark_read).
 *
 * Best effort and never on the road of a message: one call, whose answer nobody reads; not tried again; left out in
 * trial mode, during a flood (office_is_pressed), and while READ_MARK_MAX are under way. */
#ifndef QUEUE_READ_MARK_H
#define QUEUE_READ_MARK_H

#include "queue/client.h"
#include "queue/office.h"
#include "queue/worker.h"

#define READ_MARK_MAX 16

struct read_mark;
/* The worker tells it of what was read; it must be freed after the worker, and client and office after it. */
int read_mark_start(struct office *office, struct client *client, struct worker *worker, struct read_mark **ret,
                    struct error *why);
void read_mark_free(struct read_mark *mark);

#endif
