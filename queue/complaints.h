/* complaints - how often which barrier was met at which kind of institution; nobody's, only counted. JSON. */
#ifndef QUEUE_COMPLAINTS_H
#define QUEUE_COMPLAINTS_H

#include "queue/office.h"

/* {"complaints":[{"institution","institution_title","barrier","barrier_title","count"}]}, most frequent first; titles
 * in Spanish, the ids where the form does not know them any more. */
void complaints_counts(struct office *office, office_done done, void *arg);

#endif
