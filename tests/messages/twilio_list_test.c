/* twilio_list_test - Twilio's list of messages: the question, a page of it, and what a page must not make us do. */
#include "messages/wire/twilio_list.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct channel sms = {.wire = "twilio",
                                   .kind = "sms",
                                   .number = "+56226000000",
                                   .account = "AC00000000000000000000000000000001",
                                   .secret = "token"};

#define SINCE_MS INT64_C(1795680000000) /* 2026-11-26T08:00:00Z */
static const struct wire_question inbound = {1, SINCE_MS, NULL, NULL}, outbound = {0, SINCE_MS, NULL, NULL};

static int read_page(const struct channel *channel, const struct wire_question *question, const char *json,
                     struct wire_page *ret) {
    struct http_reply reply = {.fate = HTTP_ANSWERED, .status = 200, .body = json, .body_len = strlen(json)};
    struct error why = ERROR_INIT;
    return twilio_listed(channel, question, &reply, ret, &why);
}

#define MESSAGE(sid, from, to, body, time, more)                                                                       \
    "{\"sid\":\"" sid "\",\"from\":\"" from "\",\"to\":\"" to "\",\"body\":\"" body                                    \
    "\",\"date_created\":\"Thu, 26 Nov 2026 " time " +0000\",\"date_sent\":\"Thu, 26 Nov 2026 " time " +0000\"," more  \
    "}"
#define IN  "\"direction\":\"inbound\",\"status\":\"received\",\"num_media\":\"0\",\"error_code\":null"
#define OUT "\"direction\":\"outbound-api\",\"status\":\"delivered\",\"num_media\":\"0\",\"error_code\":null"

Test(twilio_list, asks_for_one_line_and_from_a_day_on) {
    struct http_call call;
    cr_assert_eq(twilio_list(&sms, &inbound, &call, NULL), 0);
    cr_expect_str_eq(call.method, "GET");
    cr_expect_str_eq(text_get(&call.url),
                     "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/"
                     "Messages.json?To=%2B56226000000&DateSent%3E=2026-11-26&PageSize=100");
    cr_expect_str_eq(text_get(&call.password), "token");
    http_call_release(&call);
    struct channel whatsapp = sms;
    snprintf(whatsapp.kind, sizeof whatsapp.kind, "whatsapp");
    cr_assert_eq(twilio_list(&whatsapp, &outbound, &call, NULL), 0);
    cr_expect(strstr(text_get(&call.url), "?From=whatsapp%3A%2B56226000000&DateSent%3E="), "%s", text_get(&call.url));
    http_call_release(&call);
}

Test(twilio_list, gives_what_came_in_with_id_sender_text_and_time) {
    struct wire_page page;
    cr_assert_eq(
        read_page(&sms, &inbound,
                  "{\"messages\":[" MESSAGE("SM1", "+56911111111", "+56226000000", "ñandú", "09:00:00", IN) "," MESSAGE(
                      "SM2", "+56922222222", "+56226000000", "foto", "08:30:00",
                      "\"direction\":\"inbound\",\"num_media\":\"1\"") "],\"next_page_uri\":null}",
                  &page),
        0);
    cr_assert_eq(page.inbox.message_count, 2);
    const struct message *one = &page.inbox.messages[0];
    cr_expect_str_eq(one->id, "SM1");
    cr_expect_str_eq(one->from, "+56911111111");
    cr_expect_str_eq(text_get(&one->body), "ñandú");
    cr_expect_eq(one->at_ms, SINCE_MS + 3600000);
    cr_expect_eq(page.inbox.messages[1].kind, MESSAGE_MEDIA);
    cr_expect_str_eq(page.next, "");
    wire_page_release(&page);
}

Test(twilio_list, leaves_out_what_is_older_and_then_asks_for_no_more) {
    struct wire_page page;
    cr_assert_eq(
        read_page(&sms, &inbound,
                  "{\"messages\":[" MESSAGE("SM1", "+56911111111", "+56226000000", "a", "09:00:00", IN) "," MESSAGE(
                      "SM2", "+56911111111", "+56226000000", "b", "07:59:59",
                      IN) "],\"next_page_uri\":\"/2010-04-01/Accounts/AC00000000000000000000000000000001/"
                          "Messages.json?Page=1\"}",
                  &page),
        0);
    cr_expect_eq(page.inbox.message_count, 1);
    cr_expect_str_eq(page.next, "");
    wire_page_release(&page);
}

Test(twilio_list, gives_what_went_out_with_what_became_of_it) {
    struct wire_page page;
    cr_assert_eq(
        read_page(&sms, &outbound,
                  "{\"messages\":[" MESSAGE("SM1", "+56226000000", "+56911111111", "hola", "09:00:00", OUT) "," MESSAGE(
                      "SM2", "+56226000000", "+56911111112", "hola", "09:00:00",
                      "\"direction\":\"outbound-api\",\"status\":\"undelivered\",\"error_code\":30003") "]}",
                  &page),
        0);
    cr_assert_eq(page.sent_count, 2);
    cr_expect_str_eq(page.sent[0].to, "+56911111111");
    cr_expect_str_eq(text_get(&page.sent[0].body), "hola");
    cr_expect_eq(page.sent[0].status.delivery, DELIVERY_DELIVERED);
    cr_expect_str_eq(page.sent[0].status.provider_id, "SM1");
    cr_expect_eq(page.sent[1].status.delivery, DELIVERY_FAILED);
    cr_expect_str_eq(page.sent[1].status.code, "30003");
    wire_page_release(&page);
}

Test(twilio_list, follows_a_page_of_its_own_list_and_of_nobody_elses) {
    static const char *const foreign[] = {
        "https://elsewhere.example/2010-04-01/Accounts/x",
        "//elsewhere.example/x",
        "/2010-04-01/Accounts/AC00000000000000000000000000000002/Messages.json?Page=1",
        "/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json",
        "/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json?a b",
        "@elsewhere.example/"};
    char json[400];
    struct wire_page page;
    const char *own = "/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json?Page=1&PageToken=x";
    snprintf(json, sizeof json, "{\"messages\":[],\"next_page_uri\":\"%s\"}", own);
    cr_assert_eq(read_page(&sms, &inbound, json, &page), 0);
    cr_expect_str_eq(page.next, own);
    const struct wire_question further = {1, SINCE_MS, page.next, NULL};
    struct http_call call;
    cr_assert_eq(twilio_list(&sms, &further, &call, NULL), 0);
    cr_expect(strncmp(text_get(&call.url), "https://api.twilio.com/2010-04-01/", 34) == 0);
    http_call_release(&call);
    wire_page_release(&page);
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        snprintf(json, sizeof json, "{\"messages\":[],\"next_page_uri\":\"%s\"}", foreign[i]);
        cr_assert_eq(read_page(&sms, &inbound, json, &page), 0);
        cr_expect_str_eq(page.next, "", "%s", foreign[i]);
        wire_page_release(&page);
    }
}

Test(twilio_list, counts_what_is_malformed_and_keeps_the_rest) {
    struct wire_page page;
    cr_assert_eq(
        read_page(
            &sms, &inbound,
            "{\"messages\":[1,null,{}," MESSAGE("SM1", "BancoEstado", "+56226000000", "a", "09:00:00", IN) "," MESSAGE(
                "SM2", "+56911111111", "+56220000009", "a", "09:00:00",
                IN) "," MESSAGE("SM 3", "+56911111111", "+56226000000", "a", "09:00:00",
                                IN) "," MESSAGE("SM4", "+56911111111", "+56226000000", "good", "09:00:00",
                                                IN) "," MESSAGE("SM5", "+56911111111", "+56226000000", "no time",
                                                                "25:00:00", IN) "]}",
            &page),
        0);
    cr_expect_eq(page.inbox.message_count, 1);
    cr_expect_str_eq(text_get(&page.inbox.messages[0].body), "good");
    cr_expect_eq(page.inbox.bad, 3);
    wire_page_release(&page);
}

Test(twilio_list, says_when_it_was_not_given_or_is_no_list) {
    struct wire_page page;
    struct error why = ERROR_INIT;
    const struct http_reply busy = {.fate = HTTP_ANSWERED, .status = 429, .body = ""};
    cr_expect_eq(twilio_listed(&sms, &inbound, &busy, &page, &why), -1);
    cr_expect_eq(why.kind, ERROR_BUSY);
    static const char *const bad[] = {"", "[]", "{\"messages\":{}}", "<html>"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        cr_expect_eq(read_page(&sms, &inbound, bad[i], &page), -1, "%s", bad[i]);
}

Test(twilio_list, asks_for_one_person_of_all_times_and_deletes_one_message) {
    const struct wire_question of = {.inbound = 1, .with = "+56911111111"}, to = {.with = "+56911111111"};
    struct http_call call;
    cr_assert_eq(twilio_list(&sms, &of, &call, NULL), 0);
    cr_expect(strstr(text_get(&call.url), "Messages.json?To=%2B56226000000&From=%2B56911111111&PageSize=100"), "%s",
              text_get(&call.url));
    http_call_release(&call);
    cr_assert_eq(twilio_list(&sms, &to, &call, NULL), 0);
    cr_expect(strstr(text_get(&call.url), "Messages.json?From=%2B56226000000&To=%2B56911111111&PageSize=100"), "%s",
              text_get(&call.url));
    http_call_release(&call);
    cr_assert_eq(twilio_forget(&sms, "SM00000000000000000000000000000001", &call, NULL), 0);
    cr_expect_str_eq(call.method, "DELETE");
    cr_expect_str_eq(text_get(&call.url),
                     "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages/"
                     "SM00000000000000000000000000000001.json");
    cr_expect_str_eq(text_get(&call.password), "token");
    http_call_release(&call);
    cr_expect_eq(twilio_forget(&sms, "../../Accounts/AC1", &call, NULL), -1);
}
