/* kept_answers - how the answers of a form stand in a state. */
#include "handlers/kept_answers.h"

#include <string.h>

static int find(const struct state *state, const char *question) {
    for (size_t i = 0; i < state->answer_count; i++)
        if (strcmp(state->answers[i].question, question) == 0) return (int)i;
    return -1;
}

const char *kept_answer(const struct state *state, const char *question) {
    int at = find(state, question);
    return at < 0 ? "" : state->answers[at].answer;
}

void kept_answer_add(struct state *state, const char *question, const char *answer) {
    if (state->answer_count >= STATE_ANSWERS_MAX) return;
    size_t at = state->answer_count++;
    snprintf(state->answers[at].question, sizeof state->answers[at].question, "%s", question);
    snprintf(state->answers[at].answer, sizeof state->answers[at].answer, "%s", answer);
}

static int holds(const struct state *state, const struct pack_rule *rule) {
    const char *answer = kept_answer(state, rule->question);
    for (size_t i = 0; i < rule->value_count; i++)
        if (strcmp(answer, rule->values[i]) == 0) return 1;
    return 0;
}

int kept_answers_ask(const struct state *state, const struct pack_question *question) {
    for (size_t i = 0; i < question->rule_count; i++)
        if (!holds(state, &question->only_if[i])) return 0;
    return 1;
}

size_t kept_answers_next(const struct state *state, const struct pack_form *form) {
    for (size_t i = 0; i < form->question_count; i++)
        if (find(state, form->questions[i].id) < 0 && kept_answers_ask(state, &form->questions[i])) return i;
    return form->question_count;
}
