/* fake_provider_help - a provider that can misbehave: a small HTTP server on plain sockets, in a thread of the test.
 *
 * It keeps a ledger of the requests that arrived whole, and answers as told. */
#ifndef TESTS_QUEUE_FAKE_PROVIDER_HELP_H
#define TESTS_QUEUE_FAKE_PROVIDER_HELP_H

#include <stddef.h>

enum fake_answer {
    FAKE_CREATED,      /* 201 and {"sid":"SM...","status":"queued"} with a new sid each time */
    FAKE_THROTTLED,    /* 429, Retry-After: 7 */
    FAKE_BUSY,         /* 429 without Retry-After */
    FAKE_ERROR,        /* 500 */
    FAKE_DENIED,       /* 401 and Twilio's code 20003 */
    FAKE_DAY,          /* 429 and Twilio's code 63038: no more today */
    FAKE_REFUSED,      /* 400 and Twilio's code 21211 */
    FAKE_TEMPLATE,     /* 400 and Twilio's code 63027: there is no such template */
    FAKE_OPTED_OUT,    /* 400 and Twilio's code 21610 */
    FAKE_REDIRECT,     /* 307 to itself */
    FAKE_GARBAGE,      /* bytes that are no HTTP */
    FAKE_CUT,          /* takes the request and hangs up */
    FAKE_CUT_BODY,     /* 201, a length, half of the body, hangs up */
    FAKE_HUGE,         /* 201 and 1 MiB of body */
    FAKE_STALL,        /* takes the request and says nothing until fake_provider_release() */
    FAKE_DIE_ON_REUSE, /* 201 for the first request of a connection, hangs up on the second */
    FAKE_STORM,        /* each request as fake_storm() says */
};

/* The answer to the request of this number (the first is 1) in a storm. Between two that lose the answer there is one
 * that does not. */
enum fake_answer fake_storm(size_t number);

struct fake_provider;
struct fake_provider *fake_provider_start(enum fake_answer answer);
void fake_provider_stop(struct fake_provider *fake);
const char *fake_provider_url(const struct fake_provider *fake); /* "http://127.0.0.1:<port>" */

void fake_provider_answer(struct fake_provider *fake, enum fake_answer answer);
void fake_provider_page(struct fake_provider *fake, const char *page); /* what a GET is answered, with 200 */
void fake_provider_release(struct fake_provider *fake);                /* what stalled is answered 201 */

/* The ledger: how many requests arrived, how many of them held a string in head or body, and one of them, borrowed
 * until the end of the fake (NULL when there are not so many). */
size_t fake_provider_count(struct fake_provider *fake);
size_t fake_provider_count_of(struct fake_provider *fake, const char *part);
const char *fake_provider_request(struct fake_provider *fake, size_t index);
size_t fake_provider_connections(struct fake_provider *fake); /* accepted so far */

#endif
