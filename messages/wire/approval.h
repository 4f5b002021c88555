/* approval - what the slots `approved` of the wires share. */
#ifndef MESSAGES_WIRE_APPROVAL_SHARED_H
#define MESSAGES_WIRE_APPROVAL_SHARED_H

#include "messages/wire_approval.h"

#include <jansson.h>

/* reading_object() of the first reply: sets ret from nothing too, and 404 means that the state is MISSING: 0, ret_root
 * NULL. */
int approval_begin(const struct http_reply *reply, json_t **ret_root, struct wire_approval *ret, struct error *why);

/* Different placeholders in a text: {{1}}, {{name}}. */
int approval_params(const char *words);
/* Text and number of placeholders of the whole: is the only one the {{1}} of the text? */
void approval_take_params(int count, const char *body, struct wire_approval *ret);

/* Cleaned, and cut where it is too long. A reason that is no plain word ("NONE", "") is left out. */
void approval_take_body(const char *words, struct wire_approval *ret);
void approval_take_reason(const char *word, struct wire_approval *ret);

#endif
