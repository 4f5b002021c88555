/* cases_json - what the scripts of 76_case.lua tell of a mediation, as JSON. */
#ifndef QUEUE_CASES_JSON_H
#define QUEUE_CASES_JSON_H

#include "queue/ask.h"

json_t *cases_json_row(struct office *office, const redisReply *row, struct error *why);
json_t *cases_json_list(struct office *office, const redisReply *reply, struct error *why);
json_t *cases_json_of_ticket(struct office *office, const redisReply *reply, struct error *why);

#endif
