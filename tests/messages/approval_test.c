/* approval_test - what a provider says of a template: the question, its answers, and which of them let it be used. */
#include "messages/wire/approval.h"

#include "messages/wire.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct channel meta = {.wire = "meta",
                                    .kind = "whatsapp",
                                    .account = "106540352242922",
                                    .business_account = "102290129340398",
                                    .token = "EAAG",
                                    .secret = "s"};
static const struct channel twilio = {
    .wire = "twilio", .kind = "whatsapp", .account = "AC00000000000000000000000000000001", .secret = "token"};
static const struct message_template aviso = {.name = "aviso_oficina", .language = "es"},
                                     any = {.name = "aviso_oficina", .language = ""},
                                     content = {.name = "HX00000000000000000000000000000001", .language = "es"};

static int ask_step(const struct channel *channel, const struct message_template *template, int step,
                    struct http_call *ret) {
    const struct wire_template_question question = {template, step};
    return wire_find(channel->wire)->approval(channel, &question, ret, NULL);
}
static int ask(const struct channel *channel, const struct message_template *template, struct http_call *ret) {
    return ask_step(channel, template, 0, ret);
}

static enum approval_state read_status(const struct channel *channel, const struct message_template *template,
                                       int status, const char *body, struct wire_approval *ret) {
    struct http_reply reply = {.fate = HTTP_ANSWERED, .status = status, .body = body, .body_len = strlen(body)};
    struct error why = ERROR_INIT;
    const struct wire_template_question question = {template, 0};
    cr_assert_eq(wire_find(channel->wire)->approved(channel, &question, &reply, ret, &why), 0, "%s", why.text);
    return ret->state;
}

Test(approval, meta_is_asked_for_one_name_with_the_token) {
    struct http_call call;
    cr_assert_eq(ask(&meta, &aviso, &call), 0);
    cr_expect_str_eq(call.method, "GET");
    cr_expect_str_eq(text_get(&call.url),
                     "https://graph.facebook.com/v23.0/102290129340398/message_templates?fields="
                     "name,language,status,rejected_reason,components&limit=100&name=aviso_oficina");
    cr_expect_str_eq(text_get(&call.headers[0]), "Authorization: Bearer EAAG");
    http_call_release(&call);
    struct channel without = meta;
    without.business_account[0] = '\0';
    cr_expect_eq(ask(&without, &aviso, &call), 1);
    snprintf(without.business_account, sizeof without.business_account, "../me");
    cr_expect_eq(ask(&without, &aviso, &call), -1);
}

#define ENTRY(language, status, body)                                                                                  \
    "{\"name\":\"aviso_oficina\",\"language\":\"" language "\",\"status\":\"" status                                   \
    "\",\"rejected_reason\":\"NONE\","                                                                                 \
    "\"components\":[{\"type\":\"HEADER\",\"format\":\"TEXT\",\"text\":\"Oficina\"},{\"type\":\"BODY\",\"text\":"      \
    "\"" body "\"}]}"
#define OTHER "{\"name\":\"aviso_oficina_2\",\"language\":\"es\",\"status\":\"APPROVED\"}"

Test(approval, meta_names_the_state_of_the_language_that_we_send) {
    struct wire_approval approval;
    const char *both =
        "{\"data\":[" OTHER "," ENTRY("es", "PAUSED", "Hola: {{1}}") "," ENTRY("pt_BR", "APPROVED", "{{1}}") "]}";
    cr_expect_eq(read_status(&meta, &aviso, 200, both, &approval), APPROVAL_PAUSED);
    cr_expect_eq(approval.params, 1);
    cr_expect_str_eq(approval.body, "Hola: {{1}}");
    cr_expect_str_eq(approval.reason, "");
    cr_expect_not(approval_may(&approval));
    cr_expect_eq(read_status(&meta, &any, 200, both, &approval), APPROVAL_APPROVED);
    cr_expect(approval_may(&approval));
    cr_expect_eq(read_status(&meta, &aviso, 200, "{\"data\":[" OTHER "]}", &approval), APPROVAL_MISSING);
    cr_expect_eq(read_status(&meta, &aviso, 200, "{\"data\":[]}", &approval), APPROVAL_MISSING);
}

Test(approval, a_template_that_has_not_one_placeholder_is_not_used) {
    struct wire_approval approval;
    read_status(&meta, &aviso, 200, "{\"data\":[" ENTRY("es", "APPROVED", "Hola {{1}}, venga el {{2}}. {{1}}") "]}",
                &approval);
    cr_expect_eq(approval.params, 2);
    cr_expect_not(approval_may(&approval));
    read_status(&meta, &aviso, 200, "{\"data\":[" ENTRY("es", "APPROVED", "Escriba a la oficina") "]}", &approval);
    cr_expect_eq(approval.params, 0);
    cr_expect_not(approval_may(&approval));
}

/* What a template of this JSON wants filled in. */
static int meta_params(const char *components) {
    own_text struct text body = TEXT_INIT(2000);
    struct wire_approval approval;
    text_addf(
        &body,
        "{\"data\":[{\"name\":\"aviso_oficina\",\"language\":\"es\",\"status\":\"APPROVED\",\"components\":[%s]}]}",
        components);
    read_status(&meta, &aviso, 200, text_get(&body), &approval);
    cr_expect_eq(approval_may(&approval), approval.params == 1, "%s", components);
    return approval.params;
}

#define BODY(words) "{\"type\":\"BODY\",\"text\":\"" words "\"}"

Test(approval, a_template_that_wants_anything_but_its_text_filled_in_is_not_used) {
    cr_expect_eq(meta_params(BODY("Aviso: {{1}}.")), 1);
    cr_expect_eq(meta_params(BODY("Aviso: {{texto}}.")), WIRE_APPROVAL_OTHER);
    cr_expect_eq(meta_params(BODY("Aviso.") ",{\"type\":\"HEADER\",\"format\":\"TEXT\",\"text\":\"{{1}}\"}"),
                 WIRE_APPROVAL_OTHER);
    cr_expect_eq(meta_params(BODY("{{1}}.") ",{\"type\":\"HEADER\",\"format\":\"TEXT\",\"text\":\"Oficina\"}"), 1);
    cr_expect_eq(meta_params(BODY("{{1}}.") ",{\"type\":\"HEADER\",\"format\":\"IMAGE\"}"), 2);
    cr_expect_eq(
        meta_params(BODY("{{1}}.") ",{\"type\":\"BUTTONS\",\"buttons\":[{\"type\":\"QUICK_REPLY\",\"text\":\"Sí\"},"
                                   "{\"type\":\"URL\",\"url\":\"https://example.cl/\"}]}"),
        1);
    cr_expect_eq(meta_params(BODY("{{1}}.") ",{\"type\":\"BUTTONS\",\"buttons\":[{\"type\":\"URL\",\"url\":"
                                            "\"https://example.cl/{{1}}\"}]}"),
                 2);
    cr_expect_eq(meta_params(BODY("{{1}}.") ",{\"type\":\"BUTTONS\",\"buttons\":[{\"type\":\"COPY_CODE\"}]}"), 2);
}

Test(approval, meta_does_not_call_missing_what_may_stand_on_a_further_page) {
    const struct wire_template_question question = {&aviso, 0};
    const char *body =
        "{\"data\":[" OTHER "],\"paging\":{\"cursors\":{\"after\":\"x\"},\"next\":\"https://graph.facebook.com/x\"}}";
    const struct http_reply reply = {.fate = HTTP_ANSWERED, .status = 200, .body = body, .body_len = strlen(body)};
    struct wire_approval approval;
    struct error why = ERROR_INIT;
    cr_expect_eq(wire_find("meta")->approved(&meta, &question, &reply, &approval, &why), -1);
    cr_expect_eq(why.kind, ERROR_INPUT);
    cr_expect_eq(
        read_status(&meta, &aviso, 200, "{\"data\":[" OTHER "],\"paging\":{\"cursors\":{\"after\":\"x\"}}}", &approval),
        APPROVAL_MISSING);
}

Test(approval, twilio_is_asked_where_its_contents_are) {
    struct http_call call;
    cr_assert_eq(ask(&twilio, &content, &call), 0);
    cr_expect_str_eq(text_get(&call.url),
                     "https://content.twilio.com/v1/Content/HX00000000000000000000000000000001/ApprovalRequests");
    cr_expect_str_eq(text_get(&call.user), twilio.account);
    http_call_release(&call);
    struct channel other = twilio;
    snprintf(other.api_base, sizeof other.api_base, "https://api.dublin.ie1.twilio.com");
    cr_assert_eq(ask(&other, &content, &call), 0);
    cr_expect(strstr(text_get(&call.url), "https://content.twilio.com/v1/") == text_get(&call.url));
    http_call_release(&call);
    snprintf(other.kind, sizeof other.kind, "sms");
    cr_expect_eq(ask(&other, &content, &call), 1);
}

Test(approval, twilio_names_state_and_reason) {
    struct wire_approval approval;
    cr_expect_eq(read_status(&twilio, &content, 200,
                             "{\"sid\":\"HX1\",\"whatsapp\":{\"name\":\"aviso\",\"status\":\"rejected\","
                             "\"rejection_reason\":\"TAG_CONTENT_MISMATCH\"}}",
                             &approval),
                 APPROVAL_REJECTED);
    cr_expect_str_eq(approval.reason, "TAG_CONTENT_MISMATCH");
    cr_expect_eq(approval.params, -1);
    cr_expect_eq(read_status(&twilio, &content, 200,
                             "{\"whatsapp\":{\"status\":\"approved\",\"rejection_reason\":\"\"}}", &approval),
                 APPROVAL_APPROVED);
    cr_expect(approval_may(&approval));
    cr_expect_eq(read_status(&twilio, &content, 404, "{\"code\":20404}", &approval), APPROVAL_MISSING);
    cr_expect_eq(read_status(&twilio, &content, 200, "{\"whatsapp\":{\"status\":\"brand-new\"}}", &approval),
                 APPROVAL_UNKNOWN);
    cr_expect(approval_may(&approval), "a word that we do not know stops nobody");
}

static int read_content(int status, const char *body, struct wire_approval *ret) {
    const struct wire_template_question question = {&content, 1};
    const struct http_reply reply = {.fate = HTTP_ANSWERED, .status = status, .body = body, .body_len = strlen(body)};
    *ret = (struct wire_approval){.state = APPROVAL_APPROVED, .params = WIRE_APPROVAL_NOT_TOLD};
    return wire_find("twilio")->approved(&twilio, &question, &reply, ret, NULL);
}

Test(approval, twilios_text_is_asked_for_by_a_second_call) {
    struct wire_approval approval;
    struct http_call call;
    cr_assert_eq(ask_step(&twilio, &content, 1, &call), 0);
    cr_expect_str_eq(text_get(&call.url), "https://content.twilio.com/v1/Content/HX00000000000000000000000000000001");
    cr_expect_str_eq(text_get(&call.user), twilio.account);
    http_call_release(&call);
    cr_expect_eq(ask_step(&twilio, &content, 2, &call), 1);
    cr_expect_eq(ask_step(&meta, &aviso, 1, &call), 1, "Meta has said all at once");
    cr_assert_eq(
        read_content(200, "{\"language\":\"es\",\"types\":{\"twilio/text\":{\"body\":\"Aviso: {{1}}.\"}}}", &approval),
        0);
    cr_expect_str_eq(approval.body, "Aviso: {{1}}.");
    cr_expect_eq(approval.params, 1);
    cr_expect(approval_may(&approval));
    cr_assert_eq(
        read_content(200,
                     "{\"types\":{\"twilio/call-to-action\":{\"body\":\"Aviso: {{1}}.\",\"actions\":[{\"type\":"
                     "\"URL\",\"url\":\"https://example.cl/{{2}}\"}]},\"twilio/text\":{\"body\":\"{{1}}\"}}}",
                     &approval),
        0);
    cr_expect_eq(approval.params, 2);
    cr_expect_not(approval_may(&approval));
    cr_assert_eq(read_content(200, "{\"types\":{\"twilio/text\":{\"body\":\"Aviso: {{texto}}.\"}}}", &approval), 0);
    cr_expect_eq(approval.params, WIRE_APPROVAL_OTHER);
}

Test(approval, a_second_answer_without_a_text_leaves_what_the_first_one_said) {
    static const char *const bodies[] = {"{}", "{\"types\":null}", "{\"types\":[]}"};
    struct wire_approval approval;
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        cr_assert_eq(read_content(200, bodies[i], &approval), 0);
        cr_expect(approval_may(&approval), "%s", bodies[i]);
    }
    cr_expect_eq(read_content(404, "{\"code\":20404}", &approval), 0);
    cr_expect(approval_may(&approval));
    cr_expect_eq(read_content(429, "{}", &approval), -1);
    cr_expect(approval_may(&approval));
}

Test(approval, what_is_no_answer_changes_nothing) {
    static const struct {
        enum http_fate fate;
        int status;
        const char *body;
        enum error_kind kind;
    } rows[] = {{HTTP_LOST, 0, "", ERROR_BUSY},           {HTTP_NOT_SENT, 0, "", ERROR_BUSY},
                {HTTP_ANSWERED, 429, "{}", ERROR_BUSY},   {HTTP_ANSWERED, 503, "{}", ERROR_BUSY},
                {HTTP_ANSWERED, 401, "{}", ERROR_DENIED}, {HTTP_ANSWERED, 200, "[]", ERROR_INPUT},
                {HTTP_ANSWERED, 200, "{}", ERROR_INPUT},  {HTTP_ANSWERED, 200, "<html>", ERROR_INPUT}};
    const struct channel *channels[] = {&meta, &twilio};
    for (size_t c = 0; c < 2; c++)
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
            struct http_reply reply = {
                .fate = rows[i].fate, .status = rows[i].status, .body = rows[i].body, .body_len = strlen(rows[i].body)};
            struct error why = ERROR_INIT;
            struct wire_approval approval;
            const struct wire_template_question question = {&aviso, 0};
            cr_assert_eq(wire_find(channels[c]->wire)->approved(channels[c], &question, &reply, &approval, &why), -1);
            cr_expect_eq(why.kind, rows[i].kind, "%zu", i);
        }
}

Test(approval, placeholders_are_counted_once_each) {
    cr_expect_eq(approval_params("{{1}} {{2}} {{1}}"), 2);
    cr_expect_eq(approval_params("{{name}}"), 1);
    cr_expect_eq(approval_params("{{1"), 0);
    cr_expect_eq(approval_params(""), 0);
    cr_expect_eq(approval_of_word(approval_word(APPROVAL_PAUSED)), APPROVAL_PAUSED);
}
