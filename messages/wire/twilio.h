/* twilio - the wire of Twilio: SMS, and WhatsApp through the same API. */
#ifndef MESSAGES_WIRE_TWILIO_H
#define MESSAGES_WIRE_TWILIO_H

#include "messages/wire.h"

extern const struct wire wire_twilio;

#endif
