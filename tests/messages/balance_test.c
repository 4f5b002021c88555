/* balance_test - what is left on an account: the question, and what each provider answers. */
#include "messages/wire.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct channel twilio = {.wire = "twilio",
                                      .kind = "sms",
                                      .account = "AC00000000000000000000000000000001",
                                      .secret = "token"},
                            vonage = {.wire = "vonage", .kind = "sms", .account = "a1b2c3d", .token = "key"};

static int read_reply(const struct channel *channel, int status, const char *body, struct wire_balance *ret,
                      struct error *why) {
    struct http_reply reply = {.fate = HTTP_ANSWERED, .status = status, .body = body, .body_len = strlen(body)};
    return wire_find(channel->wire)->balanced(&reply, ret, why);
}

Test(balance, is_asked_with_the_credentials_that_send) {
    struct http_call call;
    cr_assert_eq(wire_find("twilio")->balance(&twilio, &call, NULL), 0);
    cr_expect_str_eq(text_get(&call.url),
                     "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/"
                     "Balance.json");
    cr_expect_str_eq(call.method, "GET");
    cr_expect_str_eq(text_get(&call.password), "token");
    http_call_release(&call);
    cr_assert_eq(wire_find("vonage")->balance(&vonage, &call, NULL), 0);
    cr_expect_str_eq(text_get(&call.url), "https://rest.nexmo.com/account/get-balance");
    cr_expect_str_eq(text_get(&call.user), "a1b2c3d");
    http_call_release(&call);
    struct channel other = vonage;
    snprintf(other.api_base, sizeof other.api_base, "https://api.nexmo.com");
    cr_assert_eq(wire_find("vonage")->balance(&other, &call, NULL), 0);
    cr_expect_str_eq(text_get(&call.url), "https://rest.nexmo.com/account/get-balance");
    http_call_release(&call);
}

Test(balance, is_read_as_each_provider_writes_it) {
    struct wire_balance balance;
    struct error why = ERROR_INIT;
    cr_assert_eq(read_reply(&twilio, 200, "{\"account_sid\":\"AC1\",\"balance\":\"-0.05\",\"currency\":\"USD\"}",
                            &balance, &why),
                 0);
    cr_expect_float_eq(balance.amount, -0.05, 1e-9);
    cr_expect_str_eq(balance.currency, "USD");
    cr_assert_eq(read_reply(&vonage, 200, "{\"value\":10.28,\"autoReload\":false}", &balance, &why), 0);
    cr_expect_float_eq(balance.amount, 10.28, 1e-9);
    cr_expect_str_eq(balance.currency, "EUR");
    cr_assert_eq(read_reply(&twilio, 200, "{\"balance\":\"3\",\"currency\":\"<b>\"}", &balance, &why), 0);
    cr_expect_str_eq(balance.currency, "");
}

Test(balance, what_is_none_is_not_taken_for_one) {
    static const struct {
        int status;
        const char *twilio, *vonage;
        enum error_kind kind;
    } rows[] = {{200, "{\"balance\":null}", "{\"value\":\"10\"}", ERROR_INPUT},
                {200, "{\"balance\":\"12 USD\"}", "{}", ERROR_INPUT},
                {200, "{\"balance\":\"nan\"}", "[]", ERROR_INPUT},
                {200, "{\"balance\":\"1e99\"}", "{\"value\":1e99}", ERROR_INPUT},
                {401, "{}", "{}", ERROR_DENIED},
                {429, "{}", "{}", ERROR_BUSY},
                {500, "", "", ERROR_BUSY}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wire_balance balance;
        struct error why = ERROR_INIT;
        cr_assert_eq(read_reply(&twilio, rows[i].status, rows[i].twilio, &balance, &why), -1, "%zu", i);
        cr_expect_eq(why.kind, rows[i].kind, "%zu", i);
        cr_assert_eq(read_reply(&vonage, rows[i].status, rows[i].vonage, &balance, &why), -1, "%zu", i);
        cr_expect_eq(why.kind, rows[i].kind, "%zu", i);
    }
}
