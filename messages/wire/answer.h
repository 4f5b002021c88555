/* answer - the yes that most providers want to a webhook: 200 without a body. */
#ifndef MESSAGES_WIRE_ANSWER_H
#define MESSAGES_WIRE_ANSWER_H

#include "config/settings.h"
#include "messages/http.h"

/* The `answer` of a wire (messages/wire.h). Sets ret from nothing. */
void answer_ok(const struct channel *channel, struct http_answer *ret);

#endif
