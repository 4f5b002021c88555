/* balance - what the slots `balanced` of the wires share. */
#include "messages/wire/balance.h"

#include "messages/wire/reading.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define AMOUNT_MAX   1e12
#define CURRENCY_SET "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

int balance_begin(const struct http_reply *reply, json_t **ret_root, struct error *why) {
    int said = reading_object(reply, ret_root, why);
    return said == 1 ? error_set(why, ERROR_DENIED, "the provider answered %d", reply->status) : said;
}

int balance_take(double amount, const char *currency, struct wire_balance *ret, struct error *why) {
    if (!isfinite(amount) || fabs(amount) > AMOUNT_MAX)
        return error_set(why, ERROR_INPUT, "the provider does not say what is left on the account");
    *ret = (struct wire_balance){.amount = amount};
    if (!currency[strspn(currency, CURRENCY_SET)]) snprintf(ret->currency, sizeof ret->currency, "%s", currency);
    return 0;
}
