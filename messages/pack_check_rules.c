/* pack_check_rules - conditions of questions that name nothing, and questions that no answers lead to. */
#include "messages/pack_check.h"
#include "messages/pack_inside.h"

#include <stdint.h>
#include <string.h>

#define FAULT(check, file, node, ...) pack_fault((check)->faults, (file), (node) ? (node)->line : 1, __VA_ARGS__)

/* The answers of a question as bits: its choices in order, or yes and no; the last bit is "prefer not to say". */
#define NOT_SAID_BIT 31
#define ANY_ANSWER   UINT32_MAX

/* Which answers to each question a question stands behind. */
struct behind {
    uint32_t answers[PACK_QUESTIONS_MAX];
};

static int answer_bit(const struct pack_question *question, const char *value) {
    if (strcmp(value, PACK_NOT_SAID) == 0) return question->optional ? NOT_SAID_BIT : -1;
    if (question->type == QUESTION_YES_NO && strcmp(value, PACK_YES) == 0) return 0;
    if (question->type == QUESTION_YES_NO && strcmp(value, PACK_NO) == 0) return 1;
    for (size_t i = 0; question->type == QUESTION_CHOICE && i < question->choice_count; i++)
        if (strcmp(question->choices[i].id, value) == 0) return (int)i;
    return -1;
}

/* Index of the question that a rule names, before this one; -1 with a fault. */
static int named(struct pack_check *check, const struct pack_form *form, size_t at, const struct place *place,
                 const char *id) {
    const char *own = form->questions[at].id;
    for (size_t i = 0; i < form->question_count; i++) {
        if (strcmp(form->questions[i].id, id) != 0) continue;
        if (i >= at)
            FAULT(check, place->file, place->node, "'%s' is asked only after '%s', which does not stand before it", own,
                  id);
        else if (form->questions[i].type == QUESTION_CHOICE || form->questions[i].type == QUESTION_YES_NO)
            return (int)i;
        else
            FAULT(check, place->file, place->node, "'%s' asks about '%s', which is no choice and no yes_no", own, id);
        return -1;
    }
    FAULT(check, place->file, place->node, "'%s' asks about the question '%s', which is not there", own, id);
    return -1;
}

static uint32_t rule_bits(struct pack_check *check, const struct pack_question *question, const struct place *place,
                          const struct pack_rule *rule) {
    uint32_t bits = 0;
    for (size_t i = 0; i < rule->value_count; i++) {
        int bit = answer_bit(question, rule->values[i]);
        if (bit < 0)
            FAULT(check, place->file, place->node, "'%s' is no answer to '%s'", rule->values[i], question->id);
        else
            bits |= UINT32_C(1) << bit;
    }
    return bits ? bits : ANY_ANSWER; /* the fault is told already */
}

/* What the named question stands behind, this one stands behind too. */
static void take_over(struct behind *ret, const struct behind *of) {
    for (size_t i = 0; i < PACK_QUESTIONS_MAX; i++) ret->answers[i] &= of->answers[i];
}

static int is_reached(const struct behind *behind) {
    for (size_t i = 0; i < PACK_QUESTIONS_MAX; i++)
        if (!behind->answers[i]) return 0;
    return 1;
}

static const struct pack_node *nth(const struct pack_node *list, size_t index) {
    const struct pack_node *node = list ? list->first : NULL;
    while (node && index--) node = node->next;
    return node;
}

void pack_check_rules(struct pack_check *check, const struct pack_form *form, const char *file) {
    struct behind behind[PACK_QUESTIONS_MAX];
    const struct pack_node *list = pack_yaml_find(pack_source(check->pack, file), "questions");
    memset(behind, 0xff, sizeof behind);
    for (size_t i = 0; i < form->question_count; i++) {
        const struct pack_question *question = &form->questions[i];
        struct place place = {file, pack_yaml_find(nth(list, i), "only_if"), NULL};
        for (size_t k = 0; k < question->rule_count; k++) {
            int about = named(check, form, i, &place, question->only_if[k].question);
            if (about < 0) continue;
            behind[i].answers[about] &= rule_bits(check, &form->questions[about], &place, &question->only_if[k]);
            take_over(&behind[i], &behind[about]);
        }
        if (!is_reached(&behind[i]))
            FAULT(check, file, place.node, "no answers lead to the question '%s'", question->id);
    }
}
