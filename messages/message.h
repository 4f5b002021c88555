/* message - what came in and what goes out, whoever carries it. Values with visible fields. */
#ifndef MESSAGES_MESSAGE_H
#define MESSAGES_MESSAGE_H

#include "messages/text.h"

#include <stddef.h>
#include <stdint.h>

#define MESSAGE_ID_MAX      256  /* bytes of a provider's message id; longer is malformed */
#define MESSAGE_ADDRESS_MAX 128  /* E.164 number with +, short code, or WhatsApp user id */
#define MESSAGE_RUNES_MAX   4096 /* letters of an inbound text that are kept (WhatsApp's own limit) */
#define MESSAGE_BODY_MAX    (4 * MESSAGE_RUNES_MAX) /* bytes of the same */
#define MESSAGE_TITLE_MAX   127                     /* bytes of the words on a button */
#define MESSAGE_MEDIA_MAX   1023 /* bytes of a reference to media: an id or an address; a longer one is left out */
#define MESSAGE_TYPE_MAX    63   /* bytes of a MIME type */
#define MESSAGE_MORE_MAX    9    /* further media of one message: an MMS of Twilio's brings ten at most */
#define MESSAGE_MORE_BYTES  (MESSAGE_MORE_MAX * (MESSAGE_TYPE_MAX + MESSAGE_MEDIA_MAX + 2))
#define OUT_ID_MAX          40 /* our id of an outbound message: event id "." index, [A-Za-z0-9_.:-] */

enum message_kind { /* what a person sent */
                    MESSAGE_TEXT,
                    MESSAGE_BUTTON, /* a button, list or template quick reply: body is the payload that we put into the
                                       button */
                    MESSAGE_MEDIA,  /* picture, voice note, video, document, sticker; body is the caption */
                    MESSAGE_LOCATION, /* body: "latitude,longitude", then name and address when given */
                    MESSAGE_CONTACT,  /* body: name and number of each contact, one a line */
                    MESSAGE_REACTION, /* body: the emoji */
                    MESSAGE_UNSUPPORTED
};

struct message {
    enum message_kind kind;
    char id[MESSAGE_ID_MAX + 1]; /* the provider's; may embed a number: never logged; indexed, and sealed where it is to
                                    be marked as read */
    char from[MESSAGE_ADDRESS_MAX + 1];    /* "+56911111111", a short code, or a WhatsApp user id */
    char user_id[MESSAGE_ADDRESS_MAX + 1]; /* the same person's WhatsApp user id, when from is a number; or "" */
    struct text body;                      /* cleaned (text_add_clean); empty for media without caption */
    char title[MESSAGE_TITLE_MAX + 1];     /* BUTTON: the words on it, cleaned; "" when not told */
    char media[MESSAGE_MEDIA_MAX + 1]; /* MEDIA: where it can be fetched later, the provider's id or https address */
    char media_type[MESSAGE_TYPE_MAX + 1]; /* MEDIA: "image/jpeg", as the provider says */
    struct text more_media; /* MEDIA: further ones of the same message (MMS), a line each: its type or "-", a blank,
                               where it can be fetched */
    int64_t at_ms;          /* the provider's time; 0 = none given */
};

/* Ranks of delivery: a status is merged by rank, never "last writer wins"; FAILED is final unless DELIVERED or READ
 * comes after all. */
enum delivery { DELIVERY_NONE, DELIVERY_QUEUED, DELIVERY_SENT, DELIVERY_FAILED, DELIVERY_DELIVERED, DELIVERY_READ };

/* What became of a send, or why it failed; this alone decides what is done next:
 *
 *   SENT         done
 *   THROTTLED    too much at once: later
 *   NOT_SENT     nothing left: later
 *   DAY          the provider takes no more for today: next day
 *   REFUSED      this message will never be taken: failed
 *   UNREACHABLE  this receiver cannot be reached on this channel: another channel, else failed
 *   TEMPLATE     outside the 24 hours in which free text is allowed: a template, another channel, else failed; of what
 *                was sent in a template: the template is not taken: another channel, else failed
 *   STOPPED      the person told the provider to stop: failed, and nothing is sent to them any more
 *   CHANNEL      credentials, account or sender are wrong: later, the channel is paused and the staff alarmed
 *   UNKNOWN      nobody knows: listed, never sent again by our own decision
 *
 * outcome_word() names them ("sent", "throttled", "not-sent", "day", ...). */
enum outcome_kind {
    OUTCOME_SENT,
    OUTCOME_THROTTLED,
    OUTCOME_NOT_SENT,
    OUTCOME_REFUSED,
    OUTCOME_STOPPED,
    OUTCOME_CHANNEL,
    OUTCOME_UNKNOWN,
    OUTCOME_DAY,
    OUTCOME_UNREACHABLE,
    OUTCOME_TEMPLATE
};
const char *outcome_word(enum outcome_kind kind);

struct status {
    enum delivery delivery;
    char out_id[OUT_ID_MAX + 1]; /* ours, from the callback; "" when the provider only gave its own id */
    char provider_id[MESSAGE_ID_MAX + 1];
    char code[32];           /* the provider's error code, "" when none */
    int stopped;             /* 1 when the code says that the person opted out at the provider */
    enum outcome_kind cause; /* FAILED: why, as the code says; REFUSED when it says nothing */
};

/* What one webhook request carried. Bounded; release with inbox_release(). */
struct inbox {
    struct message *messages; /* owned array */
    size_t message_count;
    struct status *statuses; /* owned array */
    size_t status_count;
    size_t ignored;       /* authentic things of a kind we do not know: accepted, counted */
    size_t template_news; /* of these, those that say that the approval of a template has changed */
    size_t bad; /* of a batch: things that are malformed or of another line, left out so that the good ones come in */
};
#define INBOX_MAX 1000
#define INBOX_INIT                                                                                                     \
    { NULL, 0, NULL, 0, 0, 0, 0 }
void inbox_release(struct inbox *inbox);
/* A new, zeroed message or status at the end (body has its maximum); NULL when INBOX_MAX is reached or no memory.
 * Valid until the next one is added. */
struct message *inbox_add_message(struct inbox *inbox);
struct status *inbox_add_status(struct inbox *inbox);

/* What is to be handed to a provider. */
#define OUT_OPTIONS_MAX 10 /* what a person can tap under a message; WhatsApp's own limit of a list */
#define OUT_PARAMS_MAX  10
struct message_option {
    const char *id, *title; /* id comes back as the body of a MESSAGE_BUTTON, at most 200 bytes */
};
/* A text that the provider has approved before; outside WhatsApp's 24 hours nothing else may be sent. */
struct message_template {
    const char *name;     /* the provider's name or id of it */
    const char *language; /* the provider's code: "es", "pt_BR"; "" where the name says it */
    const char *params[OUT_PARAMS_MAX];
    size_t param_count;
};
struct message_out {
    const char *out_id;
    const char *to;         /* address as in message.from */
    const char *body;       /* UTF-8; also says, with numbers, what the options are: where they cannot be tapped (SMS,
                               a text too long for it) it is all that is sent */
    const char *status_url; /* where the provider reports delivery: public_url/hook/<channel>?out=<out_id> */
    const struct message_option *options; /* borrowed; NULL = none */
    size_t option_count;
    const char *options_label;               /* the button that opens a list: "Opciones"; needed with options */
    const struct message_template *template; /* borrowed; instead of body when not NULL */
};

struct outcome {
    enum outcome_kind kind;
    char provider_id[MESSAGE_ID_MAX + 1]; /* when SENT */
    char code[32];                        /* provider's error code or "http-500" */
    long retry_after_s;                   /* 0 = our own back-off */
};

#endif
