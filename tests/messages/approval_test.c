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

static int ask(const struct channel *channel, const struct message_template *template, struct http_call *ret) {
    return wire_find(channel->wire)->approval(channel, template, ret, NULL);
}

static enum approval_state read_status(const struct channel *channel, const struct message_template *template,
                                       int status, const char *body, struct wire_approval *ret) {
    struct http_reply reply = {.fate = HTTP_ANSWERED, .status = status, .body = body, .body_len = strlen(body)};
    struct error why = ERROR_INIT;
    cr_assert_eq(wire_find(channel->wire)->approved(channel, template, &reply, ret, &why), 0, "%s", why.text);
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
            cr_assert_eq(wire_find(channels[c]->wire)->approved(channels[c], &aviso, &reply, &approval, &why), -1);
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
