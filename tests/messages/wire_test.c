/* wire_test - every wire by its files: tests/wire/<wire>/<case>/.
 *
 * Inbound: request.http and expect.json. Outbound: message.json, call.http (the exact bytes), reply.http ("not-sent"
 * and "lost" stand for no reply), expect.json. A message.json without reply.http is one that cannot be written as a
 * call: expect.json says why. Signatures in the files were made by another implementation. */
#include "messages/wire.h"
#include "tests/messages/wire_help.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

ParameterizedTestParameters(wire, makes_of_each_case_what_its_files_say) {
    size_t count;
    struct wire_case *found = case_list(&count);
    struct wire_case *cases = cr_malloc(count * sizeof *cases);
    memcpy(cases, found, count * sizeof *cases);
    free(found);
    return cr_make_param_array(struct wire_case, cases, count, NULL);
}

static void expect_same(const struct wire_case *a_case, const json_t *expected, const json_t *got) {
    char *left = json_dumps(expected, JSON_COMPACT | JSON_SORT_KEYS);
    char *right = json_dumps(got, JSON_COMPACT | JSON_SORT_KEYS);
    cr_expect(strcmp(left, right) == 0, "%s/%s:\n  expected %s\n  got      %s", a_case->wire, a_case->name, left,
              right);
    free(left);
    free(right);
}

static void check_inbound(const struct wire_case *a_case, const struct channel *channel, const char *public_url) {
    size_t len;
    char *raw = case_read(a_case, "request.http", &len);
    struct http_request request;
    http_cut_request(raw, len, &request);
    request.public_url = public_url;
    json_auto_t *expected = case_json(a_case, "expect.json");
    json_auto_t *got = case_inbound(wire_find(channel->wire), channel, &request);
    expect_same(a_case, expected, got);
    free(raw);
}

static void check_call(const struct wire_case *a_case, const struct channel *channel) {
    json_auto_t *message = case_json(a_case, "message.json");
    struct case_out out;
    case_out(message, &out);
    struct http_call call;
    struct error why = ERROR_INIT;
    cr_assert(wire_find(channel->wire)->build(channel, &out.out, &call, &why) == 0, "%s/%s: %s", a_case->wire,
              a_case->name, why.text);
    size_t len;
    char *expected = case_read(a_case, "call.http", &len), *got = case_call(&call);
    cr_expect(strcmp(expected, got) == 0, "%s/%s:\nexpected %s\ngot %s", a_case->wire, a_case->name, expected, got);
    free(expected);
    free(got);
    http_call_release(&call);
}

static void check_refusal(const struct wire_case *a_case, const struct channel *channel) {
    json_auto_t *message = case_json(a_case, "message.json"), *expected = case_json(a_case, "expect.json");
    struct case_out out;
    struct http_call call;
    struct error why = ERROR_INIT;
    case_out(message, &out);
    cr_assert(wire_find(channel->wire)->build(channel, &out.out, &call, &why) == -1);
    json_auto_t *got = json_pack("{s:s, s:s}", "build", why.kind == ERROR_INPUT ? "input" : "other", "why", why.text);
    expect_same(a_case, expected, got);
}

static void check_reply(const struct wire_case *a_case, const struct channel *channel) {
    size_t len;
    char *raw = case_read(a_case, "reply.http", &len);
    struct http_reply reply;
    http_cut_reply(raw, len, &reply);
    json_auto_t *expected = case_json(a_case, "expect.json");
    json_auto_t *got = case_outcome(wire_find(channel->wire), channel, &reply);
    expect_same(a_case, expected, got);
    free(raw);
}

ParameterizedTest(struct wire_case *a_case, wire, makes_of_each_case_what_its_files_say) {
    struct channel channel;
    char public_url[SETTINGS_TEXT_MAX] = "";
    case_channel(a_case, &channel, public_url, sizeof public_url);
    cr_assert(strcmp(channel.wire, a_case->wire) == 0);
    int inbound = case_has(a_case, "request.http"), outbound = case_has(a_case, "message.json");
    cr_assert(inbound != outbound, "%s/%s is neither inbound nor outbound", a_case->wire, a_case->name);
    if (inbound) return check_inbound(a_case, &channel, public_url);
    if (!case_has(a_case, "reply.http")) return check_refusal(a_case, &channel);
    check_call(a_case, &channel);
    check_reply(a_case, &channel);
}

static int has_case(const struct wire_case *cases, size_t count, const char *wire, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(cases[i].wire, wire) == 0 && strcmp(cases[i].name, name) == 0) return 1;
    return 0;
}

static void expect_cases(const struct wire *wire, const char *const *needed) {
    size_t count;
    struct wire_case *cases = case_list(&count);
    for (; *needed; needed++)
        cr_expect(has_case(cases, count, wire->name, *needed), "%s lacks the case %s", wire->name, *needed);
    free(cases);
}

Test(wire, without_the_cases_of_every_class_is_not_finished) {
    static const char *const needed[] = {"good",          "good-second-secret",
                                         "bad-signature", "malformed",
                                         "status",        "status-sent",
                                         "status-failed", "sent",
                                         "throttled",     "refused",
                                         "opted-out",     "lost",
                                         "unknown-500",   "channel-credentials",
                                         "unknown-event", NULL};
    for (const struct wire *const *wire = wires; *wire; wire++) expect_cases(*wire, needed);
}

Test(wire, that_carries_whatsapp_needs_more_cases) {
    static const char *const needed[] = {"status-read",
                                         "template-needed",
                                         "sent-template",
                                         "sent-buttons",
                                         "sent-list",
                                         "whatsapp-button",
                                         "whatsapp-media",
                                         "whatsapp-location",
                                         "whatsapp-contact",
                                         "whatsapp-reaction",
                                         "whatsapp-unsupported",
                                         "whatsapp-user-id",
                                         "sent-whatsapp-user-id",
                                         NULL};
    for (const struct wire *const *wire = wires; *wire; wire++)
        if (wire_carries(*wire, "whatsapp") && !(*wire)->simulated) expect_cases(*wire, needed);
}

Test(wire, fills_every_slot_and_is_found_by_its_name) {
    for (const struct wire *const *wire = wires; *wire; wire++) {
        cr_expect(wire_find((*wire)->name) == *wire);
        cr_expect((*wire)->verify && (*wire)->parse && (*wire)->answer && (*wire)->build && (*wire)->read_reply);
        cr_expect((*wire)->default_base && strncmp((*wire)->default_base, "http", 4) == 0);
        cr_expect(wire_carries(*wire, "sms") || wire_carries(*wire, "whatsapp"));
        cr_expect(!wire_carries(*wire, "") && !wire_carries(*wire, "what") && !wire_carries(*wire, "app"));
        cr_expect((*wire)->body_max <= HTTP_BATCH_MAX);
    }
    cr_expect(wire_find("carrier-pigeon") == NULL);
    cr_expect(wire_find("") == NULL);
    cr_expect(!wire_find("twilio")->simulated && wire_find("phone")->simulated);
}

Test(wire, answers_200_and_nothing_that_twilio_would_send_to_the_person) {
    struct channel channel = {.http_answer = ""};
    struct http_answer answer;
    wire_find("twilio")->answer(&channel, &answer);
    cr_expect(answer.status == 200);
    cr_expect_str_eq(answer.content_type, "text/xml");
    cr_expect_str_eq(text_get(&answer.body), "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>");
    text_release(&answer.body);
    wire_find("phone")->answer(&channel, &answer);
    cr_expect(answer.status == 200);
    cr_expect_str_eq(answer.content_type, "application/json");
    cr_expect_str_eq(text_get(&answer.body), "{\"ok\":true}");
    text_release(&answer.body);
}

static int check(const struct channel *channel, const char *words) {
    struct error why = ERROR_INIT;
    int failed = wire_check(channel, &why);
    if (words) cr_expect(failed == -1 && why.kind == ERROR_INPUT && strstr(why.text, words), "%s", why.text);
    if (!words) cr_expect(failed == 0, "%s", why.text);
    return failed;
}

Test(wire, says_in_plain_words_what_its_settings_lack) {
    struct channel channel = {.wire = "carrier-pigeon", .kind = "sms", .secret = "a secret of some length"};
    check(&channel, "there is no wire 'carrier-pigeon'; known are: twilio");
    channel = (struct channel){.wire = "meta", .kind = "sms"};
    check(&channel, "meta does not carry sms; kind must be whatsapp");
    channel = (struct channel){.wire = "meta", .kind = "whatsapp", .account = "1", .token = "t"};
    check(&channel, "verify_token is missing");
    channel = (struct channel){.wire = "vonage", .kind = "whatsapp", .account = "1"};
    check(&channel, "token (the API secret) is missing");
    channel = (struct channel){.wire = "kannel", .kind = "sms", .account = "1", .token = "t", .secret = "short"};
    check(&channel, "at least 16 letters");
    channel = (struct channel){.wire = "twilio", .kind = "whatsapp"};
    check(&channel, NULL);
}

Test(wire, of_settings_names_a_placeholder_that_is_none) {
    struct channel channel = {.wire = "http",
                              .kind = "sms",
                              .secret = "a secret of some length",
                              .http_secret = "key",
                              .http_url = "https://sms.example.org/?to={to}&text={text}"};
    check(&channel, NULL);
    snprintf(channel.http_url, sizeof channel.http_url, "https://sms.example.org/?to={phone}&text={text}");
    check(&channel, "http_url has a placeholder that is none: {phone}");
    snprintf(channel.http_url, sizeof channel.http_url, "https://sms.example.org/?to={to}");
    check(&channel, "neither http_url nor http_body holds {text}");
    snprintf(channel.http_body, sizeof channel.http_body, "{\"text\":\"{text}\",\"x\":{}}");
    check(&channel, NULL);
    snprintf(channel.http_url, sizeof channel.http_url, "ftp://sms.example.org");
    check(&channel, "must begin with https://");
}

Test(wire, asks_the_provider_about_ourselves_without_sending_anything) {
    struct channel channel = {.account = "AC01", .secret = "s", .token = "t", .kind = "sms"};
    static const struct {
        const char *name, *method, *url;
        int good;
    } probes[] = {{"twilio", "GET", "https://api.twilio.com/2010-04-01/Accounts/AC01.json", 200},
                  {"meta", "GET", "https://graph.facebook.com/v23.0/AC01?fields=display_phone_number", 200},
                  {"kannel", "POST", "http://127.0.0.1:13013/cgi-bin/sendsms", 400}};
    for (size_t i = 0; i < sizeof probes / sizeof probes[0]; i++) {
        const struct wire *wire = wire_find(probes[i].name);
        struct http_call call;
        struct error why = ERROR_INIT;
        cr_assert(wire->probe(&channel, &call, &why) == 0, "%s", why.text);
        cr_expect_str_eq(call.method, probes[i].method);
        cr_expect_str_eq(text_get(&call.url), probes[i].url);
        cr_expect_eq(wire->probe_good, probes[i].good);
        for (size_t k = 0; k < call.header_count; k++) cr_expect(!strstr(text_get(&call.headers[k]), "X-Kannel-To"));
        http_call_release(&call);
    }
}

Test(wire, marking_as_read_is_refused_where_a_provider_cannot) {
    struct channel channel = {.wire = "kannel", .kind = "sms", .mark_read = 1};
    struct error why = ERROR_INIT;
    cr_expect(wire_check(&channel, &why) == -1);
    cr_expect_str_eq(why.text, "kannel cannot mark messages as read; leave mark_read out");
}

Test(wire, meta_marks_a_message_as_read) {
    struct channel channel = {.account = "106540352242922", .token = "t"};
    struct http_call call;
    struct error why = ERROR_INIT;
    cr_assert(wire_find("meta")->mark_read(&channel, "wamid.HBgL==", &call, &why) == 0, "%s", why.text);
    cr_expect_str_eq(text_get(&call.body),
                     "{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":\"wamid.HBgL==\"}");
    http_call_release(&call);
    cr_expect(wire_find("meta")->mark_read(&channel, "no id \"", &call, &why) == -1);
}
