/* roster - who is alarmed in these days, said at the desk, in place of duty.numbers of the settings; until its last day
 * is over. JSON.
 *
 * The numbers are sealed with the office key and shown masked; whoever changes them is in the audit log (act "duty").
 * The colleague and the coordinator (duty.escalate_numbers) stay those of the settings. */
#ifndef QUEUE_ROSTER_H
#define QUEUE_ROSTER_H

#include "queue/office.h"

#define ROSTER_NUMBERS_MAX 5
#define ROSTER_DAYS_MAX    31
#define ROSTER_TYPED_MAX   160 /* bytes of the list as it is typed */

/* {"numbers": [masked], "until_ms", "is_roster"}: of the roster, or of the settings (until_ms 0). */
void roster_get(struct office *office, office_done done, void *arg);

/* numbers: in the order in which they are alarmed, a comma between two; "" takes the roster away. until: the last day,
 * "2026-12-01", within ROSTER_DAYS_MAX days. Result as roster_get. ERROR_INPUT: no number or too many, no such day, and
 * in trial mode a number that may not be written to. */
struct roster_wish {
    const char *user, *numbers, *until;
};
void roster_set(struct office *office, const struct roster_wish *wish, office_done done, void *arg);

/* The comma list of a sealed roster; malloc'ed, "" when it cannot be opened, NULL without memory. */
char *roster_open(const struct office *office, struct vault_bytes sealed);

#endif
