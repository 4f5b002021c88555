/* kept_survey - what was answered in a survey becomes a record without the person. */
#include "handlers/kept_survey.h"

#include "handlers/kept_answers.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define MARK          "enc-"
#define MARK_NAME_MAX 24 /* of struct known_mark */

static void mark_name(const struct pack_form *form, char ret[MARK_NAME_MAX]) {
    snprintf(ret, MARK_NAME_MAX, MARK "%.19s", form->id); /* PACK_SURVEY_ID_MAX */
}

int survey_was_answered(const struct event *event, const struct pack_form *form) {
    char name[MARK_NAME_MAX];
    mark_name(form, name);
    return known_mark(event, name) != NULL;
}

/* Answers to questions of the form as it is now: one that left the pack means nothing any more. */
static json_t *answers_of(const struct state *state, const struct pack_form *form) {
    json_t *answers = json_object();
    for (size_t i = 0; i < form->question_count; i++) {
        const char *answer = kept_answer(state, form->questions[i].id);
        if (*answer) json_object_set_new(answers, form->questions[i].id, json_string(answer));
    }
    return answers;
}

void survey_keep(const struct event *event, struct turn *turn, const struct state *state) {
    const struct pack_form *form = pack_form(event->pack, state->form);
    if (!form || !form->survey.is_survey) return;
    int whole = kept_answers_next(state, form) >= form->question_count;
    int volunteer = kept_answer(state, PACK_SURVEY_VOLUNTEER)[0] != '\0';
    json_t *answers = answers_of(state, form);
    if (json_object_size(answers)) {
        char name[MARK_NAME_MAX];
        json_t *record = json_pack("{s:s, s:s, s:O}", PACK_SURVEY_STATE, whole ? "completa" : "parcial",
                                   PACK_SURVEY_POINT, kept_answer(state, PACK_SURVEY_POINT), "respuestas", answers);
        char *body = record ? json_dumps(record, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
        turn_record(turn, SURVEY_RECORD, form->id, body ? body : "{}");
        free(body);
        json_decref(record);
        mark_name(form, name);
        if (!volunteer) turn_mark(turn, name, whole ? "completa" : "parcial");
    }
    json_decref(answers);
    memset(turn->next.said, 0, sizeof turn->next.said);
    turn->next.said_count = 0;
}
