/* pack_survey - a form that is a survey: read, and checked. */
#include "messages/pack_check.h"
#include "messages/pack_read.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define MINUTES_MAX     60
#define EXPIRES_LEAST   (24 * 60) /* minutes: who stops in the evening goes on in the morning */
#define FAULT(to, ...)  pack_fault((to)->faults, __VA_ARGS__)
#define READ_FAULT(...) FAULT(reader, reader->file, __VA_ARGS__)

static void read_point(struct pack_reader *reader, const struct pack_node *item, struct pack_survey *ret) {
    static const char *const keys[] = {"code", "name", NULL};
    if (!pack_read_map(reader, item, keys)) return;
    const char *code = pack_read_text(reader, item, "code");
    char *name = pack_read_text(reader, item, "name");
    if (!code || !name) return;
    size_t letters = strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), digits = strspn(code + letters, "0123456789");
    if (letters > 1 || !digits || code[letters + digits] || letters + digits >= PACK_POINT_MAX) {
        READ_FAULT(item->line, "'%.20s' is no code of a point: a letter and digits, P07", code);
        return;
    }
    if (ret->point_count >= PACK_POINTS_MAX) {
        READ_FAULT(item->line, "more than %d points", PACK_POINTS_MAX);
        return;
    }
    snprintf(ret->points[ret->point_count].code, PACK_POINT_MAX, "%s", code);
    ret->points[ret->point_count++].name = name;
}

void pack_read_survey(struct pack_reader *reader, const struct pack_node *node, struct pack_survey *ret) {
    static const char *const keys[] = {"title", "open", "minutes", "points", NULL};
    if (!node || !pack_read_map(reader, node, keys)) return;
    const char *open = pack_read_text(reader, node, "open");
    const struct pack_node *minutes = pack_read_entry(reader, node, "minutes", NODE_TEXT);
    const struct pack_node *points = pack_yaml_find(node, "points");
    ret->is_survey = 1;
    ret->title = pack_yaml_find(node, "title") ? pack_read_text(reader, node, "title") : NULL;
    ret->open = open && strcmp(open, "yes") == 0;
    if (open && !ret->open && strcmp(open, "no") != 0) READ_FAULT(node->line, "'open' is yes or no");
    ret->minutes = minutes ? pack_read_number(reader, minutes, 1, MINUTES_MAX) : 1;
    if (points && points->kind != NODE_LIST) READ_FAULT(points->line, "'points' is a list");
    for (const struct pack_node *item = points && points->kind == NODE_LIST ? points->first : NULL; item;
         item = item->next)
        read_point(reader, item, ret);
}

/* The digits of a code, whatever letter stands in front: a hand that writes "7" or "p07" means P07. -1 when none. */
static long digits_of(const char *code) {
    if (isalpha((unsigned char)*code)) code++;
    if (!*code || strspn(code, "0123456789") != strlen(code) || strlen(code) >= PACK_POINT_MAX) return -1;
    return strtol(code, NULL, 10);
}

const char *pack_survey_point(const struct pack_survey *survey, const char *named) {
    long number = digits_of(named);
    for (size_t i = 0; number >= 0 && i < survey->point_count; i++) {
        const char *code = survey->points[i].code;
        int same_letter = !isalpha((unsigned char)*named) || toupper((unsigned char)*named) == *code;
        if (same_letter && digits_of(code) == number) return code;
    }
    return NULL;
}

static int is_taken(const char *id) {
    static const char *const taken[] = {PACK_SURVEY_POINT, PACK_SURVEY_STATE, PACK_SURVEY_VOLUNTEER};
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
        if (strcmp(taken[i], id) == 0) return 1;
    return 0;
}

static void check_points(struct pack_check *check, const struct pack_survey *survey, const char *file, int line) {
    for (size_t i = 0; i < survey->point_count; i++)
        for (size_t k = 0; k < i; k++)
            if (digits_of(survey->points[i].code) == digits_of(survey->points[k].code))
                FAULT(check, file, line, "the points %s and %s have one number", survey->points[k].code,
                      survey->points[i].code);
}

void pack_check_survey(struct pack_check *check, const struct pack_form *form, const char *file) {
    const struct pack_node *node = pack_yaml_find(pack_source(check->pack, file), "survey");
    int line = node ? node->line : 1;
    if (!form->survey.is_survey) return;
    if (strlen(form->id) >= PACK_SURVEY_ID_MAX)
        FAULT(check, file, line, "the id of a survey has at most %d letters", PACK_SURVEY_ID_MAX - 1);
    if (form->expires_min < EXPIRES_LEAST)
        FAULT(check, file, line, "a survey waits for an answer at least %d minutes", EXPIRES_LEAST);
    if (!pack_survey_words(check->pack)) FAULT(check, file, line, "needs the words of forms/survey-words.yaml");
    check_points(check, &form->survey, file, line);
    for (size_t i = 0; i < form->question_count; i++) {
        const struct pack_question *question = &form->questions[i];
        if (question->type != QUESTION_CHOICE && question->type != QUESTION_YES_NO)
            FAULT(check, file, line, "'%s': free words and numbers may tell who answered", question->id);
        if (!question->optional) FAULT(check, file, line, "'%s' must be optional, as all of a survey", question->id);
        if (is_taken(question->id)) FAULT(check, file, line, "no question may be called '%s'", question->id);
    }
}
