/* media - pictures, voice notes and documents that people sent: fetched beside the road, kept sealed, shown to the
 * staff.
 *
 * The turn of a message that has a medium leaves a row (queue/lua/79_media.lua). From there this fetches it from the
 * provider, MEDIA_AT_ONCE at a time over a client of its own, so that no message ever waits for it; again after 10 s,
 * 1, 5, 30 min, then hourly, ten times in all. The bytes are sealed with the person's key into <data folder>/media/<id>
 * (queue/media_file.h), so that Redis stays small; row and file go after media.keep_days, and with an erasure. What the
 * staff see of one that did not come or is not taken is its state and one word why.
 *
 * Processes of one office share the data folder. At the start files that no row knows of are swept away. */
#ifndef QUEUE_MEDIA_H
#define QUEUE_MEDIA_H

#include "messages/media.h"
#include "queue/office.h"

#define MEDIA_AT_ONCE 4

struct media;
int media_start(struct office *office, struct media **ret, struct error *why);
void media_free(struct media *media); /* NULL-safe; what is under way is tried again by the next start */

/* One file for the eyes of a user: it is written to the audit log. ERROR_MISSING: none, or none any more. bytes are
 * borrowed for the callback; type is static. done is called once, maybe before this returns. */
struct media_shown {
    const char *id;
    const struct media_type *type;
    const char *bytes;
    size_t len;
};
typedef void (*media_look_done)(void *arg, const struct media_shown *shown, const struct error *why);
void media_look(struct office *office, const char *user, const char *id, media_look_done done, void *arg);

#endif
