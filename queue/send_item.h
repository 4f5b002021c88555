/* send_item - one message that SEND_RESERVE handed over, unsealed, and its outcome on the way back to SEND_DONE. */
#ifndef QUEUE_SEND_ITEM_H
#define QUEUE_SEND_ITEM_H

#include "messages/message.h"
#include "queue/args.h"
#include "queue/office.h"

struct send_item {
    char out_id[OUT_ID_MAX + 1], person[VAULT_ID_MAX + 1], token[24];
    const struct channel *channel; /* NULL: the settings do not know it any more */
    long lane, tries;
    int is_campaign;
    int as_template, is_moved; /* outside the 24 hours; on another channel than it was written for */
    char language[8];          /* the person's, "" when not known */
    char *text, *to;           /* owned; NULL when it could not be unsealed. text is what the provider is handed */
    char *full; /* owned; a campaign's text as it was written, before its accents were lowered; else NULL */
};

/* -1 ERROR_SYSTEM: the reply has not the form that SEND_RESERVE promises; nothing can be answered for then. -1
 * ERROR_INPUT: a value could not be unsealed; ret has all but text and to, so that the send can be ended. */
int send_item_read(struct office *office, const redisReply *reply, struct send_item *ret, struct error *why);
void send_item_release(struct send_item *item);

/* Adds what SEND_LOGGED needs for a campaign's text to enter the person's conversation. item and reply as of a good
 * read. */
void send_item_log(struct office *office, const struct send_item *item, const redisReply *reply, struct args *args);

#endif
