/* vonage - whatever comes as a webhook, a token or a reply, the vonage wire reads it without harm and within its
 * bounds. */
#include "messages/jwt.h"
#include "tests/fuzz/wire_fuzz.h"

static const struct channel channels[] = {{.name = "line-2",
                                           .wire = "vonage",
                                           .kind = "sms",
                                           .number = "+447700900000",
                                           .account = "a1b2c3d",
                                           .secret = "a secret",
                                           .token = "a token"},
                                          {.name = "wa-2",
                                           .wire = "vonage",
                                           .kind = "whatsapp",
                                           .number = "+447700900000",
                                           .account = "a1b2c3d",
                                           .secret = "a secret",
                                           .token = "a token"}};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    char *copy = wire_fuzz_copy(bytes, len);
    if (!copy) return 0;
    const struct wire *wire = wire_find("vonage");
    struct http_request request = {
        .method = "POST",
        .path = "/hook/line-2",
        .query = "",
        .body = copy,
        .body_len = len,
        .public_url = "https://helpline.example.org",
        .headers = {{"Content-Type", "application/json"}, {"Authorization", "Bearer e30.e30.AA"}},
        .header_count = 2};
    for (size_t i = 0; i < 2; i++) {
        wire_fuzz_request(wire, &channels[i], &request);
        wire_fuzz_build(wire, &channels[i], copy);
    }
    request.headers[1].value = copy; /* the token itself */
    if (!wire->verify(&channels[0], &request, NULL)) abort();
    if (jwt_claims(copy, "a secret")) abort();
    wire_fuzz_reply(wire, &channels[0], copy, len);
    free(copy);
    return 0;
}
