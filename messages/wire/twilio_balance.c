/* twilio_balance - what is left on Twilio's account. */
#include "messages/wire/twilio_balance.h"

#include "messages/wire/balance.h"
#include "messages/wire/fetch.h"
#include "messages/wire/fields.h"
#include "messages/wire/reading.h"
#include "messages/wire/twilio_send.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

int twilio_balance(const struct channel *channel, struct http_call *ret, struct error *why) {
    own_text struct text url = TEXT_INIT(HTTP_URL_MAX);
    if (!fields_is_id(channel->account)) return error_set(why, ERROR_INPUT, "the account of this channel is not an id");
    text_addf(&url, "%s/2010-04-01/Accounts/%s/Balance.json", *channel->api_base ? channel->api_base : TWILIO_API,
              channel->account);
    if (fetch_begin(text_get(&url), ret, why) < 0) return -1;
    return fetch_basic(ret, channel->account, channel->secret, why);
}

int twilio_balanced(const struct http_reply *reply, struct wire_balance *ret, struct error *why) {
    json_auto_t *root = NULL;
    char *end;
    if (balance_begin(reply, &root, why) < 0) return -1;
    const char *words = reading_text(root, "balance");
    double amount = strtod(words, &end);
    return balance_take(end == words || *end ? NAN : amount, reading_text(root, "currency"), ret, why);
}
