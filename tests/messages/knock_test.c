/* knock_test - what `acogida doctor` sends to our own webhook: each provider's wire takes its own knock as authentic,
 * finds nothing in it, and takes it neither under another address nor by another secret. */
#include "messages/jwt.h"
#include "messages/wire.h"
#include "tests/messages/wire_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define PUBLIC "https://ayuda.example.org:8443/sub"

static struct channel line(const struct wire *wire) {
    struct channel channel = {.name = "line-1",
                              .number = "+56226000000",
                              .account = "AC0 &+1",
                              .secret = "a long secret of ours & more + #",
                              .http_secret = "X-Token",
                              .http_fields = "state:dlr.state"};
    snprintf(channel.wire, sizeof channel.wire, "%s", wire->name);
    return channel;
}

/* The call as our server would see it; it points into raw. */
static char *arrive(const struct wire *wire, const struct channel *channel, struct http_request *ret) {
    struct http_call call;
    cr_assert_eq(wire->knock(channel, PUBLIC, &call, NULL), 0, "%s", wire->name);
    cr_expect_eq(strncmp(text_get(&call.url), PUBLIC "/hook/line-1", strlen(PUBLIC "/hook/line-1")), 0);
    char *raw = case_call(&call);
    http_cut_request(raw, strlen(raw), ret);
    ret->path = "/hook/line-1"; /* the proxy has cut off /sub */
    ret->public_url = PUBLIC;
    http_call_release(&call);
    return raw;
}

Test(knock, is_taken_and_carries_nothing) {
    for (const struct wire *const *at = wires; *at; at++) {
        if ((*at)->simulated) continue; /* it has no secret of the settings */
        struct channel channel = line(*at);
        struct http_request request;
        struct inbox inbox;
        struct error why = ERROR_INIT;
        char *raw = arrive(*at, &channel, &request);
        cr_expect_eq((*at)->verify(&channel, &request, &why), 0, "%s: %s", (*at)->name, why.text);
        cr_assert_eq((*at)->parse(&channel, &request, &inbox, &why), 0, "%s: %s", (*at)->name, why.text);
        cr_expect_eq(inbox.message_count + inbox.status_count, 0, "%s", (*at)->name);
        cr_expect_eq(inbox.ignored, 1, "%s", (*at)->name);
        inbox_release(&inbox);
        free(raw);
    }
}

Test(knock, is_refused_by_another_secret) {
    for (const struct wire *const *at = wires; *at; at++) {
        if ((*at)->simulated) continue;
        struct channel channel = line(*at), other = line(*at);
        struct http_request request;
        char *raw = arrive(*at, &channel, &request);
        snprintf(other.secret, sizeof other.secret, "another secret of ours & more + #");
        cr_expect_neq((*at)->verify(&other, &request, NULL), 0, "%s", (*at)->name);
        free(raw);
    }
}

/* Twilio signs the address: that of the settings must be the one that requests come to. */
Test(knock, of_twilio_proves_the_address) {
    const struct wire *twilio = wire_find("twilio");
    struct channel channel = line(twilio);
    struct http_request request;
    char *raw = arrive(twilio, &channel, &request);
    request.public_url = "https://ayuda.example.com:8443/sub";
    cr_expect_neq(twilio->verify(&channel, &request, NULL), 0);
    free(raw);
}

Test(jwt, what_is_added_is_read_again) {
    own_text struct text token = TEXT_INIT(JWT_MAX);
    json_auto_t *claims = json_pack("{s:s, s:i}", "iss", "ñandú", "iat", 1795680000);
    jwt_add(&token, claims, "secret");
    json_auto_t *read = jwt_claims(text_get(&token), "secret");
    cr_assert(read);
    cr_expect(json_equal(read, claims));
    cr_expect_null(jwt_claims(text_get(&token), "secreto"));
}
