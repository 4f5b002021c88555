/* alarm - tickets that wait, told to those on duty: look, plan, seal, step. */
#include "queue/alarm.h"

#include "config/clock.h"
#include "config/log.h"
#include "config/own.h"
#include "handlers/options.h"
#include "messages/outcome_words.h"
#include "queue/alarm_plan.h"
#include "queue/args.h"
#include "queue/duty_text.h"
#include "queue/roster.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define TICK_MS   1000
#define LEASE_MS  30000
#define BATCH_MAX 50
#define ID_MAX    48

struct alarm {
    struct office *office;
    struct loop_timer *tick;
    size_t users; /* the owner, and the scripts under way */
    int looking, again, closed;
};

/* One step on its way. */
struct step {
    struct alarm *alarm;
    const struct channel *channel;
    struct alarm_plan plan;
    char ticket[ID_MAX], out_id[OUT_ID_MAX + 1], text[DUTY_TEXT_MAX];
    long at;
};

static void leave(struct alarm *alarm) {
    if (--alarm->users == 0) free(alarm);
}

static void step_free(struct step *step) {
    struct alarm *alarm = step->alarm;
    free(step);
    leave(alarm);
}

/* A step that could not be written comes back when its lease is over. */
static void on_stepped(void *arg, const redisReply *reply, const struct error *why) {
    struct step *step = arg;
    (void)reply;
    if (why && why->kind != ERROR_BUSY) log_error("alarm", "ticket=%s: %s", step->ticket, why->text);
    office_ring(step->alarm->office, "out");
    step_free(step);
}

static void add_step(const struct step *step, long next, struct args *args) {
    args_number(args, clock_wall_ms());
    args_text(args, step->ticket);
    args_number(args, step->at);
    args_number(args, next);
    args_number(args, step->plan.next_at_ms);
}

static void step_put_off(struct step *step) {
    own_args struct args args = ARGS_INIT;
    add_step(step, step->at, &args);
    args_call(&args, step->alarm->office, "alarm_step", on_stepped, step);
}

static void on_phone(void *arg, const char *person, const struct vault_key *key, const struct error *why) {
    struct step *step = arg;
    own_args struct args args = ARGS_INIT;
    if (why) {
        if (why->kind != ERROR_BUSY)
            log_error("alarm", "ticket=%s: a telephone on duty cannot be read: %s", step->ticket, why->text);
        step_free(step);
        return;
    }
    const struct duty_text text = {step->channel, step->plan.number, step->out_id, step->text};
    add_step(step, step->at + 1, &args);
    duty_text_add(&text, person, key, &args);
    args_call(&args, step->alarm->office, "alarm_step", on_stepped, step);
}

/* A row of alarm_due. */
enum row { ROW_TICKET, ROW_CODE, ROW_TOPIC, ROW_PRIORITY, ROW_CREATED, ROW_STEP, ROW_OUT, ROW_ROSTER, ROWS };

static int is_row(const redisReply *row) {
    if (row->type != REDIS_REPLY_ARRAY || row->elements != ROWS) return 0;
    for (size_t i = 0; i < ROWS; i++)
        if (row->element[i]->type != REDIS_REPLY_STRING) return 0;
    return strlen(row->element[ROW_TICKET]->str) < ID_MAX && strlen(row->element[ROW_OUT]->str) <= OUT_ID_MAX;
}

/* The staff read Spanish. */
static void write_text(const struct pack *pack, const redisReply *row, int is_urgent, struct step *step) {
    own_text struct text text = TEXT_INIT(DUTY_TEXT_MAX - 1);
    const struct pack_topic *topic = pack_topic(pack, row->element[ROW_TOPIC]->str);
    const char *kind =
        topic ? options_title(topic->title, LANGUAGE_ES) : outcome_words_topic(row->element[ROW_TOPIC]->str);
    if (!kind) kind = row->element[ROW_TOPIC]->str;
    const char *template = pack_phrase(pack, is_urgent ? "alarm_urgent" : "alarm_waiting", LANGUAGE_ES);
    struct pack_param params[] = {{"codigo", row->element[ROW_CODE]->str}, {"tema", kind}};
    struct pack_fill_args with = {pack, LANGUAGE_ES, params, sizeof params / sizeof params[0]};
    if (template) pack_fill(&with, template, &text);
    snprintf(step->text, sizeof step->text, "%s", text_get(&text));
}

static void take(struct alarm *alarm, const redisReply *row) {
    struct office *office = alarm->office;
    struct step *step = is_row(row) ? calloc(1, sizeof *step) : NULL;
    if (!step) return; /* it comes back when its lease is over */
    redisReply **at = row->element;
    struct alarm_ticket ticket = {strcmp(at[ROW_PRIORITY]->str, "1") == 0, strtoll(at[ROW_CREATED]->str, NULL, 10),
                                  strtol(at[ROW_STEP]->str, NULL, 10)};
    own_mem char *roster = roster_open(office, (struct vault_bytes){at[ROW_ROSTER]->str, at[ROW_ROSTER]->len});
    struct alarm_office with = {office_settings(office), office_pack(office), clock_wall_ms(), roster};
    *step = (struct step){.alarm = alarm, .at = ticket.step};
    snprintf(step->ticket, sizeof step->ticket, "%s", at[ROW_TICKET]->str);
    snprintf(step->out_id, sizeof step->out_id, "%s", at[ROW_OUT]->str);
    step->channel = settings_duty_channel(office_settings(office));
    alarm_plan(&with, &ticket, &step->plan);
    write_text(with.pack, row, ticket.is_urgent, step);
    alarm->users++;
    if (step->plan.number[0] && step->channel)
        duty_text_find(office, step->channel, step->plan.number, on_phone, step);
    else
        step_put_off(step);
}

static void look(struct alarm *alarm);

static void on_due(void *arg, const redisReply *reply, const struct error *why) {
    struct alarm *alarm = arg;
    size_t count = !why && reply->type == REDIS_REPLY_ARRAY ? reply->elements : 0;
    if (why && why->kind != ERROR_BUSY) log_error("alarm", "%s", why->text);
    alarm->looking = 0;
    if (!alarm->closed)
        for (size_t i = 0; i < count; i++) take(alarm, reply->element[i]);
    if (!alarm->closed && (alarm->again || count == BATCH_MAX)) look(alarm);
    leave(alarm);
}

static void look(struct alarm *alarm) {
    own_args struct args args = ARGS_INIT;
    alarm->again = alarm->looking;
    if (alarm->looking || !office_is_open(alarm->office) || !office_pack(alarm->office)) return;
    alarm->looking = 1;
    alarm->users++;
    args_number(&args, clock_wall_ms());
    args_number(&args, LEASE_MS);
    args_number(&args, BATCH_MAX);
    args_call(&args, alarm->office, "alarm_due", on_due, alarm);
}

static void on_tick(void *arg) {
    struct alarm *alarm = arg;
    loop_timer_set(alarm->tick, TICK_MS);
    look(alarm);
}

static void on_bell(void *arg, const char *word) {
    if (strcmp(word, "alarm") == 0) look(arg);
}

int alarm_start(struct office *office, struct alarm **ret, struct error *why) {
    struct alarm *alarm = calloc(1, sizeof *alarm);
    if (!alarm) return error_set(why, ERROR_SYSTEM, "no memory for the alarm");
    alarm->office = office;
    alarm->users = 1;
    if (loop_timer_new(office_loop(office), on_tick, alarm, &alarm->tick, why) < 0) {
        free(alarm);
        return -1;
    }
    loop_timer_set(alarm->tick, TICK_MS);
    office_on_bell(office, on_bell, alarm);
    *ret = alarm;
    return 0;
}

void alarm_free(struct alarm *alarm) {
    if (!alarm) return;
    office_forget(alarm->office, alarm);
    loop_timer_free(alarm->tick);
    alarm->closed = 1;
    leave(alarm);
}
