/* media_sweep - files of media that have to go: those of rows that are gone, and once at the start those of no row. */
#ifndef QUEUE_MEDIA_SWEEP_H
#define QUEUE_MEDIA_SWEEP_H

#include "queue/office.h"

struct media_sweep;
/* folder is borrowed until the end. */
int media_sweep_start(struct office *office, const char *folder, struct media_sweep **ret, struct error *why);
void media_sweep_free(struct media_sweep *sweep); /* NULL-safe; what is under way ends by itself */

#endif
