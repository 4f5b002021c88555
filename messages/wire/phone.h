/* phone - the wire of the phone simulator that comes with the program: a provider that reaches nobody. */
#ifndef MESSAGES_WIRE_PHONE_H
#define MESSAGES_WIRE_PHONE_H

#include "messages/wire.h"

extern const struct wire wire_phone;

#endif
