/* kannel - whatever comes as a query, a body or a reply, the kannel wire reads it without harm and within its bounds.
 */
#include "tests/fuzz/wire_fuzz.h"

static const struct channel channel = {.name = "line-3",
                                       .wire = "kannel",
                                       .kind = "sms",
                                       .number = "+56220000000",
                                       .account = "tester",
                                       .secret = "a secret of some length",
                                       .token = "a token"};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    static const char *const types[] = {"text/plain; charset=UTF-8", "application/x-www-form-urlencoded", "text/xml"};
    char *copy = wire_fuzz_copy(bytes, len);
    if (!copy) return 0;
    const struct wire *wire = wire_find("kannel");
    struct http_request request = {
        .method = "GET", .path = "/hook/line-3", .query = copy, .body = "", .public_url = ""};
    wire_fuzz_request(wire, &channel, &request);
    request.method = "POST";
    request.body = copy;
    request.body_len = len;
    request.header_count = 1;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        request.headers[0] = (struct http_header){"Content-Type", types[i]};
        request.query = i ? "" : "id=1&from=%2B56911111111";
        wire_fuzz_request(wire, &channel, &request);
    }
    wire_fuzz_reply(wire, &channel, copy, len);
    wire_fuzz_build(wire, &channel, copy);
    free(copy);
    return 0;
}
