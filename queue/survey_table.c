/* survey_table - counts of answers, and what may be told of them. */
#include "queue/survey_table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NOISE_BASE 0.6
#define NAME_MAX   (4 * PACK_ID_MAX)

static void add_code(struct survey_column *column, const char *code) {
    if (column->code_count >= SURVEY_CODES_MAX) return;
    snprintf(column->codes[column->code_count++], PACK_ID_MAX, "%s", code);
}

static struct survey_column *add_column(struct survey_data *data, const char *id) {
    struct survey_column *column = &data->columns[data->column_count++];
    snprintf(column->id, sizeof column->id, "%s", id);
    return column;
}

static void add_question(struct survey_data *data, const struct pack_question *question) {
    struct survey_column *column = add_column(data, question->id);
    for (size_t i = 0; i < question->choice_count; i++) add_code(column, question->choices[i].id);
    if (question->type == QUESTION_YES_NO) {
        add_code(column, PACK_YES);
        add_code(column, PACK_NO);
    }
    add_code(column, PACK_NOT_SAID);
}

void survey_columns(const struct pack_form *form, struct survey_data *ret) {
    memset(ret, 0, sizeof *ret);
    for (size_t i = 0; i < form->question_count; i++) add_question(ret, &form->questions[i]);
    struct survey_column *points = add_column(ret, PACK_SURVEY_POINT);
    for (size_t i = 0; i < form->survey.point_count; i++) add_code(points, form->survey.points[i].code);
    add_code(points, PACK_NOT_SAID);
    struct survey_column *states = add_column(ret, PACK_SURVEY_STATE);
    add_code(states, "completa");
    add_code(states, "parcial");
}

int survey_column(const struct survey_data *data, const char *id) {
    for (size_t i = 0; i < data->column_count; i++)
        if (strcmp(data->columns[i].id, id) == 0) return (int)i;
    return -1;
}

int survey_code(const struct survey_column *column, const char *code) {
    for (size_t i = 0; i < column->code_count; i++)
        if (strcmp(column->codes[i], code) == 0) return (int)i;
    return -1;
}

static int is_in(const struct survey_data *data, size_t row, int column, int code) {
    return column < 0 || data->rows[row * data->column_count + (size_t)column] == code;
}

long survey_count(const struct survey_data *data, const struct survey_cell *cell) {
    long count = 0;
    for (size_t row = 0; row < data->row_count; row++)
        count += is_in(data, row, cell->column, cell->code) && is_in(data, row, cell->other_column, cell->other_code);
    return count;
}

long survey_noise(uint64_t bits) {
    const double none = (1 - NOISE_BASE) / (1 + NOISE_BASE);
    double unit = ((double)(bits >> 11) + 0.5) / 9007199254740992.0; /* 2^53 */
    if (unit <= none) return 0;                                      /* equal: the logarithm of 0 */
    long size = 1 + (long)floor(log((unit - none) / (1 - none)) / log(NOISE_BASE));
    return bits & 1 ? size : -size;
}

static void part_name(const struct survey_data *data, int column, int code, char ret[NAME_MAX / 2]) {
    if (column < 0)
        snprintf(ret, NAME_MAX / 2, "*");
    else
        snprintf(ret, NAME_MAX / 2, "%s=%s", data->columns[column].id, data->columns[column].codes[code]);
}

/* One name for a cell, whichever of its questions comes first. */
static void cell_name(const struct survey_data *data, const struct survey_cell *cell, char ret[NAME_MAX]) {
    char one[NAME_MAX / 2], other[NAME_MAX / 2];
    part_name(data, cell->column, cell->code, one);
    part_name(data, cell->other_column, cell->other_code, other);
    int swap = strcmp(one, other) > 0;
    snprintf(ret, NAME_MAX, "%s|%s", swap ? other : one, swap ? one : other);
}

long survey_told(const struct survey_data *data, const struct survey_cell *cell, long k,
                 const struct survey_draw *draw) {
    char name[NAME_MAX];
    long count = survey_count(data, cell);
    if (count < k) return SURVEY_FEW;
    cell_name(data, cell, name);
    long noisy = count + survey_noise(draw->bits(draw->arg, name));
    long told = noisy > 0 ? (noisy + k / 2) / k * k : 0;
    return told < k ? SURVEY_FEW : told;
}
