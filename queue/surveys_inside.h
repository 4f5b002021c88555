/* surveys_inside - what the files of surveys share. */
#ifndef QUEUE_SURVEYS_INSIDE_H
#define QUEUE_SURVEYS_INSIDE_H

#include "handlers/board.h"
#include "queue/args.h"
#include "queue/survey_table.h"
#include "queue/surveys.h"

/* The form of a survey; NULL ERROR_MISSING. */
const struct pack_form *surveys_form(const struct office *office, const char *survey, struct error *why);

const char *surveys_title(const struct pack_form *form); /* its id when it has no title. Borrowed */

/* Adds the time and what every script of an act begins with. */
void surveys_begin(struct args *args, const struct surveys_call *call);

/* The error as it is told: ret, or why itself (NULL too). */
const struct error *surveys_why(const struct error *why, struct error *ret);

/* An act of one script, and what is told when it was done. result is taken over; NULL is a lack of memory. */
struct surveys_change {
    office_done done;
    void *arg;
    json_t *result;
};
void surveys_change(struct office *office, const char *script, const struct args *args, struct surveys_change with);

/* A struct survey_draw of the office's key: arg is one of these. */
struct surveys_noise {
    const struct vault *vault;
    char survey[PACK_ID_MAX];
};
uint64_t surveys_draw(void *arg, const char *cell);

json_t *surveys_count(long told, long k); /* a number, or "<k" */

#endif
