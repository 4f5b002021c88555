/* astray - messages that did not reach their person, for the desk: who, why in plain words, and what can be done. JSON.
 *
 * Listed within the second in which they fail, run out of time, or lose their answer (promises 8); for 30 days. */
#ifndef QUEUE_ASTRAY_H
#define QUEUE_ASTRAY_H

#include "queue/office.h"

#define ASTRAY_LIST_MAX 100

/* {"messages":[{"id","state" (failed|unknown|expired),"why":{"es","en","next_es","next_en"}|null,"code","at_ms",
 * "purpose","campaign":bool,"channel","again":bool,"person":{as of a ticket},"ticket":{"id","code"}|null}],"total"},
 * the latest first; state "" = all. The look is in the audit log. ERROR_INPUT: no such state, a limit of 0 or over
 * ASTRAY_LIST_MAX. */
struct astray_query {
    const char *user, *state;
    size_t offset, limit;
};
void astray_list(struct office *office, const struct astray_query *query, office_done done, void *arg);

/* An unknown one goes out once more, useful for a day: by the decision of this person, who knows that it may arrive
 * twice. Result {}. ERROR_CONFLICT: it was settled, or somebody was quicker. */
void astray_again(struct office *office, const char *user, const char *id, office_done done, void *arg);
/* Somebody will call: {"ticket"}, the person's open one or a new one. It leaves the list. */
void astray_call(struct office *office, const char *user, const char *id, office_done done, void *arg);
/* It leaves the list. Result {}. */
void astray_drop(struct office *office, const char *user, const char *id, office_done done, void *arg);

#endif
