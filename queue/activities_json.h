/* activities_json - an activity from JSON, to JSON, and to the fields of its record. No store. */
#ifndef QUEUE_ACTIVITIES_JSON_H
#define QUEUE_ACTIVITIES_JSON_H

#include "handlers/board.h"
#include "queue/args.h"

/* Takes what json has into an activity that may have other values already; codes of sessions that stay are kept.
 * -1 ERROR_INPUT: what is wrong, in plain words. pack: the word must not be one that steers the conversation. */
int activities_json_take(const struct pack *pack, const json_t *json, struct board_activity *activity,
                         struct error *why);
/* The whole of it is right: times in order, to come at now_ms, sizes. ERROR_INPUT. */
int activities_json_check(const struct board_activity *activity, int64_t now_ms, struct error *why);

/* Codes for the sessions that have none, each another one. */
void activities_json_codes(struct board_activity *activity);

/* 1 when what people are told of (title, place, sessions) differs. */
int activities_json_differs(const struct board_activity *one, const struct board_activity *other);

/* Adds the fields and values of its record. */
void activities_json_fields(const struct board_activity *activity, struct args *args);
/* Until when it stands on the board. */
int64_t activities_json_until_ms(const struct board_activity *activity);

/* As activities.h shows it, of the flat record that the scripts give; NULL when it is none. */
json_t *activities_json(const char *id, const redisReply *flat, long long waiting);

#endif
