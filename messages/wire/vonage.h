/* vonage - the wire of Vonage's Messages API: SMS and WhatsApp. */
#ifndef MESSAGES_WIRE_VONAGE_H
#define MESSAGES_WIRE_VONAGE_H

#include "messages/wire.h"

extern const struct wire wire_vonage;

#endif
