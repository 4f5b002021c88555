/* vonage_balance - what is left on Vonage's account. */
#include "messages/wire/vonage_balance.h"

#include "messages/wire/balance.h"
#include "messages/wire/fetch.h"
#include "messages/wire/reading.h"

#include <jansson.h>
#include <string.h>

#define VONAGE_REST "https://rest.nexmo.com"

int vonage_balance(const struct channel *channel, struct http_call *ret, struct error *why) {
    own_text struct text url = TEXT_INIT(HTTP_URL_MAX);
    const char *base = channel->api_base;
    int is_theirs = !*base || strstr(base, ".nexmo.com") || strstr(base, ".vonage.com");
    text_addf(&url, "%s/account/get-balance", is_theirs ? VONAGE_REST : base);
    if (fetch_begin(text_get(&url), ret, why) < 0) return -1;
    return fetch_basic(ret, channel->account, channel->token, why);
}

int vonage_balanced(const struct http_reply *reply, struct wire_balance *ret, struct error *why) {
    json_auto_t *root = NULL;
    if (balance_begin(reply, &root, why) < 0) return -1;
    return balance_take(reading_number(root, "value"), "EUR", ret, why);
}
