/* twilio_balance - what is left on Twilio's account: GET /2010-04-01/Accounts/{sid}/Balance.json, where "balance" is a
 * text and "currency" its unit (twilio.com/docs/usage/api/account-balance). Subaccounts have none: ERROR_INPUT. */
#ifndef MESSAGES_WIRE_TWILIO_BALANCE_H
#define MESSAGES_WIRE_TWILIO_BALANCE_H

#include "messages/wire.h"

/* The slots `balance` and `balanced` of the wire. */
int twilio_balance(const struct channel *channel, struct http_call *ret, struct error *why);
int twilio_balanced(const struct http_reply *reply, struct wire_balance *ret, struct error *why);

#endif
