/* twilio_test - Twilio's published signatures, its error codes, and what does not fit into a file of a case. */
#include "messages/wire/twilio.h"

#include "messages/form.h"
#include "messages/wire/fields.h"
#include "messages/wire/twilio_codes.h"
#include "tests/messages/wire_help.h"

#include <criterion/criterion.h>
#include <string.h>

static void add_params(struct text *body, const json_t *params) {
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)params, name, value) {
        if (json_is_string(value)) form_add(body, name, json_string_value(value));
        for (size_t i = 0; i < json_array_size(value); i++)
            form_add(body, name, json_string_value(json_array_get(value, i)));
    }
}

/* A request to a URL, cut as the server cuts it. The parts lie in one place, so there is one such request at a time. */
static struct http_request request_to(const char *url, const char *type, const char *body, const char *signature) {
    static char base[HTTP_URL_MAX], path[HTTP_URL_MAX];
    const char *slash = strchr(strstr(url, "://") + 3, '/');
    snprintf(base, sizeof base, "%.*s", (int)(slash - url), url);
    snprintf(path, sizeof path, "%s", slash);
    char *query = strchr(path, '?');
    if (query) *query++ = 0;
    struct http_request request = {.method = "POST", .body = body, .body_len = strlen(body), .header_count = 2};
    request.public_url = base;
    request.path = path;
    request.query = query ? query : "";
    request.headers[0] = (struct http_header){"Content-Type", type};
    request.headers[1] = (struct http_header){"X-Twilio-Signature", signature};
    return request;
}

static int verify(const char *secret, const struct http_request *request) {
    struct channel channel = {.name = "line-1"};
    snprintf(channel.secret, sizeof channel.secret, "%s", secret);
    return wire_twilio.verify(&channel, request, NULL);
}

#define FORM_TYPE "application/x-www-form-urlencoded"

Test(twilio, takes_every_published_signature_and_none_with_a_bit_changed) {
    json_error_t error;
    json_auto_t *vectors = json_load_file("tests/messages/twilio_vectors.json", 0, &error);
    cr_assert(json_array_size(vectors) >= 12, "%s", error.text);
    size_t i;
    json_t *vector;
    json_array_foreach(vectors, i, vector) {
        const char *name, *token, *url, *signature, *json = NULL;
        json_t *params = NULL;
        cr_assert(json_unpack(vector, "{s:s, s:s, s:s, s:s, s?s, s?o}", "name", &name, "token", &token, "url", &url,
                              "signature", &signature, "body", &json, "params", &params) == 0);
        own_text struct text body = TEXT_INIT(HTTP_BODY_MAX);
        if (json) text_add(&body, json);
        add_params(&body, params);
        struct http_request request =
            request_to(url, json ? "application/json" : FORM_TYPE, text_get(&body), signature);
        cr_expect(verify(token, &request) == 0, "%s is denied", name);
        char wrong[64];
        snprintf(wrong, sizeof wrong, "%s", signature);
        wrong[5] ^= 1;
        request.headers[1].value = wrong;
        cr_expect(verify(token, &request) == -1, "%s is taken with another signature", name);
    }
}

Test(twilio, denies_all_with_the_same_words) {
    struct channel channel = {.secret = "s"};
    struct http_request request = request_to("https://h.example/x", FORM_TYPE, "a=1", "short");
    struct error first = ERROR_INIT, second = ERROR_INIT;
    cr_expect(wire_twilio.verify(&channel, &request, &first) == -1);
    request.headers[1].value = "AAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    cr_expect(wire_twilio.verify(&channel, &request, &second) == -1);
    cr_expect(first.kind == ERROR_DENIED && second.kind == ERROR_DENIED);
    cr_expect_str_eq(first.text, second.text);
}

Test(twilio, denies_rather_than_falls_over_a_public_url_that_is_none) {
    static const char *const urls[] = {"", "h.example", "ftp://h.example", "https:/", "://", "http://[::1"};
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        struct http_request request = request_to("https://h.example/x", FORM_TYPE, "", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        request.public_url = urls[i];
        cr_expect(verify("s", &request) == -1);
    }
}

static void expect_url_forms(const char *public_url, const char *signature) {
    struct http_request request = request_to("https://h.example/x?y=1", FORM_TYPE, "a=1", signature);
    request.public_url = public_url;
    cr_expect(verify("12345", &request) == 0, "%s", public_url);
}

/* HMAC-SHA1 over https://[::1]/x?y=1a1, https://[::1]:8443/x?y=1a1 and http://h.example:80/x?y=1a1, by openssl(1) */
Test(twilio, knows_the_port_of_an_ipv6_host_and_leaves_user_and_password_out) {
    expect_url_forms("https://[::1]:8443", "6Gha42I5HKMmOPag9Hi//cO7nro=");
    expect_url_forms("https://[::1]:8443", "VQ6Z71eyCPNmPsvfHIw8wDjnHZk=");
    expect_url_forms("https://user:p:w@[::1]:8443", "VQ6Z71eyCPNmPsvfHIw8wDjnHZk=");
    expect_url_forms("http://user:pw@h.example", "Aabt3dob7diCLRj1x7ApUP7P8hE=");
}

Test(twilio, denies_a_form_of_more_fields_than_we_read_and_a_body_over_the_limit) {
    own_text struct text body = TEXT_INIT(2 * HTTP_BODY_MAX);
    for (int i = 0; i <= FORM_FIELDS_MAX; i++) form_add(&body, "n", "v");
    struct http_request request =
        request_to("https://h.example/x", FORM_TYPE, text_get(&body), "AAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    cr_expect(verify("s", &request) == -1);
    text_clear(&body);
    while (body.len < HTTP_BODY_MAX + 10) text_add(&body, "xxxxxxxxxxxxxxxx");
    request.body = text_get(&body);
    request.body_len = body.len;
    cr_expect(verify("s", &request) == -1);
}

Test(twilio, code_decides_whom_a_refusal_is_about) {
    cr_expect(twilio_code_kind(21610, OUTCOME_REFUSED) == OUTCOME_STOPPED);
    cr_expect(twilio_code_kind(20003, OUTCOME_REFUSED) == OUTCOME_CHANNEL);
    cr_expect(twilio_code_kind(21611, OUTCOME_REFUSED) == OUTCOME_THROTTLED);
    cr_expect(twilio_code_kind(21408, OUTCOME_REFUSED) == OUTCOME_UNREACHABLE); /* one country, not the whole line */
    cr_expect(twilio_code_kind(63016, OUTCOME_REFUSED) == OUTCOME_TEMPLATE);
    cr_expect(twilio_code_kind(63038, OUTCOME_REFUSED) == OUTCOME_DAY);
    cr_expect(twilio_code_kind(99999, OUTCOME_REFUSED) == OUTCOME_REFUSED);
    cr_expect(twilio_code_wait_s(63018) == 3600 && twilio_code_wait_s(20429) == 0 && twilio_code_wait_s(1) == 0);
}

static int build(const char *account, const char *to, const char *body, const char *base) {
    struct channel channel = {.kind = "sms", .number = "+56220000000", .secret = "s"};
    snprintf(channel.account, sizeof channel.account, "%s", account);
    snprintf(channel.api_base, sizeof channel.api_base, "%s", base);
    struct message_out out = {.out_id = "e.0", .to = to, .body = body, .status_url = ""};
    struct http_call call;
    struct error why = ERROR_INIT;
    int failed = wire_twilio.build(&channel, &out, &call, &why);
    cr_expect(!failed || (why.kind == ERROR_INPUT && !call.header_count && !call.url.len && !call.body.len));
    cr_expect(!strstr(why.text, "569"));
    http_call_release(&call);
    return failed;
}

Test(twilio, builds_no_call_that_could_reach_anybody_else) {
    static char long_text[HTTP_CALL_BODY_MAX + 2];
    memset(long_text, 'x', sizeof long_text - 1);
    cr_expect(build("AC1", "+56911111111", "hola", "") == 0);
    cr_expect(build("AC1/../AC2", "+56911111111", "hola", "") == -1);
    cr_expect(build("", "+56911111111", "hola", "") == -1);
    cr_expect(build("AC1", "BancoEstado", "hola", "") == -1);
    cr_expect(build("AC1", "", "hola", "") == -1);
    cr_expect(build("AC1", "+56911111111,+56922222222", "hola", "") == -1);
    cr_expect(build("AC1", "+56911111111", "", "") == -1);
    cr_expect(build("AC1", "+56911111111", long_text, "") == -1);
    cr_expect(build("AC1", "+56911111111", "hola", "http://x\r\nHost: y") == -1);
}

Test(fields, know_who_can_be_answered) {
    static const char *const good[] = {"+56911111111", "+1234567", "123", "12345", "56911111111", "US.1349", "CL.aB9"};
    static const char *const bad[] = {"",       "+",       "12",   "+0123456789", "+123456", "+1234567890123456",
                                      "Banco",  "US.",     "us.1", "USA.1",       "+56 9",   "+56911111111x",
                                      "US.1-2", "\xD9\xA3"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) cr_expect(fields_is_address(good[i]), "%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) cr_expect(!fields_is_address(bad[i]), "%s", bad[i]);
    char long_id[200] = "US.";
    memset(long_id + 3, '1', 125);
    cr_expect(fields_is_address(long_id));
    long_id[128] = '1';
    cr_expect(!fields_is_address(long_id));
}
