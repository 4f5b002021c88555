/* survey_table_test - no number that is told is of fewer than k people, and none can be got by putting tables together.
 */
#include "queue/survey_table.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define K 3

/* A keyed hash for tests (splitmix64 over the letters). */
static uint64_t mix(uint64_t x) {
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}
static uint64_t bits(void *arg, const char *cell) {
    uint64_t x = *(const uint64_t *)arg;
    for (; *cell; cell++) x = mix(x ^ (unsigned char)*cell);
    return x;
}

/* Two questions of two answers; table[a][b] people gave these. */
static void fill(struct survey_data *data, const int table[2][2]) {
    static unsigned char rows[200];
    memset(data, 0, sizeof *data);
    for (size_t i = 0; i < 2; i++) {
        struct survey_column *column = &data->columns[data->column_count++];
        snprintf(column->id, sizeof column->id, "%c", (char)('a' + i));
        snprintf(column->codes[0], PACK_ID_MAX, "x");
        snprintf(column->codes[1], PACK_ID_MAX, "y");
        column->code_count = 2;
    }
    data->rows = rows;
    for (unsigned char a = 0; a < 2; a++) {
        for (unsigned char b = 0; b < 2; b++) {
            for (int n = 0; n < table[a][b]; n++) {
                rows[2 * data->row_count] = a;
                rows[2 * data->row_count++ + 1] = b;
            }
        }
    }
}

#define CELLS 9
static const struct survey_cell cells[CELLS] = {{-1, 0, -1, 0}, {0, 0, -1, 0}, {0, 1, -1, 0},
                                                {1, 0, -1, 0},  {1, 1, -1, 0}, {0, 0, 1, 0},
                                                {0, 0, 1, 1},   {0, 1, 1, 0},  {0, 1, 1, 1}};

static void tell(const struct survey_data *data, uint64_t key, long ret[CELLS]) {
    struct survey_draw draw = {bits, &key};
    for (size_t i = 0; i < CELLS; i++) ret[i] = survey_told(data, &cells[i], K, &draw);
}

static void true_counts(const int table[2][2], long ret[CELLS]) {
    struct survey_data data;
    fill(&data, table);
    for (size_t i = 0; i < CELLS; i++) ret[i] = survey_count(&data, &cells[i]);
}

/* Calls fn for every table of counts 0 to max. */
static void for_all(int max, void (*fn)(const int table[2][2])) {
    int table[2][2];
    for (table[0][0] = 0; table[0][0] <= max; table[0][0]++)
        for (table[0][1] = 0; table[0][1] <= max; table[0][1]++)
            for (table[1][0] = 0; table[1][0] <= max; table[1][0]++)
                for (table[1][1] = 0; table[1][1] <= max; table[1][1]++) fn(table);
}

static void small_cells_are_few(const int table[2][2]) {
    struct survey_data data;
    long count[CELLS], told[CELLS];
    fill(&data, table);
    true_counts(table, count);
    for (uint64_t key = 0; key < 5; key++) {
        tell(&data, key, told);
        for (size_t i = 0; i < CELLS; i++) {
            cr_assert(told[i] == SURVEY_FEW || (told[i] >= K && told[i] % K == 0), "%ld was told", told[i]);
            cr_assert(count[i] >= K || told[i] == SURVEY_FEW, "%ld people are told as %ld", count[i], told[i]);
        }
    }
}

Test(survey_table, nothing_under_k_is_told_and_all_that_is_told_is_a_multiple) {
    for_all(6, small_cells_are_few);
}

static void differences_are_no_small_cell(const int table[2][2]) {
    struct survey_data data;
    long told[CELLS];
    fill(&data, table);
    for (uint64_t key = 0; key < 5; key++) {
        tell(&data, key, told);
        for (size_t i = 0; i < CELLS; i++) {
            for (size_t k = 0; k < CELLS; k++) {
                long left = told[i] - told[k];
                if (told[i] == SURVEY_FEW || told[k] == SURVEY_FEW) continue;
                cr_assert(left <= 0 || left >= K, "%ld - %ld", told[i], told[k]);
            }
        }
    }
}

Test(survey_table, no_two_numbers_differ_by_fewer_than_k) {
    for_all(6, differences_are_no_small_cell);
}

/* What a true count can be told as, found by trying draws: reach[count] has bit 0 for FEW, bit m for m * K. */
static unsigned reach[40];
static void find_reach(void) {
    for (int count = 0; count < 40; count++) {
        int table[2][2] = {{count, 0}, {0, 0}};
        struct survey_data data;
        fill(&data, table);
        for (uint64_t key = 0; key < 3000; key++) {
            struct survey_draw draw = {bits, &key};
            long told = survey_told(&data, &cells[0], K, &draw);
            reach[count] |= told == SURVEY_FEW ? 1u : told / K < 31 ? 1u << (told / K) : 0;
        }
    }
}

/* Of all datasets of up to 7 people a cell: which true values may each cell have, given what is told? */
#define MAX 7
static long told_now[CELLS];
static unsigned possible[CELLS]; /* bit n: cell may be n */
static void may_be(const int table[2][2]) {
    long count[CELLS];
    true_counts(table, count);
    for (size_t i = 0; i < CELLS; i++) {
        unsigned bit = told_now[i] == SURVEY_FEW ? 1u : 1u << (told_now[i] / K);
        if (!(reach[count[i]] & bit)) return;
    }
    for (size_t i = 0; i < CELLS; i++) possible[i] |= 1u << count[i];
}

/* Whoever has all tables, and knows how they are made, still cannot say of a small cell that it is small, nor how many.
 */
Test(survey_table, all_tables_together_pin_no_small_cell_down) {
    static const int tables[][2][2] = {{{2, 0}, {0, 0}}, {{2, 5}, {6, 0}}, {{1, 3}, {3, 3}}, {{2, 2}, {2, 2}},
                                       {{0, 6}, {2, 6}}, {{5, 5}, {5, 1}}, {{3, 1}, {0, 3}}};
    find_reach();
    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
        long count[CELLS];
        true_counts(tables[t], count);
        for (uint64_t key = 0; key < 2; key++) {
            struct survey_data data;
            fill(&data, tables[t]);
            tell(&data, key, told_now);
            memset(possible, 0, sizeof possible);
            for_all(MAX, may_be);
            for (size_t i = 0; i < CELLS; i++) {
                if (count[i] < 1 || count[i] >= K) continue;
                cr_assert(possible[i] & ~((1u << K) - 1), "table %zu, cell %zu is known to be small", t, i);
                cr_assert(possible[i] & 1, "table %zu, cell %zu is known to be somebody", t, i);
            }
        }
    }
}

Test(survey_table, the_same_table_is_the_same_whichever_way_and_whenever_it_is_asked) {
    static const int table[2][2] = {{9, 14}, {23, 8}};
    struct survey_data data;
    uint64_t key = 7;
    struct survey_draw draw = {bits, &key};
    fill(&data, table);
    for (int a = 0; a < 2; a++) {
        for (int b = 0; b < 2; b++) {
            struct survey_cell one = {0, a, 1, b}, other = {1, b, 0, a};
            long told = survey_told(&data, &one, 5, &draw);
            cr_assert_eq(told, survey_told(&data, &one, 5, &draw));
            cr_assert_eq(told, survey_told(&data, &other, 5, &draw));
        }
    }
}

Test(survey_table, noise_is_even_and_of_the_law_that_the_header_gives) {
    double sum = 0, squares = 0;
    long none = 0, far = 0;
    enum { DRAWS = 200000 };
    for (uint64_t i = 0; i < DRAWS; i++) {
        long noise = survey_noise(mix(i));
        sum += (double)noise;
        squares += (double)noise * (double)noise;
        none += noise == 0;
        far += labs(noise) > 10;
    }
    cr_assert_float_eq(sum / DRAWS, 0, 0.03);
    cr_assert_float_eq(squares / DRAWS, 7.5, 0.2); /* 2a / (1 - a)^2 */
    cr_assert_float_eq((double)none / DRAWS, 0.25, 0.005);
    cr_assert_gt(far, 0, "the law has no largest value");
}

Test(survey_table, has_the_questions_the_points_and_whether_it_is_complete) {
    static struct pack_faults faults;
    struct error why = ERROR_INIT;
    struct survey_data data;
    struct pack *pack;
    cr_assert_eq(pack_load_sample(&pack, &faults, &why), 0);
    const struct pack_form *form = pack_form(pack, "encuesta-primera");
    survey_columns(form, &data);
    cr_assert_eq(data.column_count, form->question_count + 2);
    const struct survey_column *land = &data.columns[survey_column(&data, "pais")];
    cr_assert_eq(land->code_count, form->questions[0].choice_count + 1);
    cr_assert_geq(survey_code(land, "haiti"), 0);
    cr_assert_geq(survey_code(land, "-"), 0);
    cr_assert_eq(survey_code(land, "atlantis"), -1);
    cr_assert_eq(data.columns[survey_column(&data, "punto")].code_count, 20, "19 points, and none");
    cr_assert_geq(survey_code(&data.columns[survey_column(&data, "estado")], "parcial"), 0);
    pack_free(pack);
}
