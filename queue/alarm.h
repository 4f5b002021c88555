/* alarm - a ticket that nobody has claimed is told to the telephones of settings [duty], or of the roster
 * (queue/roster.h), by the ladder of alarm_plan.h.
 *
 * A due entry of the office, not of a person: {t}:alarms. Woken by the bell "alarm" and by a slow tick. What a
 * telephone gets is code and kind of the ticket (phrases alarm_urgent and alarm_waiting), nothing of the person; it
 * leaves as a reply, so that quiet hours do not hold it. Each step is one line of the audit stream (act "alarm", ref
 * "<ticket> <steps done>"), written in the same script as the message; a step that two processes, or a crash and its
 * repetition, come to is done once. */
#ifndef QUEUE_ALARM_H
#define QUEUE_ALARM_H

#include "queue/office.h"

struct alarm;
int alarm_start(struct office *office, struct alarm **ret, struct error *why);
void alarm_free(struct alarm *alarm); /* NULL-safe */

#endif
