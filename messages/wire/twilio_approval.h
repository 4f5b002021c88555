/* twilio_approval - what WhatsApp says of a template of Twilio's: GET /v1/Content/{ContentSid}/ApprovalRequests
 * (twilio.com/docs/content/content-api-resources#fetch-an-approval-status-request), and its text, which is not in that:
 * GET /v1/Content/{ContentSid}. */
#ifndef MESSAGES_WIRE_TWILIO_APPROVAL_H
#define MESSAGES_WIRE_TWILIO_APPROVAL_H

#include "messages/wire.h"

/* The slots `approval` and `approved` of the wire. Asked at content.twilio.com, or at api_base when that is no address
 * of Twilio's. 1 for SMS, which has no templates. Without a text in the second answer, ret says what the
 * first one said. */
int twilio_approval(const struct channel *channel, const struct wire_template_question *question, struct http_call *ret,
                    struct error *why);
int twilio_approved(const struct channel *channel, const struct wire_template_question *question,
                    const struct http_reply *reply, struct wire_approval *ret, struct error *why);

#endif
