/* surveys_inside - what the files of surveys share. */
#ifndef QUEUE_SURVEYS_INSIDE_H
#define QUEUE_SURVEYS_INSIDE_H

#include "handlers/board.h"
#include "queue/survey_table.h"
#include "queue/surveys.h"

/* The form of a survey; NULL ERROR_MISSING. */
const struct pack_form *surveys_form(const struct office *office, const char *survey, struct error *why);

/* The error as it is told: ret, or why itself (NULL too). */
const struct error *surveys_why(const struct error *why, struct error *ret);

/* A struct survey_draw of the office's key: arg is one of these. */
struct surveys_noise {
    const struct vault *vault;
    char survey[PACK_ID_MAX];
};
uint64_t surveys_draw(void *arg, const char *cell);

json_t *surveys_count(long told, long k); /* a number, or "<k" */

#endif
