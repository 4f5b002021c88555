/* meta_approval - Meta's catalogue of templates: GET /{WABA id}/message_templates, by name; a name has one entry for
 * each of its languages
 * (developers.facebook.com/docs/graph-api/reference/whats-app-business-account/message_templates).
 */
#ifndef MESSAGES_WIRE_META_APPROVAL_H
#define MESSAGES_WIRE_META_APPROVAL_H

#include "messages/wire.h"

/* The slots `approval` and `approved` of the wire. 1 without the setting business_account, the WABA id. */
int meta_approval(const struct channel *channel, const struct wire_template_question *question, struct http_call *ret,
                  struct error *why);
int meta_approved(const struct channel *channel, const struct wire_template_question *question,
                  const struct http_reply *reply, struct wire_approval *ret, struct error *why);

#endif
