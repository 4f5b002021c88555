/* astray_test - messages that did not arrive are listed, and what the desk can do with them. */
#include "queue/astray.h"

#include "config/own.h"
#include "tests/queue/send_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct send_help help;
static char person[VAULT_ID_MAX + 1];

static void begin(void) {
    send_help_open(&help, FAKE_CREATED);
    queue_help_office(&help.queue);
    queue_help_pack(&help.queue);
    queue_person(&help.queue, "+56911111111", person);
}
static void end(void) {
    send_help_close(&help);
}
TestSuite(astray, .init = begin, .fini = end, .timeout = 60);

static void send_one(const char *id, enum fake_answer answer, const char *state) {
    const struct send_help_out out = {.id = id, .text = "x"};
    fake_provider_answer(help.fake, answer);
    send_help_out(&help, person, &out);
    if (help.sender)
        send_help_ring(&help);
    else
        send_help_start(&help);
    send_help_until_state(&help, id, state);
}

/* The list; free with json_decref. */
static json_t *list(const char *state) {
    struct queue_wait wait = {0};
    astray_list(help.queue.office, &(struct astray_query){"u1", state, 0, 10}, queue_done, &wait);
    queue_await(&help.queue, &wait);
    json_t *messages = json_incref(json_object_get(wait.result, "messages"));
    queue_wait_release(&wait);
    return messages;
}

static const char *field(const json_t *list, size_t at, const char *name) {
    return json_string_value(json_object_get(json_array_get(list, at), name));
}

typedef void desk_act(struct office *office, const char *user, const char *id, office_done done, void *arg);
static enum error_kind does(desk_act *act, const char *id) {
    struct queue_wait wait = {0};
    act(help.queue.office, "u1", id, queue_done, &wait);
    queue_await_error(&help.queue, &wait);
    enum error_kind kind = wait.why.kind;
    queue_wait_release(&wait);
    return kind;
}

Test(astray, what_failed_or_lost_its_answer_is_listed_with_its_person_and_reason) {
    send_one("e1.0", FAKE_REFUSED, "failed");
    send_one("e2.0", FAKE_CUT, "unknown");
    send_one("e3.0", FAKE_CREATED, "queued");
    json_auto_t *all = list(""), *unknown = list("unknown");
    cr_assert_eq(json_array_size(all), 2);
    cr_assert_eq(json_array_size(unknown), 1);
    cr_assert_str_eq(field(unknown, 0, "id"), "e2.0");
    const json_t *failed = json_array_get(all, strcmp(field(all, 0, "id"), "e1.0") == 0 ? 0 : 1);
    cr_assert_str_eq(json_string_value(json_object_get(json_object_get(failed, "why"), "es")),
                     "El número no es válido");
    const char *number = json_string_value(json_object_get(json_object_get(failed, "person"), "number"));
    cr_assert(number && *number && !strstr(number, "1111111"), "the number is masked: %s", number);
}

Test(astray, what_a_late_report_settles_leaves_the_list) {
    send_one("e1.0", FAKE_CUT, "unknown");
    char *said = queue_string(&help.queue, "FCALL status 1 {test} 1 e1.0 x 4 delivered 0 0");
    cr_assert_str_eq(said, "merged");
    free(said);
    json_auto_t *all = list("");
    cr_assert_eq(json_array_size(all), 0);
}

Test(astray, only_an_unknown_one_goes_again_and_only_once) {
    send_one("e1.0", FAKE_REFUSED, "failed");
    send_one("e2.0", FAKE_CUT, "unknown");
    size_t before = fake_provider_count(help.fake);
    fake_provider_answer(help.fake, FAKE_CREATED);
    cr_assert_eq(does(astray_again, "e1.0"), ERROR_CONFLICT);
    cr_assert_eq(does(astray_again, "e2.0"), ERROR_NONE);
    cr_assert_eq(does(astray_again, "e2.0"), ERROR_CONFLICT, "two people pressed it");
    send_help_until_state(&help, "e2.0", "queued");
    cr_assert_eq(fake_provider_count(help.fake), before + 1);
    send_help_assert_field(&help, "e2.0", "again", "u1");
    cr_assert_eq(queue_number(&help.queue, "ZCARD {test}:unknown"), 0);
    cr_assert_eq(does(astray_again, "no-such"), ERROR_MISSING);
}

Test(astray, one_that_is_lost_a_second_time_can_not_go_a_third) {
    send_one("e1.0", FAKE_CUT, "unknown");
    cr_assert_eq(does(astray_again, "e1.0"), ERROR_NONE);
    size_t count = fake_provider_count(help.fake);
    send_help_until_count(&help, count + 1 > 2 ? count : 2);
    send_help_until_state(&help, "e1.0", "unknown");
    cr_assert_eq(does(astray_again, "e1.0"), ERROR_CONFLICT);
}

Test(astray, somebody_will_call_opens_one_ticket) {
    send_one("e1.0", FAKE_REFUSED, "failed");
    send_one("e2.0", FAKE_REFUSED, "failed");
    cr_assert_eq(does(astray_call, "e1.0"), ERROR_NONE);
    cr_assert_eq(does(astray_call, "e2.0"), ERROR_NONE);
    cr_assert_eq(queue_number(&help.queue, "ZCARD {test}:tickets"), 1);
    json_auto_t *all = list("");
    cr_assert_eq(json_array_size(all), 0);
}

Test(astray, what_is_dealt_with_leaves_the_list_and_each_look_and_act_is_audited) {
    send_one("e1.0", FAKE_REFUSED, "failed");
    json_auto_t *all = list("");
    cr_assert_eq(does(astray_drop, "e1.0"), ERROR_NONE);
    cr_assert_eq(does(astray_drop, "e1.0"), ERROR_MISSING);
    cr_assert_eq(queue_number(&help.queue, "XLEN {test}:audit"), 2);
}

Test(astray, a_question_of_a_survey_is_never_listed) {
    send_one("e1.0q", FAKE_REFUSED, "failed");
    json_auto_t *all = list("");
    cr_assert_eq(json_array_size(all), 0);
}

Test(astray, bad_questions_are_refused) {
    struct queue_wait wait = {0};
    astray_list(help.queue.office, &(struct astray_query){"u1", "lost", 0, 10}, queue_done, &wait);
    queue_await_error(&help.queue, &wait);
    cr_assert_eq(wait.why.kind, ERROR_INPUT);
    queue_wait_release(&wait);
    astray_list(help.queue.office, &(struct astray_query){"u1", "", 0, 101}, queue_done, &wait);
    queue_await_error(&help.queue, &wait);
    cr_assert_eq(wait.why.kind, ERROR_INPUT);
}
