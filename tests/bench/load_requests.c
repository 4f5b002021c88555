/* load_requests - signed Twilio SMS webhooks of about 700 bytes, made before the clock starts. */
#include "messages/form.h"
#include "messages/sign.h"
#include "tests/bench/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const texts[] = {"cesfam", "donde esta el consultorio", "escuela para mi hijo",
                                    "menu",   "necesito arriendo",         "trabajo sin contrato",
                                    "lekol",  "kijan pou m jwenn travay"};

struct pair {
    const char *name, *value;
};

static void sign(struct bench *bench, const struct pair *pairs, size_t count, char ret[40]) {
    struct text joined = TEXT_INIT(8192);
    unsigned char mac[SIGN_SHA1_LEN];
    text_add(&joined, bench->options.url);
    text_add(&joined, bench->options.path);
    for (size_t i = 0; i < count; i++) text_add(&joined, pairs[i].name), text_add(&joined, pairs[i].value);
    sign_hmac_sha1(bench->options.token, text_get(&joined), joined.len, mac);
    sign_base64(mac, sizeof mac, ret);
    text_release(&joined);
}

static struct bytes make(struct bench *bench, long i) {
    char sid[48], from[32], signature[40];
    snprintf(sid, sizeof sid, "SM%08lx%024lx", bench->options.seed & 0xffffffffL, i);
    snprintf(from, sizeof from, "+569%08ld", i % bench->options.people);
    /* in the order of the names' bytes, as the signature wants them */
    const struct pair pairs[] = {
        {"AccountSid", "AC00000000000000000000000000000001"},
        {"ApiVersion", "2010-04-01"},
        {"Body", bench->options.text ? bench->options.text : texts[(size_t)i % (sizeof texts / sizeof *texts)]},
        {"From", from},
        {"FromCity", ""},
        {"FromCountry", "CL"},
        {"FromState", "Region Metropolitana de Santiago"},
        {"FromZip", ""},
        {"MessageSid", sid},
        {"MessagingServiceSid", "MG00000000000000000000000000000001"},
        {"NumMedia", "0"},
        {"NumSegments", "1"},
        {"SmsMessageSid", sid},
        {"SmsSid", sid},
        {"SmsStatus", "received"},
        {"To", "+56226000000"},
        {"ToCity", ""},
        {"ToCountry", "CL"},
        {"ToState", "Region Metropolitana de Santiago"},
        {"ToZip", ""}};
    size_t count = sizeof pairs / sizeof *pairs;
    struct text body = TEXT_INIT(4096), whole = TEXT_INIT(8192);
    for (size_t k = 0; k < count; k++) form_add(&body, pairs[k].name, pairs[k].value);
    sign(bench, pairs, count, signature);
    text_addf(&whole,
              "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n"
              "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\nI-Twilio-Idempotency-Token: %s\r\n"
              "X-Twilio-Signature: %s\r\nContent-Length: %zu\r\n\r\n%s",
              bench->options.path, bench->options.port, sid + 2, signature, body.len, text_get(&body));
    if (!text_ok(&whole)) die("a request is too long");
    struct bytes made = {.len = whole.len};
    made.at = text_take(&whole);
    text_release(&body);
    return made;
}

void requests_make(struct bench *bench) {
    for (long i = 0; i < bench->options.count; i++) bench->requests[i] = make(bench, i);
}
