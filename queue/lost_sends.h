/* lost_sends - our messages whose answer was lost, held against what the provider's list has. */
#ifndef QUEUE_LOST_SENDS_H
#define QUEUE_LOST_SENDS_H

#include "messages/wire_page.h"
#include "queue/office.h"

#define LOST_SENDS_MAX 100 /* looked up at once; the others next time */

struct lost_sends;

/* Those of a channel since a time, opened. found gets them, to be freed by whoever called; NULL when there are none,
 * when another process has just looked, or when Redis is away. */
void lost_sends_find(struct office *office, const struct channel *channel, int64_t since_ms,
                     void (*found)(void *arg, struct lost_sends *lost), void *arg);
void lost_sends_free(struct lost_sends *lost); /* NULL-safe */

/* From when the list is needed. */
int64_t lost_sends_since(const struct lost_sends *lost);

/* Which of them the list knows: one of ours and one of theirs with the same receiver and text, theirs written while
 * ours was under way, and not known as another message of ours. matched gets the statuses, with our ids, borrowed until
 * it has been accepted: the lost sends keep it. */
void lost_sends_match(struct lost_sends *lost, const struct wire_sent *sent, size_t count,
                      void (*matched)(void *arg, struct inbox *settled), void *arg);

#endif
