/* twilio_list - Twilio's list of messages: GET /2010-04-01/Accounts/{sid}/Messages.json, newest first, by To or From
 * and by day (twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources). Media are not in it. */
#ifndef MESSAGES_WIRE_TWILIO_LIST_H
#define MESSAGES_WIRE_TWILIO_LIST_H

#include "messages/wire.h"

/* The slots `list` and `listed` of the wire. */
int twilio_list(const struct channel *channel, const struct wire_question *question, struct http_call *ret,
                struct error *why);
int twilio_listed(const struct channel *channel, const struct wire_question *question, const struct http_reply *reply,
                  struct wire_page *ret, struct error *why);

/* The slot `forget`: DELETE of a message, which takes its media along
 * (twilio.com/docs/messaging/api/message-resource#delete-a-message-resource). 20009: not yet, it is on its way. */
int twilio_forget(const struct channel *channel, const char *message_id, struct http_call *ret, struct error *why);

#endif
