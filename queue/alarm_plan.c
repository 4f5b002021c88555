/* alarm_plan - who is told at which step, and when the next step is. */
#include "queue/alarm_plan.h"

#include "handlers/opening.h"

#define MINUTE_MS INT64_C(60000)

static long count_of(const char *list) {
    char number[SETTINGS_SHORT_MAX];
    long count = 0;
    while (settings_number_at(list, (size_t)count, number)) count++;
    return count;
}

static void plan_urgent(const struct alarm_office *office, long step, struct alarm_plan *ret) {
    const struct settings *settings = office->settings;
    const char *numbers = office->roster && *office->roster ? office->roster : settings->duty.numbers;
    long duty = count_of(numbers), others = count_of(settings->duty.escalate_numbers);
    long all = duty + others, at = all ? step % all : 0;
    if (step < 0 || step >= all * ALARM_ROUNDS) return;
    if (at < duty)
        settings_number_at(numbers, (size_t)at, ret->number);
    else
        settings_number_at(settings->duty.escalate_numbers, (size_t)(at - duty), ret->number);
    if (step + 1 < all * ALARM_ROUNDS) ret->next_at_ms = office->now_ms + settings->duty.repeat_min * MINUTE_MS;
}

/* When a step of a ticket that is not urgent comes; 0 when the office never opens. */
static int64_t step_at(const struct alarm_office *office, const struct alarm_ticket *ticket, long step) {
    int64_t at_ms = 0;
    long open_min = office->settings->duty.escalate_min * (step + 1);
    if (opening_after(office->pack, ticket->created_ms, open_min, &at_ms) < 0) return 0;
    return at_ms;
}

static void plan_waiting(const struct alarm_office *office, const struct alarm_ticket *ticket, struct alarm_plan *ret) {
    const char *numbers = office->settings->duty.escalate_numbers;
    char number[SETTINGS_SHORT_MAX];
    if (ticket->step < 0 || !settings_number_at(numbers, (size_t)ticket->step, number)) return;
    int64_t at_ms = step_at(office, ticket, ticket->step);
    if (!at_ms || at_ms > office->now_ms) {
        ret->next_at_ms = at_ms;
        return;
    }
    snprintf(ret->number, sizeof ret->number, "%s", number);
    if (!settings_number_at(numbers, (size_t)ticket->step + 1, number)) return;
    ret->next_at_ms = step_at(office, ticket, ticket->step + 1);
    /* what is late by itself still comes one after the other */
    if (ret->next_at_ms && ret->next_at_ms <= office->now_ms)
        ret->next_at_ms = office->now_ms + office->settings->duty.repeat_min * MINUTE_MS;
}

void alarm_plan(const struct alarm_office *office, const struct alarm_ticket *ticket, struct alarm_plan *ret) {
    *ret = (struct alarm_plan){.next_at_ms = 0};
    if (ticket->is_urgent)
        plan_urgent(office, ticket->step, ret);
    else
        plan_waiting(office, ticket, ret);
}
