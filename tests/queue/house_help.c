/* house_help - an office with everything at work, and people who text. */
#include "tests/queue/house_help.h"

#include "config/clock.h"
#include "config/own.h"
#include "queue/accept.h"
#include "queue/appointments.h"

#include <criterion/criterion.h>
#include <stdlib.h>

struct queue_help *house_queue(struct house *house) {
    return &house->send.queue;
}

void house_work(struct house *house) {
    struct office *office = house_queue(house)->office;
    struct error why = ERROR_INIT;
    cr_assert_eq(worker_start(office, &house->worker, &why), 0, "%s", why.text);
    cr_assert_eq(schedule_start(office, &house->schedule, &why), 0, "%s", why.text);
    cr_assert_eq(eraser_start(office, &house->eraser, &why), 0, "%s", why.text);
    send_help_start(&house->send);
}

void house_rest(struct house *house) {
    worker_free(give(house->worker));
    schedule_free(give(house->schedule));
    eraser_free(give(house->eraser));
    sender_free(give(house->send.sender));
    channel_states_free(give(house->send.states));
}

void house_open(struct house *house, enum fake_answer answer) {
    memset(house, 0, sizeof *house);
    send_help_open(&house->send, answer);
    struct queue_help *help = house_queue(house);
    help->settings.office.mode = MODE_TRIAL;
    snprintf(help->settings.office.trial_numbers, sizeof help->settings.office.trial_numbers, "+569*");
    freeReplyObject(queue_redis(help, "CONFIG SET rdbcompression no")); /* DUMP then shows what is kept */
    queue_help_office(help);
    queue_help_pack(help);
    house_work(house);
}

void house_close(struct house *house) {
    house_rest(house);
    send_help_close(&house->send);
}

/* --- people who text --- */

struct accepting {
    size_t fresh, wanted;
};

static void on_accepted(void *arg, const struct accept_result *result, const struct error *why) {
    struct accepting *accepting = arg;
    cr_assert(!why, "%s", why->text);
    accepting->fresh += result->fresh;
}

static int all_accepted(void *arg) {
    const struct accepting *accepting = arg;
    return accepting->fresh == accepting->wanted;
}

static int turns_done(void *arg) {
    struct house *house = arg;
    return queue_number(house_queue(house), "HGET {test}:count turns") >= house->turns;
}

int house_is_quiet(void *arg) {
    return turns_done(arg) && queue_number(house_queue(arg), "EXISTS {test}:ready {test}:leases {test}:delayed "
                                                             "{test}:lanes {test}:sending {test}:receipts") == 0;
}

static void write_into(struct house *house, struct inbox *inbox, const char *number, const char *words) {
    struct message *message = inbox_add_message(inbox);
    snprintf(message->id, sizeof message->id, "SM%zu", ++house->message);
    snprintf(message->from, sizeof message->from, "%s", number);
    text_add(&message->body, words);
}

static void text_as(struct house *house, const char *number, const char *words, const char *then) {
    struct queue_help *help = house_queue(house);
    struct inbox inbox = INBOX_INIT;
    struct accepting accepting = {0, then ? 2 : 1};
    house->turns = queue_number(help, "HGET {test}:count turns") + (long long)accepting.wanted;
    write_into(house, &inbox, number, words);
    if (then) write_into(house, &inbox, number, then);
    accept_inbox(help->office, &help->settings.channels[0], &inbox, on_accepted, &accepting);
    inbox_release(&inbox);
    cr_assert(queue_until(help, all_accepted, &accepting));
}

void house_text(struct house *house, const char *number, const char *words) {
    text_as(house, number, words, NULL);
    cr_assert(queue_until(house_queue(house), turns_done, house), "'%s' was not worked", words);
    queue_settle(house_queue(house));
}

void house_talk(struct house *house, const char *number, const char *words, const char *then) {
    text_as(house, number, words, then);
    cr_assert(queue_until(house_queue(house), house_is_quiet, house), "'%s' was not worked", words);
}

/* --- what is known of them --- */

char *house_index(struct house *house, const char *number) {
    char index[VAULT_INDEX_MAX + 1];
    vault_index(house_queue(house)->vault, "sms", number, index);
    return strdup(index);
}

char *house_person(struct house *house, const char *number) {
    own_mem char *index = house_index(house, number);
    return queue_string(house_queue(house), "HGET {test}:addr %s", index);
}

void house_appoint(struct house *house, const char *number) {
    struct queue_help *help = house_queue(house);
    struct queue_wait wait = {0};
    char file[256], day[32];
    struct tm local;
    clock_local(clock_wall_ms() + INT64_C(5) * 86400000, &local);
    strftime(day, sizeof day, "%d-%m-%Y", &local);
    snprintf(file, sizeof file, "numero,fecha,hora,motivo,lugar,codigo\n%s,%s,10:00,abogado,Oficina,%s\n", number, day,
             number);
    struct appointments_import import = {.name = "a.csv",
                                         .bytes = file,
                                         .len = strlen(file),
                                         .channel = &help->settings.channels[0],
                                         .now_ms = clock_wall_ms()};
    appointments_import(help->office, &import, queue_done, &wait);
    queue_await(help, &wait);
    cr_assert_eq(json_integer_value(json_object_get(wait.result, "new")), 1);
    queue_wait_release(&wait);
}
