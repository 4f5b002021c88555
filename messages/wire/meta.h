/* meta - the wire of Meta's WhatsApp Cloud API. */
#ifndef MESSAGES_WIRE_META_H
#define MESSAGES_WIRE_META_H

#include "messages/wire.h"

extern const struct wire wire_meta;

#endif
