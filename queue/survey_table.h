/* survey_table - counts of answers, and what may be told of them: k-anonymous for any number of tables. Pure.
 *
 * What is published of a survey are its one-way tables (each question) and its two-way tables (each pair of questions):
 * a fixed set, whatever is asked for and in whatever order; there are no filters and no tables of three. Of each cell:
 *
 *   - a true count under k (the least, setting survey.least) is never told: SURVEY_FEW, shown as "<5";
 *   - any other count gets noise of a two-sided geometric law (survey_noise), is rounded to a multiple of k, and is
 *     SURVEY_FEW when nothing is left; totals get theirs like any other cell, and are not sums of what is shown.
 *
 * Why nothing can be subtracted: (1) all numbers told are multiples of k, so no difference of two of them is 1 .. k-1.
 * (2) A number told proves one thing only, that the true count is k or more; SURVEY_FEW proves nothing, since noise
 * makes it of any count. So all that any number of tables proves together are lower bounds of k: there is no upper
 * bound anywhere, and without one no small cell can be pinned down, be it by totals, other tables or repeated asking.
 * (The law has no largest value; of the 53 bits drawn here it ends at about 70, with probability 2^-53.) (3) The noise
 * is drawn by a keyed hash of what the cell is, not of when it is asked for: the same table again is the same table,
 * and asking twice averages nothing out. It stays one table only while the answers stay the same, so results are given
 * out after the survey is closed for good (queue/surveys.h).
 *
 * What remains: (a, b) and (b, a) are one table, but a question stands in many tables, so whoever adds up all of them
 * gets a better guess of a one-way count than each alone gives. A guess, with an error of several people: never a
 * proof. Who knows all but one of the answers from elsewhere learns a little about the last. */
#ifndef QUEUE_SURVEY_TABLE_H
#define QUEUE_SURVEY_TABLE_H

#include "messages/pack.h"

#include <stdint.h>

#define SURVEY_COLUMNS_MAX (PACK_QUESTIONS_MAX + 2) /* the questions, the point, whether it is complete */
#define SURVEY_CODES_MAX   (PACK_POINTS_MAX + 2)
#define SURVEY_FEW         (-1)
#define SURVEY_NO_ANSWER   255 /* the question was not asked, or the answer left the content */

/* A question of a survey with its possible answers, PACK_NOT_SAID the last. */
struct survey_column {
    char id[PACK_ID_MAX];
    char codes[SURVEY_CODES_MAX][PACK_ID_MAX];
    size_t code_count;
};

struct survey_data {
    struct survey_column columns[SURVEY_COLUMNS_MAX];
    size_t column_count;
    unsigned char *rows; /* row_count times column_count codes; owned by whoever fills it */
    size_t row_count;
};

/* Draws 64 bits for a cell, always the same for the same name. */
struct survey_draw {
    uint64_t (*bits)(void *arg, const char *cell);
    void *arg;
};

/* The columns of a survey: its questions in order, then PACK_SURVEY_POINT and PACK_SURVEY_STATE. No rows. */
void survey_columns(const struct pack_form *form, struct survey_data *ret);
/* Index of a column, or of a code of a column; -1. */
int survey_column(const struct survey_data *data, const char *id);
int survey_code(const struct survey_column *column, const char *code);

/* How many gave this answer, and (other >= 0) that one to another question. True counts: for survey_told() and tests.
 */
struct survey_cell {
    int column, code, other_column, other_code; /* -1: all, whatever they answered */
};
long survey_count(const struct survey_data *data, const struct survey_cell *cell);

/* What is told of a cell: a multiple of k, at least k, or SURVEY_FEW. */
long survey_told(const struct survey_data *data, const struct survey_cell *cell, long k,
                 const struct survey_draw *draw);

/* Noise of bits: n with probability (1-a)/(1+a) * a^|n|, a = 0.6; standard deviation 2.7. */
long survey_noise(uint64_t bits);

#endif
