/* http - whatever comes as a query, a body, a reply or a template of the settings, the http wire does no harm. */
#include "messages/wire/generic_fill.h"
#include "tests/fuzz/wire_fuzz.h"

static const struct channel settings = {.name = "line-4",
                                        .wire = "http",
                                        .kind = "sms",
                                        .number = "+56220000000",
                                        .account = "oficina",
                                        .secret = "a secret of some length",
                                        .token = "a token",
                                        .http_method = "POST",
                                        .http_url = "https://sms.example.org/{account}?to={to}",
                                        .http_headers = "X-A: {token} | X-B: {from}",
                                        .http_type = "json",
                                        .http_body = "{\"text\":\"{text}\",\"cb\":\"{status_url}\"}",
                                        .http_ok_field = "messages.0.status=0",
                                        .http_id = "messages.0.id",
                                        .http_stopped = "opted out",
                                        .http_secret = "key",
                                        .http_fields = "id:msg.id, from:msg.from, text:msg.text, out:out, state:state",
                                        .http_states = "DELIVRD:delivered, UNDELIV:failed"};

static void fill(const char *template) {
    const struct message_out out = {
        .out_id = "e1.0", .to = "+56911111111", .body = "hola", .status_url = "https://x/?o=1"};
    for (int place = GENERIC_URL; place <= GENERIC_TEXT; place++) {
        own_text struct text ret = TEXT_INIT(1 << 20);
        generic_fill(&settings, &out, (enum generic_place)place, template, &ret);
    }
    generic_fill_unknown(template);
}

/* Settings are the office's own, but a slip in them must not bring the program down either. */
static void with_odd_settings(const struct wire *wire, const char *bytes) {
    struct channel channel = settings;
    snprintf(channel.http_headers, sizeof channel.http_headers, "%s", bytes);
    snprintf(channel.http_ok_field, sizeof channel.http_ok_field, "%s", bytes);
    snprintf(channel.http_fields, sizeof channel.http_fields, "%s", bytes);
    snprintf(channel.http_type, sizeof channel.http_type, "form");
    wire->check(&channel, NULL);
    wire_fuzz_build(wire, &channel, "hola");
    wire_fuzz_reply(wire, &channel, "{\"a\":{\"b\":[1,true,\"x\"]}}", 24);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    static const char *const types[] = {"application/json", "application/x-www-form-urlencoded"};
    char *copy = wire_fuzz_copy(bytes, len);
    if (!copy) return 0;
    const struct wire *wire = wire_find("http");
    struct http_request request = {
        .method = "GET", .path = "/hook/line-4", .query = copy, .body = "", .public_url = ""};
    wire_fuzz_request(wire, &settings, &request);
    request.method = "POST";
    request.query = "";
    request.body = copy;
    request.body_len = len;
    request.header_count = 1;
    for (size_t i = 0; i < 2; i++) {
        request.headers[0] = (struct http_header){"Content-Type", types[i]};
        wire_fuzz_request(wire, &settings, &request);
    }
    wire_fuzz_reply(wire, &settings, copy, len);
    wire_fuzz_build(wire, &settings, copy);
    fill(copy);
    with_odd_settings(wire, copy);
    free(copy);
    return 0;
}
