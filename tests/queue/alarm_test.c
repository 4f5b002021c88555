/* alarm_test - a ticket that waits is told to those on duty: at once, once a step, until somebody has it. */
#include "queue/alarm.h"

#include "config/clock.h"
#include "queue/accept.h"
#include "queue/alarm_plan.h"
#include "queue/audit.h"
#include "queue/roster.h"
#include "queue/tickets.h"
#include "queue/worker.h"
#include "tests/queue/queue_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define NUMBER "+56911112222"
#define FIRST  "+56933330001"
#define SECOND "+56933330002"
#define CHIEF  "+56933330003"
#define MINUTE INT64_C(60000)

struct night {
    struct queue_help help;
    struct worker *worker;
    struct alarm *alarm, *other;
    long long wanted;
};

static void night_begin(struct night *night) {
    struct error why = ERROR_INIT;
    memset(night, 0, sizeof *night);
    queue_help_start(&night->help);
    snprintf(night->help.settings.duty.numbers, SETTINGS_TEXT_MAX, "%s, %s", FIRST, SECOND);
    snprintf(night->help.settings.duty.escalate_numbers, SETTINGS_TEXT_MAX, "%s", CHIEF);
    night->help.settings.duty.repeat_min = 10;
    night->help.settings.duty.escalate_min = 120;
    queue_help_office(&night->help);
    queue_help_pack(&night->help);
    cr_assert(worker_start(night->help.office, &night->worker, &why) == 0, "%s", why.text);
    cr_assert(alarm_start(night->help.office, &night->alarm, &why) == 0, "%s", why.text);
    cr_assert(alarm_start(night->help.office, &night->other, &why) == 0, "%s", why.text); /* a second process */
}

static void night_end(struct night *night) {
    alarm_free(night->alarm);
    alarm_free(night->other);
    worker_free(night->worker);
    queue_help_close(&night->help);
}

static void on_accepted(void *arg, const struct accept_result *result, const struct error *why) {
    cr_assert(!why, "%s", why->text);
    *(size_t *)arg += result->fresh;
}
static int one_is_fresh(void *arg) {
    return *(size_t *)arg == 1;
}
static int turns_done(void *arg) {
    struct night *night = arg;
    return queue_number(&night->help, "HGET {test}:count turns") >= night->wanted;
}

static void writes(struct night *night, const char *id, const char *words) {
    struct inbox inbox = INBOX_INIT;
    size_t fresh = 0;
    struct message *message = inbox_add_message(&inbox);
    night->wanted = queue_number(&night->help, "HGET {test}:count turns") + 1;
    snprintf(message->id, sizeof message->id, "%s", id);
    snprintf(message->from, sizeof message->from, "%s", NUMBER);
    text_add(&message->body, words);
    accept_inbox(night->help.office, &night->help.settings.channels[0], &inbox, on_accepted, &fresh);
    inbox_release(&inbox);
    cr_assert(queue_until(&night->help, one_is_fresh, &fresh));
    cr_assert(queue_until(&night->help, turns_done, night), "the turn was not done");
}

static int alarms_are(void *arg) {
    struct night *night = arg;
    return queue_number(&night->help, "HGET {test}:count alarms") >= night->wanted;
}
static void until_alarms(struct night *night, long long count) {
    night->wanted = count;
    cr_assert(queue_until(&night->help, alarms_are, night), "alarm %lld did not come", count);
    queue_settle(&night->help);
    cr_assert_eq(queue_number(&night->help, "HGET {test}:count alarms"), count);
}

static char *ticket_of(struct night *night) {
    char index[VAULT_INDEX_MAX + 1];
    vault_index(night->help.vault, "sms", NUMBER, index);
    char *person = queue_string(&night->help, "HGET {test}:addr %s", index);
    char *ticket = queue_string(&night->help, "HGET {test}:person:%s ticket", person);
    free(person);
    return ticket;
}

/* Its next step is due now. */
static void comes_due(struct night *night, const char *ticket) {
    queue_number(&night->help, "ZADD {test}:alarms XX 1 %s", ticket);
}

static long long waits_until(struct night *night, const char *ticket) {
    char *score = queue_string(&night->help, "ZSCORE {test}:alarms %s", ticket);
    long long ms = strtoll(score, NULL, 10);
    free(score);
    return ms;
}

/* How many messages stand in the outbox of a telephone; the last one's text in ret (1024 bytes). */
static long long rings(struct night *night, const char *number, char *ret) {
    char index[VAULT_INDEX_MAX + 1], bound[PERSON_BOUND_MAX], id[OUT_ID_MAX + 1];
    struct vault_key key;
    char *plain;
    size_t len;
    vault_index(night->help.vault, "sms", number, index);
    char *person = queue_string(&night->help, "HGET {test}:addr %s", index);
    redisReply *ids = queue_redis(&night->help, "ZREVRANGE {test}:outbox:%s 0 -1", person);
    long long count = (long long)ids->elements;
    ret[0] = '\0';
    if (count) {
        snprintf(id, sizeof id, "%s", ids->element[0]->str);
        redisReply *wrapped = queue_redis(&night->help, "HGET {test}:person:%s key", person);
        redisReply *sealed = queue_redis(&night->help, "HGET {test}:out:%s text", id);
        cr_assert_eq(
            vault_unwrap(night->help.vault, person, (struct vault_bytes){wrapped->str, wrapped->len}, &key, NULL), 0);
        cr_assert_eq(vault_unseal(&key, person_bound("out", id, NULL, bound),
                                  (struct vault_bytes){sealed->str, sealed->len}, &plain, &len, NULL),
                     0);
        snprintf(ret, 1024, "%s", plain);
        free(plain);
        freeReplyObject(wrapped);
        freeReplyObject(sealed);
    }
    freeReplyObject(ids);
    free(person);
    return count;
}

static void claims(struct night *night, const char *ticket) {
    struct queue_wait wait = {0};
    tickets_claim(night->help.office, "user-ana", ticket, queue_done, &wait);
    queue_await(&night->help, &wait);
    queue_wait_release(&wait);
}

Test(alarm, danger_rings_the_first_telephone_at_once_with_code_and_kind_only) {
    struct night night;
    char text[1024];
    night_begin(&night);
    writes(&night, "SM1", "mi marido me pega, soy Rosalba");
    until_alarms(&night, 1);
    char *ticket = ticket_of(&night), *code = queue_string(&night.help, "HGET {test}:ticket:%s code", ticket);
    cr_assert_eq(rings(&night, FIRST, text), 1);
    cr_assert_not_null(strstr(text, code), "%s", text);
    cr_assert_not_null(strstr(text, "Violencia contra la mujer"), "%s", text);
    cr_assert_null(strstr(text, "Rosalba"));
    cr_assert_eq(rings(&night, SECOND, text), 0);
    long long left = waits_until(&night, ticket) - clock_wall_ms();
    cr_assert(left > 9 * MINUTE && left <= 10 * MINUTE, "the next step is in %lld ms", left);
    free(ticket), free(code);
    night_end(&night);
}

Test(alarm, it_goes_to_the_next_until_somebody_claims_the_ticket) {
    struct night night;
    char text[1024];
    night_begin(&night);
    writes(&night, "SM1", "mi marido me pega");
    until_alarms(&night, 1);
    char *ticket = ticket_of(&night);
    comes_due(&night, ticket);
    until_alarms(&night, 2);
    cr_assert_eq(rings(&night, FIRST, text), 1);
    cr_assert_eq(rings(&night, SECOND, text), 1);
    comes_due(&night, ticket);
    until_alarms(&night, 3);
    cr_assert_eq(rings(&night, CHIEF, text), 1);
    claims(&night, ticket);
    comes_due(&night, ticket);
    queue_settle(&night.help);
    sleep(2); /* two ticks */
    queue_settle(&night.help);
    cr_assert_eq(queue_number(&night.help, "HGET {test}:count alarms"), 3);
    cr_assert_eq(queue_number(&night.help, "ZCARD {test}:alarms"), 0);
    free(ticket);
    night_end(&night);
}

Test(alarm, each_step_is_a_line_of_the_audit) {
    struct night night;
    night_begin(&night);
    writes(&night, "SM1", "mi marido me pega");
    until_alarms(&night, 1);
    char *ticket = ticket_of(&night), ref[64];
    snprintf(ref, sizeof ref, "%s 1", ticket);
    struct queue_wait wait = {0};
    audit_list(night.help.office, 10, queue_done, &wait);
    queue_await(&night.help, &wait);
    const json_t *line = json_array_get(json_object_get(wait.result, "lines"), 0);
    cr_assert_str_eq(json_string_value(json_object_get(line, "act")), "alarm");
    cr_assert_str_eq(json_string_value(json_object_get(line, "user")), "-");
    cr_assert_str_eq(json_string_value(json_object_get(line, "ref")), ref);
    queue_wait_release(&wait);
    free(ticket);
    night_end(&night);
}

Test(alarm, a_step_that_was_written_and_comes_back_is_not_sent_again) {
    struct night night;
    char text[1024];
    night_begin(&night);
    writes(&night, "SM1", "mi marido me pega");
    until_alarms(&night, 1);
    char *ticket = ticket_of(&night);
    char *late = queue_string(&night.help, "FCALL alarm_step 1 {test} 1000 %s 0 1 0 x p line-1 sms 1 1 y", ticket);
    cr_assert_str_eq(late, "late");
    cr_assert_eq(rings(&night, FIRST, text), 1);
    free(late), free(ticket);
    night_end(&night);
}

Test(alarm, an_ordinary_ticket_that_becomes_danger_rings_and_stands_first) {
    struct night night;
    char text[1024];
    night_begin(&night);
    writes(&night, "SM1", "corregir mis datos"); /* opens a ticket */
    char *ticket = ticket_of(&night);
    cr_assert_gt(strlen(ticket), 0);
    cr_assert_eq(queue_number(&night.help, "HGET {test}:count alarms"), 0);
    writes(&night, "SM2", "mi marido me pega");
    until_alarms(&night, 1);
    cr_assert_eq(rings(&night, FIRST, text), 1);
    cr_assert_eq(queue_number(&night.help, "HGET {test}:ticket:%s priority", ticket), 1);
    char *score = queue_string(&night.help, "ZSCORE {test}:tickets %s", ticket);
    cr_assert_lt(strtod(score, NULL), 0);
    free(score);
    writes(&night, "SM3", "mi marido me pega"); /* again: the ladder is under way */
    queue_settle(&night.help);
    cr_assert_eq(queue_number(&night.help, "HGET {test}:count alarms"), 1);
    free(ticket);
    night_end(&night);
}

Test(alarm, danger_on_a_claimed_ticket_rings_when_its_holder_does_not_look) {
    struct night night;
    char text[1024];
    night_begin(&night);
    writes(&night, "SM1", "corregir mis datos");
    char *ticket = ticket_of(&night);
    claims(&night, ticket);
    writes(&night, "SM2", "mi marido me pega");
    cr_assert_gt(waits_until(&night, ticket), clock_wall_ms() + 4 * MINUTE);
    comes_due(&night, ticket);
    until_alarms(&night, 1);
    cr_assert_eq(rings(&night, FIRST, text), 1);
    struct queue_wait wait = {0};
    tickets_get(night.help.office, "user-ana", ticket, queue_done, &wait);
    queue_await(&night.help, &wait);
    queue_wait_release(&wait);
    comes_due(&night, ticket);
    queue_settle(&night.help);
    sleep(2);
    queue_settle(&night.help);
    cr_assert_eq(queue_number(&night.help, "HGET {test}:count alarms"), 1);
    free(ticket);
    night_end(&night);
}

/* --- the plan, without a store --- */

static struct settings duty(const char *numbers, const char *others) {
    struct settings settings = {.duty = {.repeat_min = 10, .escalate_min = 120}};
    snprintf(settings.duty.numbers, sizeof settings.duty.numbers, "%s", numbers);
    snprintf(settings.duty.escalate_numbers, sizeof settings.duty.escalate_numbers, "%s", others);
    return settings;
}

static int64_t at(int day, int hour, int minute) {
    int64_t ms = 0;
    clock_set_zone("America/Santiago", NULL);
    cr_assert_eq(clock_from_local(2026, 11, day, hour * 60 + minute, &ms, NULL), 0);
    return ms;
}

#define ROSTERED "+56944440001"

static void in_days(int days, char ret[16]) {
    struct tm day;
    clock_local(clock_wall_ms() + days * 24 * 60 * MINUTE, &day);
    strftime(ret, 16, "%Y-%m-%d", &day);
}

static enum error_kind rosters(struct night *night, const char *numbers, const char *until, json_t **ret) {
    struct queue_wait wait = {0};
    roster_set(night->help.office, &(struct roster_wish){"user-ana", numbers, until}, queue_done, &wait);
    queue_await_error(&night->help, &wait);
    enum error_kind kind = wait.why.kind;
    *ret = kind == ERROR_NONE ? json_incref(wait.result) : NULL;
    queue_wait_release(&wait);
    return kind;
}

Test(alarm, a_roster_takes_the_place_of_the_settings_until_its_last_day_is_over) {
    struct night night;
    char text[1024], day[16];
    night_begin(&night);
    night.help.settings.office.mode = MODE_LIVE;
    in_days(6, day);
    json_t *said;
    cr_assert_eq(rosters(&night, "9 4444 0001", day, &said), ERROR_NONE);
    cr_expect(json_is_true(json_object_get(said, "is_roster")));
    const char *masked = json_string_value(json_array_get(json_object_get(said, "numbers"), 0));
    cr_expect(strchr(masked, '*') && !strstr(masked, "4444"), "%s", masked);
    json_decref(said);
    char *kept = queue_string(&night.help, "HGET {test}:roster numbers");
    cr_expect_null(strstr(kept, "4444"), "sealed");
    free(kept);
    writes(&night, "SM1", "mi marido me pega");
    until_alarms(&night, 1);
    cr_expect_eq(rings(&night, ROSTERED, text), 1);
    cr_expect_eq(rings(&night, FIRST, text), 0);
    char *ticket = ticket_of(&night);
    comes_due(&night, ticket);
    until_alarms(&night, 2);
    cr_expect_eq(rings(&night, CHIEF, text), 1, "after the one on duty the coordinator of the settings");
    queue_number(&night.help, "HSET {test}:roster till 1000"); /* its days are over */
    queue_number(&night.help, "HSET {test}:ticket:%s alarm 0", ticket);
    queue_number(&night.help, "HINCRBY {test}:ticket:%s version 1", ticket); /* another ladder: other messages */
    comes_due(&night, ticket);
    until_alarms(&night, 3);
    cr_expect_eq(rings(&night, ROSTERED, text), 1);
    cr_expect_eq(rings(&night, FIRST, text), 1);
    free(ticket);
    night_end(&night);
}

Test(alarm, a_roster_is_in_the_audit_log_and_can_be_taken_away) {
    struct night night;
    char day[16];
    night_begin(&night);
    night.help.settings.office.mode = MODE_LIVE;
    in_days(0, day);
    json_t *said;
    cr_assert_eq(rosters(&night, "+56944440001, +56944440002", day, &said), ERROR_NONE);
    cr_expect_eq(json_array_size(json_object_get(said, "numbers")), 2);
    json_decref(said);
    cr_assert_eq(rosters(&night, "", "", &said), ERROR_NONE);
    cr_expect(json_is_false(json_object_get(said, "is_roster")));
    cr_expect_eq(json_array_size(json_object_get(said, "numbers")), 2, "those of the settings");
    json_decref(said);
    struct queue_wait wait = {0};
    audit_list(night.help.office, 10, queue_done, &wait);
    queue_await(&night.help, &wait);
    int lines = 0;
    size_t i;
    json_t *line;
    json_array_foreach(json_object_get(wait.result, "lines"), i, line) lines +=
        strcmp(json_string_value(json_object_get(line, "act")), "duty") == 0;
    cr_expect_eq(lines, 2);
    queue_wait_release(&wait);
    night_end(&night);
}

Test(alarm, a_roster_of_what_is_no_number_or_no_day_is_refused) {
    struct night night;
    char day[16], far[16], past[16];
    night_begin(&night);
    night.help.settings.office.mode = MODE_LIVE;
    in_days(1, day), in_days(40, far), in_days(-1, past);
    json_t *said;
    cr_expect_eq(rosters(&night, "Rosa", day, &said), ERROR_INPUT);
    cr_expect_eq(rosters(&night, ROSTERED, "manana", &said), ERROR_INPUT);
    cr_expect_eq(rosters(&night, ROSTERED, far, &said), ERROR_INPUT);
    cr_expect_eq(rosters(&night, ROSTERED, past, &said), ERROR_INPUT);
    cr_expect_eq(
        rosters(&night, "+56944440001,+56944440002,+56944440003,+56944440004,+56944440005,+56944440006", day, &said),
        ERROR_INPUT);
    night.help.settings.office.mode = MODE_TRIAL;
    cr_expect_eq(rosters(&night, ROSTERED, day, &said), ERROR_INPUT, "a stranger in trial mode");
    cr_expect_eq(rosters(&night, SECOND, day, &said), ERROR_NONE);
    json_decref(said);
    night_end(&night);
}

static struct alarm_plan plan_at(const struct settings *settings, int64_t now_ms, const struct alarm_ticket *ticket) {
    static struct pack *pack;
    static struct pack_faults faults;
    struct alarm_plan plan;
    if (!pack) cr_assert_eq(pack_load_sample(&pack, &faults, NULL), 0);
    struct alarm_office office = {settings, pack, now_ms, NULL};
    alarm_plan(&office, ticket, &plan);
    return plan;
}

Test(alarm_plan, everybody_is_told_three_times_and_then_it_ends) {
    struct settings settings = duty(FIRST ", " SECOND, CHIEF);
    static const char *const order[] = {FIRST, SECOND, CHIEF};
    for (long step = 0; step < 9; step++) {
        struct alarm_ticket ticket = {1, at(24, 3, 0), step};
        struct alarm_plan plan = plan_at(&settings, at(24, 3, 5), &ticket);
        cr_assert_str_eq(plan.number, order[step % 3]);
        cr_assert_eq(plan.next_at_ms, step == 8 ? 0 : at(24, 3, 15));
    }
    struct alarm_ticket over = {1, at(24, 3, 0), 9};
    struct alarm_plan plan = plan_at(&settings, at(24, 3, 5), &over);
    cr_assert_eq(plan.number[0], 0);
    cr_assert_eq(plan.next_at_ms, 0);
}

/* 24 November 2026 is a Tuesday; open 9-13 and 14-17. */
Test(alarm_plan, an_ordinary_ticket_waits_two_and_four_hours_of_open_office) {
    struct settings settings = duty(FIRST, SECOND ", " CHIEF);
    struct alarm_ticket ticket = {0, at(24, 12, 0), 0};
    struct alarm_plan plan = plan_at(&settings, at(24, 12, 0), &ticket);
    cr_assert_eq(plan.number[0], 0);
    cr_assert_eq(plan.next_at_ms, at(24, 15, 0));
    plan = plan_at(&settings, at(24, 15, 0), &ticket);
    cr_assert_str_eq(plan.number, SECOND);
    cr_assert_eq(plan.next_at_ms, at(24, 17, 0));
    ticket.step = 1;
    plan = plan_at(&settings, at(24, 17, 0), &ticket);
    cr_assert_str_eq(plan.number, CHIEF);
    cr_assert_eq(plan.next_at_ms, 0);
}

Test(alarm_plan, nobody_is_woken_at_night_for_an_ordinary_ticket) {
    struct settings settings = duty(FIRST, SECOND);
    struct alarm_ticket ticket = {0, at(27, 19, 0), 0}; /* Friday evening */
    struct alarm_plan plan = plan_at(&settings, at(27, 23, 0), &ticket);
    cr_assert_eq(plan.number[0], 0);
    cr_assert_eq(plan.next_at_ms, at(30, 11, 0));
}

Test(alarm_plan, without_telephones_nobody_is_told) {
    struct settings settings = duty("", "");
    struct alarm_ticket urgent = {1, at(24, 3, 0), 0}, other = {0, at(24, 3, 0), 0};
    cr_assert_eq(plan_at(&settings, at(24, 3, 5), &urgent).next_at_ms, 0);
    cr_assert_eq(plan_at(&settings, at(24, 3, 5), &other).next_at_ms, 0);
}
