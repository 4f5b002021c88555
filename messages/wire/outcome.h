/* outcome - what HTTP alone says of a send, before a wire reads the provider's words. */
#ifndef MESSAGES_WIRE_OUTCOME_H
#define MESSAGES_WIRE_OUTCOME_H

#include "messages/http.h"
#include "messages/message.h"

#include <jansson.h>

/* Sets ret from the fate and the status; code is "not-sent", "lost" or "http-<status>":
 *
 *   not sent                  NOT_SENT   provably nothing left
 *   429                       THROTTLED  refused for now, with the provider's Retry-After
 *   3xx, 401-405              CHANNEL    our address, credentials or account are wrong, not the message
 *   other 4xx but 408         REFUSED    this message will never be taken
 *   everything else           UNKNOWN    bytes left and nobody said what became of them; a 2xx is UNKNOWN until the
 *                                        wire has found the provider's id in it
 */
void outcome_of_http(const struct http_reply *reply, struct outcome *ret);

/* SENT, with the provider's id that stands in root under name; without a usable id ret stays as it is. */
void outcome_take_id(const json_t *root, const char *name, struct outcome *ret);

#endif
