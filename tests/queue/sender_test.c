/* sender_test - what leaves, in which order, how often, and what becomes of it. */
#include "config/clock.h"
#include "queue/args.h"
#include "queue/send_rules.h"
#include "queue/sender.h"
#include "tests/queue/send_help.h"

#include <criterion/criterion.h>
#include <string.h>

static struct send_help help;
static char person[VAULT_ID_MAX + 1];

static void open_all(void) {
    send_help_open(&help, FAKE_CREATED);
    queue_person(&help.queue, "+56911111111", person);
}
static void close_all(void) {
    send_help_close(&help);
}
TestSuite(sender, .init = open_all, .fini = close_all, .timeout = 60);

static void put(const char *id, const char *text) {
    const struct send_help_out out = {.id = id, .text = text};
    send_help_out(&help, person, &out);
}

/* Nothing of the person waits or is under way. */
static void assert_at_rest(void) {
    cr_assert_eq(queue_number(&help.queue, "ZCARD {test}:outbox:%s", person), 0);
    cr_assert_eq(queue_number(&help.queue, "EXISTS {test}:lanes {test}:lanes-later {test}:sending {test}:sending-of"),
                 0);
}

static size_t position_in_ledger(const char *text) {
    const char *request;
    for (size_t i = 0; (request = fake_provider_request(help.fake, i)); i++)
        if (strstr(request, text)) return i;
    cr_assert_fail("'%s' was not sent", text);
    return 0;
}

Test(sender, a_message_is_handed_over_once_with_our_id_and_is_queued) {
    put("e1.0", "Hola");
    send_help_start(&help);
    send_help_until_state(&help, "e1.0", "queued");
    cr_assert_eq(fake_provider_count(help.fake), 1);
    cr_assert_eq(fake_provider_count_of(help.fake, "Body=Hola"), 1);
    cr_assert_eq(fake_provider_count_of(help.fake, "56911111111"), 1);
    cr_assert_eq(fake_provider_count_of(help.fake, "out%3De1.0"), 1);
    send_help_assert_field(&help, "e1.0", "rank", "1");
    cr_assert_eq(queue_number(&help.queue, "HLEN {test}:pids"), 1);
    assert_at_rest();
}

Test(sender, the_bell_wakes_it) {
    send_help_start(&help);
    queue_settle(&help.queue);
    put("e1.0", "Hola");
    send_help_ring(&help);
    send_help_until_state(&help, "e1.0", "queued");
}

Test(sender, replies_go_before_reminders_and_reminders_before_bulk) {
    char others[2][VAULT_ID_MAX + 1];
    help.queue.settings.send.in_flight_max = 1;
    queue_person(&help.queue, "+56922222222", others[0]);
    queue_person(&help.queue, "+56933333333", others[1]);
    const struct send_help_out bulk = {.id = "e3.0", .text = "bulk", .lane = 2};
    const struct send_help_out reminder = {.id = "e2.0", .text = "reminder", .lane = 1, .purpose = "reminders"};
    send_help_out(&help, others[1], &bulk);
    send_help_out(&help, others[0], &reminder);
    put("e1.0", "reply");
    send_help_start(&help);
    send_help_until_count(&help, 3);
    cr_assert_eq(position_in_ledger("Body=reply"), 0);
    cr_assert_eq(position_in_ledger("Body=reminder"), 1);
    cr_assert_eq(position_in_ledger("Body=bulk"), 2);
}

Test(sender, the_messages_of_a_person_leave_one_after_the_other_in_order) {
    for (int i = 0; i < 20; i++) {
        char id[16], text[16];
        snprintf(id, sizeof id, "e%d.0", i);
        snprintf(text, sizeof text, "text%02d", i);
        put(id, text);
    }
    send_help_start(&help);
    send_help_until_state(&help, "e19.0", "queued");
    for (int i = 0; i < 20; i++) {
        char text[24];
        snprintf(text, sizeof text, "Body=text%02d", i);
        cr_assert_eq(position_in_ledger(text), (size_t)i);
    }
    cr_assert_eq(fake_provider_connections(help.fake), 1, "two were under way at once");
}

Test(sender, a_slow_provider_for_one_person_does_not_hold_up_another) {
    char other[VAULT_ID_MAX + 1];
    fake_provider_answer(help.fake, FAKE_STALL);
    put("e1.0", "slow");
    send_help_start(&help);
    send_help_until_count(&help, 1);
    fake_provider_answer(help.fake, FAKE_CREATED);
    queue_person(&help.queue, "+56922222222", other);
    const struct send_help_out out = {.id = "e2.0", .text = "quick"};
    send_help_out(&help, other, &out);
    send_help_ring(&help);
    send_help_until_state(&help, "e2.0", "queued");
    send_help_assert_field(&help, "e1.0", "state", "sending");
    fake_provider_release(help.fake);
    send_help_until_state(&help, "e1.0", "queued");
}

Test(sender, a_lost_answer_is_unknown_listed_and_never_sent_again) {
    fake_provider_answer(help.fake, FAKE_CUT);
    put("e1.0", "once");
    send_help_start(&help);
    send_help_until_state(&help, "e1.0", "unknown");
    fake_provider_answer(help.fake, FAKE_CREATED);
    put("e2.0", "next");
    send_help_ring(&help);
    send_help_until_state(&help, "e2.0", "queued");
    send_help_ring(&help);
    queue_settle(&help.queue);
    cr_assert_eq(fake_provider_count_of(help.fake, "Body=once"), 1);
    cr_assert_geq(queue_number(&help.queue, "ZCARD {test}:unknown"), 1);
    assert_at_rest();
}

Test(sender, a_server_error_may_have_taken_the_message_and_is_unknown) {
    fake_provider_answer(help.fake, FAKE_ERROR);
    put("e1.0", "once");
    send_help_start(&help);
    send_help_until_state(&help, "e1.0", "unknown");
    cr_assert_eq(fake_provider_count(help.fake), 1);
}

Test(sender, a_reused_connection_that_dies_is_one_post) {
    fake_provider_answer(help.fake, FAKE_DIE_ON_REUSE);
    put("e1.0", "first");
    put("e2.0", "second");
    send_help_start(&help);
    send_help_until_state(&help, "e2.0", "unknown");
    cr_assert_eq(fake_provider_count_of(help.fake, "Body=second"), 1);
}

Test(sender, a_throttled_message_waits_as_long_as_asked_and_goes_then) {
    fake_provider_answer(help.fake, FAKE_THROTTLED);
    put("e1.0", "patient");
    put("e2.0", "after");
    int64_t before_ms = clock_wall_ms();
    send_help_start(&help);
    send_help_until_count(&help, 1);
    send_help_until_state(&help, "e1.0", "ready");
    long long later = queue_number(&help.queue, "ZSCORE {test}:lanes-later %s", person);
    cr_assert_geq(later, before_ms + 24000);
    cr_assert_leq(later, clock_wall_ms() + 36000);
    fake_provider_answer(help.fake, FAKE_CREATED);
    send_help_later_is_now(&help, person, "e1.0");
    send_help_until_state(&help, "e2.0", "queued");
    cr_assert_lt(position_in_ledger("Body=patient"), position_in_ledger("Body=after"));
    cr_assert_eq(fake_provider_count_of(help.fake, "Body=patient"), 2);
    assert_at_rest();
}

Test(sender, what_would_be_useless_at_its_next_try_ends_at_once) {
    const struct send_help_out out = {.id = "e1.0", .text = "soon", .good_for_ms = 10000};
    fake_provider_answer(help.fake, FAKE_THROTTLED);
    send_help_out(&help, person, &out);
    send_help_start(&help);
    send_help_until_state(&help, "e1.0", "expired");
    cr_assert_eq(fake_provider_count(help.fake), 1);
    assert_at_rest();
}

Test(sender, a_refused_message_has_failed_with_the_providers_code) {
    fake_provider_answer(help.fake, FAKE_REFUSED);
    put("e1.0", "x");
    send_help_start(&help);
    send_help_until_state(&help, "e1.0", "failed");
    send_help_assert_field(&help, "e1.0", "code", "21211");
    assert_at_rest();
}

Test(sender, who_opted_out_at_the_provider_is_marked_and_gets_no_more) {
    fake_provider_answer(help.fake, FAKE_OPTED_OUT);
    put("e1.0", "first");
    put("e2.0", "second");
    send_help_start(&help);
    send_help_until_state(&help, "e2.0", "skipped");
    send_help_assert_field(&help, "e1.0", "state", "failed");
    send_help_assert_field(&help, "e2.0", "code", "stopped");
    cr_assert_eq(fake_provider_count(help.fake), 1);
    cr_assert_eq(queue_number(&help.queue, "HGET {test}:person:%s stopped", person), 1);
    char *mail = queue_string(&help.queue, "LINDEX {test}:mailbox:%s 0", person);
    cr_assert_eq(mail[0], 'R');
    free(mail);
}

Test(sender, a_stop_for_a_purpose_is_asked_at_the_moment_of_sending) {
    const struct send_help_out reminder = {.id = "e1.0", .text = "reminder", .purpose = "reminders", .lane = 1};
    send_help_out(&help, person, &reminder);
    put("e2.0", "reply");
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:person:%s c:reminders 0", person));
    send_help_start(&help);
    send_help_until_state(&help, "e1.0", "skipped");
    send_help_until_state(&help, "e2.0", "queued");
    send_help_assert_field(&help, "e1.0", "code", "consent");
    cr_assert_eq(fake_provider_count_of(help.fake, "Body=reminder"), 0);
}

Test(sender, nothing_leaves_after_it_has_become_useless) {
    const struct send_help_out late = {.id = "e1.0", .text = "late", .good_for_ms = -1000};
    send_help_out(&help, person, &late);
    put("e2.0", "still-good");
    send_help_start(&help);
    send_help_until_state(&help, "e2.0", "queued");
    send_help_assert_field(&help, "e1.0", "state", "expired");
    cr_assert_eq(fake_provider_count(help.fake), 1);
}

static void quiet_now(void) {
    struct tm from, until;
    struct settings *settings = &help.queue.settings;
    clock_set_zone("America/Santiago", NULL);
    clock_local(clock_wall_ms() - 3600000, &from);
    clock_local(clock_wall_ms() + 3600000, &until);
    snprintf(settings->send.quiet_from, sizeof settings->send.quiet_from, "%02d:%02d", from.tm_hour, from.tm_min);
    snprintf(settings->send.quiet_until, sizeof settings->send.quiet_until, "%02d:%02d", until.tm_hour, until.tm_min);
}

Test(sender, only_replies_leave_in_quiet_hours) {
    char other[VAULT_ID_MAX + 1];
    const struct send_help_out reminder = {.id = "e1.0", .text = "reminder", .purpose = "reminders", .lane = 1};
    quiet_now();
    queue_person(&help.queue, "+56922222222", other);
    send_help_out(&help, other, &reminder);
    put("e2.0", "reply");
    send_help_start(&help);
    send_help_until_state(&help, "e2.0", "queued");
    queue_settle(&help.queue);
    send_help_assert_field(&help, "e1.0", "state", "ready");
    snprintf(help.queue.settings.send.quiet_from, 6, "00:00");
    snprintf(help.queue.settings.send.quiet_until, 6, "00:00");
    send_help_ring(&help);
    send_help_until_state(&help, "e1.0", "queued");
}

Test(sender, a_trial_reaches_only_the_numbers_that_were_named) {
    char other[VAULT_ID_MAX + 1];
    help.queue.settings.office.mode = MODE_TRIAL;
    snprintf(help.queue.settings.office.trial_numbers, 64, "+56922222222");
    queue_person(&help.queue, "+56922222222", other);
    const struct send_help_out out = {.id = "e2.0", .text = "friend"};
    send_help_out(&help, other, &out);
    put("e1.0", "stranger");
    send_help_start(&help);
    send_help_until_state(&help, "e1.0", "failed");
    send_help_until_state(&help, "e2.0", "queued");
    send_help_assert_field(&help, "e1.0", "code", "trial");
    cr_assert_eq(fake_provider_count(help.fake), 1);
    cr_assert_eq(fake_provider_count_of(help.fake, "friend"), 1);
}

Test(sender, a_channel_that_the_provider_refuses_is_paused_and_loses_nothing) {
    fake_provider_answer(help.fake, FAKE_DENIED);
    put("e1.0", "kept");
    send_help_start(&help);
    send_help_until_count(&help, 1);
    send_help_until_state(&help, "e1.0", "ready");
    put("e2.0", "also kept");
    send_help_ring(&help);
    queue_settle(&help.queue);
    cr_assert_eq(fake_provider_count(help.fake), 1);
    send_help_assert_field(&help, "e2.0", "state", "ready");
    cr_assert_eq(queue_number(&help.queue, "ZCARD {test}:outbox:%s", person), 2);
}

Test(sender, a_record_that_cannot_be_read_stops_nobody_else) {
    char other[VAULT_ID_MAX + 1], third[VAULT_ID_MAX + 1];
    queue_person(&help.queue, "+56922222222", other);
    queue_person(&help.queue, "+56933333333", third);
    const struct send_help_out broken = {.id = "e2.0", .text = "x"}, good = {.id = "e3.0", .text = "good"};
    send_help_out(&help, other, &broken);
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:out:e2.0 text garbage"));
    put("e1.0", "x");
    freeReplyObject(queue_redis(&help.queue, "DEL {test}:out:e1.0"));
    freeReplyObject(queue_redis(&help.queue, "SET {test}:out:e1.0 wrong-type"));
    send_help_out(&help, third, &good);
    send_help_start(&help);
    send_help_until_state(&help, "e3.0", "queued");
    send_help_until_state(&help, "e2.0", "failed");
    send_help_assert_field(&help, "e2.0", "code", "unreadable");
    cr_assert_eq(queue_number(&help.queue, "HEXISTS {test}:buried %s", person), 1);
    cr_assert_eq(fake_provider_count(help.fake), 1);
}

static int drained;
static void on_drained(void *arg) {
    drained++;
}
static int has_drained(void *arg) {
    return drained;
}

Test(sender, draining_waits_for_what_is_under_way_and_takes_no_more) {
    fake_provider_answer(help.fake, FAKE_STALL);
    put("e1.0", "under-way");
    put("e2.0", "waiting");
    send_help_start(&help);
    send_help_until_count(&help, 1);
    sender_drain(help.sender, on_drained, NULL);
    queue_settle(&help.queue);
    cr_assert_eq(drained, 0);
    fake_provider_release(help.fake);
    cr_assert(queue_until(&help.queue, has_drained, NULL));
    send_help_assert_field(&help, "e1.0", "state", "queued");
    send_help_assert_field(&help, "e2.0", "state", "ready");
    cr_assert_eq(drained, 1);
}

Test(sender, an_outcome_that_redis_could_not_take_is_told_again) {
    fake_provider_answer(help.fake, FAKE_STALL);
    put("e1.0", "once");
    send_help_start(&help);
    send_help_until_count(&help, 1);
    queue_help_server_kill(&help.queue);
    fake_provider_release(help.fake);
    struct loop_timer *timer;
    loop_timer_new(help.queue.loop, (loop_fn)loop_stop, help.queue.loop, &timer, NULL);
    while (client_in_flight(help.client)) {
        loop_timer_set(timer, 5);
        loop_run(help.queue.loop);
    }
    loop_timer_free(timer);
    queue_help_server_start(&help.queue, NULL);
    send_help_until_state(&help, "e1.0", "queued");
    cr_assert_eq(fake_provider_count(help.fake), 1);
}

Test(sender, quiet_hours_may_span_midnight) {
    struct settings settings = {0};
    int64_t noon_ms;
    clock_set_zone("America/Santiago", NULL);
    clock_from_local(2026, 11, 24, 12 * 60, &noon_ms, NULL);
    snprintf(settings.send.quiet_from, sizeof settings.send.quiet_from, "21:00");
    snprintf(settings.send.quiet_until, sizeof settings.send.quiet_until, "08:30");
    cr_assert_eq(send_rules_quiet(&settings, noon_ms), 0);
    cr_assert_eq(send_rules_quiet(&settings, noon_ms + 9 * 3600000), 1);
    cr_assert_eq(send_rules_quiet(&settings, noon_ms - 4 * 3600000), 1);
    cr_assert_eq(send_rules_quiet(&settings, noon_ms - 3 * 3600000 - 1800000), 0);
    snprintf(settings.send.quiet_until, sizeof settings.send.quiet_until, "21:00");
    cr_assert_eq(send_rules_quiet(&settings, noon_ms + 9 * 3600000), 0);
}

Test(sender, waits_grow_with_some_chance_and_never_undercut_the_provider) {
    cr_assert_eq(send_rules_retry_at(0, 0, 0, 0), 24000);
    cr_assert_eq(send_rules_retry_at(0, 0, 0, 400), 36000);
    cr_assert_eq(send_rules_retry_at(0, 1, 0, 200), 120000);
    cr_assert_eq(send_rules_retry_at(0, 3, 0, 200), 1800000);
    cr_assert_eq(send_rules_retry_at(0, 99, 0, 200), 3600000);
    cr_assert_eq(send_rules_retry_at(1000, 0, 600, 200), 601000);
}
