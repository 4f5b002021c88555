/* channel_alarm - what a line lacks, told to those who can mend it. */
#include "queue/channel_alarm.h"

#include "config/clock.h"
#include "config/log.h"
#include "config/own.h"
#include "messages/outcome_words.h"
#include "messages/sign.h"
#include "queue/args.h"
#include "queue/duty_text.h"

#include <stdlib.h>
#include <string.h>

#define TICK_MS     5000
#define LEASE_MS    30000
#define NUMBERS_MAX 4

struct channel_alarm {
    struct office *office;
    const struct channel_states *states;
    struct loop_timer *tick;
    size_t users; /* the owner, and the answers to come */
    int looking, closed;
};

/* What is told, in the order of {member, what, channel, detail, since}. */
enum { MEMBER, WHAT, CHANNEL, DETAIL, SINCE, PARTS };

/* A channel of which people are being told. */
struct telling {
    struct channel_alarm *alarm;
    const struct channel *channel, *by; /* by: over which it is told */
    char member[SETTINGS_SHORT_MAX + 16], since[24], text[DUTY_TEXT_MAX];
    size_t at; /* number of the list */
};

/* away: it cannot be told over the channel itself. */
static const struct subject {
    const char *what, *phrase;
    int away;
} subjects[] = {{"refused", "alarm_channel", 1},
                {"credit", "alarm_credit", 0},
                {"nearly_full", "alarm_nearly_full", 0},
                {"full", "alarm_full", 1}};

static const struct subject *subject_of(const char *what) {
    for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++)
        if (strcmp(subjects[i].what, what) == 0) return &subjects[i];
    return NULL;
}

static void leave(struct channel_alarm *alarm) {
    if (--alarm->users == 0) free(alarm);
}

static void telling_free(struct telling *telling) {
    struct channel_alarm *alarm = telling->alarm;
    free(telling);
    leave(alarm);
}

/* --- to whom, over what, in which words --- */

static const char *numbers(const struct settings *settings) {
    if (*settings->duty.technical_numbers) return settings->duty.technical_numbers;
    return *settings->duty.escalate_numbers ? settings->duty.escalate_numbers : settings->duty.numbers;
}

static int can_tell(const struct channel_alarm *alarm, const struct channel *channel, const struct channel *away) {
    size_t index = (size_t)(channel - office_settings(alarm->office)->channels);
    return channel != away && channel_states_get(alarm->states, index)->health == CHANNEL_WELL;
}

/* away: the channel that cannot take it; NULL = none. */
static const struct channel *way_out(const struct channel_alarm *alarm, const struct channel *away) {
    const struct settings *settings = office_settings(alarm->office);
    const struct channel *usual = settings_duty_channel(settings);
    if (usual && can_tell(alarm, usual, away)) return usual;
    for (size_t i = 0; i < settings->channel_count; i++)
        if (strcmp(settings->channels[i].kind, "sms") == 0 && can_tell(alarm, &settings->channels[i], away))
            return &settings->channels[i];
    return NULL;
}

/* The staff read Spanish. */
static void write_text(const struct pack *pack, const struct subject *subject, const char *detail,
                       struct telling *telling) {
    own_text struct text text = TEXT_INIT(DUTY_TEXT_MAX - 1);
    struct outcome_words words;
    char max[24];
    const char *template = pack_phrase(pack, subject->phrase, LANGUAGE_ES);
    int known = outcome_words("failed", detail, &words);
    snprintf(max, sizeof max, "%ld", telling->channel->daily_max);
    struct pack_param params[] = {{"canal", telling->channel->name},
                                  {"motivo", known ? words.es : detail},
                                  {"saldo", detail},
                                  {"usados", detail},
                                  {"maximo", max}};
    struct pack_fill_args with = {pack, LANGUAGE_ES, params, sizeof params / sizeof params[0]};
    if (template) pack_fill(&with, template, &text);
    snprintf(telling->text, sizeof telling->text, "%s", text_get(&text));
}

/* The same text to the same telephone about the same refusal has the same id: told twice, it is one. */
static void write_id(const struct telling *telling, char ret[OUT_ID_MAX + 1]) {
    unsigned char digest[SIGN_SHA256_LEN];
    char hex[2 * SIGN_SHA256_LEN + 1], about[SETTINGS_SHORT_MAX + 80];
    int len = snprintf(about, sizeof about, "%s|%s|%zu", telling->member, telling->since, telling->at);
    sign_hmac_sha256("channel-alarm", about, (size_t)len, digest);
    sign_hex(digest, sizeof digest, hex);
    snprintf(ret, OUT_ID_MAX + 1, "k%.19s", hex);
}

/* --- telling one after the other --- */

static void tell_next(struct telling *telling);

static void on_told(void *arg, const redisReply *reply, const struct error *why) {
    struct telling *telling = arg;
    (void)reply;
    if (why || telling->alarm->closed) {
        telling_free(telling); /* it comes back when the lease is over */
        return;
    }
    office_ring(telling->alarm->office, "out");
    telling->at++;
    tell_next(telling);
}

static void on_found(void *arg, const char *person, const struct vault_key *key, const struct error *why) {
    struct telling *telling = arg;
    own_args struct args args = ARGS_INIT;
    char out_id[OUT_ID_MAX + 1];
    if (why) {
        if (why->kind != ERROR_BUSY) log_error("alarm", "a telephone on duty cannot be read: %s", why->text);
        telling_free(telling);
        return;
    }
    write_id(telling, out_id);
    const struct duty_text text = {telling->by, NULL, out_id, telling->text};
    args_number(&args, clock_wall_ms());
    args_text(&args, telling->member);
    duty_text_add(&text, person, key, &args);
    args_call(&args, telling->alarm->office, "channel_told", on_told, telling);
}

static void on_ended(void *arg, const redisReply *reply, const struct error *why) {
    (void)reply, (void)why;
    telling_free(arg);
}

static void tell_end(struct telling *telling) {
    own_args struct args args = ARGS_INIT;
    args_number(&args, clock_wall_ms());
    args_text(&args, telling->member);
    args_call(&args, telling->alarm->office, "channel_told", on_ended, telling);
}

static void tell_next(struct telling *telling) {
    struct office *office = telling->alarm->office;
    char number[SETTINGS_SHORT_MAX];
    if (telling->at < NUMBERS_MAX && settings_number_at(numbers(office_settings(office)), telling->at, number))
        duty_text_find(office, telling->by, number, on_found, telling);
    else
        tell_end(telling);
}

/* --- looking --- */

static int is_row(const redisReply *row) {
    if (row->type != REDIS_REPLY_ARRAY || row->elements != PARTS) return 0;
    for (size_t i = 0; i < PARTS; i++)
        if (row->element[i]->type != REDIS_REPLY_STRING) return 0;
    return 1;
}

static void take(struct channel_alarm *alarm, const redisReply *row) {
    if (!is_row(row)) return;
    const struct subject *subject = subject_of(row->element[WHAT]->str);
    const struct channel *channel = settings_channel(office_settings(alarm->office), row->element[CHANNEL]->str);
    struct telling *telling = subject && channel ? calloc(1, sizeof *telling) : NULL;
    if (!telling) return; /* it comes back when its lease is over */
    *telling =
        (struct telling){.alarm = alarm, .channel = channel, .by = way_out(alarm, subject->away ? channel : NULL)};
    snprintf(telling->member, sizeof telling->member, "%s", row->element[MEMBER]->str);
    snprintf(telling->since, sizeof telling->since, "%s", row->element[SINCE]->str);
    write_text(office_pack(alarm->office), subject, row->element[DETAIL]->str, telling);
    alarm->users++;
    if (!telling->by) {
        log_error("alarm", "channel '%s' (%s): there is no SMS channel over which to tell anybody", channel->name,
                  subject->what);
        /* of a refusal they hear when another line is well again; the rest is over by then */
        strcmp(subject->what, "refused") == 0 ? telling_free(telling) : tell_end(telling);
        return;
    }
    tell_next(telling);
}

static void on_due(void *arg, const redisReply *reply, const struct error *why) {
    struct channel_alarm *alarm = arg;
    size_t count = !why && reply->type == REDIS_REPLY_ARRAY ? reply->elements : 0;
    if (why && why->kind != ERROR_BUSY) log_error("alarm", "channels: %s", why->text);
    alarm->looking = 0;
    for (size_t i = 0; !alarm->closed && i < count; i++) take(alarm, reply->element[i]);
    leave(alarm);
}

static void look(struct channel_alarm *alarm) {
    own_args struct args args = ARGS_INIT;
    if (alarm->looking || !office_is_open(alarm->office) || !office_pack(alarm->office)) return;
    alarm->looking = 1;
    alarm->users++;
    args_number(&args, clock_wall_ms());
    args_number(&args, LEASE_MS);
    args_call(&args, alarm->office, "channel_alarms", on_due, alarm);
}

static void on_tick(void *arg) {
    struct channel_alarm *alarm = arg;
    loop_timer_set(alarm->tick, TICK_MS);
    look(alarm);
}

static void on_bell(void *arg, const char *word) {
    if (strcmp(word, "channel-alarm") == 0) look(arg);
}

int channel_alarm_start(struct office *office, const struct channel_states *states, struct channel_alarm **ret,
                        struct error *why) {
    struct channel_alarm *alarm = calloc(1, sizeof *alarm);
    if (!alarm) return error_set(why, ERROR_SYSTEM, "no memory for the alarm of channels");
    *alarm = (struct channel_alarm){.office = office, .states = states, .users = 1};
    if (loop_timer_new(office_loop(office), on_tick, alarm, &alarm->tick, why) < 0) {
        free(alarm);
        return -1;
    }
    loop_timer_set(alarm->tick, TICK_MS);
    office_on_bell(office, on_bell, alarm);
    *ret = alarm;
    return 0;
}

void channel_alarm_free(struct channel_alarm *alarm) {
    if (!alarm) return;
    office_forget(alarm->office, alarm);
    loop_timer_free(alarm->tick);
    alarm->closed = 1;
    leave(alarm);
}
