/* tickets_json - what the scripts of 70_ticket.lua tell of a ticket, unsealed and as JSON. */
#ifndef QUEUE_TICKETS_JSON_H
#define QUEUE_TICKETS_JSON_H

#include "queue/office.h"

/* A ticket from its row. NULL when the row has not the form that the script promises. */
json_t *tickets_json_row(const struct office *office, const redisReply *row);

/* {"tickets","total"} from the answer of ticket_list; NULL likewise. */
json_t *tickets_json_list(const struct office *office, const redisReply *reply);

/* A ticket with fields, person and thread from the answer of ticket_look; NULL likewise. What cannot be unsealed is
 * null or empty: one bad record hides nothing else. */
json_t *tickets_json_look(const struct office *office, const redisReply *reply);

/* {"id","name","number" (masked),"stopped","neutral_only"} of a person's record as HGETALL gives it. */
json_t *tickets_json_person(const struct office *office, const char *id, const redisReply *record);

/* Why a message did not arrive, {"es","en","next_es","next_en"}; null when there is nothing to explain. */
json_t *tickets_json_why(const char *state, const char *code);

#endif
