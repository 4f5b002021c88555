/* approval - what the slots `approved` of the wires share. */
#ifndef MESSAGES_WIRE_APPROVAL_SHARED_H
#define MESSAGES_WIRE_APPROVAL_SHARED_H

#include "messages/wire_approval.h"

#include <jansson.h>

/* Sets ret from nothing and ret_root to the reply's object. 404: the state is MISSING, ret_root NULL. -1 ERROR_BUSY not
 * answered, ERROR_DENIED refused, ERROR_INPUT no JSON object. */
int approval_begin(const struct http_reply *reply, json_t **ret_root, struct wire_approval *ret, struct error *why);

/* Different placeholders in a text: {{1}}, {{name}}. */
int approval_params(const char *words);

/* Cleaned, and cut where it is too long. A reason that is no plain word ("NONE", "") is left out. */
void approval_take_body(const char *words, struct wire_approval *ret);
void approval_take_reason(const char *word, struct wire_approval *ret);

#endif
