/* kannel - the wire of Kannel, the open SMS gateway (1.4.5; bearerbox and smsbox).
 *
 * In, by an sms-service group: get-url = "<public_url>/hook/<channel>?key=<secret>&id=%I&from=%p&to=%P&text=%b&time=%T&
 * coding=%c", or post-url with the same query but text, which is the body then; max-messages = 0, omit-empty = true and
 * mo-recode = true. Kannel gives a message up after `http-request-retry` tries, which is 0 unless it is set.
 * Out: POST to smsbox's sendsms (account and token are a sendsms-user), with a dlr-url that holds our id. */
#ifndef MESSAGES_WIRE_KANNEL_H
#define MESSAGES_WIRE_KANNEL_H

#include "messages/wire.h"

extern const struct wire wire_kannel;

#endif
