/* message_test - the inbox of one request, and the plain structs of HTTP. */
#include "messages/message.h"

#include "messages/http.h"

#include <criterion/criterion.h>
#include <string.h>

Test(inbox, takes_a_thousand_messages_and_then_no_more) {
    struct inbox inbox = INBOX_INIT;
    for (int i = 0; i < INBOX_MAX; i++) {
        struct message *message = inbox_add_message(&inbox);
        cr_assert(message && !message->id[0] && text_ok(&message->body) && message->at_ms == 0);
        text_addf(&message->body, "%d", i);
    }
    cr_expect(inbox_add_message(&inbox) == NULL);
    cr_expect(inbox.message_count == INBOX_MAX);
    cr_expect_str_eq(text_get(&inbox.messages[0].body), "0");
    cr_expect_str_eq(text_get(&inbox.messages[999].body), "999");
    cr_expect(inbox_add_status(&inbox) != NULL);
    inbox_release(&inbox);
    cr_expect(inbox.message_count == 0 && inbox.messages == NULL && inbox.statuses == NULL);
    inbox_release(&inbox);
}

Test(inbox, gives_a_body_room_for_the_longest_text_of_a_person) {
    struct inbox inbox = INBOX_INIT;
    struct message *message = inbox_add_message(&inbox);
    for (int i = 0; i < MESSAGE_RUNES_MAX; i++) text_add_rune(&message->body, 0x1F64F);
    cr_expect(text_ok(&message->body));
    inbox_release(&inbox);
}

Test(inbox, takes_a_thousand_statuses_and_then_no_more) {
    struct inbox inbox = INBOX_INIT;
    for (int i = 0; i < INBOX_MAX; i++) {
        struct status *status = inbox_add_status(&inbox);
        cr_assert(status && status->delivery == DELIVERY_NONE && !status->out_id[0] && !status->stopped);
        status->stopped = 1;
    }
    cr_expect(inbox_add_status(&inbox) == NULL);
    inbox_release(&inbox);
}

Test(http, header_names_are_found_in_any_case_and_counted) {
    struct http_request request = {.headers = {{"Host", "a"}, {"X-Sign", "1"}, {"x-sIGN", "2"}}, .header_count = 3};
    size_t count;
    cr_expect_str_eq(http_header_find(&request, "x-sign", &count), "1");
    cr_expect(count == 2);
    cr_expect(http_header_find(&request, "X-Sig", &count) == NULL && count == 0);
    cr_expect_str_eq(http_header_find(&request, "HOST", NULL), "a");
}

static int is_json(const char *type) {
    struct http_request request = {.headers = {{"content-type", type}}, .header_count = 1};
    return http_is_type(&request, "application/json");
}

Test(http, content_type_is_compared_without_its_parameters) {
    cr_expect(is_json("application/json"));
    cr_expect(is_json("Application/JSON; charset=utf-8"));
    cr_expect(is_json("application/json;charset=utf-8"));
    cr_expect(!is_json("application/json5"));
    cr_expect(!is_json("text/plain; application/json"));
    cr_expect(!is_json(""));
    struct http_request none = {0};
    cr_expect(!http_is_type(&none, "application/json"));
    struct http_request two = {.headers = {{"Content-Type", "application/json"}, {"Content-Type", "application/json"}},
                               .header_count = 2};
    cr_expect(!http_is_type(&two, "application/json"));
}

Test(http, call_refuses_a_header_that_would_forge_another) {
    struct http_call call;
    struct error why = ERROR_INIT;
    http_call_init(&call);
    cr_expect(http_call_header(&call, "Authorization", "Bearer a\r\nX-Evil: 1", &why) == -1);
    cr_expect(why.kind == ERROR_INPUT && call.header_count == 0);
    cr_expect(http_call_header(&call, "Accept", "text/xml", NULL) == 0);
    cr_expect_str_eq(text_get(&call.headers[0]), "Accept: text/xml");
    for (int i = 1; i < HTTP_CALL_HEADERS_MAX; i++) cr_expect(http_call_header(&call, "A", "b", NULL) == 0);
    cr_expect(http_call_header(&call, "A", "b", NULL) == -1);
    http_call_release(&call);
    cr_expect(call.header_count == 0);
}

Test(http, call_says_which_part_of_it_is_too_long) {
    struct http_call call;
    struct error why = ERROR_INIT;
    http_call_init(&call);
    http_call_base(&call, "http://x.example//");
    cr_expect_str_eq(text_get(&call.url), "http://x.example");
    cr_expect(http_call_check(&call, &why) == 0);
    while (text_ok(&call.url)) text_add(&call.url, "/long");
    cr_expect(http_call_check(&call, &why) == -1);
    cr_expect_str_eq(why.text, "the URL of a call is too long");
    text_clear(&call.url);
    text_add(&call.url, "http://x\r\n/");
    cr_expect(http_call_check(&call, &why) == -1);
    http_call_release(&call);
}
