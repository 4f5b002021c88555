/* people_export - the answer of the script person_export as one JSON document for the person. */
#ifndef QUEUE_PEOPLE_EXPORT_H
#define QUEUE_PEOPLE_EXPORT_H

#include "queue/office.h"

/* NULL when the reply has not the form that the script promises, or without memory. */
json_t *people_export_json(struct office *office, const char *person, const redisReply *reply, int64_t now_ms);

#endif
