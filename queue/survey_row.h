/* survey_row - the answers of one person, as they are kept without that person, and back. */
#ifndef QUEUE_SURVEY_ROW_H
#define QUEUE_SURVEY_ROW_H

#include "queue/turn_written.h"

#define SURVEY_ROW_STEP 256 /* a row is filled up to a multiple of it: its length tells nothing */

/* The writer of EFFECT_RECORD "survey": sealed with the office's key, at a place of chance. No id of person or event,
 * no time, nothing else of the turn goes along. */
int survey_row_add(const struct turn_commit *commit, size_t index, struct args *args, struct error *why);

/* Adds place and sealed row of these answers (JSON). -1 ERROR_SYSTEM when they are too long. */
int survey_row_seal(const struct vault *vault, const char *survey, const char *json, struct args *args,
                    struct error *why);

/* The answers of a sealed row; NULL with why when it cannot be read. The caller owns it. */
json_t *survey_row_open(const struct vault *vault, const char *survey, struct vault_bytes sealed, struct error *why);

#endif
