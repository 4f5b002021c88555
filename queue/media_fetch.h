/* media_fetch - one medium from its reference to its bytes: the calls that the wire names, one after the other.
 *
 * Where it may go: see client_fetch. What it takes: see messages/media.h. */
#ifndef QUEUE_MEDIA_FETCH_H
#define QUEUE_MEDIA_FETCH_H

#include "messages/media.h"
#include "queue/client.h"

#include "config/settings.h"

enum media_end {
    MEDIA_HERE,    /* body, len and type tell what */
    MEDIA_LATER,   /* it may come another time */
    MEDIA_REFUSED, /* it is nothing that we take */
    MEDIA_FAILED   /* it never will come */
};
struct media_result {
    enum media_end end;
    const char
        *why; /* one word, "" when HERE: no-channel, address, too-big, type, missing, denied, provider, no-answer;
                 "" when it is here */
    const struct media_type *type;
    const char *body; /* borrowed for the callback */
    size_t body_len;
    long retry_after_s;
};
typedef void (*media_fetch_done)(void *arg, const struct media_result *result);

struct media_wanted {
    const struct channel *channel; /* NULL: it is gone from the settings */
    const char *reference;         /* copied */
    size_t bytes_max;
};
/* done is called once, maybe before this returns. */
void media_fetch(struct client *client, const struct media_wanted *wanted, media_fetch_done done, void *arg);

#endif
