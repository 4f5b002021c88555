/* accept - the first durable step: what a webhook carried goes into mailboxes and status records.
 *
 * For each message one script ACCEPT: seen before? -> address to person (a new person is made from the candidate that
 * we send along) -> append to the mailbox, ring. done is called once, when all have an answer: why NULL means every one
 * is on disk (a message seen before counts as that). ERROR_BUSY: Redis is away or slow; the caller spools. Statuses are
 * merged by rank in their outbound record.
 *
 * The worker of this process is woken with the call, so that its RESERVE stands behind ACCEPT in the same write; while
 * many wait, worker and sender hold back (office_is_pressed). */
#ifndef QUEUE_ACCEPT_H
#define QUEUE_ACCEPT_H

#include "messages/message.h"
#include "queue/office.h"

struct accept_result {
    size_t fresh, seen, statuses, unknown_statuses;
};
typedef void (*accept_done)(void *arg, const struct accept_result *result, const struct error *why);

/* inbox is borrowed for the call, channel until done has been called; done may be called before this returns. result
 * counts what went well, also beside an error. */
void accept_inbox(struct office *office, const struct channel *channel, const struct inbox *inbox, accept_done done,
                  void *arg);

#endif
