/* generic - the wire "http": a provider described in settings (http_url, http_body, http_fields ...;
 * config/settings.h). */
#ifndef MESSAGES_WIRE_GENERIC_H
#define MESSAGES_WIRE_GENERIC_H

#include "messages/wire.h"

extern const struct wire wire_http;

#endif
