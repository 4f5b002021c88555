/* twilio_verify - asks the Twilio wire about requests, one JSON object a line on stdin: {"token", "public_url",
 * "path", "query", "type", "body", "signature"}; says "ok" or "denied" a line. For tests/oracle/twilio.js. */
#include "messages/wire.h"

#include <jansson.h>

static int answer(const json_t *line) {
    const char *token, *signature, *type, *body;
    size_t body_len;
    struct http_request request = {.method = "POST", .header_count = 2};
    if (json_unpack((json_t *)line, "{s:s, s:s, s:s, s:s, s:s, s:s%, s:s}", "token", &token, "public_url",
                    &request.public_url, "path", &request.path, "query", &request.query, "type", &type, "body", &body,
                    &body_len, "signature", &signature))
        return -1;
    struct channel channel = {.name = "line-1"};
    snprintf(channel.secret, sizeof channel.secret, "%s", token);
    request.body = body;
    request.body_len = body_len;
    request.headers[0] = (struct http_header){"Content-Type", type};
    request.headers[1] = (struct http_header){"X-Twilio-Signature", signature};
    puts(wire_find("twilio")->verify(&channel, &request, NULL) ? "denied" : "ok");
    return 0;
}

int main(void) {
    json_error_t error;
    for (;;) {
        json_auto_t *line = json_loadf(stdin, JSON_DISABLE_EOF_CHECK, &error);
        if (!line) return feof(stdin) ? 0 : 2;
        if (answer(line)) return 2;
        fflush(stdout);
    }
}
