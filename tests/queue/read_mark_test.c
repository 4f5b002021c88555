/* read_mark_test - people see that their message was read, when the office wants that; nothing waits for it. */
#include "queue/read_mark.h"

#include "queue/accept.h"
#include "tests/queue/send_help.h"

#include <criterion/criterion.h>
#include <string.h>

static struct send_help help;
static struct worker *worker;
static struct read_mark *mark;

static struct channel *line(void) {
    return &help.queue.settings.channels[0];
}

static void open_all(void) {
    send_help_open(&help, FAKE_CREATED);
    snprintf(line()->wire, sizeof line()->wire, "meta");
    snprintf(line()->kind, sizeof line()->kind, "whatsapp");
    snprintf(line()->account, sizeof line()->account, "106540352242922");
    snprintf(line()->token, sizeof line()->token, "t");
    line()->mark_read = 1;
}
static void close_all(void) {
    worker_free(worker);
    read_mark_free(mark);
    send_help_close(&help);
}
TestSuite(read_mark, .init = open_all, .fini = close_all, .timeout = 60);

static void start(void) {
    struct error why = ERROR_INIT;
    queue_help_office(&help.queue);
    queue_help_pack(&help.queue);
    cr_assert_eq(client_new(help.queue.loop, 2, &help.client, &why), 0);
    cr_assert_eq(worker_start(help.queue.office, &worker, &why), 0, "%s", why.text);
    cr_assert_eq(read_mark_start(help.queue.office, help.client, worker, &mark, &why), 0);
}

static void on_accepted(void *arg, const struct accept_result *result, const struct error *why) {
    cr_assert(!why && result->fresh == 1);
    *(int *)arg = 1;
}
static int is_set(void *arg) {
    return *(int *)arg;
}
static int turns_are(void *arg) {
    return queue_number(&help.queue, "HGET {test}:count turns") >= *(long long *)arg;
}

static void say(const char *id, long long turns) {
    struct inbox inbox = INBOX_INIT;
    struct message *message = inbox_add_message(&inbox);
    int accepted = 0;
    snprintf(message->id, sizeof message->id, "%s", id);
    snprintf(message->from, sizeof message->from, "+56911111111");
    text_add(&message->body, "hola");
    accept_inbox(help.queue.office, line(), &inbox, on_accepted, &accepted);
    inbox_release(&inbox);
    cr_assert(queue_until(&help.queue, is_set, &accepted));
    cr_assert(queue_until(&help.queue, turns_are, &turns));
    queue_settle(&help.queue);
}

Test(read_mark, a_message_is_marked_once_when_its_turn_is_done) {
    start();
    say("wamid.HBgL1==", 1);
    send_help_until_count(&help, 1);
    cr_assert_eq(fake_provider_count_of(help.fake, "\"message_id\":\"wamid.HBgL1==\""), 1);
    cr_assert_eq(fake_provider_count_of(help.fake, "\"status\":\"read\""), 1);
    cr_assert_eq(fake_provider_count(help.fake), 1);
}

Test(read_mark, a_refused_or_lost_mark_is_not_tried_again_and_the_next_turn_goes_on) {
    fake_provider_answer(help.fake, FAKE_CUT);
    start();
    say("wamid.HBgL1==", 1);
    send_help_until_count(&help, 1);
    fake_provider_answer(help.fake, FAKE_THROTTLED);
    say("wamid.HBgL2==", 2);
    send_help_until_count(&help, 2);
    queue_settle(&help.queue);
    cr_assert_eq(fake_provider_count(help.fake), 2);
    cr_assert_eq(fake_provider_count_of(help.fake, "wamid.HBgL1=="), 1);
}

Test(read_mark, nothing_is_marked_that_the_office_does_not_want_or_in_trial_mode) {
    line()->mark_read = 0;
    start();
    say("wamid.HBgL1==", 1);
    line()->mark_read = 1;
    help.queue.settings.office.mode = MODE_TRIAL;
    say("wamid.HBgL2==", 2);
    cr_assert_eq(client_in_flight(help.client), 0);
    cr_assert_eq(fake_provider_count(help.fake), 0);
}
