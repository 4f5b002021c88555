/* campaigns_test - an announcement reaches everyone who wants it, once, in their language, and can be held at any time.
 */
#include "config/clock.h"
#include "messages/message.h"
#include "queue/campaigns.h"
#include "queue/person.h"
#include "tests/queue/send_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct send_help help;
static struct queue_wait wait;
static struct campaigns_new campaign;
static char id[VAULT_ID_MAX + 1];

static void open_all(void) {
    send_help_open(&help, FAKE_CREATED);
    queue_help_office(&help.queue);
    campaign = (struct campaigns_new){.fallback = LANGUAGE_ES,
                                      .text = {[LANGUAGE_ES] = "Feria el jueves", [LANGUAGE_HT] = "Jedi gen yon fwa"},
                                      .now_ms = clock_wall_ms()};
}
static void close_all(void) {
    queue_wait_release(&wait);
    send_help_close(&help);
}
TestSuite(campaigns, .init = open_all, .fini = close_all, .timeout = 60);

/* A person of this language ("" = not known) who said yes to events. */
static void add_person(const char *number, const char *language, char ret[VAULT_ID_MAX + 1]) {
    queue_person(&help.queue, number, ret);
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:person:%s c:events 1", ret));
    if (*language) freeReplyObject(queue_redis(&help.queue, "HSET {test}:person:%s lang %s", ret, language));
    freeReplyObject(queue_redis(&help.queue, "ZADD {test}:consent:events %lld %s", (long long)campaign.now_ms, ret));
}

static void add_people(int count, const char *language) {
    for (int i = 0; i < count; i++) {
        char number[24], person[VAULT_ID_MAX + 1];
        snprintf(number, sizeof number, "+569%08d", 30000000 + i);
        add_person(number, language, person);
    }
}

static void wait_anew(void) {
    queue_wait_release(&wait);
    wait = (struct queue_wait){0};
}

static void start(void) {
    wait_anew();
    campaigns_start(help.queue.office, &campaign, queue_done, &wait);
    queue_await(&help.queue, &wait);
    snprintf(id, sizeof id, "%s", json_string_value(json_object_get(wait.result, "id")));
}

static void set(const char *state) {
    wait_anew();
    campaigns_set(help.queue.office, id, state, queue_done, &wait);
    queue_await(&help.queue, &wait);
    cr_assert_str_eq(json_string_value(json_object_get(wait.result, "state")), state);
}

static long number(const char *name) {
    return (long)json_integer_value(json_object_get(wait.result, name));
}

static void get(void) {
    wait_anew();
    campaigns_get(help.queue.office, id, queue_done, &wait);
    queue_await(&help.queue, &wait);
}

static long ended(void) {
    get();
    return number("sent") + number("failed") + number("unknown") + number("skipped");
}

static long wanted;
static int has_ended(void *arg) {
    long long sum = 0;
    static const char *const names[] = {"sent", "failed", "unknown", "skipped"};
    for (size_t i = 0; i < 4; i++) sum += queue_number(&help.queue, "HGET {test}:campaign:%s %s", id, names[i]);
    return sum >= wanted;
}
static void until_ended(long count) {
    wanted = count;
    cr_assert(queue_until(&help.queue, has_ended, NULL), "%ld of %ld ended", ended(), count);
    get();
}

Test(campaigns, everyone_gets_it_once_in_their_language_or_the_fall_back) {
    char es[VAULT_ID_MAX + 1], ht[VAULT_ID_MAX + 1], fr[VAULT_ID_MAX + 1], none[VAULT_ID_MAX + 1];
    add_person("+56911111111", "es", es);
    add_person("+56922222222", "ht", ht);
    add_person("+56933333333", "fr", fr);
    add_person("+56944444444", "", none);
    start();
    cr_assert_eq(number("people"), 4);
    send_help_start(&help);
    until_ended(4);
    cr_assert_eq(number("sent"), 4);
    cr_assert_eq(number("position"), 4);
    cr_assert_str_eq(json_string_value(json_object_get(wait.result, "state")), "done");
    cr_assert_eq(fake_provider_count(help.fake), 4);
    cr_assert_eq(fake_provider_count_of(help.fake, "Body=Feria%20el%20jueves"), 3);
    cr_assert_eq(fake_provider_count_of(help.fake, "Body=Jedi"), 1);
    queue_settle(&help.queue);
    cr_assert_eq(queue_number(&help.queue, "LLEN {test}:log:%s", ht), 1);
}

Test(campaigns, who_took_the_consent_back_or_was_stopped_is_skipped) {
    char away[VAULT_ID_MAX + 1], stopped[VAULT_ID_MAX + 1], here[VAULT_ID_MAX + 1];
    add_person("+56911111111", "es", away);
    add_person("+56922222222", "es", stopped);
    add_person("+56933333333", "es", here);
    start();
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:person:%s c:events 0", away));
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:person:%s stopped 1", stopped));
    send_help_start(&help);
    until_ended(3);
    cr_assert_eq(number("sent"), 1);
    cr_assert_eq(number("skipped"), 2);
    cr_assert_eq(fake_provider_count(help.fake), 1);
}

Test(campaigns, whoever_others_read_along_with_is_left_out) {
    char safe[VAULT_ID_MAX + 1], unsafe[VAULT_ID_MAX + 1], discreet[VAULT_ID_MAX + 1];
    add_person("+56911111111", "es", safe);
    add_person("+56922222222", "es", unsafe);
    add_person("+56933333333", "es", discreet);
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:person:%s m:unsafe %s", unsafe, "1000 1"));
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:person:%s m:discreet %s", discreet, "1000 word"));
    wait_anew();
    campaigns_preview(help.queue.office, &campaign, queue_done, &wait);
    queue_await(&help.queue, &wait);
    cr_expect_eq(number("people"), 1, "the preview counts them");
    start();
    send_help_start(&help);
    until_ended(3);
    cr_expect_eq(number("sent"), 1);
    cr_expect_eq(number("skipped"), 2);
    cr_expect_eq(fake_provider_count(help.fake), 1);
}

Test(campaigns, who_consents_later_is_not_in_a_frozen_audience) {
    char later[VAULT_ID_MAX + 1];
    add_people(2, "es");
    start();
    add_person("+56911111111", "es", later);
    send_help_start(&help);
    until_ended(2);
    cr_assert_eq(number("people"), 2);
    cr_assert_eq(fake_provider_count(help.fake), 2);
}

Test(campaigns, a_pause_holds_it_and_a_resume_goes_on_where_it_was) {
    help.queue.settings.channels[0].rate_per_s = 20;
    add_people(30, "es");
    start();
    send_help_start(&help);
    until_ended(3);
    set("paused");
    queue_settle(&help.queue);
    long held = ended();
    cr_assert_lt(held, 30);
    for (int i = 0; i < 3; i++) {
        send_help_ring(&help);
        queue_settle(&help.queue);
    }
    cr_assert_leq(ended(), held + 1, "it went on while paused");
    set("running");
    until_ended(30);
    cr_assert_eq(number("sent"), 30);
    cr_assert_eq(fake_provider_count(help.fake), 30);
}

Test(campaigns, a_cancel_ends_it_and_counts_who_did_not_get_it) {
    help.queue.settings.channels[0].rate_per_s = 20;
    add_people(30, "es");
    start();
    send_help_start(&help);
    until_ended(3);
    set("cancelled");
    until_ended(30);
    cr_assert_eq(number("sent") + number("skipped"), 30);
    cr_assert_gt(number("skipped"), 10);
    cr_assert_eq(fake_provider_count(help.fake), (size_t)number("sent"));
    wait_anew();
    campaigns_set(help.queue.office, id, "running", queue_done, &wait);
    queue_await_error(&help.queue, &wait);
    cr_assert_eq(wait.why.kind, ERROR_CONFLICT);
}

Test(campaigns, a_new_sender_goes_on_and_nobody_gets_it_twice) {
    help.queue.settings.channels[0].rate_per_s = 50;
    add_people(20, "es");
    start();
    send_help_start(&help);
    until_ended(5);
    sender_free(help.sender);
    help.sender = NULL;
    client_free(help.client);
    help.client = NULL;
    send_help_start(&help);
    wanted = 20;
    cr_assert_eq(queue_number(&help.queue, "HGET {test}:campaign:%s people", id), 20);
    struct loop_timer *timer;
    loop_timer_new(help.queue.loop, (loop_fn)loop_stop, help.queue.loop, &timer, NULL);
    while (queue_number(&help.queue, "HGET {test}:campaign:%s position", id) < 20) {
        loop_timer_set(timer, 5);
        loop_run(help.queue.loop);
    }
    loop_timer_free(timer);
    for (int i = 0; i < 20; i++) {
        char part[24];
        snprintf(part, sizeof part, "569%08d", 30000000 + i);
        cr_expect_leq(fake_provider_count_of(help.fake, part), 1, "%s", part);
    }
}

Test(campaigns, a_reply_overtakes_it) {
    char person[VAULT_ID_MAX + 1];
    help.queue.settings.channels[0].rate_per_s = 20;
    add_people(30, "es");
    start();
    send_help_start(&help);
    until_ended(2);
    queue_person(&help.queue, "+56911111111", person);
    const struct send_help_out out = {.id = "e1.0", .text = "reply"};
    send_help_out(&help, person, &out);
    send_help_ring(&help);
    send_help_until_state(&help, "e1.0", "queued");
    cr_assert_lt(fake_provider_count(help.fake), 15);
}

Test(campaigns, what_the_provider_throttles_is_sent_later_in_the_same_words) {
    char person[VAULT_ID_MAX + 1], out[OUT_ID_MAX + 1];
    add_person("+56922222222", "ht", person);
    fake_provider_answer(help.fake, FAKE_THROTTLED);
    start();
    snprintf(out, sizeof out, "c.%s.%s", id, person);
    send_help_start(&help);
    send_help_until_count(&help, 1);
    send_help_until_state(&help, out, "ready");
    fake_provider_answer(help.fake, FAKE_CREATED);
    send_help_later_is_now(&help, person, out);
    until_ended(1);
    cr_assert_eq(number("sent"), 1);
    cr_assert_eq(fake_provider_count_of(help.fake, "Body=Jedi"), 2);
    queue_settle(&help.queue);
    cr_assert_eq(queue_number(&help.queue, "LLEN {test}:log:%s", person), 1, "logged once for each try");
}

Test(campaigns, nothing_of_it_leaves_in_quiet_hours_or_when_it_is_useless) {
    add_people(3, "es");
    campaign.now_ms -= 48LL * 3600 * 1000;
    campaign.useless_after_ms = campaign.now_ms + 3600000;
    start();
    send_help_start(&help);
    until_ended(3);
    cr_assert_eq(number("skipped"), 3);
    cr_assert_eq(fake_provider_count(help.fake), 0);
}

Test(campaigns, the_same_texts_are_refused_within_a_day_and_taken_after) {
    add_people(1, "es");
    start();
    wait_anew();
    campaigns_start(help.queue.office, &campaign, queue_done, &wait);
    queue_await_error(&help.queue, &wait);
    cr_assert_eq(wait.why.kind, ERROR_CONFLICT);
    campaign.now_ms += 24LL * 3600 * 1000 + 1;
    start();
    campaign.text[LANGUAGE_HT] = "Vandredi";
    start();
}

Test(campaigns, a_preview_counts_people_and_segments_and_stores_nothing) {
    char person[VAULT_ID_MAX + 1];
    static char longer[200];
    memset(longer, 'x', sizeof longer - 1);
    campaign.text[LANGUAGE_HT] = longer;
    add_people(1200, "es");
    add_person("+56911111111", "ht", person);
    add_person("+56922222222", "pt", person);
    add_person("+56933333333", "es", person);
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:person:%s stopped 1", person));
    campaigns_preview(help.queue.office, &campaign, queue_done, &wait);
    queue_await(&help.queue, &wait);
    cr_assert_eq(number("people"), 1202);
    cr_assert_eq(number("segments_total"), 1203);
    json_t *ht = json_object_get(json_object_get(wait.result, "by_language"), "ht");
    cr_assert_eq(json_integer_value(json_object_get(ht, "people")), 1);
    cr_assert_eq(json_integer_value(json_object_get(ht, "segments")), 2);
    cr_assert_eq(queue_number(&help.queue, "EXISTS {test}:campaigns"), 0);
}

/* 107 letters with accents: one SMS when they are lowered, else two. */
#define DEAR                                                                                                           \
    "Sábado 5 de diciembre, 11:00: fiesta de la nación migrante en la plaza. Habrá música, niños y comida. ¡Venga!"

static long preview_segments(const char *encoding) {
    for (size_t i = 0; i < help.queue.settings.channel_count; i++)
        snprintf(help.queue.settings.channels[i].encoding, SETTINGS_SHORT_MAX, "%s", encoding);
    wait_anew();
    campaigns_preview(help.queue.office, &campaign, queue_done, &wait);
    queue_await(&help.queue, &wait);
    return number("segments_total");
}

Test(campaigns, a_preview_counts_what_the_channels_send) {
    char person[VAULT_ID_MAX + 1];
    campaign.text[LANGUAGE_ES] = DEAR;
    add_person("+56911111111", "es", person);
    cr_assert_eq(preview_segments("smart"), 1);
    cr_assert_eq(preview_segments("full"), 2);
    help.queue.settings.channel_count = 0;
    cr_assert_eq(preview_segments("full"), 1, "nothing is billed by the segment");
}

/* The conversation's only line of a person; malloc'ed. */
static char *only_line(const char *person) {
    char bound[PERSON_BOUND_MAX], *plain;
    struct error why = ERROR_INIT;
    struct vault_key key;
    size_t len;
    redisReply *wrapped = queue_redis(&help.queue, "HGET {test}:person:%s key", person);
    redisReply *line = queue_redis(&help.queue, "LINDEX {test}:log:%s 0", person);
    cr_assert_eq(line->type, REDIS_REPLY_STRING);
    const char *sealed = line->str;
    for (int i = 0; i < 3; i++) sealed = strchr(sealed, ' ') + 1;
    struct vault_bytes bytes = {sealed, line->len - (size_t)(sealed - line->str)};
    cr_assert_eq(vault_unwrap(help.queue.vault, person, (struct vault_bytes){wrapped->str, wrapped->len}, &key, &why),
                 0);
    cr_assert_eq(vault_unseal(&key, person_bound("log", person, NULL, bound), bytes, &plain, &len, &why), 0);
    freeReplyObject(wrapped);
    freeReplyObject(line);
    return plain;
}

Test(campaigns, accents_that_make_an_sms_dear_stay_in_the_conversation_only) {
    char person[VAULT_ID_MAX + 1];
    campaign.text[LANGUAGE_ES] = DEAR;
    add_person("+56911111111", "es", person);
    start();
    send_help_start(&help);
    until_ended(1);
    queue_settle(&help.queue);
    cr_assert_eq(fake_provider_count_of(help.fake, "Body=Sabado%205"), 1);
    cr_assert_eq(fake_provider_count_of(help.fake, "ni%C3%B1os"), 1, "the alphabet has ñ");
    char *line = only_line(person);
    cr_assert_str_eq(line, DEAR);
    free(line);
}

static void assert_refused(enum error_kind kind) {
    queue_await_error(&help.queue, &wait);
    cr_assert_eq(wait.why.kind, kind, "%s", wait.why.text);
    wait_anew();
}

Test(campaigns, bad_wishes_are_refused) {
    campaign.fallback = LANGUAGE_FR;
    campaigns_start(help.queue.office, &campaign, queue_done, &wait);
    assert_refused(ERROR_INPUT);
    campaign.fallback = LANGUAGE_ES;
    campaign.text[LANGUAGE_HT] = " \n";
    campaigns_preview(help.queue.office, &campaign, queue_done, &wait);
    assert_refused(ERROR_INPUT);
    campaigns_get(help.queue.office, "no-such", queue_done, &wait);
    assert_refused(ERROR_MISSING);
    campaigns_get(help.queue.office, "an-id-that-is-much-too-long-to-be-one", queue_done, &wait);
    assert_refused(ERROR_MISSING);
    campaigns_set(help.queue.office, "no-such", "paused", queue_done, &wait);
    assert_refused(ERROR_MISSING);
    campaigns_set(help.queue.office, "no-such", "exploded", queue_done, &wait);
    assert_refused(ERROR_INPUT);
}

Test(campaigns, no_sentence_of_it_stands_in_redis_in_the_clear) {
    add_people(1, "es");
    start();
    char *text = queue_string(&help.queue, "HGET {test}:campaign:%s text:es", id);
    cr_assert_gt(strlen(text), 0);
    cr_assert_null(strstr(text, "Feria"));
    free(text);
}

/* Says yes to surveys, and perhaps has answered one. */
static void wants_surveys(const char *person, int answered) {
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:person:%s c:surveys 1", person));
    freeReplyObject(queue_redis(&help.queue, "ZADD {test}:consent:surveys 1 %s", person));
    if (answered)
        freeReplyObject(queue_redis(&help.queue, "HSET {test}:person:%s m:enc-primera %s", person, "1 completa"));
}

Test(campaigns, an_invitation_to_a_survey_goes_to_those_who_want_them_and_have_not_answered) {
    char events[VAULT_ID_MAX + 1], fresh[VAULT_ID_MAX + 1], answered[VAULT_ID_MAX + 1];
    add_person("+56911111111", "es", events);
    add_person("+56922222222", "es", fresh);
    add_person("+56933333333", "es", answered);
    wants_surveys(fresh, 0);
    wants_surveys(answered, 1);
    freeReplyObject(queue_redis(&help.queue, "HSET {test}:person:%s c:events 0", fresh)); /* no word on events */
    campaign.survey = "primera";
    wait_anew();
    campaigns_preview(help.queue.office, &campaign, queue_done, &wait);
    queue_await(&help.queue, &wait);
    cr_assert_eq(number("people"), 1);
    start();
    send_help_start(&help);
    until_ended(2);
    cr_assert_eq(number("sent"), 1);
    cr_assert_eq(number("skipped"), 1);
    cr_assert_eq(fake_provider_count(help.fake), 1);
    cr_assert_eq(fake_provider_count_of(help.fake, "56922222222"), 1);
}
