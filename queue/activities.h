/* activities - events and workshops as the office works with them: made, changed, cancelled, invited to, looked at.
 *
 * An activity as JSON, in and out:
 *   {"id","kind":"event"|"workshop","state":"open"|"closed"|"cancelled","version",
 *    "title":{"es":...,"ht":...},"place":{...},"word","capacity","taken","waiting",
 *    "sessions":[{"from_ms","until_ms","code","came"}],"answers":[n1,n2,n3],"created_ms","campaign","notice":{"told","of"}}
 * An event has one session, a workshop 1 to BOARD_SESSIONS_MAX. title and place are at most ACTIVITIES_TITLE_RUNES and
 * ACTIVITIES_PLACE_RUNES letters, in Spanish at least. answers: how many answered 1, 2 and 3 to the question after.
 * What people were told of a change goes out by itself (queue/lua/57_activity.lua), to those who were told before. */
#ifndef QUEUE_ACTIVITIES_H
#define QUEUE_ACTIVITIES_H

#include "handlers/board.h"
#include "queue/office.h"

#define ACTIVITIES_TITLE_RUNES  48
#define ACTIVITIES_PLACE_RUNES  60
#define ACTIVITIES_CAPACITY_MAX 10000
#define ACTIVITIES_SESSION_MS   INT64_C(43200000) /* the longest session */
#define ACTIVITIES_HOLD_MS      INT64_C(60000)    /* so long what goes to many can be taken back */

/* Who does it ("" = the command line) and when; hold_ms: what goes to many leaves so much later. */
struct activities_by {
    const char *user;
    int64_t now_ms, hold_ms;
};

/* {"id"}. ERROR_INPUT in words for the field that is wrong, ERROR_CONFLICT when the board is full. json is borrowed. */
void activities_create(struct office *office, const struct activities_by *by, const json_t *json, office_done done,
                       void *arg);
/* Writes the fields that json has, and leaves the others; "version" must be the one that was seen (ERROR_CONFLICT).
 * A new title, place or session is told to all who know of it. {"id","notice":0|1}. */
void activities_change(struct office *office, const struct activities_by *by, const char *id, const json_t *json,
                       office_done done, void *arg);
/* state: "open", "closed" or "cancelled". {"id","state"}. */
void activities_set(struct office *office, const struct activities_by *by, const char *id, const char *state,
                    office_done done, void *arg);

/* {"activities":[...],"total"}, newest first; limit at most 100. */
void activities_list(struct office *office, size_t offset, size_t limit, office_done done, void *arg);
/* One, with "counts":{"es":{"invited","yes","waiting","no","seats","came"},...,"":{...}} by language; invited:
 * everybody who was told, whatever they answered. ERROR_MISSING. */
void activities_get(struct office *office, const char *id, office_done done, void *arg);

/* The text of an invitation by language to those who consented to announcements and have not answered.
 * Preview: {"people","by_language":{"es":{"people","segments","text"}},"segments_total"}. Start: {"id","people"} of the
 * campaign, which campaigns_set() can hold and cancel. ERROR_CONFLICT for one that is over, closed or cancelled. */
void activities_invite_preview(struct office *office, const struct activities_by *by, const char *id, office_done done,
                               void *arg);
void activities_invite(struct office *office, const struct activities_by *by, const char *id, office_done done,
                       void *arg);

#endif
