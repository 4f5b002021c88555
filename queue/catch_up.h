/* catch_up - asks the provider's own list for what passed us by (promises 0.10 and 8).
 *
 * While the door is open each channel is marked as heard every minute; after more than three minutes without a mark
 * (the program was down, Redis was away) the list is asked for what people wrote in that time, and it goes through the
 * same door as a webhook: a message that had come is the same event. A provider that keeps no list leaves a gap that
 * the desk shows. Sends whose answer was lost are looked up likewise, every five minutes for a day: one that is found,
 * alone with its text, receiver and time, and not known already, is settled as the list says; what is not found, or is
 * there twice, stays unknown. Nothing is ever sent again.
 *
 * Bounded: CATCH_UP_PAGES_MAX pages a question, one question at a time, again after five minutes when it failed, and
 * given up a day later. */
#ifndef QUEUE_CATCH_UP_H
#define QUEUE_CATCH_UP_H

#include "queue/client.h"
#include "queue/office.h"

#define CATCH_UP_PAGES_MAX 20

struct catch_up;
/* listens: 1 in a process that has the door. office and client are borrowed. */
int catch_up_start(struct office *office, struct client *client, int listens, struct catch_up **ret, struct error *why);
void catch_up_free(struct catch_up *catch_up); /* NULL-safe */

#endif
