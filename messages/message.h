/* message - what came in and what goes out, whoever carries it. Values with visible fields. */
#ifndef MESSAGES_MESSAGE_H
#define MESSAGES_MESSAGE_H

#include "messages/text.h"

#include <stddef.h>
#include <stdint.h>

#define MESSAGE_ID_MAX      256   /* bytes of a provider's message id; longer is malformed */
#define MESSAGE_ADDRESS_MAX 128   /* E.164 number with +, short code, or WhatsApp user id */
#define MESSAGE_RUNES_MAX   4096  /* letters of an inbound text that are kept (WhatsApp's own limit) */
#define MESSAGE_BODY_MAX    (4 * MESSAGE_RUNES_MAX) /* bytes of the same */
#define OUT_ID_MAX          40    /* our id of an outbound message: event id "." index, [A-Za-z0-9_.:-] */

enum message_kind { /* what a person sent */
    MESSAGE_TEXT,
    MESSAGE_BUTTON, /* a button or list reply: body is the payload that we put into the button */
    MESSAGE_MEDIA,  /* picture, voice note, video, document */
    MESSAGE_LOCATION,
    MESSAGE_CONTACT,
    MESSAGE_REACTION,
    MESSAGE_UNSUPPORTED
};

struct message {
    enum message_kind kind;
    char id[MESSAGE_ID_MAX + 1];        /* the provider's; may embed a number: never stored or logged, only indexed */
    char from[MESSAGE_ADDRESS_MAX + 1]; /* "+56911111111", a short code, or a user id */
    struct text body;                   /* cleaned (text_add_clean); empty for media without caption */
    int64_t at_ms;                      /* the provider's time; 0 = none given */
};

/* Ranks of delivery: a status is merged by rank, never "last writer wins"; FAILED is final unless DELIVERED or READ
 * comes after all. */
enum delivery { DELIVERY_NONE, DELIVERY_QUEUED, DELIVERY_SENT, DELIVERY_FAILED, DELIVERY_DELIVERED, DELIVERY_READ };

struct status {
    enum delivery delivery;
    char out_id[OUT_ID_MAX + 1];          /* ours, from the callback; "" when the provider only gave its own id */
    char provider_id[MESSAGE_ID_MAX + 1];
    char code[32];                        /* the provider's error code, "" when none */
    int stopped;                          /* 1 when the code says that the person opted out at the provider */
};

/* What one webhook request carried. Bounded; release with inbox_release(). */
struct inbox {
    struct message *messages; /* owned array */
    size_t message_count;
    struct status *statuses; /* owned array */
    size_t status_count;
    size_t ignored; /* authentic things of a kind we do not know: accepted, counted */
};
#define INBOX_MAX 1000
#define INBOX_INIT                                                                                                     \
    { NULL, 0, NULL, 0, 0 }
void inbox_release(struct inbox *inbox);
/* A new, zeroed message or status at the end (body has its maximum); NULL when INBOX_MAX is reached or no memory.
 * Valid until the next one is added. */
struct message *inbox_add_message(struct inbox *inbox);
struct status *inbox_add_status(struct inbox *inbox);

/* What is to be handed to a provider. */
struct message_out {
    const char *out_id;
    const char *to;              /* address as in message.from */
    const char *body;            /* UTF-8 */
    const char *status_url;      /* where the provider reports delivery: public_url/hook/<channel>?out=<out_id> */
};

/* What became of a send. The kind decides: SENT -> done; THROTTLED, NOT_SENT -> later; REFUSED -> failed; STOPPED ->
 * failed and the person is marked; UNKNOWN -> listed, never sent again by our own decision; CHANNEL -> later, the
 * channel is paused and the staff alarmed (bad credentials, unpaid account). */
enum outcome_kind { OUTCOME_SENT, OUTCOME_THROTTLED, OUTCOME_NOT_SENT, OUTCOME_REFUSED, OUTCOME_STOPPED, OUTCOME_CHANNEL, OUTCOME_UNKNOWN };
struct outcome {
    enum outcome_kind kind;
    char provider_id[MESSAGE_ID_MAX + 1]; /* when SENT */
    char code[32];                        /* provider's error code or "http-500" */
    long retry_after_s;                   /* 0 = our own back-off */
};

#endif
