/* surveys_volunteers - codes for those who ask others on one phone. */
#include "queue/surveys_inside.h"

#include <stdlib.h>
#include <string.h>

#define CODE_LETTERS 4  /* of a code, behind its "v" */
#define WORD_MAX     32 /* "ENCUESTADOR v7kmpq2" */

/* "v7kmpq2": folded letters and digits that cannot be mistaken for each other, with a digit, so that it is a code. */
static void new_code(char ret[BOARD_VOLUNTEER_MAX]) {
    static const char letters[] = "bcdfghjkmnpqrstvwxz", digits[] = "23456789";
    char id[VAULT_ID_MAX + 1];
    vault_random_id(id);
    ret[0] = 'v';
    for (size_t i = 1; i <= CODE_LETTERS; i++) ret[i] = letters[(unsigned char)id[i] * 7u % (sizeof letters - 1)];
    ret[CODE_LETTERS + 1] = digits[(unsigned char)id[6] % (sizeof digits - 1)];
    ret[CODE_LETTERS + 2] = digits[(unsigned char)id[7] % (sizeof digits - 1)];
    ret[CODE_LETTERS + 3] = '\0';
}

static const char *word_of(const char *code, char ret[WORD_MAX]) {
    snprintf(ret, WORD_MAX, "ENCUESTADOR %.*s", BOARD_VOLUNTEER_MAX - 1, code);
    return ret;
}

static json_t *volunteer_json(const char *code, const char *point) {
    char word[WORD_MAX];
    return json_pack("{s:s, s:s, s:s}", "code", code, "point", point, "word", word_of(code, word));
}

void surveys_volunteer(struct office *office, const struct surveys_call *call, const char *point, office_done done,
                       void *arg) {
    own_args struct args args = ARGS_INIT;
    struct error why = ERROR_INIT;
    char code[BOARD_VOLUNTEER_MAX];
    const struct pack_form *form = surveys_form(office, call->survey, &why);
    const char *known = form && *point ? pack_survey_point(&form->survey, point) : "";
    if (form && !known) error_set(&why, ERROR_INPUT, "the survey has no point '%.20s'", point);
    if (why.kind) {
        done(arg, NULL, &why);
        return;
    }
    new_code(code);
    surveys_begin(&args, call);
    args_text(&args, code);
    args_text(&args, known);
    surveys_change(office, "survey_volunteer", &args, (struct surveys_change){done, arg, volunteer_json(code, known)});
}

void surveys_revoke(struct office *office, const struct surveys_call *call, const char *code, office_done done,
                    void *arg) {
    own_args struct args args = ARGS_INIT;
    struct error why = ERROR_INIT;
    if (!surveys_form(office, call->survey, &why)) {
        done(arg, NULL, &why);
        return;
    }
    surveys_begin(&args, call);
    args_text(&args, code);
    surveys_change(office, "survey_revoke", &args, (struct surveys_change){done, arg, json_object()});
}

/* --- the list --- */

struct asking {
    struct office *office;
    office_done done;
    void *arg;
    char survey[PACK_ID_MAX];
};

static int by_point(const void *one, const void *two) {
    json_t *const *a = one, *const *b = two;
    int points =
        strcmp(json_string_value(json_object_get(*a, "point")), json_string_value(json_object_get(*b, "point")));
    return points
               ? points
               : strcmp(json_string_value(json_object_get(*a, "code")), json_string_value(json_object_get(*b, "code")));
}

/* Codes and points as the script tells them, in the order of points, so that a list does not jump about. */
static json_t *volunteers_json(const redisReply *reply) {
    json_t *all[BOARD_VOLUNTEERS_MAX], *list = json_array();
    size_t count = 0;
    for (size_t i = 0; i + 1 < reply->elements && count < BOARD_VOLUNTEERS_MAX; i += 2)
        if ((all[count] = volunteer_json(reply->element[i]->str, reply->element[i + 1]->str))) count++;
    /* cppcheck-suppress uninitvar ; it takes the pointers for what they point to */
    qsort(all, count, sizeof(json_t *), by_point);
    for (size_t i = 0; i < count; i++) json_array_append_new(list, all[i]);
    return list;
}

static json_t *points_json(const struct pack_survey *survey) {
    json_t *list = json_array();
    for (size_t i = 0; i < survey->point_count; i++)
        json_array_append_new(list,
                              json_pack("{s:s, s:s}", "code", survey->points[i].code, "name", survey->points[i].name));
    return list;
}

static void on_volunteers(void *arg, const redisReply *reply, const struct error *why) {
    struct asking *asking = arg;
    struct error gone = ERROR_INIT;
    const struct pack_form *form = why ? NULL : surveys_form(asking->office, asking->survey, &gone);
    json_auto_t *result =
        form ? json_pack("{s:o, s:o}", "points", points_json(&form->survey), "volunteers", volunteers_json(reply))
             : NULL;
    asking->done(asking->arg, result, why ? why : result ? NULL : &gone);
    free(asking);
}

void surveys_volunteers(struct office *office, const char *survey, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    struct error why = ERROR_INIT;
    struct asking *asking = surveys_form(office, survey, &why) ? calloc(1, sizeof *asking) : NULL;
    if (!asking) {
        if (!why.kind) error_set(&why, ERROR_SYSTEM, "no memory for the codes of a survey");
        done(arg, NULL, &why);
        return;
    }
    *asking = (struct asking){.office = office, .done = done, .arg = arg};
    snprintf(asking->survey, sizeof asking->survey, "%s", survey);
    args_text(&args, survey);
    args_call(&args, office, "survey_volunteers", on_volunteers, asking);
}
