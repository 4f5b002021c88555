/* vonage_codes - error codes of Vonage's Messages API by what they mean for us. */
#ifndef MESSAGES_WIRE_VONAGE_CODES_H
#define MESSAGES_WIRE_VONAGE_CODES_H

#include "messages/message.h"

#include <jansson.h>

/* What a code means when Vonage refuses a send with it or reports a failure; `otherwise` for a code that says nothing
 * beyond the HTTP status. */
enum outcome_kind vonage_code_kind(long code, enum outcome_kind otherwise);

/* The code of a problem (RFC 7807): its title when that is a number, else what stands behind # in its type; 0 = none.
 */
long vonage_code_of(const json_t *problem);

#endif
