/* case_meet - the meeting of a mediation: an appointment for each party, sealed with the key of each. */
#include "config/clock.h"
#include "config/own.h"
#include "queue/ask.h"
#include "queue/cases.h"
#include "queue/mail.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_BYTES 64

struct meet {
    struct office *office;
    office_done done;
    void *arg;
    char user[NAME_MAX_BYTES], id[NAME_MAX_BYTES], place[CASES_PLACE_MAX + 1];
    int64_t at_ms;
};

/* The same appointment of the same party each time: a new meeting moves it. */
static void appointment_of(const struct meet *meet, const char *person, char ret[VAULT_INDEX_MAX + 1]) {
    char text[3 * NAME_MAX_BYTES];
    snprintf(text, sizeof text, "%s/%s", meet->id, person);
    vault_index(office_vault(meet->office), "case-appointment", text, ret);
}

/* appointment, what, place, event, body. What it is about is neutral: it may be read in an import's list. */
static void add_party(const struct meet *meet, const char *person, const struct vault_key *key, struct args *args) {
    char appointment[VAULT_INDEX_MAX + 1], event[VAULT_ID_MAX + 1], bound[PERSON_BOUND_MAX];
    char text[CASES_PLACE_MAX + 32];
    appointment_of(meet, person, appointment);
    vault_random_id(event);
    snprintf(text, sizeof text, "%" PRId64 " %s", meet->at_ms, meet->place);
    args_text(args, appointment);
    args_seal_text(args, key, person_bound("appt", appointment, "what", bound), "reunión");
    args_seal_text(args, key, person_bound("appt", appointment, "place", bound), meet->place);
    args_text(args, event);
    mail_seal_staff(args, office_vault(meet->office),
                    &(struct mail_staff){event, "mediation-meeting", text, meet->user, "", appointment});
}

/* The key of party `at` (0, 2) of the reply; the person's id in *ret_person. */
static const struct vault_key *key_of(const struct meet *meet, const redisReply *reply, size_t at) {
    const struct vault_key *key = NULL;
    const redisReply *wrapped = reply->element[at + 1];
    if (person_key(office_keys(meet->office), ask_text(reply, at), (struct vault_bytes){wrapped->str, wrapped->len},
                   &key, NULL) < 0)
        return NULL;
    return key;
}

static void meet_send(struct meet *meet, const redisReply *reply) {
    own_args struct args args = ARGS_INIT;
    char print[VAULT_INDEX_MAX + 1], text[CASES_PLACE_MAX + 32], bound[PERSON_BOUND_MAX];
    snprintf(text, sizeof text, "%" PRId64 "\n%s", meet->at_ms, meet->place);
    vault_index(office_vault(meet->office), "appointment-print", text, print);
    args_number(&args, clock_wall_ms());
    args_text(&args, meet->user);
    args_text(&args, meet->id);
    args_number(&args, meet->at_ms);
    args_text(&args, print);
    args_seal_text(&args, vault_office_key(office_vault(meet->office)), person_bound("case", meet->id, "place", bound),
                   meet->place);
    for (size_t at = 0; at <= 2; at += 2) {
        const struct vault_key *key = key_of(meet, reply, at);
        if (!key) {
            ask_refuse(meet->done, meet->arg, ERROR_MISSING, "one of the two has been erased");
            return;
        }
        add_party(meet, ask_text(reply, at), key, &args);
    }
    ask_start(&(struct ask){meet->office, "case_meeting", ask_read_ok, meet->done, meet->arg}, &args);
}

static void on_keys(void *arg, const redisReply *reply, const struct error *why) {
    struct meet *meet = arg;
    if (why)
        meet->done(meet->arg, NULL, why);
    else if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 5)
        ask_refuse(meet->done, meet->arg, ERROR_SYSTEM, "the answer of case_keys is malformed");
    else if (strcmp(ask_text(reply, 4), "yes") != 0)
        ask_refuse(meet->done, meet->arg, ERROR_CONFLICT, "the other party has not said yes");
    else
        meet_send(meet, reply);
    free(meet);
}

static int read_time(const struct case_meeting *wish, int64_t *ret_ms, struct error *why) {
    int year, month, day, hour, minute, len = 0;
    if (sscanf(wish->date, "%4d-%2d-%2d%n", &year, &month, &day, &len) != 3 || wish->date[len])
        return error_set(why, ERROR_INPUT, "'date' is written 2026-12-01");
    if (sscanf(wish->time, "%2d:%2d%n", &hour, &minute, &len) != 2 || wish->time[len] || hour < 0 || hour > 23 ||
        minute < 0 || minute > 59)
        return error_set(why, ERROR_INPUT, "'time' is written 18:00");
    if (clock_from_local(year, month, day, hour * 60 + minute, ret_ms, why) < 0) return -1;
    return *ret_ms > clock_wall_ms() ? 0 : error_set(why, ERROR_INPUT, "the meeting must be in the future");
}

/* One line, without the blanks around it. */
static int read_place(const char *typed, char ret[CASES_PLACE_MAX + 1], struct error *why) {
    typed += strspn(typed, " \t\r\n");
    size_t len = strlen(typed);
    while (len && strchr(" \t\r\n", typed[len - 1])) len--;
    if (!len || len > CASES_PLACE_MAX || memchr(typed, '\n', len))
        return error_set(why, ERROR_INPUT, "'place' must be one line of at most %d bytes", CASES_PLACE_MAX);
    memcpy(ret, typed, len);
    ret[len] = '\0';
    return 0;
}

static int meet_read(const struct case_meeting *wish, struct meet *ret, struct error *why) {
    if (!ask_is_id(wish->id) || strlen(wish->user) >= NAME_MAX_BYTES)
        return error_set(why, ERROR_MISSING, "there is no such mediation");
    if (read_time(wish, &ret->at_ms, why) < 0 || read_place(wish->place, ret->place, why) < 0) return -1;
    snprintf(ret->user, sizeof ret->user, "%s", wish->user);
    snprintf(ret->id, sizeof ret->id, "%s", wish->id);
    return 0;
}

void cases_meet(struct office *office, const struct case_meeting *wish, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    struct meet read = {.office = office, .done = done, .arg = arg}, *meet;
    struct error why = ERROR_INIT;
    if (meet_read(wish, &read, &why) < 0) {
        done(arg, NULL, &why);
        return;
    }
    if (!(meet = malloc(sizeof *meet))) {
        ask_refuse(done, arg, ERROR_BUSY, "no memory for a meeting");
        return;
    }
    *meet = read;
    args_text(&args, wish->user);
    args_text(&args, wish->id);
    args_call(&args, office, "case_keys", on_keys, meet);
}
