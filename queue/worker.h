/* worker - RESERVE, machine_step, render, COMMIT: one turn at a time for each person, many people at once.
 *
 * The door goes before the work (office_is_pressed): during a flood of webhooks only a few turns are taken at once.
 * Woken by the bell and by a slow tick; reserves once a turn of the loop, so that RESERVE leaves in one write with the
 * ACCEPTs of this process, as the sender's SEND_RESERVE does with COMMITs: one fsync serves both. A turn is pure
 * between the two scripts; ids of effects are derived from the event's id, so a second try commits the same thing.
 * ERROR_INPUT / ERROR_SYSTEM of the machine: RETRY with back-off, and after worker.tries_max BURY: the person is told
 * that a person will answer, a ticket is opened, staff see it. */
#ifndef QUEUE_WORKER_H
#define QUEUE_WORKER_H

#include "queue/office.h"

struct worker;
int worker_start(struct office *office, struct worker **ret, struct error *why);
/* Called with the provider's id of each message whose turn has been committed, on channels with mark_read. One only. */
typedef void (*worker_read_fn)(void *arg, const struct channel *channel, const char *message_id);
void worker_on_read(struct worker *worker, worker_read_fn read, void *arg);
/* Reserves nothing more; calls idle when what is under way has been committed. */
void worker_drain(struct worker *worker, void (*idle)(void *arg), void *arg);
void worker_free(struct worker *worker);

#endif
