/* roster - who is alarmed in these days, in place of duty.numbers of the settings. */
#include "queue/roster.h"

#include "config/clock.h"
#include "config/own.h"
#include "messages/phone.h"
#include "messages/wire.h"
#include "queue/ask.h"

#include <stdlib.h>
#include <string.h>

#define DAY_MS (24 * INT64_C(3600000))

static const char *bound_of(char ret[PERSON_BOUND_MAX]) {
    return person_bound("roster", "office", "numbers", ret);
}

char *roster_open(const struct office *office, struct vault_bytes sealed) {
    char bound[PERSON_BOUND_MAX];
    return ask_unseal(vault_office_key(office_vault(office)), bound_of(bound), sealed);
}

/* --- looked at --- */

static json_t *masked_json(const char *list) {
    json_t *numbers = json_array();
    char number[SETTINGS_SHORT_MAX], masked[MESSAGE_ADDRESS_MAX + 1];
    for (size_t i = 0; settings_number_at(list, i, number); i++) {
        if (strlen(number) > MESSAGE_ADDRESS_MAX) continue;
        phone_mask(number, masked);
        json_array_append_new(numbers, json_string(masked));
    }
    return numbers;
}

/* {sealed numbers, till} */
static json_t *read_roster(struct office *office, const redisReply *reply, struct error *why) {
    (void)why;
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 2 || !reply->element[0]->str) return NULL;
    const redisReply *sealed = reply->element[0];
    own_mem char *list = roster_open(office, (struct vault_bytes){sealed->str, sealed->len});
    int is_roster = list && *list;
    return json_pack("{s:o, s:I, s:b}", "numbers",
                     masked_json(is_roster ? list : office_settings(office)->duty.numbers), "until_ms",
                     (json_int_t)(is_roster ? strtoll(ask_text(reply, 1), NULL, 10) : 0), "is_roster", is_roster);
}

void roster_get(struct office *office, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    args_number(&args, clock_wall_ms());
    ask_start(&(struct ask){office, "roster_get", read_roster, done, arg}, &args);
}

/* --- changed --- */

static int read_until(const char *until, int64_t *ret_ms, struct error *why) {
    int year, month, day, len = 0;
    int64_t now_ms = clock_wall_ms();
    if (sscanf(until, "%4d-%2d-%2d%n", &year, &month, &day, &len) != 3 || until[len])
        return error_set(why, ERROR_INPUT, "'until' is written 2026-12-01");
    if (clock_from_local(year, month, day, 23 * 60 + 59, ret_ms, why) < 0) return -1;
    *ret_ms += 60000;
    if (*ret_ms > now_ms && *ret_ms <= now_ms + (ROSTER_DAYS_MAX + 1) * DAY_MS) return 0;
    return error_set(why, ERROR_INPUT, "'until' must be today or one of the next %d days", ROSTER_DAYS_MAX);
}

/* In trial mode nothing leaves for a stranger: a number that would be refused then is refused here, while somebody
 * looks. */
static int check_trial(const struct settings *settings, const char *number, struct error *why) {
    const struct channel *channel = settings_duty_channel(settings);
    const struct wire *wire = channel ? wire_find(channel->wire) : NULL;
    if (settings->office.mode != MODE_TRIAL || (wire && wire->simulated) || settings_trial_allows(settings, number))
        return 0;
    return error_set(why, ERROR_INPUT, "in trial mode only numbers of office.trial_numbers and [duty] are written to");
}

static int add_number(const struct settings *settings, const char *typed, struct text *ret, struct error *why) {
    char number[MESSAGE_ADDRESS_MAX + 1];
    if (phone_normalise(typed, settings->office.phone_prefix, number, why) < 0) return -1;
    if (check_trial(settings, number, why) < 0) return -1;
    text_addf(ret, "%s%s", ret->len ? ", " : "", number);
    return 0;
}

static int read_numbers(const struct settings *settings, const char *typed, struct text *ret, struct error *why) {
    own_mem char *list = strdup(typed);
    char *rest = list;
    size_t count = 0;
    for (char *one; list && (one = strsep(&rest, ","));) {
        if (!one[strspn(one, " \t")]) continue;
        if (++count > ROSTER_NUMBERS_MAX)
            return error_set(why, ERROR_INPUT, "at most %d numbers are on duty", ROSTER_NUMBERS_MAX);
        if (add_number(settings, one, ret, why) < 0) return -1;
    }
    return list ? 0 : error_set(why, ERROR_BUSY, "no memory for a roster");
}

void roster_set(struct office *office, const struct roster_wish *wish, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    own_text struct text numbers = TEXT_INIT(ROSTER_NUMBERS_MAX * (MESSAGE_ADDRESS_MAX + 2));
    char bound[PERSON_BOUND_MAX];
    struct error why = ERROR_INIT;
    int64_t until_ms = 0;
    if (read_numbers(office_settings(office), wish->numbers, &numbers, &why) < 0 ||
        (numbers.len && read_until(wish->until, &until_ms, &why) < 0)) {
        done(arg, NULL, &why);
        return;
    }
    args_number(&args, clock_wall_ms());
    args_text(&args, wish->user);
    if (numbers.len)
        args_seal_text(&args, vault_office_key(office_vault(office)), bound_of(bound), text_get(&numbers));
    else
        args_text(&args, "");
    args_number(&args, until_ms);
    ask_start(&(struct ask){office, "roster_set", read_roster, done, arg}, &args);
}
