/* surveys_results - all rows of a closed survey read, counted, and told as survey_table.h allows. */
#include "config/own.h"
#include "queue/args.h"
#include "queue/survey_row.h"
#include "queue/surveys_inside.h"

#include <stdlib.h>
#include <string.h>

#define PAGE      500
#define ROWS_MAX  50000 /* as in queue/lua/77_survey.lua */
#define LABEL_MAX 200

struct reading {
    struct office *office;
    office_done done;
    void *arg;
    char survey[PACK_ID_MAX], by[PACK_ID_MAX];
    struct survey_data data;
    long k;
    size_t from;
};

static void reading_end(struct reading *reading, json_t *result, const struct error *why) {
    reading->done(reading->arg, why ? NULL : result, why);
    json_decref(result);
    free(reading->data.rows);
    free(reading);
}

/* --- what is told --- */

static const char *label_of(const struct pack_question *question, const char *code) {
    if (strcmp(code, PACK_NOT_SAID) == 0) return "Prefiere no decir";
    for (size_t i = 0; question && i < question->choice_count; i++)
        if (strcmp(question->choices[i].id, code) == 0) return question->choices[i].label[LANGUAGE_ES];
    static const struct {
        const char *code, *label;
    } labels[] = {{PACK_YES, "Sí"}, {PACK_NO, "No"}, {"completa", "Entera"}, {"parcial", "A medias"}};
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (strcmp(labels[i].code, code) == 0) return labels[i].label;
    return code;
}

static const struct pack_question *question_of(const struct pack_form *form, size_t column) {
    return column < form->question_count ? &form->questions[column] : NULL;
}

static const char *point_name(const struct pack_form *form, const struct survey_column *column, const char *code) {
    if (strcmp(column->id, PACK_SURVEY_POINT) != 0) return NULL;
    for (size_t i = 0; i < form->survey.point_count; i++)
        if (strcmp(form->survey.points[i].code, code) == 0) return form->survey.points[i].name;
    return strcmp(code, PACK_NOT_SAID) == 0 ? "Sin punto" : NULL;
}

static json_t *answer_json(const struct reading *reading, const struct pack_form *form, struct survey_cell cell) {
    struct surveys_noise noise = {office_vault(reading->office), ""};
    struct survey_draw draw = {surveys_draw, &noise};
    memcpy(noise.survey, reading->survey, sizeof noise.survey);
    int named = cell.other_column >= 0 ? cell.other_column : cell.column;
    int code = cell.other_column >= 0 ? cell.other_code : cell.code;
    const struct survey_column *column = &reading->data.columns[named];
    const char *point = point_name(form, column, column->codes[code]);
    return json_pack("{s:s, s:s, s:o}", "id", column->codes[code], "label",
                     point ? point : label_of(question_of(form, (size_t)named), column->codes[code]), "count",
                     surveys_count(survey_told(&reading->data, &cell, reading->k, &draw), reading->k));
}

static json_t *answers_json(const struct reading *reading, const struct pack_form *form, int column, int by) {
    json_t *answers = json_array();
    for (size_t code = 0; code < reading->data.columns[column].code_count; code++) {
        struct survey_cell cell = {column, (int)code, -1, -1};
        json_t *answer = answer_json(reading, form, cell), *list = json_array();
        for (size_t other = 0; by >= 0 && by != column && other < reading->data.columns[by].code_count; other++) {
            cell.other_column = by;
            cell.other_code = (int)other;
            json_array_append_new(list, answer_json(reading, form, cell));
        }
        json_object_set_new(answer, "by", list);
        json_array_append_new(answers, answer);
    }
    return answers;
}

/* The first line of a question: the others are its numbered answers. */
static json_t *text_of(const struct pack_question *question, const char *id) {
    if (!question) return json_string(strcmp(id, PACK_SURVEY_POINT) == 0 ? "Punto" : "Entera o a medias");
    const char *text = question->text[LANGUAGE_ES];
    return json_stringn(text, strcspn(text, "\n"));
}

static json_t *result_json(const struct reading *reading, const struct pack_form *form) {
    struct surveys_noise noise = {office_vault(reading->office), ""};
    struct survey_draw draw = {surveys_draw, &noise};
    struct survey_cell all = {-1, 0, -1, 0};
    memcpy(noise.survey, reading->survey, sizeof noise.survey);
    int by = survey_column(&reading->data, reading->by);
    json_t *questions = json_array();
    for (size_t i = 0; i < reading->data.column_count; i++)
        json_array_append_new(questions, json_pack("{s:s, s:o, s:o}", "id", reading->data.columns[i].id, "text",
                                                   text_of(question_of(form, i), reading->data.columns[i].id),
                                                   "answers", answers_json(reading, form, (int)i, by)));
    return json_pack("{s:s, s:s, s:I, s:o, s:s, s:o}", "survey", reading->survey, "title", surveys_title(form), "least",
                     (json_int_t)reading->k, "answers",
                     surveys_count(survey_told(&reading->data, &all, reading->k, &draw), reading->k), "by", reading->by,
                     "questions", questions);
}

/* --- what is read --- */

static void take_row(struct survey_data *data, const json_t *row) {
    unsigned char *codes = &data->rows[data->row_count++ * data->column_count];
    for (size_t i = 0; i < data->column_count; i++) {
        const struct survey_column *column = &data->columns[i];
        int beside = i + 2 >= data->column_count; /* the point and the state stand beside the answers */
        const json_t *in = beside ? row : json_object_get(row, "respuestas");
        const char *answer = json_string_value(json_object_get(in, column->id));
        if (answer && beside && !*answer) answer = PACK_NOT_SAID;
        int code = answer ? survey_code(column, answer) : -1;
        codes[i] = code < 0 ? SURVEY_NO_ANSWER : (unsigned char)code;
    }
}

static int take_page(struct reading *reading, const redisReply *reply, struct error *why) {
    struct survey_data *data = &reading->data;
    size_t needed = (data->row_count + reply->elements) * data->column_count;
    unsigned char *rows = realloc(data->rows, needed ? needed : 1);
    if (!rows) return error_set(why, ERROR_SYSTEM, "no memory for the answers of a survey");
    data->rows = rows;
    for (size_t i = 0; i < reply->elements; i++) {
        const redisReply *sealed = reply->element[i];
        json_auto_t *row = survey_row_open(office_vault(reading->office), reading->survey,
                                           (struct vault_bytes){sealed->str, sealed->len}, why);
        if (!row) return -1;
        take_row(data, row);
    }
    return 0;
}

static void read_page(struct reading *reading);

static void on_page(void *arg, const redisReply *reply, const struct error *why) {
    struct reading *reading = arg;
    struct error fault = ERROR_INIT;
    if (why || take_page(reading, reply, &fault) < 0) {
        reading_end(reading, NULL, why ? why : &fault);
        return;
    }
    reading->from += reply->elements;
    if (reply->elements == PAGE && reading->from < ROWS_MAX) {
        read_page(reading);
        return;
    }
    const struct pack_form *form =
        surveys_form(reading->office, reading->survey, &fault); /* it may have been swapped */
    reading_end(reading, form ? result_json(reading, form) : NULL, form ? NULL : &fault);
}

static void read_page(struct reading *reading) {
    own_args struct args args = ARGS_INIT;
    args_text(&args, reading->survey);
    args_number(&args, (int64_t)reading->from);
    args_number(&args, PAGE);
    args_call(&args, reading->office, "survey_rows", on_page, reading);
}

static void on_shown(void *arg, const redisReply *reply, const struct error *why) {
    struct reading *reading = arg;
    struct error told = ERROR_INIT;
    if (why) {
        reading_end(reading, NULL, surveys_why(why, &told));
        return;
    }
    reading->k = (long)reply->integer;
    read_page(reading);
}

void surveys_results(struct office *office, const struct surveys_call *call, const char *by, office_done done,
                     void *arg) {
    own_args struct args args = ARGS_INIT;
    struct error why = ERROR_INIT;
    const struct pack_form *form = surveys_form(office, call->survey, &why);
    struct reading *reading = form ? calloc(1, sizeof *reading) : NULL;
    if (form && !reading) error_set(&why, ERROR_SYSTEM, "no memory for the results of a survey");
    if (reading) {
        *reading = (struct reading){.office = office, .done = done, .arg = arg};
        snprintf(reading->survey, sizeof reading->survey, "%s", call->survey);
        snprintf(reading->by, sizeof reading->by, "%.47s", by ? by : "");
        survey_columns(form, &reading->data);
        if (by && *by && survey_column(&reading->data, by) < 0)
            error_set(&why, ERROR_INPUT, "the survey has no question '%.40s'", by);
    }
    if (!form || !reading || why.kind) {
        free(reading);
        done(arg, NULL, &why);
        return;
    }
    surveys_begin(&args, call);
    args_text(&args, form->survey.open ? "open" : "closed");
    args_number(&args, office_settings(office)->survey.least);
    args_call(&args, office, "survey_shown", on_shown, reading);
}
