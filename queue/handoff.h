/* handoff - what happens to a person whose message could not be worked: they are told that a person will answer, and
 * the staff get a ticket. */
#ifndef QUEUE_HANDOFF_H
#define QUEUE_HANDOFF_H

#include "queue/args.h"
#include "queue/mail.h"

/* Adds the operations to the arguments of BURY: the phrase "handoff" and a ticket of topic "otro", or a mark on the
 * open one. mail is NULL when the message could not even be read. -1 when there is no pack or no such phrase. */
int handoff_ops(struct office *office, const struct claim *claim, const struct mail *mail, struct args *args);

#endif
