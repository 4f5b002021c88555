/* turn_media - what came with a message as operations of COMMIT: it is fetched later, never on its road
 * (queue/media.h).
 *
 * A medium has the id of the line that it came with. Further media of one message are lines of their own, "<event
 * id>-2" and so on, so that the staff see each. */
#ifndef QUEUE_TURN_MEDIA_H
#define QUEUE_TURN_MEDIA_H

#include "queue/turn_written.h"

/* Adds nothing when nothing came; without media.max_kib no file is fetched, and the lines tell that there were some. */
void turn_media_add(const struct turn_commit *commit, struct args *args);

#endif
