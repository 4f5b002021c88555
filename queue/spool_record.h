/* spool_record - a webhook's inbox as one sealed record, and back. */
#ifndef QUEUE_SPOOL_RECORD_H
#define QUEUE_SPOOL_RECORD_H

#include "messages/message.h"
#include "queue/office.h"

/* Sealed with the office key, bound to "spool". *ret malloc'ed. ERROR_BUSY without memory. */
int spool_record_seal(const struct vault *vault, const struct channel *channel, const struct inbox *inbox,
                      unsigned char **ret, size_t *ret_len, struct error *why);
/* Back again. Of the channel name, wire and kind are kept: enough to accept, even when the settings have lost it.
 * Release inbox. ERROR_INPUT when it is not one of ours. */
int spool_record_open(const struct vault *vault, struct vault_bytes sealed, struct channel *ret_channel,
                      struct inbox *ret_inbox, struct error *why);

#endif
