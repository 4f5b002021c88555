/* meta_codes - error codes of the WhatsApp Cloud API by what they mean for us. */
#ifndef MESSAGES_WIRE_META_CODES_H
#define MESSAGES_WIRE_META_CODES_H

#include "messages/message.h"

/* What a code means when Meta refuses a send with it or reports a failure; `otherwise` for a code that says nothing
 * beyond the HTTP status. */
enum outcome_kind meta_code_kind(long code, enum outcome_kind otherwise);

#endif
