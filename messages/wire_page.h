/* wire_page - a page of the list that a provider keeps of the messages of a line: what people sent to it, and what
 * became of ours. Asked for after a time in which nobody listened, and for sends whose answer was lost. */
#ifndef MESSAGES_WIRE_PAGE_H
#define MESSAGES_WIRE_PAGE_H

#include "messages/http.h"
#include "messages/message.h"

#define WIRE_PAGE_BYTES_MAX (1024 * 1024) /* of a reply */
#define WIRE_PAGE_MAX       100           /* messages of a page, as we ask for it */

/* Which list: what came in, or what went out, since a time. next: path and query of a further page, from the page
 * before; NULL or "" for the first. */
struct wire_question {
    int inbound;
    int64_t since_ms; /* 0 = of all times */
    const char *next;
    const char *with; /* only from or to this address; NULL = everybody */
};

struct wire_sent {
    char to[MESSAGE_ADDRESS_MAX + 1];
    struct text body;
    int64_t at_ms;
    struct status status; /* out_id "" */
};

struct wire_page {
    struct inbox inbox;     /* of what came in, newest first; media are told of without a reference */
    struct wire_sent *sent; /* owned; of what went out */
    size_t sent_count;
    char next[HTTP_URL_MAX]; /* "" = no further page is needed */
};
#define WIRE_PAGE_INIT                                                                                                 \
    { INBOX_INIT, NULL, 0, "" }
void wire_page_release(struct wire_page *page);
/* A new, zeroed one at the end; NULL when there are INBOX_MAX or no memory. Valid until the next one is added. */
struct wire_sent *wire_page_add(struct wire_page *page);

#endif
