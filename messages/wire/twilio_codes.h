/* twilio_codes - Twilio's error codes by what they mean for us. */
#ifndef MESSAGES_WIRE_TWILIO_CODES_H
#define MESSAGES_WIRE_TWILIO_CODES_H

#include "messages/message.h"

/* What a code means when Twilio refuses a send with it or reports a failure; `otherwise` for a code that says nothing
 * beyond the HTTP status. */
enum outcome_kind twilio_code_kind(long code, enum outcome_kind otherwise);

/* Seconds to wait after a code; 0 = our own back-off. */
long twilio_code_wait_s(long code);

/* MessageStatus, or status of the list; DELIVERY_NONE for a word that we do not know. */
enum delivery twilio_delivery(const char *word);

#endif
