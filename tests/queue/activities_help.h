/* activities_help - an office with people who sign up by text, for the tests of activities. */
#ifndef TESTS_QUEUE_ACTIVITIES_HELP_H
#define TESTS_QUEUE_ACTIVITIES_HELP_H

#include "queue/activities.h"
#include "queue/schedule.h"
#include "queue/worker.h"
#include "tests/queue/queue_help.h"

#define ANA  "+56911110001"
#define JEAN "+56911110002"
#define LUZ  "+56911110003"
#define DAY  (24LL * 3600 * 1000)
#define WEEK (7 * DAY)

/* What a test works with; activity is the id of the one that create() made last. */
extern struct queue_help help;
extern struct worker *help_worker;
extern struct schedule *help_schedule;
extern struct queue_wait answer;
extern char activity[32];

void activities_open(void);
void activities_close(void);
void start_work(void);
void writes(const char *number, const char *words);
void until_turns(long long more);
void says(const char *number, const char *words);
char *person_of(const char *number);
int heard(const char *number, const char *words);
char seat_of(const char *number);
long long activity_field(const char *name);
json_t *activity_of(const char *kind, int capacity, int sessions);
const struct activities_by *by_maria(void);
void wait_anew(void);
void create_activity(const char *kind, int capacity, int sessions);
void change_activity(const char *name, json_t *value, int version);
void cancel_activity(void);
void is_known(const char *number);
void due_now(const char *kind);
void until_quiet(void);

#endif
