/* alarm_plan - the ladder of a ticket that waits: who is told at which step, and when the next step is. Pure.
 *
 * In danger (priority 1): those on duty one after the other, every duty.repeat_min minutes at any hour, then the
 * colleague and the coordinator, and all of them again, ALARM_ROUNDS times in all. Any other ticket: the colleague
 * after duty.escalate_min minutes of open office, the coordinator after as many more, once. Without telephones: nobody.
 */
#ifndef QUEUE_ALARM_PLAN_H
#define QUEUE_ALARM_PLAN_H

#include "config/settings.h"
#include "messages/pack.h"

#include <stdint.h>

#define ALARM_ROUNDS 3

struct alarm_ticket {
    int is_urgent;
    int64_t created_ms;
    long step; /* steps done */
};

struct alarm_plan {
    char number[SETTINGS_SHORT_MAX]; /* is told now; "" = nobody yet */
    int64_t next_at_ms;              /* of the next look; 0 = the ladder ends */
};

/* What is to be done for a ticket at now_ms. settings and pack are borrowed. */
struct alarm_office {
    const struct settings *settings;
    const struct pack *pack;
    int64_t now_ms;
    const char *roster; /* comma list that takes the place of duty.numbers; NULL or "": there is none */
};
void alarm_plan(const struct alarm_office *office, const struct alarm_ticket *ticket, struct alarm_plan *ret);

#endif
