/* activities - events and workshops as the office works with them: made, changed, cancelled, invited to, looked at.
 *
 * An activity as JSON, in and out:
 *   {"id","kind":"event"|"workshop","state":"open"|"closed"|"cancelled","version",
 *    "title":{"es":...,"ht":...},"place":{...},"word","capacity","taken","waiting",
 *    "sessions":[{"from_ms","until_ms","code","came"}],"answers":[n1,n2,n3],"created_ms","campaign","notice":{"told","of"},"undo"}
 * undo: whether activities_undo() may still take the last change back.
 * An event has one session, a workshop 1 to BOARD_SESSIONS_MAX. title and place are at most ACTIVITIES_TITLE_RUNES and
 * ACTIVITIES_PLACE_RUNES letters, in Spanish at least. answers: how many answered 1, 2 and 3 to the question after.
 * What people were told of a change goes out by itself (queue/lua/77_activity.lua), to those who were told before. */
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

/* Takes the last change or cancellation back: {"id"}. ERROR_CONFLICT when people are being told of it already, which
 * begins hold_ms after it. */
void activities_undo(struct office *office, const struct activities_by *by, const char *id, office_done done,
                     void *arg);

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

/* --- people (activities_people.c) --- */

#define ACTIVITIES_PEOPLE_MAX  200 /* of one part of a list */
#define ACTIVITIES_MISSED_CALL 2   /* who missed so many sessions is called */
#define ACTIVITIES_SHARE       75  /* percent of the sessions that a certificate asks for */

/* {"people":[{"person","code","name","language","state","seats","came":[0,2],"missed","call"}],"total"} in the order in
 * which they were told. code: what is shown where the name is not known. missed: sessions that are over, in which
 * others sent the code and this person did not. A look is in the audit log. limit at most ACTIVITIES_PEOPLE_MAX. */
void activities_people(struct office *office, const struct activities_by *by, const char *id, size_t offset,
                       size_t limit, office_done done, void *arg);

/* A caseworker saw them at a session: {"id"}. ERROR_MISSING: they have nothing to do with it. */
void activities_came(struct office *office, const struct activities_by *by, const char *id, const char *person,
                     size_t session, office_done done, void *arg);

/* Who was at share percent of the sessions or more: {"people":[as above],"sessions","needed","csv"}. csv: UTF-8 with a
 * byte order mark, `;` between cells, what a spreadsheet would take for a formula made harmless. */
void activities_certificates(struct office *office, const struct activities_by *by, const char *id, int share,
                             office_done done, void *arg);

#endif
